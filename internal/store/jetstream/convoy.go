package jetstream

import (
	"context"

	"mailsink/internal/store"
)

// A convoy stores together what comes while earlier sends are under way: one
// round of agreement, and one fsync, serve everybody who waits. Nobody waits
// for others to come.
type convoy struct {
	in     chan *parcel
	send   func(context.Context, []*parcel)
	count  int // payloads in one send, save for a parcel that has more
	octets int // the same of octets
}

// A parcel is what one caller wants stored: all of it or nothing.
type parcel struct {
	payloads [][]byte
	size     int
	answer   chan outcome // has room for the one answer
}

// An outcome says where a parcel was stored.
type outcome struct {
	key key // of the last payload, or of the content
	err error
}

func newParcel(payloads ...[]byte) *parcel {
	p := &parcel{payloads: payloads, answer: make(chan outcome, 1)}
	for _, octets := range payloads {
		p.size += len(octets)
	}
	return p
}

// drive sends until ctx is done. Several may drive one convoy: as many sends
// are under way at once.
func (c *convoy) drive(ctx context.Context) {
	var first *parcel
	for {
		if first == nil {
			select {
			case first = <-c.in:
			case <-ctx.Done():
				return
			}
		}
		var group []*parcel
		group, first = c.gather(first)
		c.send(ctx, group)
	}
}

// gather returns first and what else waits and fits; rest, if not nil, has
// come too and does not fit.
func (c *convoy) gather(first *parcel) (group []*parcel, rest *parcel) {
	group = []*parcel{first}
	count, size := len(first.payloads), first.size
	for {
		select {
		case p := <-c.in:
			count, size = count+len(p.payloads), size+p.size
			if count > c.count || size > c.octets {
				return group, p
			}
			group = append(group, p)
		default:
			return group, nil
		}
	}
}

// hand has p stored, and waits for the outcome for as long as the store has
// patience, and a little longer: whoever sends p knows better why it failed.
// unclear says of an error that p may be stored all the same.
func (s *Store) hand(ctx context.Context, c *convoy, p *parcel) (k key, unclear bool, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.patience+attemptTime/2, errNoAnswer)
	defer cancel()
	select {
	case c.in <- p:
	case <-ctx.Done():
		return k, false, context.Cause(ctx)
	case <-s.life.Done():
		return k, false, store.ErrClosed
	}
	select {
	case o := <-p.answer:
		return o.key, o.err != nil, o.err
	case <-ctx.Done():
		return k, true, context.Cause(ctx)
	}
}

// answerAll tells every parcel the same error.
func answerAll(group []*parcel, err error) {
	for _, p := range group {
		p.answer <- outcome{err: err}
	}
}
