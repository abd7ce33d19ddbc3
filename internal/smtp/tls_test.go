package smtp

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	netsmtp "net/smtp"
	"strings"
	"testing"
)

func TestImplicitTLS(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	srv.TLS = selfSigned(t)
	addr, _ := startOn(t, srv.ServeTLS)
	conn, err := tls.Dial("tcp", addr, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c := &client{t: t, conn: conn}
	c.want("", "220 ")
	if got := c.want("EHLO client.example\r\n", "250-"); strings.Contains(got, "STARTTLS") {
		t.Errorf("STARTTLS is offered inside TLS: %s", got)
	}
	c.envelope()
	c.want("DATA\r\n", "354 ")
	c.want(strings.Repeat("x", 100_000)+"\r\n.\r\n", "250 ")
	by := box.all()[0].env.Client
	if by.Protocol != "ESMTPS" || !strings.HasPrefix(by.TLS, "TLS 1.3 TLS_") {
		t.Errorf("client is %+v", by)
	}
}

func TestPlainTextOnATLSPortIsLetGo(t *testing.T) {
	srv := newServer(discarder{})
	srv.TLS = selfSigned(t)
	addr, _ := startOn(t, srv.ServeTLS)
	c := dial(t, addr)
	c.send("EHLO client.example\r\nMAIL FROM:<>\r\n")
	for {
		line, err := c.line()
		if err != nil {
			break
		}
		if strings.HasPrefix(line, "2") {
			t.Fatalf("answered in the clear: %q", line)
		}
	}
}

func TestStandardLibraryIsAClient(t *testing.T) {
	box := &recorder{}
	srv := newServer(box)
	srv.TLS, srv.Auth = selfSigned(t), knowsAnn
	addr, _ := start(t, srv)
	c, err := netsmtp.Dial(addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.StartTLS(&tls.Config{InsecureSkipVerify: true}); err != nil {
		t.Fatal(err)
	}
	host, _, _ := net.SplitHostPort(addr)
	if err := c.Auth(netsmtp.PlainAuth("", "ann", "secret", host)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.Mail("a@example.com"), c.Rcpt("b@example.com")); err != nil {
		t.Fatal(err)
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, "Subject: x\r\n\r\n.\r\n"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Close(), c.Quit()); err != nil {
		t.Fatal(err)
	}
	d := box.all()[0]
	if string(d.content) != "Subject: x\r\n\r\n.\r\n" || d.env.Client.Identity != "ann" || d.env.Client.Protocol != "UTF8SMTPSA" {
		t.Errorf("kept %q from %+v", d.content, d.env.Client)
	}
}
