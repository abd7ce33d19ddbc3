package jetstream

import (
	"context"

	"mailsink/internal/store"
)

// Follow reads the stream from after on, whatever snapshots say: a reader that
// was there before them.
func (s *Store) Follow(ctx context.Context, after store.Pos, yield func([]store.Record) bool) error {
	return s.follow(ctx, after, yield)
}

// Messages returns how many messages the stream of content holds.
func (s *Store) Messages(ctx context.Context) (uint64, error) {
	info, err := s.content.Info(ctx)
	if err != nil {
		return 0, err
	}
	return info.State.Msgs, nil
}

// SweepAll sweeps content however young it is, as a compaction would.
func (s *Store) SweepAll(ctx context.Context) error {
	snap, _, err := s.snapshot(ctx)
	if err != nil {
		return err
	}
	return s.sweep(ctx, snap, new(named), 0)
}
