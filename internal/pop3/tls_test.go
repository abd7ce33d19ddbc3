package pop3_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mailbox"
	"mailsink/internal/pop3"
	"mailsink/internal/store/memory"
)

// certified returns a configuration with a certificate made for it.
func certified(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

func TestSTLS(t *testing.T) {
	config := certified(t)
	w := start(t, func(s *pop3.Server) { s.TLS = config })
	w.deliver(two)
	c := w.dial()
	if !strings.Contains(c.capabilities(), "STLS\n") {
		t.Error("STLS is not offered")
	}
	c.ok("USER forgotten")
	c.ok("STLS")
	c = w.on(tls.Client(c.Conn, &tls.Config{InsecureSkipVerify: true}))
	c.no("PASS x")
	if strings.Contains(c.capabilities(), "STLS\n") {
		t.Error("STLS is offered within TLS")
	}
	c.no("STLS")
	c.ok("USER sink")
	c.ok("PASS x")
	c.ok("QUIT")
}

func TestWhatFollowsSTLSIsNotTakenForWhatIsSaidInTLS(t *testing.T) {
	config := certified(t)
	c := start(t, func(s *pop3.Server) { s.TLS = config }).dial()
	c.send("STLS\r\nUSER injected")
	if got := c.line(); !strings.HasPrefix(got, "-ERR") {
		t.Errorf("it answers %q", got)
	}
	c.closed()
}

func TestImplicitTLS(t *testing.T) {
	st := memory.New()
	mb, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { mb.Close(); st.Close() }()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &pop3.Server{Mailbox: mb, TLS: certified(t)}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.ServeTLS(ctx, ln) }()
	sock, err := tls.Dial("tcp", ln.Addr().String(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	c := (&world{TB: t}).on(sock)
	if line := c.line(); !strings.HasPrefix(line, "+OK ") {
		t.Errorf("the greeting is %q", line)
	}
	cancel()
	if err := <-served; err != nil {
		t.Errorf("ServeTLS returned %v", err)
	}
}
