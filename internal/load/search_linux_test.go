package load

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// searchers is how many clients search in a loop.
const searchers = 2

// TestMailGoesOnWhileClientsSearch brings mail over ten connections, in turns
// with and without two clients that search in a loop. The short form has bounds
// for a machine with much else to do; the long one those of the promise.
func TestMailGoesOnWhileClientsSearch(t *testing.T) {
	least, most, turns, span := 0.2, 5*time.Second, 2, 500*time.Millisecond
	if *long {
		least, most, turns, span = 0.8, 20*time.Millisecond, 5, 3*time.Second
	}
	for name, query := range map[string]string{"with the index": "xylophone", "without it": "/q[uvw]+z[0-9]x/", "of what is everywhere": "text"} {
		t.Run(name, func(t *testing.T) {
			s := startProduct(t, "--max-messages", "20000")
			s.bring(Load{Messages: 3000, Conns: 10})
			s.search(query) // the index begins
			var alone, beside []Result
			var searches atomic.Int64
			for range turns {
				alone = append(alone, s.bring(Load{Duration: span, Conns: 10}))
				ctx, stop := context.WithCancel(t.Context())
				var loops sync.WaitGroup
				for range searchers {
					loops.Go(func() {
						for ctx.Err() == nil {
							s.search(query)
							searches.Add(1)
						}
					})
				}
				beside = append(beside, s.bring(Load{Duration: span, Conns: 10}))
				stop()
				loops.Wait()
			}
			before, during, p99 := median(alone, Result.Rate), median(beside, Result.Rate), median(beside, func(r Result) float64 { return float64(r.P99) })
			t.Logf("%.0f messages a second alone, %.0f (%.0f %%) with %d searches beside them, 99 in 100 within %v",
				before, during, 100*during/before, searches.Load(), time.Duration(p99).Round(time.Microsecond))
			if during < least*before || time.Duration(p99) > most {
				t.Errorf("want %.0f %% and %v", 100*least, most)
			}
		})
	}
}

// bring sends mail.
func (s *sink) bring(l Load) Result {
	s.t.Helper()
	l.Addr = s.Addr
	r, err := l.Run(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// search asks for a page, as the page does.
func (s *sink) search(query string) {
	res, err := http.Get("http://" + s.HTTP + "/v1/rows?limit=50&q=" + url.QueryEscape(query))
	if err == nil {
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("a search is answered with %s", res.Status)
	}
	if err != nil {
		s.t.Error(err)
	}
}

// median returns the middle one of some figures.
func median(of []Result, value func(Result) float64) float64 {
	var all []float64
	for _, r := range of {
		all = append(all, value(r))
	}
	slices.Sort(all)
	return all[len(all)/2]
}
