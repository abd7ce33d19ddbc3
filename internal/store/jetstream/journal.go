package jetstream

import (
	"context"
	"iter"

	"mailsink/internal/store"
)

// Append implements [store.Journal]. One record is one message; several are
// one atomic batch. An error means that recs may be in the journal, or not:
// their content stays until a sweep knows.
func (s *Store) Append(ctx context.Context, recs ...store.Record) (store.Pos, error) {
	if err := s.gate.enter(); err != nil {
		return 0, err
	}
	defer s.gate.leave()
	payloads := make([][]byte, len(recs))
	for i, rec := range recs {
		octets, err := s.codec.Encode(rec)
		if err != nil {
			return 0, err
		}
		payloads[i] = octets
	}
	seq, err := s.store(ctx, payloads)
	if err != nil {
		s.graves.doubt(recs)
		return 0, s.failed("append", err)
	}
	return store.Pos(seq), nil
}

func (s *Store) store(ctx context.Context, payloads [][]byte) (uint64, error) {
	subject := journalSubject(s.place.Name)
	switch len(payloads) {
	case 0:
		end, err := s.End(ctx)
		return uint64(end), err
	case 1:
		return s.publish(ctx, subject, payloads[0])
	}
	return s.publishBatch(ctx, subject, payloads)
}

// End implements [store.Journal].
func (s *Store) End(ctx context.Context) (store.Pos, error) {
	var end store.Pos
	err := s.insist(ctx, func(ctx context.Context) error {
		snap, _, err := s.snapshot(ctx)
		if err != nil {
			return err
		}
		info, err := s.journal.Info(ctx)
		if err != nil {
			return err
		}
		if end = store.Pos(info.State.LastSeq); end <= snap.Through {
			end = snap.Last
		}
		return nil
	})
	if err != nil {
		return 0, s.failed("look at the end of the journal", err)
	}
	return end, nil
}

// Records implements [store.Journal]. A reader that begins before the newest
// snapshot reads that first. It outlives every loss of a server; it ends with
// ErrBehind when the records it needs next are gone.
func (s *Store) Records(ctx context.Context, after store.Pos) iter.Seq2[[]store.Record, error] {
	return func(yield func([]store.Record, error) bool) {
		ctx, cancel := s.joined(ctx)
		defer cancel()
		err := s.tell(ctx, after, func(recs []store.Record) bool { return yield(recs, nil) })
		switch {
		case err == nil: // yield wants no more
		case s.life.Err() != nil:
			yield(nil, context.Cause(s.life))
		case ctx.Err() != nil:
			yield(nil, context.Cause(ctx))
		default:
			yield(nil, err)
		}
	}
}

// tell calls yield with the records after a position until it returns false;
// then the error is nil.
func (s *Store) tell(ctx context.Context, after store.Pos, yield func([]store.Record) bool) error {
	var snap snapshot
	err := s.insist(ctx, func(ctx context.Context) (err error) {
		snap, _, err = s.snapshot(ctx)
		return err
	})
	if err != nil {
		return s.failed("look for a snapshot", err)
	}
	if after < snap.Through {
		more, err := s.replay(ctx, snap, after, yield)
		if err != nil || !more {
			return err
		}
		after = snap.Through
	}
	return s.follow(ctx, after, yield)
}
