package web

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"mailsink/internal/mail"
)

// A told is a frame and when it was sent.
type told struct {
	frame any
	after time.Duration
}

// streaming runs a stream in a bubble of time, and returns what it sends.
func streaming(t *testing.T, s *sink, sub subscription) (next func() told, end func() error) {
	frames := make(chan told, 100)
	ended := make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	began := time.Now()
	go func() {
		ended <- s.server.stream(ctx, sub, func(frame any, _ mail.ModSeq) error {
			frames <- told{frame, time.Since(began)}
			return nil
		})
	}()
	return func() told { return <-frames }, func() error { cancel(); return <-ended }
}

// bubble returns a sink without sockets.
func bubble(t *testing.T) *sink {
	s := &sink{t: t, box: open(t)}
	s.server = New(t.Context(), Config{Mailbox: s.box, Router: rule{}})
	return s
}

func TestAFewFramesGoAtOnceAndAFloodIsGathered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := bubble(t)
		next, end := streaming(t, s, subscription{})
		next() // hello
		pace := s.server.pace
		for n := range pace.burst {
			s.deliver(text("at once", "x"))
			if f := next(); f.after != 0 || len(f.frame.(batch).Rows) != 1 {
				t.Errorf("frame %d: %+v", n, f)
			}
		}
		for n := range 3 {
			s.deliver(text("gathered", "x"))
			s.deliver(text("with another", "x"))
			if f := next(); f.after != time.Duration(n+1)*pace.frame || len(f.frame.(batch).Rows) != 2 {
				t.Errorf("the flood: %+v", f)
			}
		}
		<-time.After(2 * pace.frame) // one for the debt, one to be at leisure
		for range 2 {
			s.deliver(text("after a rest", "x"))
			if f := next(); f.after != 5*pace.frame || len(f.frame.(batch).Rows) != 1 {
				t.Errorf("after a rest: %+v", f)
			}
		}
		if err := end(); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestAPingComesEveryFifteenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := bubble(t)
		next, end := streaming(t, s, subscription{})
		at := next().frame.(hello).Seq
		for n := range 3 {
			if f := next(); f.after != time.Duration(n+1)*15*time.Second || f.frame != newPing(at) {
				t.Errorf("%+v", f)
			}
		}
		_ = end() // cancelled
	})
}

func TestWhatIsNotInTheViewIsPassedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := bubble(t)
		sub := subscription{}
		sub.Sub.Q = "subject:yes"
		next, end := streaming(t, s, sub)
		at := next().frame.(hello).Seq
		s.fill(5)
		s.deliver(text("yes", "x"))
		b := next().frame.(batch)
		if b.From != at+1 || b.To != at+6 || len(b.Rows) != 1 {
			t.Errorf("the frame does not cover what was passed over: %+v", b)
		}
		_ = end() // cancelled
	})
}

func TestASendThatFailsEndsTheStream(t *testing.T) {
	s := bubble(t)
	broken := errors.New("broken pipe")
	err := s.server.stream(t.Context(), subscription{}, func(any, mail.ModSeq) error { return broken })
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestAWaitLastsAsLongAsItWasGiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := bubble(t)
		began := time.Now()
		wt := &waiting{server: s.server, view: view{query: mustParse(t, "never")}, count: 1}
		ctx, cancel := context.WithTimeoutCause(t.Context(), 30*time.Second, errQuiet)
		defer cancel()
		if _, err := wt.run(ctx, ctx); !errors.Is(err, errQuiet) || time.Since(began) != 30*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}
