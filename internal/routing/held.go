package routing

import (
	"context"
	"net/netip"

	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
)

// A Held routes one transaction, by the tables that were in use when it began:
// what is changed meanwhile does not touch it.
type Held struct {
	tables *rewrite.Router
	client *netip.Addr // as Begin was told; nil for none
	memory *memory
}

// Of returns what routes by tables that nobody reads anew.
func Of(tables *rewrite.Router) Held { return Held{tables: tables} }

// Route is [Router.Route] by tables that stay as they are.
func (h Held) Route(ctx context.Context, reversePath, forwardPath mail.Address) mail.Route {
	if h.memory == nil || !h.tables.Steady() || rewrite.Noted(ctx) {
		return h.ask(ctx, reversePath, forwardPath)
	}
	route, known := h.memory.recall(h.tables, forwardPath)
	if !known {
		route = h.ask(ctx, reversePath, forwardPath)
		h.memory.keep(h.tables, forwardPath, route)
	}
	return route
}

func (h Held) ask(ctx context.Context, reversePath, forwardPath mail.Address) mail.Route {
	tables := h.tables
	if h.client != nil {
		tables = tables.From(*h.client)
	}
	return routeOf(tables.Route(ctx, string(reversePath), string(forwardPath)))
}

// Complete does to a whole envelope what production does when it queues a
// message: it rewrites the reverse-path by the canonical tables, and adds the
// recipients that a main.cf adds to each transaction, sender_bcc_maps in front
// of the others and always_bcc behind them. A reply whose code is not 0 refuses
// the message.
func (h Held) Complete(ctx context.Context, env mail.Envelope) (mail.Envelope, mail.Reply) {
	given := env.ReversePath
	sender := h.tables.Sender(ctx, string(given))
	if sender.Failure.Code != 0 {
		return env, mail.Reply(sender.Failure)
	}
	if path := mail.Address(sender.ReversePath); path != given {
		env.ReversePath, env.OriginalReversePath, env.ReverseTrace = path, given, stepsOf(sender.Steps)
	}
	if !h.tables.Copying() {
		return env, mail.Reply{}
	}
	before, after := h.tables.Copies(ctx, string(given))
	first, failure := recipients(before)
	last, other := recipients(after)
	if failure.Code == 0 {
		failure = other
	}
	if len(first)+len(last) > 0 {
		env.Recipients = append(append(first, env.Recipients...), last...)
	}
	return env, failure
}

// recipients returns what routes of copies add to an envelope, and the first
// failure among them.
func recipients(routes []rewrite.Route) (list []mail.Recipient, failure mail.Reply) {
	for _, route := range routes {
		r := routeOf(route)
		if failure.Code == 0 {
			failure = r.Failure
		}
		for i, added := range r.Recipients("", nil) {
			added.Original = added.Final
			if i < len(route.Expanded) {
				added.Original = mail.Address(route.Expanded[i].Original)
			}
			list = append(list, added)
		}
	}
	return list, failure
}
