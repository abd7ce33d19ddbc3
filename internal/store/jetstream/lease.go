package jetstream

import (
	"context"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// leaseTime is for how long one node tidies on behalf of all. It spares the
// others the work; nothing would break if two did it.
const leaseTime = 30 * time.Second

const leaseKey = "tidies"

// A lease is what this node knows about who tidies.
type lease struct {
	holder string // this node

	mu       sync.Mutex
	mine     bool
	revision uint64
	until    time.Time // when it is to be asked for again
}

// tidies reports whether this node deletes and compacts now.
func (s *Store) tidies(ctx context.Context) bool {
	l := &s.lease
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if now.Before(l.until) {
		return l.mine
	}
	if l.mine { // it is about to run out: let anybody have it, this node first
		_ = s.state.Delete(ctx, leaseKey, jetstream.LastRevision(l.revision))
	}
	revision, err := s.state.Create(ctx, leaseKey, []byte(l.holder), jetstream.KeyTTL(leaseTime))
	l.mine, l.revision, l.until = err == nil, revision, now.Add(leaseTime/3)
	return l.mine
}

// leaveTidying lets other nodes tidy for a good while.
func (s *Store) leaveTidying(ctx context.Context) {
	s.release(ctx)
	s.lease.mu.Lock()
	defer s.lease.mu.Unlock()
	s.lease.until = time.Now().Add(leaveTime)
}

// leaveTime is for how long a node leaves tidying to newer ones: an upgrade
// should be over by then.
const leaveTime = 10 * time.Minute

// release lets another node tidy.
func (s *Store) release(ctx context.Context) {
	l := &s.lease
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.mine {
		_ = s.state.Delete(ctx, leaseKey, jetstream.LastRevision(l.revision))
	}
	l.mine, l.until = false, time.Time{}
}
