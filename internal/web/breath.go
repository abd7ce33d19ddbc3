package web

import (
	"context"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A breath lets a search that reads messages give way to who brings mail: as
// long as mail comes, it works a quarter of the time.
type breath struct {
	box   *mailbox.Mailbox
	seen  mail.ModSeq
	began time.Time
}

// breathe is how long a search works in one piece.
const breathe = 5 * time.Millisecond

func newBreath(box *mailbox.Mailbox) *breath {
	return &breath{box, box.State().ModSeq, time.Now()}
}

// take rests if it is time to, until ctx is done at most.
func (b *breath) take(ctx context.Context) {
	worked := time.Since(b.began)
	if worked < breathe {
		return
	}
	if now := b.box.State().ModSeq; now != b.seen {
		b.seen = now
		timer := time.NewTimer(3 * worked)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	b.began = time.Now()
}
