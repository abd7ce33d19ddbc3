package main

import (
	"context"

	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
)

// A router speaks rewrite's strings to the doors in mail's words.
type router struct{ tables *rewrite.Live }

// Route implements the Router of every door.
func (r router) Route(ctx context.Context, reversePath, forwardPath mail.Address) mail.Route {
	return routeOf(r.tables.Route(ctx, string(reversePath), string(forwardPath)))
}

func routeOf(r rewrite.Route) mail.Route {
	out := mail.Route{Reply: mail.Reply(r.Reply)}
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
