package routing

import (
	"context"
	"io"

	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
)

// A Mailbox takes messages.
type Mailbox interface {
	Deliver(ctx context.Context, env mail.Envelope, content io.Reader) (mail.ID, error)
}

// A Copier is a Mailbox whose transactions get the recipients that a main.cf
// adds to each: sender_bcc_maps in front of the others, always_bcc behind them.
type Copier struct {
	Mailbox
	Tables *rewrite.Live
}

// Deliver delivers to all recipients of env and to those added.
func (c Copier) Deliver(ctx context.Context, env mail.Envelope, content io.Reader) (mail.ID, error) {
	tables := c.Tables.Router()
	if !tables.Copying() {
		return c.Mailbox.Deliver(ctx, env, content)
	}
	before, after := tables.Copies(ctx, string(env.ReversePath))
	if len(before)+len(after) > 0 {
		env.Recipients = append(append(recipients(before), env.Recipients...), recipients(after)...)
	}
	return c.Mailbox.Deliver(ctx, env, content)
}

func recipients(routes []rewrite.Route) []mail.Recipient {
	var list []mail.Recipient
	for _, route := range routes {
		r := routeOf(route)
		for i, f := range r.Finals {
			original := f.Address
			if i < len(route.Expanded) {
				original = mail.Address(route.Expanded[i].Original)
			}
			list = append(list, mail.Recipient{Original: original, Final: f.Address, Trace: r.Steps, External: f.External})
		}
	}
	return list
}
