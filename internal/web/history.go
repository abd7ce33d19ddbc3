package web

import (
	"slices"
	"sync"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// remembered is how many states that viewers were told of are kept. Keeping
// one costs little: it shares its messages with the newer ones.
const remembered = 256

// A history keeps the states that viewers were told of last, so that one that
// comes back hears what became of the mailbox since, expunged messages and
// all.
type history struct {
	mu     sync.Mutex
	states []*mailbox.State // in order of their ModSeq
}

func (h *history) add(st *mailbox.State) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i, found := h.search(st.ModSeq)
	if found {
		return
	}
	h.states = slices.Insert(h.states, i, st)
	if len(h.states) > remembered {
		h.states = slices.Delete(h.states, 0, 1)
	}
}

// at returns the state at a position, if it is remembered.
func (h *history) at(pos mail.ModSeq) (*mailbox.State, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i, found := h.search(pos)
	if !found {
		return nil, false
	}
	return h.states[i], true
}

func (h *history) search(pos mail.ModSeq) (int, bool) {
	return slices.BinarySearchFunc(h.states, pos, func(st *mailbox.State, pos mail.ModSeq) int {
		switch {
		case st.ModSeq < pos:
			return -1
		case st.ModSeq > pos:
			return 1
		}
		return 0
	})
}
