package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// A spread is how long something took that was done many times.
type spread struct {
	times    int
	p50, p99 time.Duration
	most     time.Duration
}

func spreadOf(took []time.Duration) spread {
	slices.Sort(took)
	n := len(took)
	return spread{n, took[n/2], took[n*99/100], took[n-1]}
}

// asked is what viewers ask for, or do, all the time.
type asked struct {
	behind int // messages that the search index had not come to meanwhile
	list   spread
	open   spread
	flag   spread // to the last viewer
}

// How often each is done for its percentiles.
const (
	questions = 500
	flags     = 200
	searches  = 40
)

// times asks repeatedly.
func (s *sink) times(ctx context.Context, n int, path func(i int) string) (spread, error) {
	var took []time.Duration
	for i := range n {
		began := time.Now()
		if _, err := s.ask(ctx, http.MethodGet, path(i), ""); err != nil {
			return spread{}, err
		}
		took = append(took, time.Since(began))
	}
	return spreadOf(took), nil
}

func rowsPath(q string) string { return "/v1/rows?limit=50&q=" + url.QueryEscape(q) }

// measure asks everything: the first questions while the search index is made.
func (s *sink) measure(ctx context.Context, within time.Duration, f *figures) (err error) {
	if f.during, err = s.asked(ctx, f.messages); err != nil {
		return err
	}
	whole, err := s.untilIndexed(ctx, within, f)
	if err != nil {
		return err
	}
	if whole {
		if f.after, err = s.asked(ctx, f.messages); err != nil {
			return err
		}
	}
	times := searches
	if !whole {
		times = 3 // each takes as long as a search may
	}
	f.searches = make(map[string]spread)
	for name, q := range searchQueries() {
		if f.searches[name], err = s.times(ctx, times, func(int) string { return rowsPath(q) }); err != nil {
			return err
		}
	}
	return nil
}

// asked lists the newest, opens messages from all over the store, and changes
// flags.
func (s *sink) asked(ctx context.Context, messages int) (a asked, err error) {
	if a.behind, err = s.behind(ctx); err != nil {
		return a, err
	}
	if a.list, err = s.times(ctx, questions, func(int) string { return rowsPath("") }); err != nil {
		return a, err
	}
	ids, _, err := s.rows(ctx, 0)
	if err != nil {
		return a, err
	}
	newest := ids
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		some, _, err := s.rows(ctx, rnd.IntN(messages-50))
		if err != nil {
			return a, err
		}
		ids = append(ids, some...)
	}
	if a.open, err = s.times(ctx, questions, func(i int) string { return "/v1/messages/" + ids[i%len(ids)] }); err != nil {
		return a, err
	}
	a.flag, err = s.flagged(ctx, newest)
	return a, err
}

// searchQueries are the kinds of queries that have an aim.
func searchQueries() map[string]string {
	return map[string]string{
		"rare word": rareWord, "common word": word(0), "substring": rareWord[2:7], "phrase": `"your order"`, "from:": "from:shop7@example.org", "absent": "xylophone",
	}
}

// rows returns the IDs of 50 messages, and the position of the list.
func (s *sink) rows(ctx context.Context, offset int) (ids []string, asof uint64, err error) {
	b, err := s.ask(ctx, http.MethodGet, fmt.Sprintf("%s&offset=%d", rowsPath(""), offset), "")
	if err != nil {
		return nil, 0, err
	}
	var page struct {
		Rows []struct{ ID string }
		AsOf uint64
	}
	err = json.Unmarshal(b, &page)
	for _, row := range page.Rows {
		ids = append(ids, row.ID)
	}
	if err == nil && len(ids) == 0 {
		err = errors.New("the list is empty")
	}
	return ids, page.AsOf, err
}

// behind returns how many messages the search index has not come to.
func (s *sink) behind(ctx context.Context) (n int, err error) {
	b, err := s.ask(ctx, http.MethodGet, "/metrics", "")
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(b), "\nmailsink_search_unindexed ")
	if !found {
		return 0, errors.New("/metrics does not tell how far the search index is behind")
	}
	var many float64
	_, err = fmt.Sscan(rest, &many)
	return int(many), err
}

// untilIndexed waits for the search index, but not for ever, and notes how long
// it was, since the start, until it was whole.
func (s *sink) untilIndexed(ctx context.Context, within time.Duration, f *figures) (whole bool, err error) {
	limit := time.NewTimer(within)
	defer limit.Stop()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		if f.unindexed, err = s.behind(ctx); err != nil {
			return false, err
		}
		if f.unindexed == 0 {
			f.index = time.Since(s.began)
			return true, nil
		}
		select {
		case <-tick.C:
		case <-limit.C:
			return false, nil
		case <-ctx.Done():
			return false, context.Cause(ctx)
		}
	}
}
