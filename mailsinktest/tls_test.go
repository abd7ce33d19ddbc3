package mailsinktest_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"strings"
	"testing"

	"mailsink/mailsinktest"
)

// TestBothDoorsOfferTheCertificateThatIsGiven sends a message and reads over
// STARTTLS, with a client that trusts this certificate alone.
func TestBothDoorsOfferTheCertificateThatIsGiven(t *testing.T) {
	t.Parallel()
	lent := httptest.NewTLSServer(http.NotFoundHandler()) // its certificate is all that is wanted
	defer lent.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(lent.Certificate())
	client := &tls.Config{RootCAs: trusted, ServerName: "example.com"}
	sink := mailsinktest.Start(t, mailsinktest.TLS(&tls.Config{Certificates: lent.TLS.Certificates}))

	c, err := smtp.Dial(sink.SMTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.StartTLS(client); err != nil {
		t.Fatalf("STARTTLS over SMTP: %v", err)
	}
	if err := c.Mail("a@x.test"); err != nil {
		t.Fatal(err)
	}
	if err := c.Rcpt("b@x.test"); err != nil {
		t.Fatal(err)
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprint(w, signUp); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if m, err := sink.Wait(t.Context(), mailsinktest.To("b@x.test")); err != nil || !strings.Contains(m.Text, "482913") {
		t.Errorf("%v came, %v", m, err)
	}
	readsOverTLS(t, sink.IMAPAddr(), client)
}

func readsOverTLS(t *testing.T, address string, config *tls.Config) {
	t.Helper()
	plain, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	fmt.Fprint(plain, "a STARTTLS\r\n")
	for r := bufio.NewReader(plain); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("STARTTLS over IMAP: %v", err)
		}
		if strings.HasPrefix(line, "a OK") {
			break
		}
	}
	secure := tls.Client(plain, config)
	fmt.Fprint(secure, "b CAPABILITY\r\nc LOGOUT\r\n")
	for r := bufio.NewReader(secure); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("over TLS: %v", err)
		}
		if strings.HasPrefix(line, "b OK") {
			return
		}
	}
}
