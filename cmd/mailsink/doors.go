package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"mailsink/internal/compose"
	"mailsink/internal/faults"
	"mailsink/internal/imap"
	"mailsink/internal/mailbox"
	"mailsink/internal/pop3"
	"mailsink/internal/routing"
	"mailsink/internal/search/signature"
	"mailsink/internal/smtp"
	"mailsink/internal/store"
	"mailsink/internal/transcript"
	"mailsink/internal/web"
	"mailsink/internal/webhook"
	"mailsink/ui"
)

// A sink is what the doors are made of.
type sink struct {
	*serveCmd
	log    *slog.Logger
	box    *mailbox.Mailbox
	router routing.Router
	ready  *atomic.Bool

	posts   *webhook.Sender // nil for none
	index   *signature.Index
	store   store.Store
	facades []web.Mount
	known   web.Users // who may log in by HTTP; nil lets everyone in
	at      bound     // set when every door is open

	webOnce sync.Once
	web     *web.Server                // made with the first listener
	views   atomic.Pointer[web.Server] // the same, for other doors

	faults   *faults.Set // set with the doors, as sessions
	sessions *transcript.Ring
}

// A door is a protocol, where it listens, and how it is served.
type door struct {
	name, flag string
	addresses  []string
	serve      func(context.Context, net.Listener) error
}

// An openDoor is one listener of a door.
type openDoor struct {
	door
	net.Listener
}

// open binds every listener, or takes it from the lobby. Either all are bound
// or none stays.
func (s *sink) open(ctx context.Context, l *lobby) ([]openDoor, error) {
	doors, err := s.doors()
	if err == nil {
		err = l.leave(ctx)
	}
	if err != nil {
		return nil, err
	}
	var open []openDoor
	for _, d := range doors {
		for _, address := range d.addresses {
			if address == "" {
				continue
			}
			ln, err := l.take(d.flag, address), error(nil)
			if ln == nil {
				ln, err = d.listen(address)
			}
			if err != nil {
				return nil, errors.Join(append(closeAll(open), err)...)
			}
			open = append(open, openDoor{d, ln})
		}
	}
	return open, nil
}

func closeAll(open []openDoor) []error {
	var errs []error
	for _, d := range open {
		errs = append(errs, d.Close())
	}
	return errs
}

// doors returns all doors of the sink.
func (s *sink) doors() ([]door, error) {
	plain, implicit, err := s.certificates()
	if err != nil {
		return nil, err
	}
	in := &smtp.Server{
		Domain: s.Domain, Router: s.router, Mailbox: s.box, TLS: plain, MaxSize: int64(s.MaxSize),
		MaxRecipients: s.MaxRecipients, MaxConnections: s.MaxConnections, Grace: s.Grace, Log: s.log,
		RequireTLS: s.RequireTLS, RequireAuth: s.RequireAuth, Trusted: s.trustedNetworks(), TrustedUnix: s.trustsUnix(), Proxied: s.ProxyProtocol,
	}
	in.Begin = func(client netip.Addr) smtp.Router { return s.router.Begin(client) }
	s.obey(in)
	out := &imap.Server{Mailbox: s.box, Narrow: s.index.Holding, TLS: plain, MaxSize: int64(s.MaxSize), MaxConnections: s.MaxConnections, Log: s.log}
	out.Views = s.savedViews
	if err := s.authenticate(in, out); err != nil {
		return nil, err
	}
	if s.faults, err = s.faultRules(); err != nil {
		return nil, err
	}
	s.sessions = transcript.New(transcript.Limits{Sessions: s.MaxSessions})
	in.Faults, in.Transcripts = s.faults, s.sessions
	ins := *in
	ins.TLS = implicit
	outs := *out
	outs.TLS = implicit
	fetch := &pop3.Server{
		Mailbox: s.box, Domain: s.Domain, TLS: plain, Auth: out.Auth, Secret: in.Secret, MaxConnections: s.MaxConnections, Log: s.log,
	}
	fetches := *fetch
	fetches.TLS = implicit
	plainSMTP, lmtp := s.dialects()
	return []door{
		{"SMTP", "--smtp", plainSMTP, in.Serve},
		{"LMTP", "--smtp", lmtp, in.ServeLMTP},
		{"SMTPS", "--smtps", s.SMTPS, ins.ServeTLS},
		{"IMAP", "--imap", s.IMAP, out.Serve},
		{"IMAPS", "--imaps", s.IMAPS, outs.ServeTLS},
		{"POP3", "--pop3", s.POP3, fetch.Serve},
		{"POP3S", "--pop3s", s.POP3S, fetches.ServeTLS},
		{"HTTP", "--http", s.HTTP, s.serveWeb},
		{"previews", "--preview", s.Preview, s.servePreviews},
	}, nil
}

// dialects parts the addresses of --smtp from those with lmtp: in front.
func (c *serveCmd) dialects() (smtp, lmtp []string) {
	for _, address := range c.SMTP {
		if rest, ok := strings.CutPrefix(address, "lmtp:"); ok {
			lmtp = append(lmtp, rest)
		} else {
			smtp = append(smtp, address)
		}
	}
	return smtp, lmtp
}

// certificates returns the configurations for STARTTLS, nil when it is not to
// be offered, and for implicit TLS. A certificate that nobody gave is not
// offered to clients that did not ask: many try STARTTLS wherever it is
// offered, and then refuse a certificate they do not know.
func (s *sink) certificates() (plain, implicit *tls.Config, err error) {
	if !s.offersTLS() && len(s.SMTPS)+len(s.IMAPS)+len(s.POP3S) == 0 {
		return nil, nil, nil
	}
	config, err := certificate(s.TLSCert, s.TLSKey, s.Domain, s.log)
	if err != nil {
		return nil, nil, err
	}
	if !s.offersTLS() {
		return nil, config, nil
	}
	return config, config, nil
}

// serveWeb serves the page and the API on one of their addresses. All have one
// server, and with it one set of saved views.
func (s *sink) serveWeb(ctx context.Context, ln net.Listener) error {
	s.webOnce.Do(func() {
		s.web = s.newWeb(ctx)
		s.views.Store(s.web)
	})
	return s.web.Serve(ctx, ln)
}

// servePreviews serves previews alone.
func (s *sink) servePreviews(ctx context.Context, ln net.Listener) error {
	s.webOnce.Do(func() {
		s.web = s.newWeb(ctx)
		s.views.Store(s.web)
	})
	return s.web.ServePreviews(ctx, ln)
}

// previews says where the page finds previews: at the address that was given,
// at the port of their door, or with itself.
func (s *sink) previews() string {
	if _, port, err := net.SplitHostPort(s.at.Previews); err == nil && s.PreviewURL == "" {
		return ":" + port
	}
	return strings.TrimSuffix(s.PreviewURL, "/")
}

// newWeb makes the server when the addresses of all doors are known, because
// the page tells them.
func (s *sink) newWeb(ctx context.Context) *web.Server {
	var hooks func() any
	if s.posts != nil {
		hooks = func() any { return s.posts.Statuses() }
	}
	return web.New(ctx, web.Config{
		Mailbox: s.box, Router: s.router, Begin: s.begin, Tables: &rules{tables: s.router.Tables, writable: s.RulesWritable}, UI: ui.Files(), Ready: s.ready.Load, Away: s.away, Info: s.info(),
		Sessions: s.sessions, Faults: s.faults,
		Mounts: s.facades, Webhooks: hooks, Backup: s.backup(), AllowedOrigins: s.CORSOrigin, Dir: s.storeDir(),
		Narrow: s.index.Filter, Measures: s.measures,
		Users: s.known, AllowedHosts: s.AllowedHost, PublicURL: s.PublicURL, WebRoot: s.Webroot,
		MaxSize: int64(s.MaxSize), MaxRecipients: s.MaxRecipients, MaxConnections: s.MaxConnections, Grace: s.Grace, Log: s.log,
	})
}

// savedViews returns the saved views of the page, of which there are none where
// its door is off.
func (s *sink) savedViews() []mailbox.View {
	if w := s.views.Load(); w != nil {
		return w.Mailboxes()
	}
	return nil
}

// begin returns the Router of a message sent by HTTP, whose clients are taken to
// be in mynetworks.
func (s *sink) begin() compose.Router { return s.router.Begin(netip.Addr{}) }

func (s *sink) info() web.Info {
	limits := web.Limits{
		MessageSize: int64(s.MaxSize), Recipients: s.MaxRecipients, Messages: s.MaxMessages, Bytes: int64(s.MaxBytes),
	}
	if s.MaxAge > 0 {
		limits.Age = time.Duration(s.MaxAge).String()
	}
	return web.Info{
		Version: version(), SMTP: s.at.SMTP, IMAP: s.at.IMAP, HTTP: page(s.at.HTTP), Store: s.kept(), Table: s.inUse(), Limits: limits,
		Environment: web.Environment(s.Environment), Remote: s.RemoteContent, Previews: s.previews(),
		Doors: s.at.doors(), TLS: s.offeredTLS(), Auth: s.admits(), AuthRequired: s.RequireAuth, Login: s.known != nil,
	}
}

// offersTLS reports whether clients that did not ask for TLS are offered it.
func (c *serveCmd) offersTLS() bool { return c.TLSCert != "" || c.TLSSelfSigned }

// offeredTLS says for people what SMTP does about TLS.
func (c *serveCmd) offeredTLS() string {
	switch {
	case c.RequireTLS:
		return "required"
	case c.offersTLS():
		return "offered"
	}
	return ""
}

// admits says who AUTH lets in.
func (c *serveCmd) admits() string {
	if c.Auth == "" && c.Users != "" {
		return "users"
	}
	return cmp.Or(c.Auth, "any")
}
