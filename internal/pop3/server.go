package pop3

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"mailsink/internal/keeper"
	"mailsink/internal/mailbox"
	"mailsink/internal/sasl"
)

// A Server shows a Mailbox. Mailbox must be set; the zero value of every other
// field is a sensible default. Its fields must not change while it serves. One
// Server may serve any number of listeners.
type Server struct {
	Mailbox *mailbox.Mailbox
	Domain  string // of the sink, in challenges

	// TLS, where set, is offered by STLS and spoken by ServeTLS.
	TLS *tls.Config

	// Auth decides about a user name and a password. A nil Auth lets
	// everyone in: to the account that the name leads to, if there is one,
	// else to all mail of all accounts.
	Auth func(ctx context.Context, username, password string) error
	// Secret returns the password of a user, for mechanisms that never send
	// it; they are not offered where it is nil.
	Secret func(username string) (password string, ok bool)

	MaxConnections int // of one listener; 0 means 4096

	LoginTimeout time.Duration // from the first octet to the login; 0 means 60 s
	IdleTimeout  time.Duration // between commands; 0 means 10 minutes (RFC 1939 §3)
	WriteTimeout time.Duration // for a client that reads no answers, each 64 KiB; 0 means 30 s
	AuthDelay    time.Duration // before a refusal of credentials; 0 means 1 s
	Grace        time.Duration // for answers on their way when told to stop; 0 means 2 s

	Log *slog.Logger // nil for none
}

// Serve takes connections from ln until ctx is done, which is the order to
// stop: it closes ln, ends every session between two commands, leaves nothing
// running and returns nil. It returns an error only if ln failed before.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	return s.withDefaults().serve(ctx, ln, nil)
}

// ServeTLS is Serve for a port where every connection begins with a TLS
// handshake (RFC 8314 §3.2, pop3s). The TLS field must be set.
func (s *Server) ServeTLS(ctx context.Context, ln net.Listener) error {
	return s.withDefaults().serve(ctx, ln, s.TLS)
}

func (s *Server) withDefaults() *Server {
	d := *s
	d.MaxConnections = cmp.Or(d.MaxConnections, 4096)
	d.LoginTimeout = cmp.Or(d.LoginTimeout, time.Minute)
	d.IdleTimeout = cmp.Or(d.IdleTimeout, 10*time.Minute)
	d.WriteTimeout = cmp.Or(d.WriteTimeout, 30*time.Second)
	d.AuthDelay = cmp.Or(d.AuthDelay, time.Second)
	d.Grace = cmp.Or(d.Grace, 2*time.Second)
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &d
}

// serve keeps the door. implicit is the configuration of connections that
// begin with TLS, nil for those that do not.
func (s *Server) serve(ctx context.Context, ln net.Listener, implicit *tls.Config) error {
	sessions, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	k := keeper.Keeper{
		Open: func(sock net.Conn) keeper.Conn { return newConn(sessions, s, sock, implicit) },
		Full: s.turnAway, Max: s.MaxConnections, Wait: s.Grace, Log: s.Log,
	}
	if err := k.Serve(ctx, ln); err != nil {
		return fmt.Errorf("pop3: accept on %s: %w", ln.Addr(), err)
	}
	return nil
}

// turnAway tells a client that there is no room.
func (s *Server) turnAway(sock net.Conn) {
	defer sock.Close()
	if sock.SetDeadline(time.Now().Add(time.Second)) == nil {
		io.WriteString(sock, "-ERR [SYS/TEMP] Too many connections; try again later\r\n") // or the client is gone already
	}
}

// door says whom the server lets in, and passes who came in to identify.
func (s *Server) door(ctx context.Context, identify func(username string) error) *sasl.Door {
	return &sasl.Door{
		Domain: s.Domain, Secret: s.Secret, Anyone: s.Auth == nil, Identify: identify,
		Password: func(identity, username, password string) error {
			if identity != "" && identity != username {
				return sasl.ErrRefused
			}
			if s.Auth != nil {
				if err := s.Auth(ctx, username, password); err != nil {
					return err
				}
			}
			return identify(username)
		},
	}
}
