package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"mailsink/internal/load"
)

// Intake while everything is deleted.
const (
	senders  = 10
	before   = 3 * time.Second  // to see how it is without
	while    = 15 * time.Second // from a second before the deletion on
	givenIn  = 2 * time.Minute  // by then the disk has its room again
	leftMost = 10               // percent of the room, with what came meanwhile
)

// clear deletes everything while mail goes on coming in.
func (s *sink) clear(ctx context.Context, f *figures) error {
	traffic := load.Load{Addr: s.smtp, Conns: senders, Duration: before}
	quiet, err := traffic.Run(ctx)
	if err != nil {
		return err
	}
	f.quiet = quiet
	_, asof, err := s.rows(ctx, 0)
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		traffic.Duration = while
		busy, err := traffic.Run(ctx)
		f.busy = busy // read after ended
		ended <- err
	}()
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
	}
	began := time.Now()
	_, failed := s.ask(ctx, http.MethodPost, "/v1/actions", fmt.Sprintf(`{"op":"delete","q":"","asof":%d}`, asof))
	f.clear = time.Since(began)
	if failed == nil {
		failed = s.untilGivenBack(ctx, began, f)
	}
	return errors.Join(failed, <-ended)
}

// untilGivenBack waits until the disk has its room again, and notes how long
// that was, since the deletion began.
func (s *sink) untilGivenBack(ctx context.Context, began time.Time, f *figures) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	came := int64(float64(f.quiet.Messages)+f.quiet.Rate()*while.Seconds()) * 8 << 10 // at most
	for time.Since(began) < givenIn {
		left, err := weigh(s.store)
		if err != nil {
			return err
		}
		if left < f.disk*leftMost/100+came+64<<20 {
			f.given = time.Since(began)
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}
