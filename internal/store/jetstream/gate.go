package jetstream

import (
	"sync"

	"mailsink/internal/store"
)

// A gate counts the calls that are under way, and lets no more in once it is
// shut.
type gate struct {
	mu     sync.Mutex
	inside int
	shut   bool
	empty  chan struct{} // closed when it is shut and nobody is inside
}

func newGate() *gate { return &gate{empty: make(chan struct{})} }

// enter is followed by leave unless it fails.
func (g *gate) enter() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return store.ErrClosed
	}
	g.inside++
	return nil
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.inside--; g.shut && g.inside == 0 {
		close(g.empty)
	}
}

// close shuts the gate, waits until nobody is inside, and reports whether it
// was open before.
func (g *gate) close() bool {
	g.mu.Lock()
	first := !g.shut
	g.shut = true
	if first && g.inside == 0 {
		close(g.empty)
	}
	g.mu.Unlock()
	<-g.empty
	return first
}
