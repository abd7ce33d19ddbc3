package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"mailsink/internal/store"
)

// A Look is a store at one moment, for reading alone. It may be had beside a
// process that uses the store, and sees nothing of what happens after.
type Look struct {
	dir   string
	conn  *sqlite.Conn
	codec *store.Codec
	coder *coder
}

// OpenLook opens a look at the store in dir. The error is a sentence for the
// user: there is no store, or it is too damaged to be opened.
func OpenLook(ctx context.Context, dir string) (*Look, error) {
	path := filepath.Join(dir, dbName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, noStore(dir)
	}
	if err := inspectHeader(path); err != nil {
		return nil, err
	}
	codec, coder, err := newCoders()
	if err != nil {
		return nil, err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		return nil, damaged(path, err.Error())
	}
	conn.SetInterrupt(ctx.Done())
	conn.SetBusyTimeout(busyTimeout)
	if err = sqlitex.ExecuteTransient(conn, "BEGIN", nil); err == nil {
		_, err = number(conn, "SELECT count(*) FROM floor") // the moment is now
	}
	if err != nil {
		return nil, errors.Join(damaged(path, err.Error()), conn.Close())
	}
	return &Look{dir, conn, codec, coder}, nil
}

func noStore(dir string) error {
	return fmt.Errorf("there is no store in %s: %s is not there", dir, dbName)
}

// Close ends the look.
func (l *Look) Close() error { return l.conn.Close() }

// Records yields the journal in order.
func (l *Look) Records() iter.Seq2[[]store.Record, error] {
	return func(yield func([]store.Record, error) bool) {
		var octets []byte
		stopped := errors.New("stopped")
		err := sqlitex.ExecuteTransient(l.conn, "SELECT pos, record FROM journal ORDER BY pos", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
			octets = append(octets[:0], make([]byte, stmt.ColumnLen(1))...)
			stmt.ColumnBytes(1, octets)
			rec, err := l.codec.Decode(store.Pos(stmt.ColumnInt64(0)), octets)
			if err == nil && !yield([]store.Record{rec}, nil) {
				err = stopped
			}
			return err
		}})
		if err != nil && !errors.Is(err, stopped) {
			yield(nil, err)
		}
	}
}

// Content returns the octets of content. The error is ErrNotExist if there are
// none, or says that they are damaged.
func (l *Look) Content(key string) ([]byte, error) {
	if isFileKey(key) {
		b, err := os.ReadFile(filepath.Join(l.dir, "content", fileName(key)))
		if errors.Is(err, fs.ErrNotExist) {
			err = store.ErrNotExist
		}
		return b, err
	}
	id, ok := rowID(key)
	if !ok {
		return nil, store.ErrNotExist
	}
	coded := "SELECT octets, coding FROM content WHERE id = ?"
	if version, err := number(l.conn, "PRAGMA user_version"); err != nil || version < 2 {
		coded = "SELECT octets, 0 FROM content WHERE id = ?"
	}
	var octets []byte
	err := sqlitex.Execute(l.conn, coded, &sqlitex.ExecOptions{Args: []any{id}, ResultFunc: func(stmt *sqlite.Stmt) (err error) {
		octets, err = io.ReadAll(stmt.ColumnReader(0))
		if err == nil {
			octets, err = l.coder.decode(octets, coding(stmt.ColumnInt64(1)))
		}
		if octets == nil {
			octets = []byte{}
		}
		return err
	}})
	if err == nil && octets == nil {
		err = store.ErrNotExist
	}
	return octets, err
}

// maxComplaints is how much of what is wrong is told.
const maxComplaints = 100

// Check reads every page of the database and returns what is wrong with it.
func (l *Look) Check() ([]string, error) {
	var found []string
	err := sqlitex.ExecuteTransient(l.conn, fmt.Sprintf("PRAGMA integrity_check(%d)", maxComplaints), &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		if line := stmt.ColumnText(0); line != "ok" {
			found = append(found, line)
		}
		return nil
	}})
	if err != nil && sqlite.ErrCode(err).ToPrimary() == sqlite.ResultCorrupt {
		return append(found, err.Error()), nil
	}
	return found, err
}

// InUse reports who uses the store in dir, in words, or "" if nobody does.
func InUse(dir string) string {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR, 0)
	if err != nil {
		return ""
	}
	defer f.Close()
	if err := lockFile(f); errors.Is(err, errLocked) {
		return holder(f)
	}
	return ""
}
