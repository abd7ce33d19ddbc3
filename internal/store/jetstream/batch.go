package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// The headers of an atomic batch (NATS ADR-50).
const (
	batchID       = "Nats-Batch-Id"
	batchSequence = "Nats-Batch-Sequence"
	batchCommit   = "Nats-Batch-Commit"
)

// publishBatch stores all of payloads at consecutive sequences, or none, and
// returns the last sequence. Each message has an identity, so that a batch
// whose answer did not come is not stored twice when it is tried again.
func (s *Store) publishBatch(ctx context.Context, subject string, payloads [][]byte) (seq uint64, err error) {
	if len(payloads) == 1 {
		return s.publish(ctx, subject, payloads[0])
	}
	return s.insistOnBatch(ctx, batch{subject: subject, payloads: payloads, identity: nuid.Next()})
}

// insistOnBatch sends b until the server says that it is stored.
func (s *Store) insistOnBatch(ctx context.Context, b batch) (seq uint64, err error) {
	err = s.insist(ctx, func(ctx context.Context) error {
		var api *jetstream.APIError
		if seq, err = s.tryBatch(ctx, b); errors.As(err, &api) && api.ErrorCode == codeDuplicates {
			seq, err = s.again(ctx, b)
		}
		return err
	})
	return seq, err
}

// A batch is messages that stand together or not at all.
type batch struct {
	subject  string
	payloads [][]byte
	identity string
}

// message returns the i-th message, without what makes it part of a batch.
func (b batch) message(i int) *nats.Msg {
	msg := nats.NewMsg(b.subject)
	msg.Data = b.payloads[i]
	msg.Header.Set(nats.MsgIdHdr, b.identity+"."+strconv.Itoa(i+1))
	return msg
}

// tryBatch sends b, and returns the sequence of its last message. The server
// says nothing of the others: without one of them, the last is refused.
func (s *Store) tryBatch(ctx context.Context, b batch) (uint64, error) {
	id, last := nuid.Next(), len(b.payloads)-1
	for i := range b.payloads {
		msg := b.message(i)
		msg.Header.Set(batchID, id)
		msg.Header.Set(batchSequence, strconv.Itoa(i+1))
		if i < last {
			if err := s.nc.PublishMsg(msg); err != nil {
				return 0, err
			}
			continue
		}
		msg.Header.Set(batchCommit, "1")
		reply, err := s.nc.RequestMsgWithContext(ctx, msg)
		if err != nil {
			return 0, err
		}
		return readAck(reply.Data)
	}
	return 0, errors.New("a batch of nothing")
}

// again returns the sequence of the last message of a batch that the server
// says is stored: it tells that of one message, when it comes once more.
func (s *Store) again(ctx context.Context, b batch) (uint64, error) {
	ack, err := s.js.PublishMsg(ctx, b.message(len(b.payloads)-1))
	switch {
	case err != nil:
		return 0, err
	case !ack.Duplicate:
		return 0, fmt.Errorf("the server knew a batch, and then did not: its last record stands at %d alone", ack.Sequence)
	}
	return ack.Sequence, nil
}

// readAck returns the sequence that the server says of a batch, or its error.
func readAck(octets []byte) (uint64, error) {
	var ack struct {
		Sequence uint64              `json:"seq"`
		Error    *jetstream.APIError `json:"error"`
	}
	if err := json.Unmarshal(octets, &ack); err != nil {
		return 0, fmt.Errorf("the answer to a batch cannot be read: %w", err)
	}
	if ack.Error != nil {
		return 0, ack.Error
	}
	return ack.Sequence, nil
}
