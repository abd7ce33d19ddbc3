package mailbox

import (
	"math/rand/v2"
	"testing"

	"mailsink/internal/store"
	"mailsink/internal/store/memory"
	"mailsink/internal/store/sqlite"
)

// upTo yields the journal of st as far as it goes now.
func upTo(t *testing.T, st store.Store) func(func([]store.Record, error) bool) {
	end, err := st.End(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func([]store.Record, error) bool) {
		for recs, err := range st.Records(t.Context(), 0) {
			if !yield(recs, err) || err != nil || recs[len(recs)-1].Pos >= end {
				return
			}
		}
	}
}

// TestTheEnginesLeadToTheSameState writes the same random histories into both
// engines, compacts them, and replays them, the file also after it was closed.
func TestTheEnginesLeadToTheSameState(t *testing.T) {
	for seed := range uint64(6) {
		dir := t.TempDir()
		disk, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		fast := memory.New()
		var states []*State
		for _, st := range []store.Store{fast, disk} {
			states = history(t, rand.New(rand.NewPCG(seed, 11)), st, 300)
		}
		at := states[150]
		sharers := sharersOf(at)
		for _, st := range []store.Store{fast, disk} {
			if err := st.Compact(t.Context(), store.Pos(at.ModSeq), at.revise(sharers)); err != nil {
				t.Fatal(err)
			}
		}
		if err := disk.Close(); err != nil {
			t.Fatal(err)
		}
		if disk, err = sqlite.Open(t.Context(), dir, sqlite.Options{}); err != nil {
			t.Fatal(err)
		}
		want := dump(states[len(states)-1])
		for _, st := range []store.Store{fast, disk} {
			got, err := Replay(upTo(t, st))
			if err != nil {
				t.Fatal(err)
			}
			if dump(got) != want {
				t.Errorf("seed %d: %T leads to\n%s\nwant\n%s", seed, st, dump(got), want)
			}
		}
		disk.Close()
	}
}

// sharersOf counts the messages of each content that several have.
func sharersOf(s *State) map[string]int {
	sharers := map[string]int{}
	for _, m := range s.All.From(0) {
		sharers[m.Key]++
	}
	for key, n := range sharers {
		if n < 2 {
			delete(sharers, key)
		}
	}
	return sharers
}
