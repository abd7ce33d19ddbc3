package jetstream

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// maxBatches is how many atomic batches one node has open at a time: a stream
// takes 50 of all nodes together unless its server says otherwise.
const maxBatches = 8

// The headers of an atomic batch (NATS ADR-50).
const (
	batchID       = "Nats-Batch-Id"
	batchSequence = "Nats-Batch-Sequence"
	batchCommit   = "Nats-Batch-Commit"
)

// publishBatch stores all of payloads at consecutive sequences, or none, and
// returns the last sequence.
func (s *Store) publishBatch(ctx context.Context, subject string, payloads [][]byte) (seq uint64, err error) {
	select {
	case s.batches <- struct{}{}:
		defer func() { <-s.batches }()
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
	err = s.insistOnBatch(ctx, func(ctx context.Context) error {
		seq, err = s.tryBatch(ctx, subject, payloads)
		return err
	})
	return seq, err
}

// insistOnBatch tries again only where the server has said that nothing was
// stored: a batch has no identity by which it would know it again.
func (s *Store) insistOnBatch(ctx context.Context, attempt func(context.Context) error) error {
	var unclear error
	err := s.insist(ctx, func(ctx context.Context) error {
		err := attempt(ctx)
		if _, refused := err.(*refusal); err != nil && !refused {
			unclear = err
			return nil
		}
		return err
	})
	if unclear != nil {
		return unclear
	}
	return err
}

// A refusal is an error after which nothing of a batch is stored.
type refusal struct{ error }

func (r *refusal) Unwrap() error { return r.error }

func (s *Store) tryBatch(ctx context.Context, subject string, payloads [][]byte) (uint64, error) {
	id := nuid.Next()
	last := len(payloads) - 1
	for i, octets := range payloads {
		msg := nats.NewMsg(subject)
		msg.Data = octets
		msg.Header.Set(batchID, id)
		msg.Header.Set(batchSequence, strconv.Itoa(i+1))
		if i > 0 && i < last {
			if err := s.nc.PublishMsg(msg); err != nil {
				return 0, &refusal{err} // without its last message a batch is nothing
			}
			continue
		}
		if i == last {
			msg.Header.Set(batchCommit, "1")
		}
		reply, err := s.nc.RequestMsgWithContext(ctx, msg)
		if err != nil && i < last {
			return 0, &refusal{err}
		}
		if err != nil {
			return 0, err
		}
		if seq, err := readAck(reply.Data); err != nil || i == last {
			return seq, err
		}
	}
	return 0, fmt.Errorf("a batch of nothing")
}

// readAck returns what the server says to a message of a batch: nothing, the
// sequence of the last, or an error.
func readAck(octets []byte) (uint64, error) {
	if len(octets) == 0 {
		return 0, nil
	}
	var ack struct {
		Sequence uint64              `json:"seq"`
		Error    *jetstream.APIError `json:"error"`
	}
	if err := json.Unmarshal(octets, &ack); err != nil {
		return 0, fmt.Errorf("the answer to a batch cannot be read: %w", err)
	}
	if ack.Error != nil {
		return 0, &refusal{ack.Error}
	}
	return ack.Sequence, nil
}
