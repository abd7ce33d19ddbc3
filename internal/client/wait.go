package client

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// A Wait says what is waited for.
type Wait struct {
	List                  // Limit and After mean nothing here
	Since   string        // a cursor; only what came later counts. Empty: everything does
	Count   int           // how many; 0 means 1
	Timeout time.Duration // at most
	Absent  bool          // none is what is hoped for
}

// A Waited is how a wait ended.
type Waited struct {
	Messages []Message `json:"messages"` // whole, oldest first
	Cursor   string    `json:"cursor"`   // to go on from
}

// One request may wait as long as maxWait. The least is for the sink to look
// through what it has: it stops looking when the time is over.
const (
	maxWait   = 5 * time.Minute
	leastWait = 100 * time.Millisecond
)

// Wait returns when enough messages have come, or when the time has run out
// with none in it: the caller looks at Messages. With Absent it returns at the
// first that came.
func (c *Client) Wait(ctx context.Context, w Wait) (Waited, error) {
	q := w.values()
	q.Del("limit")
	q.Del("after")
	if w.Since != "" {
		q.Set("since", w.Since)
	}
	q.Set("count", strconv.Itoa(max(w.Count, 1)))
	if w.Absent {
		q.Set("absent", "1")
	}
	end := time.Now().Add(w.Timeout)
	for {
		left := max(time.Until(end), leastWait)
		q.Set("timeout", min(left, maxWait).String())
		a, err := c.wait(ctx, request{method: http.MethodGet, path: "/v1/wait", query: q})
		if err != nil || len(a.Messages) > 0 || left <= maxWait {
			return a, err
		}
	}
}

func (c *Client) wait(ctx context.Context, r request) (Waited, error) {
	var a Waited
	_, header, err := c.ask(ctx, r, &a, http.StatusConflict)
	if a.Cursor == "" && header != nil {
		a.Cursor = header.Get("Mailsink-Cursor")
	}
	return a, err
}

// Cursor returns where the journal is now. Take it before the action under
// test, and wait from there.
func (c *Client) Cursor(ctx context.Context) (string, error) {
	var a struct {
		Cursor string `json:"cursor"`
	}
	_, _, err := c.ask(ctx, request{method: http.MethodGet, path: "/v1/cursor"}, &a)
	return a.Cursor, err
}
