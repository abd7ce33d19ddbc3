package mailbox

import (
	"context"
	"math/rand/v2"
	"testing"

	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

// told returns the records of a random history.
func told(t *testing.T, rnd *rand.Rand, n int) []store.Record {
	t.Helper()
	st := memory.New()
	history(t, rnd, st, n)
	var recs []store.Record
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // what is there is read all the same
	for some, err := range st.Records(ctx, 0) {
		if err != nil {
			break
		}
		recs = append(recs, some...)
	}
	return recs
}

// A gallery is states, and what each of them was when it was hung.
type gallery struct {
	states []*State
	dumps  []string
}

func (g *gallery) hang(s *State) { g.states, g.dumps = append(g.states, s), append(g.dumps, dump(s)) }

func (g *gallery) check(t *testing.T, seed uint64) {
	t.Helper()
	for i, s := range g.states {
		if got := dump(s); got != g.dumps[i] {
			t.Fatalf("seed %d: the state as of %d is now\n%s, was\n%s", seed, s.ModSeq, got, g.dumps[i])
		}
	}
}

// TestStatesOfSeveralRecordsStayAsTheyWere folds histories some records at a
// time, and looks at every state again at the end.
func TestStatesOfSeveralRecordsStayAsTheyWere(t *testing.T) {
	for seed := range uint64(10) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		recs := told(t, rnd, 300)
		f, state := fold{sharers: map[string]int{}}, newState()
		var seen gallery
		for len(recs) > 0 {
			n := min(len(recs), 1+rnd.IntN(20))
			state = f.after(state, recs[:n])
			recs = recs[n:]
			if err := consistent(state); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			seen.hang(state)
		}
		seen.check(t, seed)
	}
}

// TestAStateThatGrewIsTheOneThatManyStepsMake folds histories up to somewhere
// as a start does, in one state that grows, and goes on from there.
func TestAStateThatGrewIsTheOneThatManyStepsMake(t *testing.T) {
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 12))
		recs := told(t, rnd, 300)
		end := recs[rnd.IntN(len(recs))].Pos
		f, state := fold{sharers: map[string]int{}}, newState()
		slow, want := fold{sharers: map[string]int{}}, newState()
		var seen gallery
		for len(recs) > 0 {
			n := min(len(recs), 1+rnd.IntN(20))
			var arrived bool
			if state, arrived = f.toward(end, state, recs[:n]); arrived != (recs[n-1].Pos >= end) {
				t.Fatalf("seed %d: %d is shown: %v; the end is %d", seed, state.ModSeq, arrived, end)
			}
			for _, rec := range recs[:n] {
				want = slow.after(want, []store.Record{rec})
			}
			if recs = recs[n:]; !arrived {
				continue
			}
			if err := consistent(state); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if got := dump(state); got != dump(want) {
				t.Fatalf("seed %d: grown\n%s\nwant\n%s", seed, got, dump(want))
			}
			seen.hang(state)
		}
		seen.check(t, seed)
	}
}
