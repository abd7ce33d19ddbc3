package jetstream

import (
	"context"
	"time"

	"mailsink/internal/store"
)

const (
	// condenseEvery is how often a node looks whether the stream has grown.
	condenseEvery = time.Minute
	// condenseAfter is how many records must have come since the newest
	// snapshot, and they must be half of what that has. Reading them one by
	// one takes a new node longer than reading a snapshot.
	condenseAfter = 100_000
)

// condense writes a snapshot where the stream has grown much since the last,
// until ctx is done. That nothing has lost its meaning makes no difference: a
// new node is ready sooner, and the stream does not grow without end.
func (s *Store) condense(ctx context.Context) {
	tick := time.NewTicker(condenseEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if err := s.condenseNow(ctx, condenseAfter); err != nil && ctx.Err() == nil {
			s.log.Warn("no snapshot could be written; it will be tried again", "err", err)
		}
	}
}

// condenseNow writes a snapshot if at least so many records came since the
// last one.
func (s *Store) condenseNow(ctx context.Context, after int) error {
	if !s.tidies(ctx) {
		return nil
	}
	snap, last, err := s.reach(ctx)
	if err != nil {
		return err
	}
	if grown := int(last) - int(snap.Through); grown < max(after, snap.Records/2) {
		return nil
	}
	return s.Compact(ctx, last, keepAll)
}

// reach returns the newest snapshot, and the last record of the stream.
func (s *Store) reach(ctx context.Context) (snap snapshot, last store.Pos, err error) {
	if snap, _, err = s.snapshot(ctx); err != nil {
		return snap, 0, err
	}
	info, err := s.journal.Info(ctx)
	if err != nil {
		return snap, 0, err
	}
	return snap, store.Pos(info.State.LastSeq), nil
}

func keepAll(rec store.Record) (store.Record, store.Verdict) { return rec, store.Keep }
