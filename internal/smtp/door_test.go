package smtp

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/mail"
)

// toSink leads every address to one account, and refuses those whose
// local-part is a reply code.
type toSink struct{}

func (toSink) Route(_ context.Context, _, forward mail.Address) mail.Route {
	switch local, _ := forward.Split(); local {
	case "550":
		return mail.Route{Reply: mail.Reply{Code: 550, Enhanced: "5.1.1", Text: "User unknown"}}
	case "554":
		return mail.Route{Reply: mail.Reply{Code: 554, Text: "bare\r\n250 injected"}}
	case "list":
		return mail.Route{Finals: []mail.Final{{Address: "a@sink.test"}, {Address: "b@sink.test", External: true}}}
	}
	return mail.Route{
		Finals: []mail.Final{{Address: "sink@mailsink.test"}},
		Steps:  []mail.Step{{Table: "regexp:sink", Line: 1, From: forward, To: []mail.Address{"sink@mailsink.test"}}},
		Reply:  mail.Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"},
	}
}

// A delivery is what a Mailbox was given.
type delivery struct {
	env     mail.Envelope
	content []byte
}

// A recorder is a Mailbox that remembers.
type recorder struct {
	mu         sync.Mutex
	deliveries []delivery
	began      chan struct{} // where not nil, told of every delivery that begins
	refuse     error         // given for every message, once it was read
}

func (r *recorder) Deliver(_ context.Context, env mail.Envelope, content io.Reader) (mail.ID, error) {
	if r.began != nil {
		r.began <- struct{}{}
	}
	b, err := io.ReadAll(content)
	if err != nil {
		return 0, err
	}
	if r.refuse != nil {
		return 0, r.refuse
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deliveries = append(r.deliveries, delivery{env, b})
	return mail.ID(len(r.deliveries)), nil
}

func (r *recorder) all() []delivery {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.deliveries
}

// A discarder reads and forgets.
type discarder struct{}

func (discarder) Deliver(_ context.Context, _ mail.Envelope, content io.Reader) (mail.ID, error) {
	_, err := io.Copy(io.Discard, content)
	return 1, err
}

// start serves srv on a loopback port until the test ends.
func start(t testing.TB, srv *Server) (addr string, stop func()) {
	t.Helper()
	return startOn(t, srv.Serve)
}

func startOn(t testing.TB, serve func(context.Context, net.Listener) error) (addr string, stop func()) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return ln.Addr().String(), serveOn(t, ln, serve)
}

func serveOn(t testing.TB, ln net.Listener, serve func(context.Context, net.Listener) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- serve(ctx, ln) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func newServer(mailbox Mailbox) *Server {
	return &Server{
		Domain:    "mailsink.test",
		Router:    toSink{},
		Mailbox:   mailbox,
		AuthDelay: time.Nanosecond,
		Grace:     5 * time.Second,
	}
}

// selfSigned returns a configuration with a certificate for mailsink.test.
func selfSigned(t testing.TB) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"mailsink.test"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

// A client speaks to a server octet by octet.
type client struct {
	t    testing.TB
	conn net.Conn
	in   []byte
}

func dial(t testing.TB, addr string) *client {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	return &client{t: t, conn: conn}
}

func (c *client) send(s string) {
	c.t.Helper()
	if s == "" {
		return
	}
	if _, err := io.WriteString(c.conn, s); err != nil {
		c.t.Fatalf("send %.60q: %v", s, err)
	}
}

// reply reads one reply, of one line or several, without its line ends.
func (c *client) reply() string {
	c.t.Helper()
	var lines []string
	for {
		line, err := c.line()
		if err != nil {
			c.t.Fatalf("after %q: %v", lines, err)
		}
		lines = append(lines, line)
		if len(line) < 4 || line[3] != '-' {
			return strings.Join(lines, "\n")
		}
	}
}

func (c *client) line() (string, error) {
	for {
		if line, rest, ok := bytes.Cut(c.in, []byte("\r\n")); ok {
			c.in = rest
			return string(line), nil
		}
		b := make([]byte, 4096)
		n, err := c.conn.Read(b)
		if c.in = append(c.in, b[:n]...); n == 0 && err != nil {
			return "", err
		}
	}
}

// want sends s and expects the reply to begin with reply.
func (c *client) want(s, reply string) string {
	c.t.Helper()
	c.send(s)
	got := c.reply()
	if !strings.HasPrefix(got, reply) {
		c.t.Fatalf("%.60q: got %q, want %q", s, got, reply)
	}
	return got
}

// wantEnd expects that nothing more comes and the connection is closed.
func (c *client) wantEnd() {
	c.t.Helper()
	if line, err := c.line(); err == nil {
		c.t.Fatalf("got %q, want the end of the connection", line)
	} else if e, ok := err.(net.Error); ok && e.Timeout() {
		c.t.Fatal("the connection was not closed")
	}
}

// greet opens a session with EHLO.
func greeted(t testing.TB, addr string) *client {
	t.Helper()
	c := dial(t, addr)
	c.want("", "220 ")
	c.want("EHLO client.example\r\n", "250-")
	return c
}

// envelope opens a transaction up to and without DATA.
func (c *client) envelope() {
	c.t.Helper()
	c.want("MAIL FROM:<a@example.com>\r\n", "250 ")
	c.want("RCPT TO:<b@example.com>\r\n", "250 ")
}

// knowsAnn is an Auth with one user.
func knowsAnn(_ context.Context, username, password string) error {
	if username != "ann" || password != "secret" {
		return errors.New("not Ann; this text must not reach the client")
	}
	return nil
}
