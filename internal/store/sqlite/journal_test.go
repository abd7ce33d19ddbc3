package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
)

// fillJournal appends n records without content, a thousand at a time.
func fillJournal(t *testing.T, s *sqlite.Store, n int) {
	t.Helper()
	for i := 0; i < n; i += 1000 {
		recs := make([]store.Record, min(1000, n-i))
		for k := range recs {
			recs[k] = store.Record{Delivered: &store.Delivered{ID: mail.ID(i + k + 1)}}
		}
		if _, err := s.Append(t.Context(), recs...); err != nil {
			t.Fatal(err)
		}
	}
}

func TestManyWritersShareATransaction(t *testing.T) {
	s := open(t, t.TempDir(), sqlite.Options{})
	const writers, each = 100, 20
	release, stop := s.Hold()
	defer stop()
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for range each {
				content, d := message(1)
				if _, err := deliver(t.Context(), s, content, *d); err != nil {
					t.Error(err)
				}
			}
		})
	}
	release(writers)
	wg.Wait()
	stats := s.Stats()
	if stats.Records != writers*each {
		t.Errorf("%d records, want %d", stats.Records, writers*each)
	}
	if stats.LargestGroup < writers {
		t.Errorf("the largest group had %d callers, want %d", stats.LargestGroup, writers)
	}
	if stats.Commits > stats.Records/2 {
		t.Errorf("%d commits for %d records", stats.Commits, stats.Records)
	}
}

func TestALongJournalIsReplayedInOrder(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	const n = 20_000
	fillJournal(t, s, n)
	if err := s.Compact(t.Context(), 15_000, func(rec store.Record) (store.Record, store.Verdict) {
		if rec.Pos > 1000 && rec.Pos < 9000 || rec.Pos%5 == 0 {
			return rec, store.Drop
		}
		return rec, store.Keep
	}); err != nil {
		t.Fatal(err)
	}
	for _, after := range []store.Pos{0, 1, 511, 512, 8000, 19_400, 19_999} {
		last := after
		for recs, err := range s.Records(t.Context(), after) {
			if err != nil {
				t.Fatal(err)
			}
			if len(recs) > 512 {
				t.Fatalf("%d records came at a time", len(recs))
			}
			for _, rec := range recs {
				if rec.Pos <= last || rec.Delivered.ID != mail.ID(rec.Pos) {
					t.Fatalf("after %d came %d with ID %d", last, rec.Pos, rec.Delivered.ID)
				}
				last = rec.Pos
			}
			if last == n {
				break
			}
		}
	}
}

func TestAReplayEndsWithTheCauseOfItsContext(t *testing.T) {
	s := open(t, t.TempDir(), sqlite.Options{})
	fillJournal(t, s, 20_000)
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	last := store.Pos(0)
	for recs, err := range s.Records(ctx, 0) {
		if err != nil {
			if !errors.Is(err, cause) {
				t.Errorf("it ended with %v", err)
			}
			return
		}
		if recs[0].Pos != last+1 {
			t.Fatalf("%d follows %d", recs[0].Pos, last)
		}
		last = recs[len(recs)-1].Pos
		cancel(cause)
	}
	t.Error("it ended without an error")
}

func TestAReaderMayStopAnywhere(t *testing.T) {
	s := open(t, t.TempDir(), sqlite.Options{})
	fillJournal(t, s, 10_000)
	for range 20 {
		for range s.Records(t.Context(), 0) {
			break
		}
	}
}

func TestAnAppendThatWaitsIsWithdrawnWithItsContext(t *testing.T) {
	s := open(t, t.TempDir(), sqlite.Options{})
	release, stop := s.Hold()
	defer stop()
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if _, err := s.Append(ctx, store.Record{Opened: &store.Opened{}}); !errors.Is(err, cause) {
		t.Errorf("Append returned %v", err)
	}
	release(0)
	if pos, err := s.Append(t.Context(), store.Record{Opened: &store.Opened{}}); pos != 1 || err != nil {
		t.Errorf("the next Append returned %d, %v", pos, err)
	}
}

func TestAFailedGroupLeavesNothingAndTheNextIsWritten(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	s.Swept() // its transaction would be counted below
	release, stop := s.Hold()
	defer stop()
	key := put(t, s, "x")
	errs := make(chan error, 2)
	go func() {
		_, err := s.Append(t.Context(), store.Record{Delivered: &store.Delivered{Key: key}})
		errs <- err
	}()
	go func() { errs <- s.Fail(t.Context()) }()
	release(2)
	for range 2 {
		if err := <-errs; !errors.Is(err, sqlite.ErrInjected) {
			t.Errorf("a caller in the failed group got %v", err)
		}
	}
	wantContent(t, s, key, "x") // still staged, so it can be tried again
	if pos, err := s.Append(t.Context(), store.Record{Delivered: &store.Delivered{Key: key}}); pos != 1 || err != nil {
		t.Errorf("the next Append returned %d, %v", pos, err)
	}
	s.Close()
	wantContent(t, open(t, dir, sqlite.Options{}), key, "x")
}

func TestACompactionThatIsCancelledChangesNothing(t *testing.T) {
	s := open(t, t.TempDir(), sqlite.Options{})
	fillJournal(t, s, 5000)
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	err := s.Compact(ctx, 5000, func(rec store.Record) (store.Record, store.Verdict) {
		cancel(cause)
		return rec, store.Drop
	})
	if !errors.Is(err, cause) {
		t.Errorf("Compact returned %v", err)
	}
	n := 0
	for recs, err := range s.Records(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if n += len(recs); n == 5000 {
			return
		}
	}
}

// fates drops most records and writes some anew: in runs, alone, and at both
// ends of steps.
func fates(rec store.Record) (store.Record, store.Verdict) {
	switch {
	case rec.Pos > 100 && rec.Pos < 9000 || rec.Pos%7 == 0:
		return rec, store.Drop
	case rec.Pos%3 == 0:
		d := *rec.Delivered
		d.Account = "anew"
		return store.Record{Delivered: &d}, store.Replace
	}
	return rec, store.Keep
}

// TestALargeCompactionLeavesWhatASmallOneDoes compacts the same journal in one
// transaction and in steps of several sizes, while records are appended.
func TestALargeCompactionLeavesWhatASmallOneDoes(t *testing.T) {
	const n = 10_000
	var want []string
	for _, step := range []int{0, 1000, 512, 77} {
		dir := t.TempDir()
		s := open(t, dir, sqlite.Options{})
		fillJournal(t, s, n)
		if step > 0 {
			s.CompactInSteps(step)
		}
		appended := false
		if err := s.Compact(t.Context(), n-5, func(rec store.Record) (store.Record, store.Verdict) {
			if !appended { // from within: the writer is free
				appended = true
				fillJournal(t, s, 2000)
			}
			return fates(rec)
		}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if got := described(t, s, n+2000); want == nil {
				want = got
			} else if !slices.Equal(got, want) {
				t.Fatalf("steps of %d leave %d records, want %d", step, len(got), len(want))
			}
			if left, err := s.Beside(t.Context()); left != 0 || err != nil {
				t.Errorf("steps of %d leave %d tables behind, %v", step, left, err)
			}
			s.Close()
			s = open(t, dir, sqlite.Options{})
		}
	}
}

// described reads the journal up to a position.
func described(t *testing.T, s *sqlite.Store, through store.Pos) (all []string) {
	t.Helper()
	for recs, err := range s.Records(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			all = append(all, fmt.Sprint(rec.Pos, rec.Delivered.ID, rec.Delivered.Account))
		}
		if recs[len(recs)-1].Pos >= through {
			break
		}
	}
	return all
}

func TestWhatACompactionLeftHalfDoneIsClearedAway(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	fillJournal(t, s, 5000)
	s.CompactInSteps(100)
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	err := s.Compact(ctx, 5000, func(rec store.Record) (store.Record, store.Verdict) {
		if rec.Pos == 3000 {
			cancel(cause)
		}
		return fates(rec)
	})
	if left, failed := s.Beside(t.Context()); !errors.Is(err, cause) || left != 1 || failed != nil {
		t.Fatalf("Compact returned %v and left %d tables, %v", err, left, failed)
	}
	s.Close()
	s = open(t, dir, sqlite.Options{})
	s.Swept()
	if left, err := s.Beside(t.Context()); left != 0 || err != nil {
		t.Errorf("%d tables are there after the start, %v", left, err)
	}
	if got := described(t, s, 5000); len(got) != 5000 {
		t.Errorf("%d of 5000 records are there", len(got))
	}
}

func TestAppendingGoesOnWhileTheJournalIsCompacted(t *testing.T) {
	s := open(t, t.TempDir(), sqlite.Options{})
	fillJournal(t, s, 5000)
	err := s.Compact(t.Context(), 10_000, func(rec store.Record) (store.Record, store.Verdict) {
		if rec.Pos%1000 == 0 { // from within: the writer is free
			fillJournal(t, s, 10)
		}
		return rec, store.Drop
	})
	if err != nil {
		t.Fatal(err)
	}
	for recs, err := range s.Records(t.Context(), 0) {
		if err != nil || recs[0].Pos != 5001 || len(recs) != 50 {
			t.Fatalf("what was appended meanwhile: %d records, %v", len(recs), err)
		}
		return
	}
}
