package jetstream_test

import (
	"context"
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
