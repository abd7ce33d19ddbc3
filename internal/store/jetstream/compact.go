package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/nats-io/nats.go/jetstream"

	"mailsink/internal/store"
)

// Compact implements [store.Journal]. What revise leaves becomes a snapshot;
// readers that begin later read that, and the stream from there on. The stream
// itself keeps what came since the snapshot before, for nodes that lag. Of
// several nodes that compact at once, one does so, and the others return nil.
func (s *Store) Compact(ctx context.Context, through store.Pos, revise store.Revise) error {
	if err := s.gate.enter(); err != nil {
		return err
	}
	defer s.gate.leave()
	if !s.tidies(ctx) {
		return nil
	}
	s.compacting.Lock()
	defer s.compacting.Unlock()
	old, revision, err := s.snapshot(ctx)
	if err != nil {
		return s.failed("compact", err)
	}
	info, err := s.journal.Info(ctx)
	if err != nil {
		return s.failed("compact", err)
	}
	strict, err := store.NewStrict()
	if err != nil {
		return err
	}
	c := &compaction{
		strict: strict, store: s, old: old, revision: revision, revise: revise,
		asked: through, through: max(old.Through, min(through, store.Pos(info.State.LastSeq))),
		shot: &shot{upload: s.upload(ctx), codec: s.codec},
	}
	err = c.run(ctx)
	switch {
	case errors.Is(err, errNewer):
		s.log.Info("the journal is left as it is: a newer release of mailsink writes to it too, and will compact it")
		s.leaveTidying(ctx)
		return nil
	case err != nil:
		return s.failed("compact", err)
	}
	return nil
}

// errNewer ends a compaction that would lose what a newer release wrote.
var errNewer = errors.New("a record has more than this release knows")

// A compaction makes a snapshot out of another and what is behind it.
type compaction struct {
	store          *Store
	old            snapshot
	revision       uint64 // of old in the bucket
	revise         store.Revise
	asked, through store.Pos
	shot           *shot
	named          named // by the records of the new snapshot
	strict         *store.Strict
	mu             sync.Mutex // of failed: records are looked at while others are taken
	failed         error
}

// look ends the compaction at a record that a newer release wrote.
func (c *compaction) look(octets []byte) {
	if !c.strict.Knows(octets) {
		c.fail(errNewer)
	}
}

// fail ends the compaction with err, unless it has failed before.
func (c *compaction) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failed == nil {
		c.failed = err
	}
}

func (c *compaction) err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.failed
}

func (c *compaction) run(ctx context.Context) error {
	if c.through == 0 {
		return nil
	}
	if err := c.write(ctx); err != nil {
		return err
	}
	k, err := c.shot.upload.finish()
	if err != nil {
		return err
	}
	next := snapshot{Through: c.through, Last: c.shot.last, Records: c.shot.count, Key: k.String(), Before: c.old.Key}
	switch err := c.publish(ctx, next); {
	case errors.Is(err, jetstream.ErrKeyExists), errors.Is(err, jetstream.ErrKeyRevisionMismatch): // another node was faster
		return c.store.remove(ctx, k)
	case err != nil:
		return err
	}
	return c.tidy(ctx, next)
}

// write puts every record up to through into the new snapshot.
func (c *compaction) write(ctx context.Context) error {
	more := true
	if c.old.Through > 0 {
		var err error
		if more, err = c.store.replayLooking(ctx, c.old, c.look, c.take); err != nil {
			return err
		}
	}
	if more && c.err() == nil && c.through > c.old.Through {
		f := follower{store: c.store, after: c.old.Through, yield: c.take, look: c.look}
		if err := f.follow(ctx); err != nil {
			return err
		}
	}
	return c.err()
}

// take revises recs and writes what is left of them. It returns false when
// there is no need for more.
func (c *compaction) take(recs []store.Record) bool {
	for _, rec := range recs {
		if rec.Pos > c.through || c.err() != nil {
			return false
		}
		verdict := store.Keep
		if rec.Pos <= c.asked {
			var next store.Record
			if next, verdict = c.revise(rec); verdict == store.Replace {
				next.Pos = rec.Pos
				rec = next
			}
		}
		if verdict == store.Drop {
			continue
		}
		c.named.add(rec)
		if err := c.shot.add(rec); err != nil {
			c.fail(err)
			return false
		}
	}
	return len(recs) == 0 || recs[len(recs)-1].Pos < c.through || c.through <= c.old.Through
}

// publish makes next the newest snapshot, unless there is one that this node
// does not know of.
func (c *compaction) publish(ctx context.Context, next snapshot) error {
	value, err := json.Marshal(next)
	if err != nil {
		return fmt.Errorf("jetstream: %w", err)
	}
	if c.revision == 0 {
		_, err = c.store.state.Create(ctx, snapshotKey, value)
	} else {
		_, err = c.store.state.Update(ctx, snapshotKey, value, c.revision)
	}
	return err
}

// tidy takes out of the streams what neither the new snapshot nor the one
// before it needs.
func (c *compaction) tidy(ctx context.Context, next snapshot) error {
	if c.old.Through > 0 {
		if err := c.store.journal.Purge(ctx, jetstream.WithPurgeSequence(uint64(c.old.Through)+1)); err != nil {
			return err
		}
	}
	if k, ok := readKey(c.old.Before); ok {
		if err := c.store.remove(ctx, k); err != nil {
			return err
		}
	}
	return c.store.sweep(ctx, next, &c.named, youngest)
}
