package rewrite

import (
	"context"
	"errors"
	"slices"
	"strings"
)

// deliver expands an accepted address into the finals of the route.
func (q *trip) deliver(original, addr string, route *Route) {
	if q.discarded {
		route.Finals = []Final{{Address: external(addr), Bounce: "discarded by an access table"}}
		return
	}
	if err := q.queue(original, addr, route); err != nil {
		route.Failure = queueFailure(err)
		return
	}
	seen := map[string]bool{}
	for _, e := range route.Expanded {
		finals, err := q.finals(e.Final)
		if err != nil {
			route.Failure = queueFailure(err)
			return
		}
		for _, f := range finals {
			if key := fold(f.Address, false); !seen[key] {
				seen[key] = true
				route.Finals = append(route.Finals, f)
			}
		}
	}
	if q.redirect != "" {
		route.Finals = q.redirected()
	}
}

// redirected is where an access table sends the mail instead.
func (q *trip) redirected() []Final {
	to, err := q.r.resolve(q.ctx, q.redirect)
	if err == nil {
		if f, err := q.final(to, ""); err == nil {
			return []Final{f}
		}
	}
	return []Final{{Address: q.redirect}}
}

// queueFailure is what Postfix says after DATA when the expansion fails.
func queueFailure(err error) Reply {
	if errors.Is(err, errExpansion) {
		return Reply{451, "4.6.0", "Alias expansion error"}
	}
	if errors.Is(err, ErrResult) {
		return Reply{451, "4.3.5", "Server configuration error"}
	}
	return Reply{451, "4.3.0", "Error: queue file write error"}
}

// queue does what cleanup(8) does to a recipient: canonical tables, virtual
// aliases, and a copy that recipient_bcc_maps asks for.
func (q *trip) queue(original, addr string, route *Route) error {
	if q.r.postfix.NoAddressMappings {
		route.Expanded = []Expansion{{original, addr}}
		return nil
	}
	addr, err := q.r.canonicalised(q, addr, recipients)
	if err != nil {
		return err
	}
	if err := q.enqueue(original, addr, route); err != nil {
		return err
	}
	copyTo, err := q.bcc(q.r.recipientBcc, addr)
	if err != nil || copyTo == "" {
		return err
	}
	return q.enqueueCopy(copyTo, route)
}

// enqueueCopy queues a copy. What canonical tables make of its address counts
// as the original one.
func (q *trip) enqueueCopy(to string, route *Route) error {
	to, err := q.r.canonicalised(q, to, recipients)
	if err != nil {
		return err
	}
	return q.enqueue(to, to, route)
}

func (q *trip) enqueue(original, addr string, route *Route) error {
	list, err := q.expand(addr)
	if err != nil {
		return err
	}
	for _, a := range list {
		route.Expanded = append(route.Expanded, Expansion{original, a})
	}
	return nil
}

// bcc returns the address that a bcc table names for addr; none if empty.
func (q *trip) bcc(list tableList, addr string) (string, error) {
	res, _, err := q.find(list, addr)
	if err != nil || !res.Found {
		return "", err
	}
	to := q.r.form.list(res.Value)
	if len(to) == 0 {
		return "", nil
	}
	q.steps = append(q.steps, Step{Table: res.Table, Line: res.Line, From: external(addr), To: []string{external(addr), external(to[0])}})
	return to[0], nil
}

// Copies returns the routes of the recipients that every transaction with this
// reverse-path gets in addition: sender_bcc_maps (before the others), which is
// asked for what canonical tables make of it, and always_bcc (after them).
func (r *Router) Copies(ctx context.Context, reversePath string) (before, after []Route) {
	if r.sendmail != nil || r.postfix.NoAddressMappings {
		return nil, nil
	}
	q := &trip{ctx: ctx, r: r}
	if from, err := q.sender(reversePath); err == nil && from != "" {
		to, err := q.bcc(r.senderBcc, from)
		if err != nil {
			return []Route{{ReversePath: reversePath, Reply: replyOK(), Failure: queueFailure(err)}}, nil
		}
		if to != "" {
			route := r.copyTo(ctx, reversePath, to)
			route.Steps = append(slices.Clone(q.steps[len(q.steps)-1:]), route.Steps...)
			before = append(before, route)
		}
	}
	// always_bcc is an address in internal form: quotes in it are characters.
	if to := trimSpace(r.postfix.AlwaysBcc); to != "" {
		after = append(after, r.copyTo(ctx, reversePath, r.form.complete(parseTokens(tokens(external(to))))))
	}
	return before, after
}

func (r *Router) copyTo(ctx context.Context, reversePath, to string) Route {
	q := &trip{ctx: ctx, r: r}
	q.from, _ = q.sender(reversePath) // its failure is the transaction's
	q.steps = nil
	route := Route{ReversePath: reversePath, Reply: replyOK(), HideOriginal: r.postfix.HideOriginal}
	if err := q.enqueueCopy(to, &route); err != nil {
		route.Failure = queueFailure(err)
		return route
	}
	for _, e := range route.Expanded {
		finals, err := q.finals(e.Final)
		if err != nil {
			route.Failure = queueFailure(err)
			return route
		}
		route.Finals = append(route.Finals, finals...)
	}
	route.Steps, route.Notes = q.steps, q.notes
	return route
}

// finals returns where the mail for an address of the queue ends.
func (q *trip) finals(addr string) ([]Final, error) {
	if !q.r.classes {
		if addr == "" {
			addr = "MAILER-DAEMON@" + q.r.form.origin
		}
		return []Final{{Address: external(addr)}}, nil
	}
	to, err := q.r.resolve(q.ctx, addr)
	if err != nil {
		return nil, err
	}
	bounce, _, err := q.transportError(to)
	if err != nil {
		return nil, err
	}
	switch {
	case bounce != "":
	case to.bad:
		bounce = "5.1.3 bad address syntax"
		to.addr = addr
	case to.class == classAlias:
		bounce = "5.1.1 User unknown in virtual alias table"
	case to.class == classLocal && strings.HasPrefix(strings.ToLower(to.addr), "double-bounce@"):
		bounce = "2.0.0 mail for double-bounce is dropped"
	case to.class == classLocal && (len(q.r.aliases) > 0 || q.r.postfix.LuserRelay != ""):
		if h, err := q.hop(to); err != nil || h.transport == "local" || h.transport == "" {
			return q.localFinals(to.addr)
		}
	}
	f, err := q.final(to, bounce)
	return []Final{f}, err
}
