package jetstream_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
)

// dropEven is a compaction that leaves records with an odd ID.
func dropEven(rec store.Record) (store.Record, store.Verdict) {
	if rec.Delivered.ID%2 == 0 {
		return rec, store.Drop
	}
	return rec, store.Keep
}

func fill(ctx context.Context, t *testing.T, s *jetstream.Store, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		if pos, err := s.Append(ctx, record(i)); err != nil || pos != store.Pos(i) {
			t.Fatalf("append %d: %d, %v", i, pos, err)
		}
	}
}

// positions reads from after to the record at last.
func positions(ctx context.Context, s *jetstream.Store, after, last store.Pos) (list []store.Pos, err error) {
	for recs, err := range s.Records(ctx, after) {
		if err != nil {
			return list, err
		}
		for _, rec := range recs {
			if list = append(list, rec.Pos); rec.Pos >= last {
				return list, nil
			}
		}
	}
	return list, nil
}

func TestANewNodeReadsTheSnapshotAndWhatCameAfter(t *testing.T) {
	ctx, s := within(t), start(t, nil)
	a, b := open(t, at(s, "mail"), jetstream.Options{}), open(t, at(s, "mail"), jetstream.Options{})
	fill(ctx, t, a, 1, 10)
	if err := a.Compact(ctx, 10, dropEven); err != nil {
		t.Fatal(err)
	}
	fill(ctx, t, a, 11, 20)
	if got, err := positions(ctx, b, 0, 20); err != nil || len(got) != 15 || got[4] != 9 || got[5] != 11 {
		t.Errorf("another node reads %v, %v", got, err)
	}
	if err := b.Compact(ctx, 20, dropEven); err != nil { // the other holds the lease: nothing happens
		t.Fatal(err)
	}
	if err := a.Compact(ctx, 20, dropEven); err != nil {
		t.Fatal(err)
	}
	fill(ctx, t, a, 21, 21)
	if got, err := positions(ctx, b, 0, 21); err != nil || len(got) != 11 {
		t.Errorf("after two compactions another node reads %v, %v", got, err)
	}
	if end, err := b.End(ctx); end != 21 || err != nil {
		t.Errorf("the journal ends at %d, %v", end, err)
	}
}

func TestAReaderThatFellBehindTwoCompactionsIsTold(t *testing.T) {
	ctx, s := within(t), open(t, at(start(t, nil), "mail"), jetstream.Options{})
	fill(ctx, t, s, 1, 20)
	for _, through := range []store.Pos{10, 15} {
		if err := s.Compact(ctx, through, dropEven); err != nil {
			t.Fatal(err)
		}
	}
	var first store.Pos
	note := func(recs []store.Record) bool { first = recs[0].Pos; return false }
	if err := s.Follow(ctx, 10, note); err != nil || first != 11 {
		t.Errorf("a reader one compaction behind goes on at %d, %v", first, err)
	}
	if err := s.Follow(ctx, 5, note); !errors.Is(err, store.ErrBehind) {
		t.Errorf("a reader two compactions behind is told %v", err)
	}
}

func TestASweepTakesWhatNothingNames(t *testing.T) {
	ctx, s := within(t), open(t, at(start(t, nil), "mail"), jetstream.Options{})
	var kept []string
	for i := range 6 {
		key, _, err := s.Put(ctx, strings.NewReader(strings.Repeat("x", i*400_000)))
		if err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			continue // an orphan
		}
		rec := record(i)
		rec.Delivered.Key = key
		if _, err := s.Append(ctx, rec); err != nil {
			t.Fatal(err)
		}
		kept = append(kept, key)
	}
	if err := s.SweepAll(ctx); err != nil {
		t.Fatal(err)
	}
	for _, key := range kept {
		rc, err := s.Get(ctx, key)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		if _, err := store.ReadAll(rc); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	// 400 kB whole; 1.2 MB and 2 MB in parts of 512 KiB, with a manifest each.
	if n, err := s.Messages(ctx); n != 1+4+5 || err != nil {
		t.Errorf("%d messages are left, %v; want 10", n, err)
	}
}

func TestAStreamThatGrewIsCondensedThoughNothingIsDropped(t *testing.T) {
	ctx, s := within(t), open(t, at(start(t, nil), "mail"), jetstream.Options{})
	fill(ctx, t, s, 1, 9)
	for _, step := range []struct {
		to, after int
		through   store.Pos
	}{{9, 10, 0}, {10, 10, 10}, {14, 3, 10}, {15, 5, 15}, {15, 1, 15}} {
		if end, err := s.End(ctx); err == nil && int(end) < step.to {
			fill(ctx, t, s, int(end)+1, step.to)
		}
		if err := s.CondenseNow(ctx, step.after); err != nil {
			t.Fatal(err)
		}
		if through, err := s.Snapshot(ctx); through != step.through || err != nil {
			t.Errorf("after %d records the newest snapshot is through %d, %v; want %d", step.to, through, err, step.through)
		}
	}
	if got, err := positions(ctx, s, 0, 15); err != nil || len(got) != 15 {
		t.Errorf("a new node reads %v, %v", got, err)
	}
}
