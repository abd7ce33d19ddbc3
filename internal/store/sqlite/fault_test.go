//go:build unix

package sqlite_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	lib "modernc.org/sqlite/lib"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
)

// A trouble is one way for a disk to fail.
type trouble struct {
	name string
	ops  []op
	with fault
	full bool // what callers are told
	last bool // until it is mended; else once
}

var troubles = []trouble{
	{"one write is an I/O error", []op{opWrite}, fault{code: lib.SQLITE_IOERR_WRITE}, false, false},
	{"one write is short", []op{opWrite}, fault{code: lib.SQLITE_IOERR_WRITE, torn: true}, false, false},
	{"one write finds no room", []op{opWrite}, fault{code: lib.SQLITE_FULL, torn: true}, true, false},
	{"one fsync fails", []op{opSync}, fault{code: lib.SQLITE_IOERR_FSYNC}, false, false},
	{"one read is an I/O error", []op{opRead}, fault{code: lib.SQLITE_IOERR_READ}, false, false},
	{"one truncation fails", []op{opTruncate}, fault{code: lib.SQLITE_IOERR_TRUNCATE}, false, false},
	{"no write finds room", []op{opWrite}, fault{code: lib.SQLITE_FULL}, true, true},
	{"nothing can be written", []op{opWrite, opTruncate, opSync, opOpen}, fault{code: lib.SQLITE_IOERR_WRITE}, false, true},
	{"nothing works", []op{opRead, opWrite, opTruncate, opSync, opOpen}, fault{code: lib.SQLITE_IOERR}, false, true},
	{"every fsync fails", []op{opSync}, fault{code: lib.SQLITE_IOERR_FSYNC}, false, true},
}

// A script is what a store goes through while the disk fails.
type script struct {
	t     *testing.T
	mu    sync.Mutex
	acked map[store.Pos]mail.ID
	next  mail.ID
}

// send delivers n messages at once and keeps account of the acknowledgements.
func (sc *script) send(ctx context.Context, s *sqlite.Store, n int) (err error) {
	var wg sync.WaitGroup
	for range n {
		sc.next++
		id := sc.next
		wg.Go(func() {
			pos, failed := deliver(ctx, s, crashContent(int(id)), store.Delivered{ID: id, Account: "sink"})
			sc.mu.Lock()
			defer sc.mu.Unlock()
			if failed == nil {
				sc.acked[pos] = id
			} else {
				err = failed
			}
		})
	}
	wg.Wait()
	return err
}

// run lets the store do everything it does. It returns the errors that
// callers were told.
func (sc *script) run(s *sqlite.Store) (told []error) {
	ctx := sc.t.Context()
	for range 4 {
		told = append(told, sc.send(ctx, s, 1), sc.send(ctx, s, 4))
	}
	key, _, err := s.Put(ctx, strings.NewReader("never named"))
	told = append(told, err, s.Delete(ctx, key), sc.compact(ctx, s))
	s.CompactInSteps(3)
	told = append(told, sc.compact(ctx, s))
	s.FoldIn()
	return append(told, sc.send(ctx, s, 2))
}

// compact flags a message, and then drops that record and writes others anew.
func (sc *script) compact(ctx context.Context, s *sqlite.Store) error {
	_, err := s.Append(ctx, store.Record{Flagged: &store.Flagged{UIDs: mail.UIDs(1)}})
	if err != nil {
		return err
	}
	return s.Compact(ctx, 1<<40, func(rec store.Record) (store.Record, store.Verdict) {
		switch {
		case rec.Flagged != nil:
			return rec, store.Drop
		case rec.Pos%3 == 0:
			return rec, store.Replace
		}
		return rec, store.Keep
	})
}

// strike runs the script with a fault at the n-th call, mends the disk, and
// wants the store to go on. It reports whether there was an n-th call.
func (c trouble) strike(t *testing.T, n int) (struck bool) {
	dir, disk := t.TempDir(), theDisk()
	sc := &script{t: t, acked: make(map[store.Pos]mail.ID)}
	s := open(t, dir, sqlite.Options{Reserve: -1})
	defer s.Close()
	disk.begin(dir)
	defer disk.end()
	calls := 0
	disk.obey(func(o op) fault {
		if !slices.Contains(c.ops, o) {
			return fault{}
		}
		if calls++; calls == n || calls > n && c.last {
			return c.with
		}
		return fault{}
	})
	for _, err := range sc.run(s) {
		if err != nil && errors.Is(err, mail.ErrFull) != c.full {
			t.Errorf("call %d: a caller was told %v", n, err)
		}
	}
	sc.survives(n, "a loss of power under the fault")
	disk.obey(nil)
	if err := sc.send(t.Context(), s, 3); err != nil {
		t.Errorf("call %d: the disk is well and the store is not: %v", n, err)
	}
	sc.there(n, "after the fault", s)
	sc.survives(n, "a loss of power after the fault")
	if err := s.Close(); err != nil {
		t.Errorf("call %d: Close: %v", n, err)
	}
	sc.there(n, "after opening it again", open(t, dir, sqlite.Options{}))
	return calls >= n
}

// survives opens what a loss of power would leave now.
func (sc *script) survives(n int, when string) {
	sc.t.Helper()
	dir := sc.t.TempDir()
	if err := theDisk().loses(dir, rand.New(rand.NewPCG(uint64(n), 1))); err != nil {
		sc.t.Fatal(err)
	}
	s, err := sqlite.Open(sc.t.Context(), dir, sqlite.Options{})
	if err != nil {
		sc.t.Errorf("call %d: after %s: %v", n, when, err)
		return
	}
	defer s.Close()
	sc.there(n, when, s)
}

// there wants every acknowledged message in s, octet for octet.
func (sc *script) there(n int, when string, s *sqlite.Store) {
	sc.t.Helper()
	found := make(map[store.Pos]*store.Delivered)
	end, _ := s.End(sc.t.Context())
	ctx, cancel := context.WithCancel(sc.t.Context())
	defer cancel()
	if end == 0 {
		cancel() // there is nothing to wait for
	}
	for recs, err := range s.Records(ctx, 0) {
		if end == 0 {
			break
		}
		if err != nil {
			sc.t.Errorf("call %d: %s: %v", n, when, err)
			return
		}
		for _, rec := range recs {
			if rec.Delivered != nil {
				found[rec.Pos] = rec.Delivered
			}
		}
		if recs[len(recs)-1].Pos >= end {
			break
		}
	}
	for pos, id := range sc.acked {
		if d := found[pos]; d == nil || d.ID != id {
			sc.t.Errorf("call %d: %s: message %d, acknowledged at %d, is %v", n, when, id, pos, d)
		} else {
			whole(sc.t, s, d)
		}
	}
	for _, d := range found { // none is there by half
		whole(sc.t, s, d)
	}
}

func TestADiskThatFailsLosesNothingAcknowledged(t *testing.T) {
	every := 67
	if n, err := strconv.Atoi(os.Getenv("MAILSINK_FAULT_EVERY")); err == nil {
		every = n
	}
	for _, c := range troubles {
		t.Run(c.name, func(t *testing.T) {
			n := 1 + rand.IntN(every)
			for c.strike(t, n) && !t.Failed() {
				n += every
			}
			t.Logf("up to call %d", n)
		})
	}
}

func TestADiskThatFailsAtOpenSpoilsNothing(t *testing.T) {
	for n := 1; ; n += 3 {
		dir, disk := stocked(t, 5), theDisk()
		disk.begin(dir)
		calls := 0
		disk.obey(func(op) fault {
			if calls++; calls == n {
				return fault{code: lib.SQLITE_IOERR}
			}
			return fault{}
		})
		s, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
		disk.end()
		if err == nil {
			s.Close()
		}
		again, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
		if err != nil {
			t.Fatalf("call %d: the disk is well and Open says %v", n, err)
		}
		if end, _ := again.End(t.Context()); end != 5 {
			t.Fatalf("call %d: %d of 5 records are there", n, end)
		}
		again.Close()
		if calls < n {
			return
		}
	}
}
