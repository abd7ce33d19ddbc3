package mailbox

import (
	"iter"
	"math"

	"mailsink/internal/store"
)

// Replay returns the state that a journal leads to, without following it: for
// those who look at a store that is not theirs.
func Replay(journal iter.Seq2[[]store.Record, error]) (*State, error) {
	f := fold{sharers: make(map[string]int)}
	state := newState()
	for recs, err := range journal {
		if err != nil {
			return nil, err
		}
		state, _ = f.toward(math.MaxInt64, state, recs)
		f.dead = nil
	}
	f.show()
	return state, nil
}
