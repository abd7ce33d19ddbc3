package expect

import (
	"context"
	"sync"
	"time"

	"mailsink/internal/client"
)

// A Sink is asked for messages; [client.Client] is one.
type Sink interface {
	Wait(ctx context.Context, w client.Wait) (client.Waited, error)
}

// A Result is what became of one expectation.
type Result struct {
	*Expectation
	Met   bool
	Took  time.Duration
	Found []client.Message // have everything that is wanted
	Near  []Near           // were chosen and have something otherwise
	Other client.Others    // were not chosen, the newest of them
	Err   error            // why it could not be found out
}

// A Near is a message that is not as it should be.
type Near struct {
	client.Message
	Differences []Difference
}

// Run holds the messages that came after a cursor, all without one, against
// every expectation of s, at the same time, and returns when all is decided.
func Run(ctx context.Context, sink Sink, s Suite, since string) []Result {
	results := make([]Result, len(s.Expect))
	var running sync.WaitGroup
	for i := range s.Expect {
		running.Go(func() {
			begin := time.Now()
			r := &results[i]
			r.Expectation = &s.Expect[i]
			r.Err = r.run(ctx, sink, since)
			r.Took = time.Since(begin)
		})
	}
	running.Wait()
	return results
}

// run looks at messages one after the other until it is decided.
func (r *Result) run(ctx context.Context, sink Sink, since string) error {
	end := time.Now().Add(time.Duration(r.Within))
	w := client.Wait{List: client.List{Q: r.Query, Account: r.Account}, Since: since, Count: 1}
	for {
		w.Timeout = max(time.Until(end), 0)
		if r.enough() {
			w.Timeout = 0 // only to see whether there are more already
		}
		got, err := sink.Wait(ctx, w)
		if err != nil {
			return err
		}
		if len(got.Messages) == 0 {
			r.Met = r.enough() || r.Count != nil && *r.Count == 0 && len(r.Found) == 0
			for _, m := range got.Others.Messages {
				r.pass(m)
			}
			r.Other.Count += got.Others.Count - len(got.Others.Messages)
			return nil
		}
		w.Since = got.Cursor
		for _, m := range got.Messages {
			r.look(m)
		}
		if r.Count == nil && len(r.Found) > 0 {
			r.Met = true
			return nil
		}
		if r.Count != nil && len(r.Found) > *r.Count {
			return nil
		}
	}
}

// enough reports whether as many messages as are wanted have come.
func (r *Result) enough() bool { return r.Count != nil && *r.Count > 0 && len(r.Found) == *r.Count }

func (r *Result) look(m client.Message) {
	if !r.chooses(&m) {
		r.pass(m)
		return
	}
	if d := r.differences(&m); len(d) > 0 {
		r.Near = append(r.Near, Near{m, d})
		return
	}
	r.Found = append(r.Found, m)
}

// pass counts a message that is for others, and keeps the newest of them.
func (r *Result) pass(m client.Message) {
	r.Other.Count++
	r.Other.Messages = append(r.Other.Messages, m)
	if n := len(r.Other.Messages); n > shown {
		r.Other.Messages = r.Other.Messages[n-shown:]
	}
}
