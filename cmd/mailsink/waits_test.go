package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// TestAThousandWaitsEachGetTheirOwnMessage sends by SMTP and waits by HTTP. It
// measures too: docs/api.md has the figures of a build without -race.
func TestAThousandWaitsEachGetTheirOwnMessage(t *testing.T) {
	const n = 1000
	p := start(t)
	var (
		group      sync.WaitGroup
		sent, came [n]time.Time
		cursor     struct{ Cursor string }
		waits      struct{ Waits []any }
		transport  = &http.Transport{}
		address    = func(i int) string { return fmt.Sprintf("u%d@customers.example", i) }
		answer     struct {
			Messages []struct {
				Envelope struct {
					Recipients []struct{ Original string }
				}
			}
		}
	)
	defer transport.CloseIdleConnections()
	p.ask(t, "/v1/cursor", &cursor)
	for i := range n {
		group.Go(func() {
			r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+p.HTTP+"/v1/wait?timeout=5m&since="+cursor.Cursor+"&q=rcpt:"+address(i)+"*", nil)
			if err != nil {
				t.Error(err)
				return
			}
			res, err := transport.RoundTrip(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer res.Body.Close()
			came[i] = time.Now()
			got := answer
			if err := json.NewDecoder(res.Body).Decode(&got); err != nil || len(got.Messages) != 1 || got.Messages[0].Envelope.Recipients[0].Original != address(i) {
				t.Errorf("%s: %v %+v", address(i), err, got)
			}
		})
	}
	for len(waits.Waits) < n {
		p.ask(t, "/v1/waits", &waits)
	}
	d := greeted(t, p)
	defer d.Close()
	for i := range n {
		if _, err := d.send("app@example.com", address(i), "Subject: yours\r\n\r\nhello"); err != nil {
			t.Fatal(err)
		}
		sent[i] = time.Now()
	}
	group.Wait()
	var took []time.Duration
	for i := range n {
		took = append(took, max(0, came[i].Sub(sent[i])))
	}
	slices.Sort(took)
	t.Logf("from 250 to the reply: p50 %v, p99 %v", took[n/2], took[n*99/100])
}
