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

// SendTwice appends recs, and does so again as if no answer had come.
func (s *Store) SendTwice(ctx context.Context, recs ...store.Record) (first, again store.Pos, err error) {
	b := batch{subject: journalSubject(s.place.Name), identity: "twice"}
	for _, rec := range recs {
		octets, err := s.codec.Encode(rec)
		if err != nil {
			return 0, 0, err
		}
		b.payloads = append(b.payloads, octets)
	}
	var seqs [2]uint64
	for i := range seqs {
		if seqs[i], err = s.insistOnBatch(ctx, b); err != nil {
			return 0, 0, err
		}
	}
	return store.Pos(seqs[0]), store.Pos(seqs[1]), nil
}

// TooOld is the judgement of Open about the version of a server.
func TooOld(version string) bool { return tooOld(version) }

// AppendOctets appends a record as another release may write it.
func (s *Store) AppendOctets(ctx context.Context, octets []byte) error {
	_, err := s.publish(ctx, journalSubject(s.place.Name), octets)
	return err
}

// Snapshot returns what the newest snapshot stands for, 0 for none.
func (s *Store) Snapshot(ctx context.Context) (store.Pos, error) {
	snap, _, err := s.snapshot(ctx)
	return snap.Through, err
}

// CondenseNow does what a node does now and then by itself.
func (s *Store) CondenseNow(ctx context.Context, after int) error { return s.condenseNow(ctx, after) }
