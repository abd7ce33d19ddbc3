package jetstream

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nuid"

	"mailsink/internal/pause"
)

const (
	attemptTime = 2 * time.Second        // for one answer
	retryPause  = 100 * time.Millisecond // between two attempts
)

// publish stores octets under subject and returns their sequence. It tries
// again for as long as the store has patience; the message has an identity,
// so what was stored without an answer is not stored twice.
func (s *Store) publish(ctx context.Context, subject string, octets []byte) (seq uint64, err error) {
	id := nuid.Next()
	err = s.insist(ctx, func(ctx context.Context) error {
		msg := nats.NewMsg(subject)
		msg.Data = octets
		msg.Header.Set(nats.MsgIdHdr, id)
		ack, err := s.js.PublishMsg(ctx, msg)
		if err == nil {
			seq = ack.Sequence
		}
		return err
	})
	return seq, err
}

// insist calls attempt until it succeeds, cannot, or patience ends.
func (s *Store) insist(ctx context.Context, attempt func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	for {
		one, done := context.WithTimeout(ctx, attemptTime)
		err := attempt(one)
		done()
		if err == nil || final(err) {
			return err
		}
		if !pause.For(retryPause, ctx.Done()) {
			return err
		}
	}
}
