package signature

import (
	"context"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/pause"
)

// A breath lets a search that reads messages give way to who brings mail: as
// long as mail comes, all searches and the index together work a quarter of the
// time of one core.
type breath struct {
	index *Index
	seen  mail.ModSeq
	began time.Time
}

// breathe is how long a search works in one piece.
const breathe = 5 * time.Millisecond

func (x *Index) newBreath() *breath { return &breath{x, x.box.State().ModSeq, time.Now()} }

// take rests if it is time to, until ctx is done at most.
func (b *breath) take(ctx context.Context) {
	worked := time.Since(b.began)
	if worked < breathe {
		return
	}
	if now := b.index.box.State().ModSeq; now != b.seen {
		b.seen = now
		b.index.giveWay(ctx, 4*min(worked, 10*breathe))
	}
	b.began = time.Now()
}

// giveWay rests, one after the other with all that works for searches.
func (x *Index) giveWay(ctx context.Context, d time.Duration) {
	select {
	case x.resting <- struct{}{}:
	case <-ctx.Done():
		return
	}
	defer func() { <-x.resting }()
	pause.For(d, ctx.Done())
}
