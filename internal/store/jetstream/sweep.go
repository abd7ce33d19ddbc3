package jetstream

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"mailsink/internal/store"
)

// youngest is how old content must be for a sweep to take it, by the clock of
// the servers: younger content may wait for its record still.
const youngest = time.Hour

// named collects the content that records name.
type named struct{ keys []key }

func (n *named) add(rec store.Record) {
	if rec.Delivered == nil {
		return
	}
	if k, ok := readKey(rec.Delivered.Key); ok {
		n.keys = append(n.keys, k)
	}
}

// sweep deletes content that is older than an age and that nothing names:
// no snapshot, no record of the newest one, and none that came later. It is
// part of a compaction, which knows these records.
func (s *Store) sweep(ctx context.Context, snap snapshot, n *named, age time.Duration) error {
	info, err := s.content.Info(ctx)
	if err != nil {
		return err
	}
	horizon := info.State.LastTime.Add(-age)
	if info.State.FirstTime.After(horizon) {
		return nil
	}
	if err := s.nameLater(ctx, snap, n); err != nil {
		return err
	}
	for _, name := range []string{snap.Key, snap.Before} {
		if k, ok := readKey(name); ok {
			n.keys = append(n.keys, k)
		}
	}
	wanted, err := s.messagesOf(ctx, n.keys)
	if err != nil {
		return err
	}
	removed, err := s.sweepUntil(ctx, horizon, info.State, wanted)
	if removed > 0 {
		s.log.Info("removed content that no record names", "messages", removed)
	}
	return err
}

// nameLater adds what the records behind the snapshot name.
func (s *Store) nameLater(ctx context.Context, snap snapshot, n *named) error {
	info, err := s.journal.Info(ctx)
	if err != nil || info.State.LastSeq <= uint64(snap.Through) {
		return err
	}
	end := store.Pos(info.State.LastSeq)
	return s.follow(ctx, snap.Through, func(recs []store.Record) bool {
		for _, rec := range recs {
			n.add(rec)
		}
		return recs[len(recs)-1].Pos < end
	})
}

// messagesOf returns the sequences of the messages that hold the content of
// keys, ascending.
func (s *Store) messagesOf(ctx context.Context, keys []key) ([]uint64, error) {
	var seqs []uint64
	for _, k := range keys {
		seqs = append(seqs, k.seq)
		if k.kind != parted {
			continue
		}
		octets, err := s.message(ctx, k.seq)
		if errors.Is(err, store.ErrNotExist) {
			continue // it has been deleted meanwhile, and so have its parts
		}
		if err != nil {
			return nil, err
		}
		parts, err := readManifest(octets)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			seqs = append(seqs, p.seq)
		}
	}
	slices.Sort(seqs)
	return seqs, nil
}

// sweepUntil deletes the messages stored before horizon that are not wanted.
// It reads their headers alone.
func (s *Store) sweepUntil(ctx context.Context, horizon time.Time, state jetstream.StreamState, wanted []uint64) (removed int, err error) {
	consumer, err := s.js.OrderedConsumer(ctx, contentName(s.place.Name), jetstream.OrderedConsumerConfig{
		DeliverPolicy: jetstream.DeliverAllPolicy, HeadersOnly: true,
	})
	if err != nil {
		return 0, err
	}
	it, err := consumer.Messages(jetstream.PullMaxMessages(4 * batchMost))
	if err != nil {
		return 0, err
	}
	defer it.Stop()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(deleters)
	for ctx.Err() == nil {
		seq, stored, err := next(ctx, it)
		if err != nil {
			return removed, err
		}
		old := !stored.After(horizon)
		if old && !has(wanted, seq) {
			removed++
			g.Go(func() error { return s.removeMessage(ctx, seq) })
		}
		if !old || seq >= state.LastSeq {
			break
		}
	}
	return removed, g.Wait()
}

// next returns the sequence of the next message, and when it was stored.
func next(ctx context.Context, it jetstream.MessagesContext) (seq uint64, stored time.Time, err error) {
	msg, err := it.Next(jetstream.NextContext(ctx))
	if err != nil {
		return 0, stored, err
	}
	meta, err := msg.Metadata()
	if err != nil {
		return 0, stored, err
	}
	return meta.Sequence.Stream, meta.Timestamp, nil
}

func has(seqs []uint64, seq uint64) bool {
	_, ok := slices.BinarySearch(seqs, seq)
	return ok
}
