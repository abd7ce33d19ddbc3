package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// shelfName is the file of a shelf; it may be deleted at any time.
const shelfName = "search.db"

// shelfSchema is that of a shelf. The owner is what it was made for: with
// another one, it is of no use.
const shelfSchema = `
CREATE TABLE owner (id INTEGER NOT NULL) STRICT;
CREATE TABLE block (id INTEGER PRIMARY KEY, uids BLOB NOT NULL) STRICT;
CREATE TABLE row (block INTEGER NOT NULL, bucket INTEGER NOT NULL, bits BLOB NOT NULL, PRIMARY KEY (block, bucket)) STRICT, WITHOUT ROWID;
`

// shelfVersion is the user_version of a shelf; one of another is made anew.
const shelfVersion = 1

// A Shelf keeps the blocks of a search index in a database of its own. What it
// has can be made anew from the mail, so nothing is synced, and one that is
// damaged is thrown away.
type Shelf struct {
	path  string
	coder *coder
	pool  *sqlitex.Pool
	close sync.Once
}

// OpenShelf opens the shelf in dir, and makes it if there is none, or none of
// owner, or none that can be read.
func OpenShelf(ctx context.Context, dir string, owner uint32) (*Shelf, error) {
	coder, err := newCoder()
	if err != nil {
		return nil, err
	}
	s := &Shelf{path: filepath.Join(dir, shelfName), coder: coder}
	if s.open(ctx, owner) == nil {
		return s, nil
	}
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(s.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, cannotWrite(dir, err)
		}
	}
	if err := s.create(owner); err != nil {
		return nil, cannotWrite(dir, err)
	}
	if err := s.open(ctx, owner); err != nil {
		return nil, cannotWrite(dir, err)
	}
	return s, nil
}

func (s *Shelf) create(owner uint32) error {
	conn, err := sqlite.OpenConn(s.path, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return err
	}
	err = setPragmas(conn, fmt.Sprint("page_size=8192 auto_vacuum=incremental user_version=", shelfVersion))
	if err == nil {
		err = sqlitex.ExecuteScript(conn, shelfSchema, nil)
	}
	if err == nil {
		err = sqlitex.Execute(conn, "INSERT INTO owner VALUES (?)", &sqlitex.ExecOptions{Args: []any{int64(owner)}})
	}
	return errors.Join(err, conn.Close(), os.Chmod(s.path, 0o600))
}

// open makes sure that the shelf can be used.
func (s *Shelf) open(ctx context.Context, owner uint32) error {
	pool, err := sqlitex.NewPool(s.path, sqlitex.PoolOptions{
		Flags: sqlite.OpenReadWrite, PoolSize: 4,
		PrepareConn: func(conn *sqlite.Conn) error {
			conn.SetBusyTimeout(busyTimeout)
			return setPragmas(conn, "journal_mode=wal synchronous=off temp_store=memory cache_size=-8192 trusted_schema=off")
		},
	})
	if err != nil {
		return err
	}
	s.pool = pool
	var version, is int64
	err = s.with(ctx, func(conn *sqlite.Conn) (err error) {
		if version, err = number(conn, "PRAGMA user_version"); err == nil {
			is, err = number(conn, "SELECT id FROM owner")
		}
		return err
	})
	if err == nil && (version != shelfVersion || is != int64(owner)) {
		err = fmt.Errorf("the search index is of something else")
	}
	if err != nil {
		return errors.Join(err, pool.Close())
	}
	return nil
}

func (s *Shelf) with(ctx context.Context, f func(*sqlite.Conn) error) error {
	conn, err := s.pool.Take(ctx)
	if err != nil {
		return wrap("search index", err)
	}
	defer s.pool.Put(conn)
	return wrap("search index", f(conn))
}

// Close lets go of the file.
func (s *Shelf) Close() (err error) {
	s.close.Do(func() { err = s.pool.Close() })
	return err
}

// Blocks calls yield with the UIDs of each block that is kept.
func (s *Shelf) Blocks(ctx context.Context, yield func(id int64, uids []uint32)) error {
	return s.with(ctx, func(conn *sqlite.Conn) error {
		return sqlitex.Execute(conn, "SELECT id, uids FROM block", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
			b := make([]byte, stmt.ColumnLen(1))
			stmt.ColumnBytes(1, b)
			uids := make([]uint32, len(b)/4)
			for i := range uids {
				uids[i] = binary.LittleEndian.Uint32(b[4*i:])
			}
			yield(stmt.ColumnInt64(0), uids)
			return nil
		}})
	})
}

// Put keeps a block with its rows.
func (s *Shelf) Put(ctx context.Context, uids []uint32, buckets int, row func(bucket int) []byte) (id int64, err error) {
	var b []byte
	for _, uid := range uids {
		b = binary.LittleEndian.AppendUint32(b, uid)
	}
	err = s.with(ctx, func(conn *sqlite.Conn) (err error) {
		defer sqlitex.Save(conn)(&err)
		if err := sqlitex.Execute(conn, "INSERT INTO block (uids) VALUES (?)", &sqlitex.ExecOptions{Args: []any{b}}); err != nil {
			return err
		}
		id = conn.LastInsertRowID()
		stmt, err := conn.Prepare("INSERT INTO row VALUES (?, ?, ?)")
		if err != nil {
			return err
		}
		for bucket := range buckets {
			bits := row(bucket)
			if bits == nil {
				continue
			}
			coded, _ := s.coder.encode(bits)
			stmt.BindInt64(1, id)
			stmt.BindInt64(2, int64(bucket))
			stmt.BindBytes(3, coded)
			if _, err := stmt.Step(); err != nil {
				return err
			}
			if err := stmt.Reset(); err != nil {
				return err
			}
		}
		return nil
	})
	return id, err
}

// Row returns a row of a block, nil where it has none.
func (s *Shelf) Row(ctx context.Context, id int64, bucket int) (bits []byte, err error) {
	err = s.with(ctx, func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare("SELECT bits FROM row WHERE block = ? AND bucket = ?")
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.BindInt64(1, id)
		stmt.BindInt64(2, int64(bucket))
		if found, err := stmt.Step(); err != nil || !found {
			return err
		}
		coded := make([]byte, stmt.ColumnLen(0))
		stmt.ColumnBytes(0, coded)
		bits, err = s.coder.decode(coded, zstandard)
		return err
	})
	return bits, err
}

// Drop forgets a block.
func (s *Shelf) Drop(ctx context.Context, id int64) error {
	return s.with(ctx, func(conn *sqlite.Conn) (err error) {
		defer sqlitex.Save(conn)(&err)
		for _, query := range []string{"DELETE FROM row WHERE block = ?", "DELETE FROM block WHERE id = ?"} {
			if err := sqlitex.Execute(conn, query, &sqlitex.ExecOptions{Args: []any{id}}); err != nil {
				return err
			}
		}
		return sqlitex.ExecuteTransient(conn, "PRAGMA incremental_vacuum", nil)
	})
}
