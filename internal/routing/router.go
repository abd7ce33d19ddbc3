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

// Begin returns the Router of one transaction of a client: what is changed
// meanwhile does not touch it. A zero client is one without an IP address.
func (r Router) Begin(client netip.Addr) Held {
	return Held{r.Tables.Router(), &client, r.memory}
}

func routeOf(r rewrite.Route) mail.Route {
	out := mail.Route{Reply: mail.Reply(r.Reply), Failure: mail.Reply(r.Failure), Steps: stepsOf(r.Steps)}
	for _, f := range r.Finals {
		out.Finals = append(out.Finals, mail.Final{
			Address: mail.Address(f.Address), External: f.External, Delivery: deliveryOf(f, r.HideOriginal),
		})
	}
	return out
}

// deliveryOf returns what production would have done; nil where nothing is
// known of it.
func deliveryOf(f rewrite.Final, hidden bool) *mail.Delivery {
	d := mail.Delivery{
		Transport: f.Transport, NextHop: f.NextHop, Bounce: f.Bounce, DeliveredTo: mail.Address(f.DeliveredTo), OriginalHidden: hidden,
		Mailbox: f.Mailbox, MailboxLimit: int64(f.MailboxLimit), Full: f.Full,
	}
	if d == (mail.Delivery{}) {
		return nil
	}
	return &d
}

func stepsOf(list []rewrite.Step) []mail.Step {
	var steps []mail.Step
	for _, s := range list {
		step := mail.Step{Table: s.Table, Line: s.Line, From: mail.Address(s.From)}
		for _, to := range s.To {
			step.To = append(step.To, mail.Address(to))
		}
		steps = append(steps, step)
	}
	return steps
}
