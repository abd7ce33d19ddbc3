package web

import (
	"context"
	"time"

	"mailsink/internal/mail"
)

// A breath lets a search that reads messages give way to who brings mail: as
// long as mail comes, all searches together work a quarter of the time of one
// core.
type breath struct {
	server *Server
	seen   mail.ModSeq
	began  time.Time
}

// breathe is how long a search works in one piece.
const breathe = 5 * time.Millisecond

func (s *Server) newBreath() *breath {
	return &breath{s, s.Mailbox.State().ModSeq, time.Now()}
}

// take rests if it is time to, until ctx is done at most. Searches rest one
// after the other, so that more of them take no more of the time.
func (b *breath) take(ctx context.Context) {
	worked := time.Since(b.began)
	if worked < breathe {
		return
	}
	if now := b.server.Mailbox.State().ModSeq; now != b.seen {
		b.seen = now
		b.rest(ctx, 4*min(worked, 10*breathe))
	}
	b.began = time.Now()
}

func (b *breath) rest(ctx context.Context, d time.Duration) {
	select {
	case b.server.resting <- struct{}{}:
	case <-ctx.Done():
		return
	}
	defer func() { <-b.server.resting }()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
