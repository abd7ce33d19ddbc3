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
	Messages []Message `json:"messages"` // whole, oldest first; those that came, though too few
	Complete bool      `json:"complete"` // enough came, or with Absent none
	Cursor   string    `json:"cursor"`   // to go on from
	Others   Others    `json:"others"`   // where too few came
}

// Others are messages that came meanwhile and do not match.
type Others struct {
	Count    int       `json:"count"`
	Messages []Message `json:"messages"` // the newest of them, oldest first, as in a list
}

// maxWait is how long one request may wait.
const maxWait = 5 * time.Minute

// Wait returns when enough messages have come, or when the time has run out.
// With Absent it returns when one came that should not have. Complete says
// whether all is as it was hoped for.
func (c *Client) Wait(ctx context.Context, w Wait) (Waited, error) {
	q := w.values()
	q.Del("limit")
	q.Del("after")
	if w.Since != "" {
		q.Set("since", w.Since)
	}
	q.Set("count", strconv.Itoa(max(w.Count, 1)))
	q.Set("partial", "1")
	if w.Absent {
		q.Set("absent", "1")
	}
	end := time.Now().Add(w.Timeout)
	for {
		left := max(time.Until(end), 0)
		q.Set("timeout", min(left, maxWait).String())
		var a Waited
		status, _, err := c.ask(ctx, request{method: http.MethodGet, path: "/v1/wait", query: q}, &a, http.StatusConflict)
		if err != nil || a.Complete || status == http.StatusConflict || left <= maxWait {
			return a, err
		}
	}
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
