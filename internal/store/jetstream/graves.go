package jetstream

import (
	"context"
	"sync"
	"time"

	"mailsink/internal/store"
)

// A graveyard knows what content is to be deleted, and when. A record that
// names such content again, from whichever node, brings it back.
type graveyard struct {
	grace time.Duration
	wake  chan struct{}

	mu      sync.Mutex
	queue   []grave         // ascending by due
	dead    map[string]bool // keys in queue that nothing has named since
	doubted map[string]bool // keys of records that may or may not be stored
}

// A grave is what was deleted at one moment.
type grave struct {
	due   time.Time
	names []string
}

func newGraveyard(grace time.Duration) *graveyard {
	return &graveyard{grace: grace, wake: make(chan struct{}, 1), dead: make(map[string]bool), doubted: make(map[string]bool)}
}

// doubt notes that recs may be in the journal, though nobody was told so.
func (g *graveyard) doubt(recs []store.Record) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, rec := range recs {
		if rec.Delivered != nil {
			g.doubted[rec.Delivered.Key] = true
		}
	}
}

// decided returns those of names that are not in doubt. What is, is left to
// the sweep: whoever gives up a record deletes its content once.
func (g *graveyard) decided(names []string) []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.doubted) == 0 {
		return names
	}
	var list []string
	for _, name := range names {
		if !g.doubted[name] {
			list = append(list, name)
		}
		delete(g.doubted, name)
	}
	return list
}

// add has names deleted when the grace is over.
func (g *graveyard) add(names []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, name := range names {
		g.dead[name] = true
	}
	g.queue = append(g.queue, grave{time.Now().Add(g.grace), names})
	select {
	case g.wake <- struct{}{}:
	default: // it has been woken already
	}
}

// revive brings back the content that rec names.
func (s *Store) revive(rec store.Record) {
	if rec.Delivered == nil || s.graves.grace == 0 {
		return
	}
	s.graves.seen(rec.Delivered.Key)
	if k, ok := readKey(rec.Delivered.Key); ok && k.kind == bundled {
		s.bundles.revive(k)
	}
}

func (g *graveyard) seen(name string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.dead, name)
}

// due returns what is to be deleted at now, and how long it is until there is
// more.
func (g *graveyard) due(now time.Time) (names []string, rest time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.queue) > 0 && !g.queue[0].due.After(now) {
		for _, name := range g.queue[0].names {
			if g.dead[name] {
				names = append(names, name)
				delete(g.dead, name)
			}
		}
		g.queue = g.queue[1:]
	}
	if len(g.queue) == 0 {
		return names, time.Hour
	}
	return names, g.queue[0].due.Sub(now)
}

// dig deletes content whose grace is over, until ctx is done.
func (s *Store) dig(ctx context.Context) {
	for {
		names, rest := s.graves.due(time.Now())
		if err := s.deleteNow(ctx, names); err != nil && ctx.Err() == nil {
			s.log.Warn("content of messages that are gone is left for the sweep", "err", err)
		}
		timer := time.NewTimer(rest)
		select {
		case <-timer.C:
		case <-s.graves.wake:
		case <-ctx.Done():
		}
		timer.Stop()
		if ctx.Err() != nil {
			return
		}
	}
}
