package web

import (
	"context"
	"errors"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A subscription is what a viewer asks of the feed.
type subscription struct {
	Sub struct {
		Q       string `json:"q"`
		Account string `json:"account"`
		Mailbox string `json:"mailbox"`
		// AsOf is let through and means nothing: since says where to begin.
		AsOf mail.ModSeq `json:"asof"`
	} `json:"sub"`
	Since  mail.ModSeq `json:"since"`  // tell what happened after it; 0 means from now on
	Counts bool        `json:"counts"` // tell counts alone
}

// errQuiet is why a wait ends when it is time for a sign of life.
var errQuiet = errors.New("web: nothing happened")

// A stream is one subscription being served.
type stream struct {
	*follower
	send   func(frame any, at mail.ModSeq) error
	counts bool
	spent  time.Time // by then, all frames that were sent had been due at the pace
}

// stream serves sub until ctx is done or send fails. What send takes at a time
// is the pace: while it is busy, nothing is queued.
func (s *Server) stream(ctx context.Context, sub subscription, send func(frame any, at mail.ModSeq) error) error {
	v, err := s.newView(sub.Sub.Account, sub.Sub.Mailbox, sub.Sub.Q)
	if err != nil {
		return err
	}
	st := &stream{send: send, counts: sub.Counts}
	now := s.Mailbox.State()
	from, remembered := now, true
	if sub.Since > 0 {
		from, remembered = s.told.at(sub.Since)
	}
	if !remembered {
		from = now
	}
	s.told.add(from)
	st.follower = s.newFollower(ctx, v, from)
	if err := st.say(newHello(from.ModSeq, s.Info.Version, st.follower.counts())); err != nil {
		return err
	}
	if !remembered {
		if err := st.say(newGap(sub.Since+1, max(now.ModSeq, sub.Since+1))); err != nil {
			return err
		}
	}
	st.spent = time.Now() // what begins a feed counts for nothing
	for {
		if err := st.step(ctx); err != nil {
			return err
		}
	}
}

func (st *stream) say(frame any) error {
	if now := time.Now(); st.spent.Before(now) {
		st.spent = now
	}
	st.spent = st.spent.Add(st.server.pace.frame)
	return st.send(frame, st.told)
}

// rest returns how long the next frame has to wait. A few may go one behind the
// other, so that what somebody does is seen at once; a flood is gathered.
func (st *stream) rest() time.Duration {
	pace := st.server.pace
	return time.Until(st.spent) - time.Duration(pace.burst-1)*pace.frame
}

// step waits for something to tell, and tells it.
func (st *stream) step(ctx context.Context) error {
	now, err := st.next(ctx)
	if errors.Is(err, errQuiet) {
		return st.say(newPing(st.told))
	}
	if err != nil {
		return err
	}
	frame, ok := st.advance(ctx, now)
	if b, isBatch := frame.(batch); isBatch && st.counts {
		frame = tally{"counts", b.To, b.Counts}
	}
	if !ok || ctx.Err() != nil {
		return ctx.Err()
	}
	return st.say(frame)
}

// next returns a state newer than what was seen: at once if a frame may go, else
// when it may, with all that happened until then.
func (st *stream) next(ctx context.Context) (*mailbox.State, error) {
	quiet, cancel := context.WithTimeoutCause(ctx, st.server.pace.ping, errQuiet)
	defer cancel()
	now, err := st.server.Mailbox.Wait(quiet, st.seen.ModSeq)
	if err != nil {
		return nil, err
	}
	rest := st.rest()
	if rest <= 0 {
		return now, nil
	}
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
		return st.server.Mailbox.State(), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
