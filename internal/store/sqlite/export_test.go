package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// ErrInjected is the error of Fail.
var ErrInjected = errors.New("injected")

// Swept waits until what was left behind before Open is removed.
func (s *Store) Swept() { s.background.Wait() }

// Hold stops the writer. After release(n) it goes on when n changes wait; stop
// lets it go on in any case.
func (s *Store) Hold() (release func(n int), stop func()) {
	h := &holding{entered: make(chan struct{}), leave: make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.writer.do(context.Background(), h)
	}()
	<-h.entered
	stop = sync.OnceFunc(func() {
		close(h.leave)
		<-done
	})
	return func(n int) {
		for s.waiting() < n {
			runtime.Gosched()
		}
		stop()
	}, stop
}

func (s *Store) waiting() int {
	s.writer.mu.Lock()
	defer s.writer.mu.Unlock()
	return len(s.writer.queue)
}

type holding struct{ entered, leave chan struct{} }

func (h *holding) apply(*tx) error {
	close(h.entered)
	<-h.leave
	return nil
}

// Fail takes part in a transaction, writes into it, and fails it.
func (s *Store) Fail(ctx context.Context) error { return s.writer.do(ctx, failing{}) }

type failing struct{}

func (failing) apply(t *tx) error {
	err := t.exec("INSERT INTO journal VALUES (1000, x'')", nil)
	return errors.Join(ErrInjected, err)
}

// CompactInSteps has every compaction fill a second table, a number of records
// at a time.
func (s *Store) CompactInSteps(step int) { s.directMost, s.compactStep = 0, step }

// Beside returns how many tables there are beside those of the schema.
func (s *Store) Beside(ctx context.Context) (n int64, err error) {
	err = s.reading(ctx, func(conn *sqlite.Conn) error {
		n, err = number(conn, "SELECT count(*) FROM sqlite_master WHERE name IN ('fresh', 'stale')")
		return err
	})
	return n, err
}

// FoldIn has the write-ahead log folded in with the next transaction.
func (s *Store) FoldIn() { s.fold.rest.Store(true) }

// FreeOctets returns how much of the database is empty.
func (s *Store) FreeOctets(ctx context.Context) (n int64, err error) {
	err = s.reading(ctx, func(conn *sqlite.Conn) error {
		n, err = number(conn, "PRAGMA freelist_count")
		return err
	})
	return n * pageSize, err
}

// Coding returns what encodes and decodes content.
func Coding(tb testing.TB) (encode, decode func([]byte) []byte) {
	c, err := newCoder()
	if err != nil {
		tb.Fatal(err)
	}
	as := plain
	encode = func(b []byte) (coded []byte) {
		coded, as = c.encode(b)
		return coded
	}
	return encode, func(b []byte) []byte {
		octets, err := c.decode(b, as)
		if err != nil {
			tb.Fatal(err)
		}
		return octets
	}
}

// Execute runs statements in the file of a store that is closed.
func Execute(dir string, statements ...string) error {
	conn, err := openWriter(filepath.Join(dir, dbName))
	if err != nil {
		return err
	}
	for _, s := range statements {
		err = errors.Join(err, sqlitex.ExecuteTransient(conn, s, nil))
	}
	return errors.Join(err, conn.Close())
}
