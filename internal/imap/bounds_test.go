package imap_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"strings"
	"testing"
	"time"

	"mailsink/internal/imap"
)

func TestASilentClientIsClosedBeforeLogin(t *testing.T) {
	w := start(t, func(s *imap.Server) { s.LoginTimeout = 50 * time.Millisecond })
	x := w.dial()
	if said := x.closed(); said != "* BYE Too long without a whole command\r\n" {
		t.Errorf("told %q", said)
	}
}

func TestASilentClientIsClosedBeforeTheHandshake(t *testing.T) {
	w := start(t)
	ln := listen(t)
	s := &imap.Server{Mailbox: w.Mailbox, TLS: selfSigned(t), LoginTimeout: 50 * time.Millisecond}
	stop := serve(t, func(ctx context.Context) error { return s.ServeTLS(ctx, ln) })
	w.addr = ln.Addr().String()
	x := wireOn(t, w.connect())
	if said := x.closed(); said != "" {
		t.Errorf("told %q", said)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestStopDoesNotWaitForAHandshake(t *testing.T) {
	w := start(t)
	ln := listen(t)
	s := &imap.Server{Mailbox: w.Mailbox, TLS: selfSigned(t), Grace: 50 * time.Millisecond}
	stop := serve(t, func(ctx context.Context) error { return s.ServeTLS(ctx, ln) })
	w.addr = ln.Addr().String()
	whole := tls.Client(w.connect(), &tls.Config{InsecureSkipVerify: true})
	silent := wireOn(t, w.connect())
	if err := whole.Handshake(); err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	silent.closed()
	if said := wireOn(t, whole).closed(); !strings.Contains(said, "* BYE") {
		t.Errorf("told %q, want BYE", said)
	}
}

func TestAnIdleClientIsClosedAfterAWhile(t *testing.T) {
	w := start(t, func(s *imap.Server) { s.IdleTimeout = 50 * time.Millisecond })
	x := w.inbox()
	x.send("i IDLE\r\n")
	x.want("+ ")
	if said := x.closed(); !strings.HasPrefix(said, "* BYE") {
		t.Errorf("told %q", said)
	}
}

func TestHalfACommandIsNotWaitedForForEver(t *testing.T) {
	w := start(t, func(s *imap.Server) { s.CommandTimeout = 50 * time.Millisecond })
	x := w.inbox()
	x.send("a NOOP")
	if said := x.closed(); !strings.HasPrefix(said, "* BYE") {
		t.Errorf("told %q", said)
	}
}

func TestACommandIsBounded(t *testing.T) {
	w := start(t)
	for _, c := range []struct{ what, command, want string }{
		{"line", "a NOOP " + strings.Repeat("x", 64<<10), "BAD [TOOBIG]"},
		{"literals", "a SEARCH " + strings.Repeat("TEXT {1+}\r\nx ", 1100) + "ALL", "BAD [TOOBIG]"},
		{"quoted strings of literals", "a SEARCH TEXT " + strings.Repeat("{4096+}\r\n"+strings.Repeat("\"", 4096)+" TEXT ", 20), "BAD [TOOBIG]"},
		{"terms that grow", "a SEARCH " + strings.Repeat("SMALLER 9 ", 4900) + "ALL", "NO [LIMIT]"},
	} {
		x := w.inbox()
		x.send(c.command + "\r\n")
		if got := x.line(); !strings.Contains(got, c.want) {
			t.Errorf("%s: told %.100q, want %s", c.what, got, c.want)
		}
		x.Close()
	}
}

func TestManyBadCommandsEndTheConnection(t *testing.T) {
	w := start(t)
	x := w.inbox()
	x.send(strings.Repeat("\r\n", 60))
	if said := x.closed(); strings.Count(said, "* BAD") != 50 || !strings.HasSuffix(said, "* BYE Closing the connection\r\n") {
		t.Errorf("told %q", said)
	}
}

// TestListIsQuick lists 2,000 mailboxes, all of them subscribed to.
func TestListIsQuick(t *testing.T) {
	w := start(t)
	for i := range 2000 {
		name := fmt.Sprintf("box%d/below", i)
		if _, err := w.Create(t.Context(), "sink", name); err != nil {
			t.Fatal(err)
		}
		if err := w.Subscribe(t.Context(), "sink", name, true); err != nil {
			t.Fatal(err)
		}
	}
	x := w.login("sink")
	for _, c := range []struct {
		command string
		want    int
	}{
		{`LIST "" *`, 4001}, {`LIST "" % RETURN (STATUS (MESSAGES))`, 2002}, {`LSUB "" %`, 2000},
		{`LIST (SUBSCRIBED RECURSIVEMATCH) "" %`, 2000}, {`LIST "" "` + strings.Repeat("*/%", 150) + `"`, 0},
	} {
		began := time.Now()
		got := x.ok(c.command)
		took := time.Since(began)
		t.Logf("%.40s: %d answers in %v", c.command, len(got), took)
		if len(got) != c.want {
			t.Errorf("%.40s: %d answers, want %d", c.command, len(got), c.want)
		}
		if took > 5*time.Second {
			t.Errorf("%.40s took %v", c.command, took)
		}
	}
}
