package imap

import (
	"cmp"
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A Server shows a Mailbox. Mailbox must be set; the zero value of every other
// field is a sensible default. Its fields must not change while it serves. One
// Server may serve any number of listeners.
type Server struct {
	Mailbox *mailbox.Mailbox

	// TLS, where set, is offered by STARTTLS and spoken by ServeTLS.
	TLS *tls.Config

	// Auth decides about a user name and a password. A nil Auth lets
	// everyone in.
	Auth func(ctx context.Context, username, password string) error

	// Secret returns the password of a user, for mechanisms that never send
	// it. Where it is nil they are not offered, save to everyone.
	Secret func(username string) (password string, ok bool)

	// Views returns the saved searches that are shown as mailboxes; nil for
	// none.
	Views func() []mailbox.View

	// Narrow returns a function that says of messages whether they may have a
	// text in a header field, written as "Name: body", or in the body of a text
	// part, in any case: a search reads those. It is asked by one goroutine; nil
	// has searches read every message.
	Narrow func(ctx context.Context, text string) func(*mail.Message) bool

	MaxSize        int64 // of a message that APPEND brings, in octets; 0 means 50 MiB
	MaxConnections int   // of one listener; 0 means 4096
	MaxSessions    int   // of one account at one listener; 0 means 2048

	LoginTimeout   time.Duration // from the first octet to the login; 0 means 60 s
	IdleTimeout    time.Duration // between commands; 0 means 30 minutes (RFC 9051 §5.4)
	CommandTimeout time.Duration // for the rest of a command that has begun, or of a message, each 64 KiB; 0 means 60 s
	WriteTimeout   time.Duration // for a client that reads no answers; 0 means 30 s
	AuthDelay      time.Duration // before a refusal of credentials; 0 means 1 s
	SearchTimeout  time.Duration // of one SEARCH; 0 means 5 s
	Grace          time.Duration // for answers on their way when told to stop; 0 means 2 s

	Log *slog.Logger // nil for none
}

// Serve takes connections from ln until ctx is done, which is the order to
// stop: it closes ln, says BYE to everyone, leaves nothing running and returns
// nil. It returns an error only if ln failed before.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	return s.withDefaults().serve(ctx, ln, nil)
}

// ServeTLS is Serve for a port where every connection begins with a TLS
// handshake (RFC 8314 §3.2, imaps). The TLS field must be set.
func (s *Server) ServeTLS(ctx context.Context, ln net.Listener) error {
	return s.withDefaults().serve(ctx, ln, s.TLS)
}

func (s *Server) withDefaults() *Server {
	d := *s
	d.MaxSize = cmp.Or(d.MaxSize, 50<<20)
	d.MaxConnections = cmp.Or(d.MaxConnections, 4096)
	d.MaxSessions = cmp.Or(d.MaxSessions, 2048)
	d.LoginTimeout = cmp.Or(d.LoginTimeout, time.Minute)
	d.IdleTimeout = cmp.Or(d.IdleTimeout, 30*time.Minute)
	d.CommandTimeout = cmp.Or(d.CommandTimeout, time.Minute)
	d.WriteTimeout = cmp.Or(d.WriteTimeout, 30*time.Second)
	d.AuthDelay = cmp.Or(d.AuthDelay, time.Second)
	d.SearchTimeout = cmp.Or(d.SearchTimeout, 5*time.Second)
	d.Grace = cmp.Or(d.Grace, 2*time.Second)
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &d
}
