package compose

import (
	"context"

	"mailsink/internal/mail"
)

// A Question is where mail from a reverse-path to an address would go.
type Question struct{ ReversePath, Address mail.Address }

// Answer asks router, and says in full what it answers. account names the
// account that keeps the mail for a final address.
func (q Question) Answer(ctx context.Context, router Router, account func(mail.Address) string) mail.Answer {
	a := mail.AnswerOf(q.Address, router.Route(ctx, q.ReversePath, q.Address), account)
	completer, ok := router.(Completer)
	if !ok || q.ReversePath == "" {
		return a
	}
	env, _ := completer.Complete(ctx, mail.Envelope{ReversePath: q.ReversePath}) // a refusal is for DATA to say
	if env.OriginalReversePath != "" {
		a.ReversePath, a.ReverseSteps = env.ReversePath, env.ReverseTrace
	}
	return a
}
