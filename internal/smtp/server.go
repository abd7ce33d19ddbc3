package smtp

import (
	"cmp"
	"context"
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/transcript"
)

// A Router says where a forward-path leads and what the client is told.
type Router interface {
	Route(ctx context.Context, reversePath, forwardPath mail.Address) mail.Route
}

// A Completer is a Router that completes the envelope of a transaction once
// the content comes: it may rewrite the reverse-path and add recipients. A
// reply whose code is not 0 refuses the message.
type Completer interface {
	Complete(ctx context.Context, env mail.Envelope) (mail.Envelope, mail.Reply)
}

// A Mailbox keeps what the server accepts. Deliver reads content to its end
// and returns nil only when the message can no longer be lost: its ID is then
// given to the client. An error of content must come back as it is or
// wrapped; nothing of that message may be kept.
type Mailbox interface {
	Deliver(ctx context.Context, env mail.Envelope, content io.Reader) (mail.ID, error)
}

// A Server takes mail in. Router and Mailbox must be set; the zero value of
// every other field is a sensible default. Its fields must not change while
// it serves. One Server may serve any number of listeners.
type Server struct {
	Domain  string // names this host in the greeting; "localhost" if empty
	Router  Router
	Mailbox Mailbox

	// Begin, where set, is asked at each MAIL for the Router of that
	// transaction, so that tables which change meanwhile route all of its
	// recipients or none. The client is the zero Addr on a unix socket.
	Begin func(client netip.Addr) Router

	// TLS, where set, is offered by STARTTLS and spoken by ServeTLS.
	TLS *tls.Config

	// RequireTLS refuses mail and AUTH in the clear (530 5.7.0).
	RequireTLS bool

	// Auth decides about a user name and a password, or a token in its
	// place. A nil Auth lets everyone in: tests seldom care, and an
	// application under test must not fail for it.
	Auth func(ctx context.Context, username, password string) error

	// Secret returns the password of a user, for mechanisms that never send
	// it. Without a Secret, SCRAM-SHA-256 is not offered, and CRAM-MD5 only
	// if everyone is let in.
	Secret func(username string) (password string, ok bool)

	NoAuth      bool // AUTH is not offered
	RequireAuth bool // no mail without it (530 5.7.0)

	// Trusted clients may say with XCLIENT and XFORWARD whom they speak for.
	Trusted     []netip.Prefix
	TrustedUnix bool // and so may everyone who comes by a unix socket

	// Proxied means that trusted clients are proxies: their connections begin
	// with a header of the PROXY protocol, version 1 or 2.
	Proxied bool

	MaxSize        int64 // of a message, in octets; 0 means 50 MiB
	MaxRecipients  int   // of a transaction; 0 means 1000
	MaxConnections int   // of one listener; 0 means 16384
	MaxBadCommands int   // of a connection, then 421; 0 means 20

	Errors  *Errors     // what a client may do wrong besides; nil for no bound
	HasRoom func() bool // asked at MAIL, which is told 452 4.3.1 otherwise; nil means yes

	CommandTimeout time.Duration // to wait for a command; 0 means 5 minutes
	DataTimeout    time.Duration // for each KiB of content; 0 means 3 minutes
	WriteTimeout   time.Duration // for a client that reads no replies; 0 means 30 s
	SessionTimeout time.Duration // age at which no new command is read; 0 means never
	AuthDelay      time.Duration // before a refusal of credentials; 0 means 1 s
	Grace          time.Duration // for messages on the way when told to stop; 0 means 10 s

	Faults Faults // what goes wrong on purpose; nil for nothing

	Transcripts *transcript.Ring // takes sessions down; nil for none

	Log *slog.Logger // one line a transaction; nil for none
}

// Serve takes connections from ln until ctx is done, which is the order to
// stop: it closes ln, lets what is inside a message finish and get its reply
// within Grace, tells everyone else 421 4.3.2, and returns nil. It returns an
// error only if ln failed before.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	return s.withDefaults().serve(ctx, ln, protocol{})
}

// ServeTLS is Serve for a port where every connection begins with a TLS
// handshake (RFC 8314 §3.3, submissions). The TLS field must be set.
func (s *Server) ServeTLS(ctx context.Context, ln net.Listener) error {
	return s.withDefaults().serve(ctx, ln, protocol{implicit: s.TLS})
}

// ServeLMTP is Serve for LMTP (RFC 2033): clients say LHLO, and the content of
// a message is answered once for each recipient.
func (s *Server) ServeLMTP(ctx context.Context, ln net.Listener) error {
	return s.withDefaults().serve(ctx, ln, protocol{lmtp: true})
}

func (s *Server) withDefaults() *Server {
	d := *s
	d.Domain = cmp.Or(d.Domain, "localhost")
	d.MaxSize = cmp.Or(d.MaxSize, 50<<20)
	d.MaxRecipients = cmp.Or(d.MaxRecipients, 1000)
	d.MaxConnections = cmp.Or(d.MaxConnections, 16384)
	d.MaxBadCommands = cmp.Or(d.MaxBadCommands, 20)
	d.CommandTimeout = cmp.Or(d.CommandTimeout, 5*time.Minute)
	d.DataTimeout = cmp.Or(d.DataTimeout, 3*time.Minute)
	d.WriteTimeout = cmp.Or(d.WriteTimeout, 30*time.Second)
	d.AuthDelay = cmp.Or(d.AuthDelay, time.Second)
	d.Grace = cmp.Or(d.Grace, 10*time.Second)
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &d
}
