package imap

import (
	"context"
	"errors"
	"net"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

// A fault is why a command fails, in the words of its tagged response.
type fault struct {
	status string              // NO or BAD
	code   goimap.ResponseCode // response code without brackets; may be empty
	text   string
	ends   bool // the connection: what follows cannot be told from commands
}

// Error implements error.
func (f *fault) Error() string { return "imap: " + f.line() }

// line returns the response without its tag.
func (f *fault) line() string {
	if f.code == "" {
		return f.status + " " + f.text
	}
	return f.status + " [" + string(f.code) + "] " + f.text
}

// no refuses a command that was understood.
func no(code goimap.ResponseCode, text string) *fault {
	return &fault{status: "NO", code: code, text: text}
}

// bad refuses a command that is not well formed.
func bad(text string) *fault { return &fault{status: "BAD", text: text} }

// tooBig refuses what is longer than anything that is wanted.
func tooBig(text string) *fault {
	return &fault{status: "NO", code: goimap.ResponseCodeTooBig, text: text}
}

// blame turns any error of a command into the response that the client gets.
func (s *session) blame(err error) *fault {
	var known *fault
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, mailbox.ErrNotExist):
		return no(goimap.ResponseCodeNonExistent, "There is no such mailbox")
	case errors.Is(err, mailbox.ErrExists):
		return no(goimap.ResponseCodeAlreadyExists, "There is a mailbox of that name already")
	case errors.Is(err, mailbox.ErrInbox):
		return no(goimap.ResponseCodeCannot, "INBOX always stays")
	case errors.Is(err, mail.ErrFull):
		return no(goimap.ResponseCodeOverQuota, "No room is left to keep the message")
	case errors.Is(err, mail.ErrTooLarge):
		return tooBig("The message is too large")
	case errors.Is(err, store.ErrNotExist):
		return no("EXPUNGEISSUED", "Some of the messages have been expunged")
	case errors.Is(err, store.ErrAway):
		return no(goimap.ResponseCodeUnavailable, "The servers that keep the mail do not answer; try again later")
	case s.ctx.Err() != nil, errors.Is(err, context.Canceled):
		return no(goimap.ResponseCodeUnavailable, "The server is shutting down")
	case isGone(err):
		return no(goimap.ResponseCodeUnavailable, "The connection is broken") // nobody hears it
	}
	s.Log.Error("an IMAP command failed", "account", s.account, "err", err)
	return no(goimap.ResponseCodeUnavailable, "The command failed; try again later")
}

// isGone reports whether err says that the client is not there any more.
func isGone(err error) bool {
	return errors.As(err, new(*net.OpError)) || errors.Is(err, net.ErrClosed)
}
