package mailsinktest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"

	"golang.org/x/sync/errgroup"

	"mailsink/internal/compose"
	"mailsink/internal/imap"
	"mailsink/internal/mailbox"
	"mailsink/internal/rewrite"
	"mailsink/internal/routing"
	"mailsink/internal/smtp"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
	"mailsink/internal/web"
)

// A Sink takes mail in until it is closed. Its methods may be called by many
// goroutines.
type Sink struct {
	options
	store store.Store
	box   *mailbox.Mailbox
	doors []net.Listener  // SMTP, IMAP, HTTP
	life  context.Context // done when told to stop
	stop  context.CancelFunc
	group errgroup.Group
}

// A TB is what a sink needs of a test. *testing.T, *testing.B and *testing.F
// have it, and so have their like in other frameworks.
type TB interface {
	Helper()
	Context() context.Context
	Cleanup(func())
	Error(args ...any)
	Fatal(args ...any)
}

// Start starts a sink for one test and stops it when the test and its subtests
// are done. The test ends if the sink cannot start.
func Start(t TB, opts ...Option) *Sink {
	t.Helper()
	sink, err := Open(context.WithoutCancel(t.Context()), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sink.Close(); err != nil {
			t.Error(err)
		}
	})
	return sink
}

// Open starts a sink where there is no test to end with, such as in TestMain.
// It runs until ctx is done or it is closed; Close must be called in either
// case. The error names every mistake of a rewriting table with its line.
func Open(ctx context.Context, opts ...Option) (*Sink, error) {
	o := defaults()
	for _, set := range opts {
		set(&o)
	}
	s := &Sink{options: o, store: memory.New()}
	s.life, s.stop = context.WithCancel(ctx)
	if err := s.open(s.life); err != nil {
		return nil, errors.Join(fmt.Errorf("mailsinktest: %w", err), s.Close())
	}
	return s, nil
}

// open builds the sink upwards and serves its doors.
func (s *Sink) open(ctx context.Context) error {
	tables, warnings, err := rewrite.OpenSource(ctx, s.tables)
	if err != nil {
		return err
	}
	s.limitAs(tables.Router())
	for _, w := range warnings {
		s.log.Warn("a rewriting table may not mean what it says", "warning", w)
	}
	s.box, err = mailbox.Open(ctx, s.store, mailbox.Options{Domain: s.rewriting.Domain, Limits: s.kept, Seal: routing.Fill, Log: s.log})
	if err != nil {
		return err
	}
	for range 3 {
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		s.doors = append(s.doors, ln)
	}
	s.serve(ctx, routing.New(tables))
	return nil
}

// serve starts the doors; Close waits for them.
func (s *Sink) serve(ctx context.Context, router routing.Router) {
	in := &smtp.Server{
		Domain: s.rewriting.Domain, Router: router, Mailbox: s.box, TLS: s.tls, Auth: s.auth(), Secret: s.secret(),
		Begin:       func(client netip.Addr) smtp.Router { return router.Begin(client) },
		RequireAuth: s.requireAuth, MaxSize: s.maxSize, MaxRecipients: s.maxRecipients, Grace: s.grace, Log: s.log,
	}
	out := &imap.Server{Mailbox: s.box, TLS: s.tls, Auth: s.auth(), Secret: s.secret(), MaxSize: s.maxSize, Log: s.log}
	page := web.New(ctx, web.Config{
		Mailbox: s.box, Router: router, Begin: func() compose.Router { return router.Begin(netip.Addr{}) }, UI: s.page, MaxSize: s.maxSize, MaxRecipients: s.maxRecipients, Grace: s.grace, Log: s.log,
		Info: web.Info{Version: "test", SMTP: s.SMTPAddr(), IMAP: s.IMAPAddr(), HTTP: s.URL(), Store: "memory:"},
	})
	for i, serve := range []func(context.Context, net.Listener) error{in.Serve, out.Serve, page.Serve} {
		s.group.Go(func() error { return serve(ctx, s.doors[i]) })
	}
}

// Close stops the sink and returns when its last goroutine has ended. Messages
// that are on the way get their reply first. Waits end with an error.
func (s *Sink) Close() error {
	s.stop()
	err := s.group.Wait()
	if s.box != nil {
		err = errors.Join(err, s.box.Close())
	}
	for _, ln := range s.doors {
		if cerr := ln.Close(); cerr != nil && !errors.Is(cerr, net.ErrClosed) {
			err = errors.Join(err, cerr)
		}
	}
	return errors.Join(err, s.store.Close())
}

// SMTPAddr returns where mail goes in, as host:port.
func (s *Sink) SMTPAddr() string { return s.doors[0].Addr().String() }

// IMAPAddr returns where mail clients read, as host:port. Without User, any
// name and any password log in.
func (s *Sink) IMAPAddr() string { return s.doors[1].Addr().String() }

// HTTPAddr returns where the page and the HTTP API are, as host:port.
func (s *Sink) HTTPAddr() string { return s.doors[2].Addr().String() }

// URL returns the address of the HTTP API, and with Page that of the page.
func (s *Sink) URL() string { return "http://" + s.HTTPAddr() }
