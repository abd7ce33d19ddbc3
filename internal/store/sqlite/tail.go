package sqlite

import (
	"slices"
	"sync"

	"mailsink/internal/store"
)

// tailMost is how many of the newest records are kept for those who follow.
const tailMost = 4096

// A tail is the end of the journal in memory. Readers who keep up never go to
// the file.
type tail struct {
	mu     sync.Mutex
	end    store.Pos
	recs   []store.Record // those just up to end, without a gap
	grown  chan struct{}  // closed and replaced when end moves
	closed bool
}

func newTail(end store.Pos) *tail { return &tail{end: end, grown: make(chan struct{})} }

func (t *tail) last() store.Pos {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.end
}

// publish adds recs, which end at end. After a revision of what is in the
// file, nothing in memory is good for reading any more.
func (t *tail) publish(recs []store.Record, end store.Pos, revised bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.recs = append(t.recs, recs...)
	if n := len(t.recs); n > tailMost {
		t.recs = slices.Clone(t.recs[n-tailMost/2:]) // readers may hold the old ones
	}
	if revised {
		t.recs = nil
	}
	if end != t.end {
		t.end = end
		t.wake()
	}
}

// A news is what a reader finds at the end of the journal.
type news struct {
	recs   []store.Record // what comes next, if it is in memory
	end    store.Pos
	grown  <-chan struct{}
	closed bool
}

// after returns what there is after pos.
func (t *tail) after(pos store.Pos) news {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := news{end: t.end, grown: t.grown, closed: t.closed}
	if missing := int64(t.end) - int64(pos); missing > 0 && missing <= int64(len(t.recs)) {
		from := t.recs[int64(len(t.recs))-missing:]
		n.recs = slices.Clone(from[:min(len(from), batch)])
	}
	return n
}

func (t *tail) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	t.wake()
}

func (t *tail) isClosed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.closed
}

func (t *tail) wake() {
	close(t.grown)
	t.grown = make(chan struct{})
}
