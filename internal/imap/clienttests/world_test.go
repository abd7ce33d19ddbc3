package clienttests

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/imap"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search/signature"
	"mailsink/internal/store/memory"
)

// A world is a mailbox, and a server of it on a loopback port.
type world struct {
	testing.TB
	*mailbox.Mailbox
	host, port string
	home       string // of the programs
}

// start starts a server. change may set its fields.
func start(t testing.TB, change ...func(*imap.Server)) *world {
	t.Helper()
	st := memory.New()
	mb, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x, err := signature.New(t.Context(), mb, new(signature.Memory), signature.Options{Lazy: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s := &imap.Server{Mailbox: mb, Narrow: x.Holding}
	for _, f := range change {
		f(s)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, ln) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Errorf("Serve returned %v", err)
		}
		x.Close()
		mb.Close()
		st.Close()
	})
	w := &world{TB: t, Mailbox: mb, home: t.TempDir()}
	w.host, w.port, _ = net.SplitHostPort(ln.Addr().String())
	return w
}

const (
	plain = "From: Ann <ann@a.test>\r\nTo: bob@b.test\r\nSubject: one\r\nDate: Thu, 1 Jan 2026 10:00:00 +0000\r\nMessage-ID: <1@a.test>\r\n\r\nHello.\r\n"
	odd   = "From: =?utf-8?q?J=C3=B6rg?= <joerg@a.test>\r\nTo: bob@b.test\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nDate: Thu, 1 Jan 2026 11:00:00 +0100\r\nMessage-ID: <2@a.test>\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSch=C3=B6ne Gr=C3=BC=C3=9Fe\r\n"
)

// deliver puts messages into the INBOX of sink.
func (w *world) deliver(contents ...string) {
	w.Helper()
	to := mail.Address("sink@mailsink.test")
	for _, content := range contents {
		env := mail.Envelope{Recipients: []mail.Recipient{{Original: to, Final: to}}}
		if _, err := w.Deliver(w.Context(), env, strings.NewReader(content)); err != nil {
			w.Fatal(err)
		}
	}
}

// run runs a program that must succeed, and returns what it prints.
func (w *world) run(name, pkg string, args ...string) string {
	w.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		w.Fatalf("%s is missing: install Debian package %s", name, pkg)
	}
	cmd := exec.CommandContext(w.Context(), path, args...)
	cmd.Dir = w.home
	cmd.Env = append(os.Environ(), "HOME="+w.home, "TERM=xterm", "LC_ALL=C.UTF-8")
	var out, diag bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diag
	if err := cmd.Run(); err != nil {
		w.Fatalf("%s %q: %v\n%s%s", name, args, err, out.String(), diag.String())
	}
	return out.String()
}

func (w *world) write(name, content string) string {
	w.Helper()
	path := filepath.Join(w.home, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		w.Fatal(err)
	}
	return path
}

// script returns the whole path of a file of testdata.
func script(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// files returns the contents of the messages in a Maildir, with LF.
func (w *world) files(maildir string) map[string]string {
	w.Helper()
	found := make(map[string]string)
	for _, sub := range []string{"cur", "new"} {
		entries, err := os.ReadDir(filepath.Join(w.home, maildir, sub))
		if err != nil {
			w.Fatal(err)
		}
		for _, e := range entries {
			octets, err := os.ReadFile(filepath.Join(w.home, maildir, sub, e.Name()))
			if err != nil {
				w.Fatal(err)
			}
			found[e.Name()] = string(octets)
		}
	}
	return found
}
