// Package routing lets the doors ask the rewriting tables where a recipient
// goes.
//
// The tables deal in strings, so that they can be compared with Postfix; the
// doors deal in the words of package mail. A Router stands between the two and
// decides nothing itself.
//
// # Standards
//
// RFC 5321 §4.1.1.3 (forward-paths and the replies to them).
package routing

import (
	"context"
	"net/netip"

	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
)

// A Router routes by the tables in use at the time of each question. Steady
// tables ([rewrite.Router.Steady]) are asked once about a forward-path, and
// remembered as long as they are in use.
type Router struct {
	Tables *rewrite.Live
	memory *memory
}

// New returns a Router that asks tables.
func New(tables *rewrite.Live) Router { return Router{tables, new(memory)} }

// Route returns where a recipient leads and what the client is told. It
// implements the Router of every door.
func (r Router) Route(ctx context.Context, reversePath, forwardPath mail.Address) mail.Route {
	return Held{tables: r.Tables.Router(), memory: r.memory}.Route(ctx, reversePath, forwardPath)
}

// A Held routes by the tables that were in use when it was made.
type Held struct {
	tables *rewrite.Router
	client *netip.Addr // as Begin was told; nil for none
	memory *memory
}

// Begin returns the Router of one transaction of a client: what is changed
// meanwhile does not touch it. A zero client is one without an IP address.
func (r Router) Begin(client netip.Addr) Held {
	return Held{r.Tables.Router(), &client, r.memory}
}

// Route is [Router.Route] by tables that stay as they are.
func (h Held) Route(ctx context.Context, reversePath, forwardPath mail.Address) mail.Route {
	if h.memory == nil || !h.tables.Steady() {
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

// Files returns the names of the files that the tables in use were read from.
func (r Router) Files() []string { return r.Tables.Router().Files() }

// Reload reads the tables anew. With a mistake in them the old ones stay.
func (r Router) Reload(ctx context.Context) ([]string, error) {
	warnings, err := r.Tables.Reload(ctx)
	var texts []string
	for _, w := range warnings {
		texts = append(texts, w.Error())
	}
	return texts, err
}

func routeOf(r rewrite.Route) mail.Route {
	out := mail.Route{Reply: mail.Reply(r.Early())}
	for _, f := range r.Finals {
		out.Finals = append(out.Finals, mail.Final{Address: mail.Address(f.Address), External: f.External})
	}
	for _, s := range r.Steps {
		out.Steps = append(out.Steps, stepOf(s))
	}
	return out
}

func stepOf(s rewrite.Step) mail.Step {
	step := mail.Step{Table: s.Table, Line: s.Line, From: mail.Address(s.From)}
	for _, to := range s.To {
		step.To = append(step.To, mail.Address(to))
	}
	return step
}
