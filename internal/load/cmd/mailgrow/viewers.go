package main

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	viewers = 50
	// between is how long people wait between two changes of a flag, at least:
	// viewers that are told very much in a short time are told it together.
	between = 50 * time.Millisecond
)

// flagged changes flags while viewers watch, and returns how long it takes to
// the last of them.
func (s *sink) flagged(ctx context.Context, ids []string) (spread, error) {
	ctx, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	defer watching.Wait()
	defer stop()
	ready, told := make(chan error, viewers), make(chan struct{}, viewers)
	for range viewers {
		watching.Go(func() { ready <- s.watch(ctx, ready, told) })
	}
	for range viewers {
		if err := <-ready; err != nil {
			return spread{}, err
		}
	}
	tick := time.NewTicker(between)
	defer tick.Stop()
	var took []time.Duration
	for i := range flags {
		<-tick.C
		op := []string{"add", "remove"}[i/len(ids)%2]
		began := time.Now()
		if err := s.flag(ctx, ids[i%len(ids)], op, told); err != nil {
			return spread{}, err
		}
		took = append(took, time.Since(began))
	}
	return spreadOf(took), nil
}

// flag changes a flag and waits until every viewer knows.
func (s *sink) flag(ctx context.Context, id, op string, told <-chan struct{}) error {
	if _, err := s.ask(ctx, http.MethodPatch, "/v1/messages/"+id, `{"flags":{"`+op+`":["\\Flagged"]}}`); err != nil {
		return err
	}
	limit := time.NewTimer(30 * time.Second)
	defer limit.Stop()
	for range viewers {
		select {
		case <-told:
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-limit.C:
			return errors.New("a viewer is told nothing")
		}
	}
	return nil
}

// watch follows the feed: it says when it listens, and of every change.
func (s *sink) watch(ctx context.Context, ready chan<- error, told chan<- struct{}) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.http+"/v1/events", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	for first := true; lines.Scan(); {
		data, ok := strings.CutPrefix(lines.Text(), "data:")
		switch {
		case ok && first:
			first = false
			ready <- nil
		case ok && strings.Contains(data, `"upd"`):
			told <- struct{}{}
		}
	}
	return nil // the end was asked for
}
