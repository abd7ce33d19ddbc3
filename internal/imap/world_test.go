package imap_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"mailsink/internal/imap"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/memory"
)

// A world is a mailbox and a server of it on a loopback port.
type world struct {
	testing.TB
	*mailbox.Mailbox
	addr string
	stop func() error // tells the server to stop, and returns what it returned
}

// start starts a server. change may set its fields.
func start(t testing.TB, change ...func(*imap.Server)) *world {
	t.Helper()
	st := memory.New()
	mb, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	s := &imap.Server{Mailbox: mb, AuthDelay: time.Nanosecond}
	for _, f := range change {
		f(s)
	}
	ln := listen(t)
	w := &world{TB: t, Mailbox: mb, addr: ln.Addr().String()}
	w.stop = serve(t, func(ctx context.Context) error { return s.Serve(ctx, ln) })
	t.Cleanup(func() { mb.Close(); st.Close() })
	t.Cleanup(func() {
		if err := w.stop(); err != nil {
			t.Errorf("Serve returned %v", err)
		}
	})
	return w
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ln
}

// serve runs f until the function it returns is called, which may happen more
// than once.
func serve(t testing.TB, f func(context.Context) error) func() error {
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan struct{})
	var err error
	go func() { defer close(served); err = f(ctx) }()
	return func() error {
		cancel()
		<-served
		return err
	}
}

// deliver puts a message into the INBOX of each account.
func (w *world) deliver(content string, accounts ...string) *mail.Message {
	w.Helper()
	if len(accounts) == 0 {
		accounts = []string{"sink"}
	}
	env := mail.Envelope{ReversePath: "app@staging.example"}
	for _, a := range accounts {
		to := mail.Address(a + "@mailsink.test")
		env.Recipients = append(env.Recipients, mail.Recipient{Original: to, Final: to})
	}
	id, err := w.Deliver(w.Context(), env, strings.NewReader(content))
	if err != nil {
		w.Fatal(err)
	}
	m, ok := w.State().Find(id)
	if !ok {
		w.Fatal("a delivered message is not in the state")
	}
	return m
}

// message returns a small message with a subject.
func message(subject string) string {
	return "From: Ann <ann@a.test>\r\nTo: bob@b.test\r\nSubject: " + subject + "\r\nDate: Thu, 1 Jan 2026 10:00:00 +0000\r\n\r\nHello.\r\n"
}

// configure sets what the words of a dialogue ask for.
func configure(s *imap.Server, words string) {
	for word := range strings.FieldsSeq(words) {
		switch word {
		case "auth": // ann may log in with the password secret
			s.Auth = func(_ context.Context, user, password string) error {
				if user != "ann" || password != "secret" {
					return errDiffers
				}
				return nil
			}
		case "tls":
			s.TLS = new(tls.Config)
		case "small":
			s.MaxSize = 100
		}
	}
}

// A wire is a connection, read and written as it is.
type wire struct {
	testing.TB
	net.Conn
	r *bufio.Reader
	n int
}

func (w *world) connect() net.Conn {
	w.Helper()
	c, err := net.Dial("tcp", w.addr)
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { c.Close() })
	return c
}

func (w *world) dial() *wire {
	w.Helper()
	x := wireOn(w.TB, w.connect())
	x.want("* OK ")
	return x
}

func wireOn(t testing.TB, c net.Conn) *wire {
	c.SetDeadline(time.Now().Add(3 * time.Minute))
	return &wire{TB: t, Conn: c, r: bufio.NewReader(c)}
}

// login dials and logs in, and selects INBOX.
func (w *world) login(user string) *wire {
	w.Helper()
	x := w.dial()
	x.ok("LOGIN " + user + " secret")
	return x
}

func (w *world) inbox() *wire {
	w.Helper()
	x := w.login("sink")
	x.ok("SELECT INBOX")
	return x
}

func (x *wire) send(s string) {
	x.Helper()
	if _, err := x.Write([]byte(s)); err != nil {
		x.Fatalf("send %.60q: %v", s, err)
	}
}

// line reads a line, without its end.
func (x *wire) line() string {
	x.Helper()
	s, err := x.r.ReadString('\n')
	if err != nil {
		x.Fatalf("after %q: %v", s, err)
	}
	if !strings.HasSuffix(s, "\r\n") {
		x.Fatalf("%q does not end with CRLF", s)
	}
	return strings.TrimSuffix(s, "\r\n")
}

// response reads a line and the literals in it.
func (x *wire) response() string {
	x.Helper()
	out := x.line()
	for {
		i := strings.LastIndexByte(out, '{')
		var n int
		if i < 0 || !strings.HasSuffix(out, "}") {
			return out
		}
		if _, err := fmt.Sscanf(out[i:], "{%d}", &n); err != nil {
			return out
		}
		octets := make([]byte, n)
		for got := 0; got < n; {
			k, err := x.r.Read(octets[got:])
			if err != nil {
				x.Fatal(err)
			}
			got += k
		}
		out += "\r\n" + string(octets) + x.line()
	}
}

func (x *wire) want(prefix string) string {
	x.Helper()
	got := x.response()
	if !strings.HasPrefix(got, prefix) {
		x.Fatalf("got %.200q, want %q…", got, prefix)
	}
	return got
}

// run sends a command and returns what is said until its tagged response, that
// included.
func (x *wire) run(command string) []string {
	x.Helper()
	x.n++
	tag := fmt.Sprintf("t%d", x.n)
	x.send(tag + " " + command + "\r\n")
	return x.until(tag)
}

func (x *wire) until(tag string) []string {
	x.Helper()
	var out []string
	for {
		r := x.response()
		rest, tagged := strings.CutPrefix(r, tag+" ")
		if out = append(out, rest); tagged {
			return out
		}
	}
}

// ok runs a command that must succeed, and returns the untagged responses.
func (x *wire) ok(command string) []string {
	x.Helper()
	out := x.run(command)
	last := out[len(out)-1]
	if !strings.HasPrefix(last, "OK") {
		x.Fatalf("%.100s: %s", command, last)
	}
	return out[:len(out)-1]
}

// no runs a command that must be refused with that beginning.
func (x *wire) no(command, prefix string) {
	x.Helper()
	out := x.run(command)
	if last := out[len(out)-1]; !strings.HasPrefix(last, prefix) {
		x.Fatalf("%.100s: got %s, want %s", command, last, prefix)
	}
}

// closed reads to the end, and returns what was said.
func (x *wire) closed() string {
	x.Helper()
	var out strings.Builder
	for {
		s, err := x.r.ReadString('\n')
		out.WriteString(s)
		if err != nil {
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				x.Fatalf("the connection was not closed; it said %q", out.String())
			}
			return out.String()
		}
	}
}
