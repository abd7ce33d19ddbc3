package jetstream

import (
	"context"
	"fmt"
	"iter"

	"mailsink/internal/store"
)

// Append implements [store.Journal]. One record is one message; several are
// one atomic batch, and so are those of several callers that come at the same
// time. An error means that recs may be in the journal, or not: their content
// stays until a sweep knows.
func (s *Store) Append(ctx context.Context, recs ...store.Record) (store.Pos, error) {
	if err := s.gate.enter(); err != nil {
		return 0, err
	}
	defer s.gate.leave()
	if len(recs) == 0 {
		return s.End(ctx)
	}
	if len(recs) > together {
		return 0, fmt.Errorf("jetstream: %d records are more than one append may have, %d", len(recs), together)
	}
	payloads := make([][]byte, len(recs))
	for i, rec := range recs {
		octets, err := s.codec.Encode(rec)
		if err != nil {
			return 0, err
		}
		payloads[i] = octets
	}
	k, unclear, err := s.hand(ctx, s.records, newParcel(payloads...))
	if err != nil {
		if unclear {
			s.graves.doubt(recs)
		}
		return 0, s.failed("append", err)
	}
	return store.Pos(k.seq), nil
}

// Bounds of what is stored in one batch on behalf of several callers.
const (
	recordsMost  = 256
	recordOctets = 256 << 10
	// recorders is how many batches one node has open at a time: a stream
	// takes 50 of all nodes together unless its servers say otherwise.
	recorders = 2
)

// together is how many messages a server takes in one batch, unless it is
// told otherwise.
const together = 1000

// Together returns how many records one Append may have. Who has more makes
// several appends of them.
func (s *Store) Together() int { return together }

// sendRecords stores the records of group at consecutive sequences.
func (s *Store) sendRecords(ctx context.Context, group []*parcel) {
	var payloads [][]byte
	for _, p := range group {
		payloads = append(payloads, p.payloads...)
	}
	last, err := s.publishBatch(ctx, journalSubject(s.place.Name), payloads)
	if err != nil {
		answerAll(group, err)
		return
	}
	seq := last - uint64(len(payloads))
	for _, p := range group {
		seq += uint64(len(p.payloads))
		p.answer <- outcome{key: key{seq: seq}}
	}
}

// End implements [store.Journal].
func (s *Store) End(ctx context.Context) (store.Pos, error) {
	var end store.Pos
	err := s.insist(ctx, func(ctx context.Context) error {
		snap, last, err := s.reach(ctx)
		if end = last; end <= snap.Through {
			end = snap.Last
		}
		return err
	})
	if err != nil {
		return 0, s.failed("look at the end of the journal", err)
	}
	return end, nil
}

// Records implements [store.Journal]. A reader that begins at 0 reads the
// newest snapshot first, any other the stream. It outlives every loss of a
// server.
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
	if after == 0 && snap.Through > 0 {
		more, err := s.replay(ctx, snap, yield)
		if err != nil || !more {
			return err
		}
		after = snap.Through
	}
	return s.follow(ctx, after, func(recs []store.Record) bool {
		for _, rec := range recs {
			s.revive(rec)
		}
		return yield(recs)
	})
}
