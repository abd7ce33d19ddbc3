package compose

import (
	"bytes"
	"context"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A Router says where a forward-path leads and what the client is told.
type Router interface {
	Route(ctx context.Context, reversePath, forwardPath mail.Address) mail.Route
}

// A Completer is a Router that completes the envelope of a transaction: it may
// rewrite the reverse-path and add recipients. A reply whose code is not 0
// refuses the letter.
type Completer interface {
	Complete(ctx context.Context, env mail.Envelope) (mail.Envelope, mail.Reply)
}

// A Sender delivers letters. Mailbox must be set.
type Sender struct {
	Mailbox       *mailbox.Mailbox
	Router        Router        // nil leads every address to itself
	Begin         func() Router // where set, makes the Router of each letter: tables that change meanwhile do not touch it
	MaxSize       int64         // of a message, in octets; 0 for no limit
	MaxRecipients int           // of a letter; 0 for no limit
}

// Send routes the recipients of l as RCPT would and delivers it. client says
// who sent it. When the error is nil, the message is durable and in every
// later State; the ID is that of the first message made. The error is
// [mail.ErrTooLarge] for a message that is, an [*Error] for what the program
// can put right.
func (s Sender) Send(ctx context.Context, client mail.Client, l Letter) (mail.ID, error) {
	if s.MaxSize > 0 && int64(len(l.Content)) > s.MaxSize {
		return 0, mail.ErrTooLarge
	}
	env, err := s.envelope(ctx, client, l)
	if err != nil {
		return 0, err
	}
	return s.Mailbox.Deliver(ctx, env, bytes.NewReader(l.Content))
}

func (s Sender) envelope(ctx context.Context, client mail.Client, l Letter) (mail.Envelope, error) {
	env := mail.Envelope{ReversePath: mail.Address(trimBrackets(l.From)), Client: client}
	if env.ReversePath != "" && !ValidPath(string(env.ReversePath)) {
		return env, fault("%.80q is not an address to send from.", l.From)
	}
	switch {
	case len(l.To) == 0:
		return env, fault("The message has no recipient; say to.")
	case s.MaxRecipients > 0 && len(l.To) > s.MaxRecipients:
		return env, fault("The message has more than %d recipients; send it in several.", s.MaxRecipients)
	}
	if s.Begin != nil {
		s.Router = s.Begin()
	}
	for _, to := range l.To {
		path := mail.Address(trimBrackets(to))
		if !ValidPath(string(path)) {
			return env, fault("%.80q is not an address to send to.", to)
		}
		route := s.Route(ctx, env.ReversePath, path)
		if refusal := route.Refusal(); refusal.Code != 0 {
			return env, &Error{"The recipient " + string(path) + " is refused: " + refusal.String(), true}
		}
		env.Recipients = append(env.Recipients, route.Recipients(path, nil)...)
	}
	return s.complete(ctx, env)
}

// complete lets the Router have the last word.
func (s Sender) complete(ctx context.Context, env mail.Envelope) (mail.Envelope, error) {
	completer, ok := s.Router.(Completer)
	if !ok {
		return env, nil
	}
	env, failure := completer.Complete(ctx, env)
	if failure.Code != 0 {
		return env, &Error{"The message is refused: " + failure.String(), true}
	}
	return env, nil
}

// Route asks the Router. Without one every address leads to itself.
func (s Sender) Route(ctx context.Context, reversePath, path mail.Address) mail.Route {
	if s.Router != nil {
		return s.Router.Route(ctx, reversePath, path)
	}
	return mail.Route{
		Finals: []mail.Final{{Address: path}},
		Reply:  mail.Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"},
	}
}
