package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// shelfName is the file of a shelf; it may be deleted at any time.
const shelfName = "search.db"

// shelfSchema is that of a shelf. The owner is what it was made for: with
// another one, it is of no use.
const shelfSchema = `
CREATE TABLE owner (id INTEGER NOT NULL) STRICT;
CREATE TABLE block (id INTEGER PRIMARY KEY AUTOINCREMENT, head BLOB NOT NULL) STRICT;
CREATE TABLE row (id INTEGER PRIMARY KEY, bits BLOB NOT NULL) STRICT;
`

// rowsOfBlock is the room for the rows of a block: row i of block b has the ID
// b*rowsOfBlock+i.
const rowsOfBlock = 1 << 16

// shelfVersion is the user_version of a shelf; one of another is made anew.
const shelfVersion = 2

// shelfTimeout is how long a search waits for the file. Nobody else has it, so
// that one that has to be waited for is damaged.
const shelfTimeout = 250 * time.Millisecond

// A Shelf keeps the blocks of a search index in a database of its own. What it
// has can be made anew from the mail, so nothing is synced, and one that is
// damaged is thrown away.
type Shelf struct {
	dir   string
	owner uint32
	close sync.Once

	mu   sync.RWMutex // held while the file changes
	pool *sqlitex.Pool
}

// OpenShelf opens the shelf in dir, and makes it if there is none, or none of
// owner, or none that can be read.
func OpenShelf(ctx context.Context, dir string, owner uint32) (*Shelf, error) {
	s := &Shelf{dir: dir, owner: owner}
	if s.open(ctx) == nil {
		return s, nil
	}
	if err := s.renew(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Reset makes the shelf anew, whatever state it is in.
func (s *Shelf) Reset(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pool != nil {
		// Whatever it says of a file that is damaged does not matter.
		_ = s.pool.Close()
		s.pool = nil
	}
	return s.renew(ctx)
}

func (s *Shelf) path() string { return filepath.Join(s.dir, shelfName) }

// renew makes the file anew and opens it.
func (s *Shelf) renew(ctx context.Context) error {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(s.path() + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return cannotWrite(s.dir, err)
		}
	}
	err := s.create()
	if err == nil {
		err = s.open(ctx)
	}
	if err != nil {
		return cannotWrite(s.dir, err)
	}
	return nil
}

func (s *Shelf) create() error {
	conn, err := sqlite.OpenConn(s.path(), sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return err
	}
	err = setPragmas(conn, fmt.Sprint("page_size=8192 auto_vacuum=incremental user_version=", shelfVersion))
	if err == nil {
		err = sqlitex.ExecuteScript(conn, shelfSchema, nil)
	}
	if err == nil {
		err = sqlitex.Execute(conn, "INSERT INTO owner VALUES (?)", &sqlitex.ExecOptions{Args: []any{int64(s.owner)}})
	}
	return errors.Join(err, conn.Close(), os.Chmod(s.path(), 0o600))
}

// open makes sure that the shelf can be used.
func (s *Shelf) open(ctx context.Context) error {
	pool, err := sqlitex.NewPool(s.path(), sqlitex.PoolOptions{
		Flags: sqlite.OpenReadWrite, PoolSize: 4,
		PrepareConn: func(conn *sqlite.Conn) error {
			conn.SetBusyTimeout(shelfTimeout)
			return setPragmas(conn, "journal_mode=wal synchronous=off temp_store=memory cache_size=-8192 trusted_schema=off")
		},
	})
	if err != nil {
		return err
	}
	var version, is int64
	err = on(ctx, pool, func(conn *sqlite.Conn) (err error) {
		if version, err = number(conn, "PRAGMA user_version"); err == nil {
			is, err = number(conn, "SELECT id FROM owner")
		}
		return err
	})
	if err == nil && (version != shelfVersion || is != int64(s.owner)) {
		err = fmt.Errorf("the search index is of something else")
	}
	if err != nil {
		return errors.Join(err, pool.Close())
	}
	s.pool = pool
	return nil
}

// on calls f with a connection of the pool.
func on(ctx context.Context, pool *sqlitex.Pool, f func(*sqlite.Conn) error) error {
	conn, err := pool.Take(ctx)
	if err != nil {
		return err
	}
	defer pool.Put(conn)
	return f(conn)
}

func (s *Shelf) with(ctx context.Context, f func(*sqlite.Conn) error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.pool == nil {
		return wrap("search index", errNoShelf)
	}
	return wrap("search index", on(ctx, s.pool, f))
}

var errNoShelf = errors.New("it could not be made")

// Close lets go of the file.
func (s *Shelf) Close() (err error) {
	s.close.Do(func() {
		s.mu.RLock()
		defer s.mu.RUnlock()
		if s.pool != nil {
			err = s.pool.Close()
		}
	})
	return err
}

// Blocks calls yield with the head of each block that is kept.
func (s *Shelf) Blocks(ctx context.Context, yield func(id int64, head []byte)) error {
	return s.with(ctx, func(conn *sqlite.Conn) error {
		return sqlitex.Execute(conn, "SELECT id, head FROM block", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
			head := make([]byte, stmt.ColumnLen(1))
			stmt.ColumnBytes(1, head)
			yield(stmt.ColumnInt64(0), head)
			return nil
		}})
	})
}

// Put keeps a block with its rows in the place of an old one, 0 for none.
func (s *Shelf) Put(ctx context.Context, head []byte, rows iter.Seq[[]byte], old int64) (id int64, err error) {
	err = s.with(ctx, func(conn *sqlite.Conn) (err error) {
		defer sqlitex.Save(conn)(&err)
		if err := sqlitex.Execute(conn, "INSERT INTO block (head) VALUES (?)", &sqlitex.ExecOptions{Args: []any{head}}); err != nil {
			return err
		}
		id = conn.LastInsertRowID()
		if err := drop(conn, old); err != nil {
			return err
		}
		return putRows(conn, id, rows)
	})
	return id, err
}

func putRows(conn *sqlite.Conn, block int64, rows iter.Seq[[]byte]) error {
	stmt, err := conn.Prepare("INSERT INTO row VALUES (?, ?)")
	if err != nil {
		return err
	}
	next := block * rowsOfBlock
	for bits := range rows {
		stmt.BindInt64(1, next)
		stmt.BindBytes(2, bits)
		if _, err := stmt.Step(); err != nil {
			return err
		}
		if err := stmt.Reset(); err != nil {
			return err
		}
		next++
	}
	return nil
}

// Row returns a row of a block. That there is none is an error.
func (s *Shelf) Row(ctx context.Context, id int64, bucket int) (bits []byte, err error) {
	err = s.with(ctx, func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare("SELECT bits FROM row WHERE id = ?")
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.BindInt64(1, id*rowsOfBlock+int64(bucket))
		found, err := stmt.Step()
		if err == nil && !found {
			err = fmt.Errorf("row %d of block %d is missing", bucket, id)
		}
		if err != nil {
			return err
		}
		bits = make([]byte, stmt.ColumnLen(0))
		stmt.ColumnBytes(0, bits)
		return nil
	})
	return bits, err
}

// Drop forgets a block.
func (s *Shelf) Drop(ctx context.Context, id int64) error {
	return s.with(ctx, func(conn *sqlite.Conn) (err error) {
		defer sqlitex.Save(conn)(&err)
		if err := drop(conn, id); err != nil {
			return err
		}
		return sqlitex.ExecuteTransient(conn, "PRAGMA incremental_vacuum", nil)
	})
}

func drop(conn *sqlite.Conn, id int64) error {
	if err := sqlitex.Execute(conn, "DELETE FROM row WHERE id BETWEEN ? AND ?", &sqlitex.ExecOptions{Args: []any{id * rowsOfBlock, (id+1)*rowsOfBlock - 1}}); err != nil {
		return err
	}
	return sqlitex.Execute(conn, "DELETE FROM block WHERE id = ?", &sqlitex.ExecOptions{Args: []any{id}})
}
