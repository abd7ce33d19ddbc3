package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"mailsink/internal/pause"
	"mailsink/internal/store"
)

// batchMost is how many records come in one piece.
const batchMost = 1024

// follow yields what is in the stream after a position, and waits for more.
// However often a consumer is lost, the next goes on where it ended.
func (s *Store) follow(ctx context.Context, after store.Pos, yield func([]store.Record) bool) error {
	f := follower{store: s, after: after, yield: yield, look: func([]byte) {}}
	return f.follow(ctx)
}

func (f *follower) follow(ctx context.Context) error {
	s := f.store
	for {
		err := f.run(ctx)
		switch {
		case f.sated:
			return nil
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case f.broken != nil:
			return f.broken
		case errors.Is(err, jetstream.ErrStreamNotFound):
			return fmt.Errorf("jetstream: the stream %s is gone: %w", journalName(s.place.Name), err)
		}
		s.log.Debug("the journal is asked for anew", "after", f.after, "err", err)
		if !pause.For(retryPause, ctx.Done()) {
			return context.Cause(ctx)
		}
	}
}

// A follower reads the stream.
type follower struct {
	store  *Store
	after  store.Pos
	yield  func([]store.Record) bool
	look   func(octets []byte) // sees each record as it was written
	sated  bool                // yield wants no more
	broken error               // no other consumer would help
}

// run reads with one consumer until it is lost, or the follower has come to
// its end.
func (f *follower) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	asking, done := context.WithTimeout(ctx, askingTime)
	defer done()
	consumer, err := f.store.js.OrderedConsumer(asking, journalName(f.store.place.Name), jetstream.OrderedConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: uint64(f.after) + 1,
		MaxResetAttempts: 1, // then it is for run to be called again
	})
	if err == nil {
		err = f.missed(asking)
	}
	if err != nil {
		return err
	}
	// A server that dies is missed after two heartbeats.
	it, err := consumer.Messages(jetstream.PullMaxMessages(4*batchMost), jetstream.PullExpiry(5*time.Second), jetstream.PullHeartbeat(time.Second))
	if err != nil {
		return err
	}
	msgs, lost := make(chan jetstream.Msg, batchMost), error(nil)
	go func() {
		defer close(msgs)
		lost = f.fetch(ctx, it, msgs)
	}()
	err = f.take(ctx, msgs)
	cancel()
	for range msgs { // wait for the one that fetches
	}
	it.Stop()
	return errors.Join(err, lost)
}

func (f *follower) fetch(ctx context.Context, it jetstream.MessagesContext, msgs chan<- jetstream.Msg) error {
	for {
		msg, err := it.Next(jetstream.NextContext(ctx))
		if err != nil {
			return err
		}
		select {
		case msgs <- msg:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// take hands over what comes, as many records at a time as there are.
func (f *follower) take(ctx context.Context, msgs <-chan jetstream.Msg) error {
	for msg := range msgs {
		recs, err := f.gather(ctx, msg, msgs)
		if len(recs) > 0 && !f.yield(recs) {
			f.sated = true
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// gather returns the record of msg, and of what has come behind it.
func (f *follower) gather(ctx context.Context, msg jetstream.Msg, msgs <-chan jetstream.Msg) ([]store.Record, error) {
	recs := make([]store.Record, 0, min(len(msgs)+1, batchMost))
	for {
		rec, fresh, err := f.read(ctx, msg)
		if err != nil {
			return recs, err
		}
		if fresh {
			recs = append(recs, rec)
		}
		if len(recs) == batchMost || len(msgs) == 0 {
			return recs, nil
		}
		msg = <-msgs
	}
}

// read returns the record of msg. It is not fresh if it has been read before.
func (f *follower) read(ctx context.Context, msg jetstream.Msg) (rec store.Record, fresh bool, err error) {
	meta, err := msg.Metadata()
	if err != nil {
		return rec, false, fmt.Errorf("jetstream: a message of the journal has no sequence: %w", err)
	}
	pos := store.Pos(meta.Sequence.Stream)
	if pos <= f.after {
		return rec, false, nil
	}
	if pos > f.after+1 {
		if err := f.missed(ctx); err != nil {
			return rec, false, err
		}
	}
	if rec, err = f.store.codec.Decode(pos, msg.Data()); err != nil {
		f.broken = err
		return rec, false, err
	}
	f.look(msg.Data())
	f.after = pos
	return rec, true, nil
}

// missed returns an error if the record after the last one has been taken out
// of the stream; without one, there is such a record, or never was.
func (f *follower) missed(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, askingTime)
	defer cancel()
	info, err := f.store.journal.Info(ctx)
	if err != nil {
		return err
	}
	if info.State.FirstSeq > uint64(f.after)+1 {
		f.broken = store.ErrBehind
		return f.broken
	}
	return nil
}
