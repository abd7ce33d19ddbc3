package web

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

const (
	defaultWait = 30 * time.Second
	maxWait     = 5 * time.Minute
	maxCount    = 100
)

// cursorField is the header field with the position that a wait has come to;
// a reply without a body has it nowhere else.
const cursorField = "Mailsink-Cursor"

// A waiting is one wait: it collects the messages of a view that arrived after
// a position, until there are enough.
type waiting struct {
	server  *Server
	view    view
	after   mail.ModSeq // all up to here has been looked at
	count   int
	timeout time.Duration
	began   time.Time
	absent  bool // none is what is hoped for
	partial bool // too few are worth telling, and so is what came instead

	since mail.ModSeq // where it began
	found []*mail.Message
}

// A waitAnswer is the reply to GET /v1/wait.
type waitAnswer struct {
	Messages []detail `json:"messages"`
	Complete bool     `json:"complete"` // what was waited for is so
	Cursor   string   `json:"cursor"`
	Others   *others  `json:"others,omitempty"` // with partial=1 and not complete
}

// maxOthers is how many of the messages that did not match are told.
const maxOthers = 10

// others are the messages that came meanwhile and do not match.
type others struct {
	Count    int       `json:"count"`
	Messages []message `json:"messages"` // the newest of them, oldest first
}

// An unwanted is the reply to a wait for nothing that something came in on.
type unwanted struct {
	*problem
	waitAnswer
}

// wait replies when enough matching messages have arrived after the cursor:
// at once if they are there. A cursor taken before the action under test makes
// it free of races; without one, all messages count. Nothing runs while
// nothing arrives.
func (s *Server) wait(w http.ResponseWriter, r *http.Request) error {
	wt, err := s.newWaiting(r.URL.Query())
	if err != nil {
		return err
	}
	st, err := s.await(r, wt)
	if err != nil {
		return err
	}
	wt.over(st)
	w.Header().Set(cursorField, cursorOf(st, wt.after))
	return wt.answer(w, r, st)
}

// leastLook is how long a wait may look through what is there, however short
// its own time is: who does not want to wait wants to know all the same.
const leastLook = 10 * time.Second

// await runs wt until there are enough messages, or its time is over, which is
// no error. It returns the last state looked at.
func (s *Server) await(r *http.Request, wt *waiting) (*mailbox.State, error) {
	stopped, cancel := s.untilStop(r.Context())
	defer cancel()
	looking, cancel := context.WithTimeoutCause(stopped, max(wt.timeout, leastLook), errQuiet)
	defer cancel()
	patience, cancel := context.WithTimeoutCause(looking, wt.timeout, errQuiet)
	defer cancel()
	s.waits.Add(1)
	defer s.waits.Add(-1)
	st, err := wt.run(looking, patience)
	if errors.Is(err, errQuiet) {
		return st, nil
	}
	return st, err
}

func (s *Server) newWaiting(q url.Values) (*waiting, error) {
	v, err := s.view(q)
	if err != nil {
		return nil, err
	}
	wt := &waiting{server: s, view: v, timeout: defaultWait, began: time.Now()}
	if since := q.Get("since"); since != "" {
		if wt.after, err = parseCursor(s.Mailbox.State(), since); err != nil {
			return nil, err
		}
		wt.since = wt.after
	}
	count, err := number(q, "count", 1)
	if err != nil || count < 1 || count > maxCount {
		return nil, badRequest("count= must be a number from 1 to %d.", maxCount)
	}
	wt.count = int(count)
	if wt.absent, err = boolean(q, "absent"); err != nil {
		return nil, err
	}
	if wt.partial, err = boolean(q, "partial"); err != nil {
		return nil, err
	}
	if text := q.Get("timeout"); text != "" {
		if wt.timeout, err = parseTimeout(text); err != nil {
			return nil, err
		}
	}
	return wt, nil
}

// parseTimeout reads a duration such as 30s, or a number of seconds.
func parseTimeout(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if n, numErr := strconv.ParseUint(text, 10, 16); numErr == nil {
		d, err = time.Duration(n)*time.Second, nil
	}
	if err != nil || d < 0 || d > maxWait {
		return 0, badRequest("timeout= must be a duration such as 30s, 5m at most.")
	}
	return d, nil
}

func boolean(q url.Values, name string) (bool, error) {
	switch q.Get(name) {
	case "", "0", "false":
		return false, nil
	case "1", "true":
		return true, nil
	}
	return false, badRequest("%s= must be 1 or 0.", name)
}

// run looks at messages as they arrive until there are enough, and one last
// time when patience ends, so that whatever was acknowledged by then counts. It
// returns the last state it looked at, also with an error.
func (wt *waiting) run(looking, patience context.Context) (*mailbox.State, error) {
	for {
		over := patience.Err() != nil
		st := wt.server.Mailbox.State()
		wt.look(looking, st)
		switch {
		case len(wt.found) >= wt.count:
			return st, nil
		case over:
			return st, context.Cause(patience)
		}
		t := wt.server.desk.enter(wt, max(wt.after, st.ModSeq))
		select {
		case <-t.call:
		case <-patience.Done():
		}
		from, err := wt.server.desk.leave(t)
		wt.after = max(wt.after, from)
		if err != nil {
			return st, err
		}
	}
}

// look collects what arrived in st. It stops behind the last message that was
// asked for, so that the next wait goes on there.
func (wt *waiting) look(ctx context.Context, st *mailbox.State) {
	src := wt.view.narrow(st, wt.view.in(st))
	from := src.position(wt.after)
	look := wt.server.newLook(ctx, wt.view, src, src.Len()-from)
	for _, m := range src.From(from) {
		matches, err := look.at(m)
		if err != nil {
			return
		}
		wt.after = mail.ModSeq(m.UID)
		if !matches {
			continue
		}
		if wt.found = append(wt.found, m); len(wt.found) == wt.count {
			return
		}
	}
	wt.after = max(wt.after, st.ModSeq)
}

// answer replies with what was found. Too few are no answer unless partial
// asks for it.
func (wt *waiting) answer(w http.ResponseWriter, r *http.Request, st *mailbox.State) error {
	enough := len(wt.found) >= wt.count
	a := waitAnswer{Messages: []detail{}, Complete: enough != wt.absent, Cursor: cursorOf(st, wt.after)}
	if enough || wt.partial {
		var err error
		if a.Messages, err = wt.details(r.Context(), st); err != nil {
			return err
		}
	}
	switch {
	case enough && wt.absent:
		p := newProblem(http.StatusConflict, "A message came that should not have: it is in messages.")
		w.Header().Set("Content-Type", "application/problem+json")
		return reply(w, p.Status, unwanted{p, a})
	case a.Complete:
		return reply(w, http.StatusOK, a)
	case wt.partial:
		a.Others = wt.others(st)
		return reply(w, http.StatusOK, a)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// details returns what was found, whole. Messages that went in the meantime
// are left out.
func (wt *waiting) details(ctx context.Context, st *mailbox.State) ([]detail, error) {
	list := []detail{}
	for _, m := range wt.found {
		d, err := wt.server.detailOf(ctx, st, m, math.MaxInt64)
		if errors.Is(err, mailbox.ErrClosed) || ctx.Err() != nil {
			return nil, err
		}
		if err == nil {
			list = append(list, d)
		}
	}
	return list, nil
}

// others tells of what came where the wait looked and was not found.
func (wt *waiting) others(st *mailbox.State) *others {
	o := &others{Messages: []message{}}
	found := make(map[mail.UID]bool)
	for _, m := range wt.found {
		found[m.UID] = true
	}
	src := wt.view.narrow(st, wt.view.in(st))
	first := src.position(wt.since)
	for i, m := range src.Backward(src.Len()) {
		if i < first {
			break
		}
		if !src.has(m) || found[m.UID] {
			continue
		}
		if o.Count++; o.Count <= maxOthers {
			o.Messages = append(o.Messages, messageOf(st, m))
		}
	}
	slices.Reverse(o.Messages)
	return o
}
