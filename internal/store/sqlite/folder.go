package sqlite

import (
	"errors"
	"log/slog"
	"sync/atomic"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	foldAt   = 32 << 20           // octets written since the log was folded in last
	foldRest = 4 << 20 / pageSize // pages that the writer may fold in itself
	foldMost = 4                  // passes, lest they never end under load
)

// A folder moves what was committed from the write-ahead log into the
// database, on a goroutine and a connection of its own, while the writer goes
// on. Only the rest, which grew meanwhile, is the writer's: it takes an
// instant, and leaves the log empty, to be used from its beginning again.
type folder struct {
	conn *sqlite.Conn
	log  *slog.Logger
	idle func() // told when there is a rest for the writer

	since atomic.Int64 // octets written since the last folding
	rest  atomic.Bool
	wake  chan struct{} // of capacity 1; closed at the end
	done  chan struct{}
}

// grown is told by the writer what it has written.
func (f *folder) grown(octets int64) {
	const perCommit = 4 * pageSize
	if f.since.Add(octets+perCommit) < foldAt {
		return
	}
	f.since.Store(0)
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

func (f *folder) run() {
	defer close(f.done)
	for range f.wake {
		for range foldMost {
			left, err := foldIn(f.conn)
			if err != nil {
				f.log.Warn("the write-ahead log could not be folded in", "error", err)
			}
			if err != nil || left <= foldRest {
				break
			}
		}
		f.rest.Store(true)
		f.idle()
	}
}

// finish folds in the rest, on the connection of the writer.
func (f *folder) finish(conn *sqlite.Conn) error {
	if !f.rest.CompareAndSwap(true, false) {
		return nil
	}
	_, err := foldIn(conn)
	return err
}

// close ends the goroutine. The writer must have ended.
func (f *folder) close() error {
	close(f.wake)
	<-f.done
	return f.conn.Close()
}

// foldIn copies what it can without waiting for anyone, and returns how many
// pages of the log were left.
func foldIn(conn *sqlite.Conn) (left int64, err error) {
	err = sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(PASSIVE)", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		if stmt.ColumnInt64(0) != 0 {
			return errBusy
		}
		left = stmt.ColumnInt64(1) - stmt.ColumnInt64(2)
		return nil
	}})
	if errors.Is(err, errBusy) {
		return 0, nil // someone else is at it
	}
	return left, err
}

var errBusy = errors.New("busy")
