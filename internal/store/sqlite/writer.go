package sqlite

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"mailsink/internal/store"
)

// maxGroup bounds how many callers share a transaction, and so how long the
// first of them waits for the last.
const maxGroup = 1024

// A change is what one caller wants to have written.
type change interface {
	// apply writes into t. An error rolls back the whole transaction.
	apply(t *tx) error
}

// A job is a change on its way through the writer.
type job struct {
	change
	taken atomic.Bool // by the writer, or withdrawn by the caller
	done  chan error
}

// A writer owns the connection that writes. One goroutine runs it.
type writer struct {
	conn    *sqlite.Conn
	log     *slog.Logger
	staging *staging
	tail    *tail
	fold    *folder
	carried []byte // what the SQL function octets() returns

	seq    uint64 // of transactions
	loose  bool   // there may be free pages to give back
	shrunk bool   // some were; the files become shorter when the log is folded in

	mu     sync.Mutex
	queue  []*job
	closed bool
	stats  Stats

	wake chan struct{} // of capacity 1
	done chan struct{}
}

// do has c written and waits until it is committed. A caller whose ctx ends
// before the writer took the change withdraws it.
func (w *writer) do(ctx context.Context, c change) error {
	j := &job{change: c, done: make(chan error, 1)}
	if err := w.enqueue(j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
	}
	if j.taken.CompareAndSwap(false, true) {
		return context.Cause(ctx)
	}
	return <-j.done
}

func (w *writer) enqueue(j *job) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return store.ErrClosed
	}
	w.queue = append(w.queue, j)
	w.poke()
	return nil
}

// poke makes the writer look whether there is something to do.
func (w *writer) poke() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// close stops the writer when its queue is empty, and waits for that.
func (w *writer) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.poke()
	<-w.done
}

func (w *writer) run() {
	defer close(w.done)
	for {
		group, closed := w.take()
		switch {
		case len(group) > 0:
			err := w.commit(group)
			for _, j := range group {
				j.done <- err
			}
			w.maintain(false)
		case closed:
			return
		case !w.maintain(true):
			<-w.wake
		}
	}
}

// take returns the changes that wait.
func (w *writer) take() (group []*job, closed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) > 0 && len(group) < maxGroup {
		j := w.queue[0]
		w.queue = w.queue[1:]
		if j.taken.CompareAndSwap(false, true) {
			group = append(group, j)
		}
	}
	return group, w.closed
}

// commit writes group as one transaction and tells readers of it.
func (w *writer) commit(group []*job) error {
	w.seq++
	t := &tx{writer: w, end: w.tail.last()}
	if err := w.transact(t, group); err != nil {
		w.rollback()
		w.fail()
		if full(err) {
			w.fold.rest.Store(true) // the log, once folded in, is room to delete in
		}
		return wrap("commit", err)
	}
	w.staging.written(t.flushed)
	w.staging.forget(t.settled)
	w.tail.publish(t.recs, t.end, t.revised)
	w.loose = w.loose || t.deleted
	w.fold.grown(t.octets)
	w.count(t, group)
	return nil
}

func (w *writer) transact(t *tx, group []*job) error {
	if err := t.exec("BEGIN IMMEDIATE", nil); err != nil {
		return err
	}
	for _, j := range group {
		if err := j.apply(t); err != nil {
			return err
		}
	}
	return t.exec("COMMIT", nil)
}

// rollback makes an end of a transaction that failed. Some errors have ended
// it already. What the file says counts, whatever the error was.
func (w *writer) rollback() {
	t := &tx{writer: w}
	if !w.conn.AutocommitEnabled() {
		if err := t.exec("ROLLBACK", nil); err != nil {
			w.log.Error("a failed transaction could not be rolled back", "error", err)
		}
	}
	end, _, err := floors(w.conn)
	if err == nil && store.Pos(end) > w.tail.last() {
		w.tail.publish(nil, store.Pos(end), true)
	}
}

func (w *writer) fail() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stats.Failures++
}

func (w *writer) count(t *tx, group []*job) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stats.Commits++
	w.stats.Records += uint64(len(t.recs))
	for _, rec := range t.recs {
		if rec.Delivered != nil {
			w.stats.Messages++
		}
	}
	w.stats.LargestGroup = max(w.stats.LargestGroup, len(group))
}

// carry registers the SQL function octets(), which returns w.carried. To bind
// content as a parameter would take a quarter of the writer's time: the library
// copies what it binds octet by octet.
func (w *writer) carry() error {
	return w.conn.CreateFunction("octets", &sqlite.FunctionImpl{
		Scalar: func(sqlite.Context, []sqlite.Value) (sqlite.Value, error) {
			return sqlite.BlobValue(w.carried), nil
		},
	})
}

// maintain does a little of the work that has no caller, more of it when the
// writer is idle. It reports whether there is more to do.
func (w *writer) maintain(idle bool) bool {
	if err := w.fold.finish(w.conn); err != nil {
		w.log.Warn("the write-ahead log could not be folded in", "error", err)
	}
	if !idle && w.seq%vacuumEvery != 0 {
		return false
	}
	if w.loose {
		more, err := vacuum(w.conn)
		if err != nil {
			w.log.Warn("free pages could not be given back", "error", err)
		}
		w.loose = more && err == nil
		w.shrunk = w.shrunk || more
		return w.loose || w.shrunk
	}
	if idle && w.shrunk {
		w.shrunk = false
		if err := trim(w.conn); err != nil {
			w.log.Warn("the write-ahead log could not be cut short", "error", err)
		}
	}
	return false
}

const (
	vacuumSlack = 8 << 20 / pageSize // free pages kept for what comes next
	vacuumStep  = 1 << 20 / pageSize // of them given back at a time, at least,
	vacuumMost  = 4 << 20 / pageSize // and where there are very many
	vacuumEvery = 32                 // transactions under load for each step
)

// vacuum gives some free pages back to the file system, if there are many. It
// reports whether there are more.
func vacuum(conn *sqlite.Conn) (more bool, err error) {
	free, err := number(conn, "PRAGMA freelist_count")
	if err != nil || free <= vacuumSlack {
		return false, err
	}
	step := min(max(free/64, vacuumStep), vacuumMost)
	_, err = number(conn, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", step))
	return true, err
}

// trim folds the write-ahead log in and empties it: only then do the database
// and the log take less of the disk. A reader of something older prevents it,
// until the next time.
func trim(conn *sqlite.Conn) error {
	conn.SetBusyTimeout(0)
	defer conn.SetBusyTimeout(busyTimeout)
	return sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(TRUNCATE)", nil)
}
