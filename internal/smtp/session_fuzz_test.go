package smtp

import (
	"bytes"
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// A pipes is a listener for connections in memory.
type pipes struct {
	conns  chan net.Conn
	closed context.Context
	close  context.CancelFunc
}

func newPipes(conns ...net.Conn) pipes {
	p := pipes{conns: make(chan net.Conn, len(conns))}
	for _, c := range conns {
		p.conns <- c
	}
	p.closed, p.close = context.WithCancel(context.Background())
	return p
}

// Accept implements [net.Listener].
func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed.Done():
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (p pipes) Close() error {
	p.close()
	return nil
}

// Addr implements [net.Listener].
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes", Net: "unix"} }

// FuzzSession sends anything to a server. It must not panic, must answer in
// whole lines without controls, and must keep nothing that was not sent with
// DATA or BDAT to a recipient.
func FuzzSession(f *testing.F) {
	for _, seed := range []string{
		"EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n",
		"HELO a\nMAIL FROM:<>\nRCPT TO:<postmaster>\nBDAT 3\r\nabcBDAT 0 LAST\r\n",
		"EHLO a\r\nAUTH LOGIN\r\nYQ==\r\nYQ==\r\nAUTH PLAIN\r\n*\r\n",
		"EHLO a\r\nMAIL FROM:<a@b> SIZE=9 RET=FULL ENVID=x BODY=BINARYMIME\r\nRCPT TO:<c@d> NOTIFY=NEVER ORCPT=rfc822;x\r\n",
		"EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<c@d>\r\nBDAT 9999\r\nx\r\nRSET\r\n",
		"STARTTLS\r\nNOOP\r\nVRFY\r\nHELP\r\nEXPN\r\n\r\nGET / HTTP/1.1\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		box := &recorder{}
		srv := newServer(box)
		srv.MaxSize, srv.Grace = 1<<10, time.Nanosecond
		srv.CommandTimeout, srv.DataTimeout = 20*time.Millisecond, 20*time.Millisecond
		got := converse(t, srv, sent)
		for line := range bytes.Lines(got) {
			if text, ok := strings.CutSuffix(string(line), "\r\n"); !ok || !replyLine.MatchString(text) {
				t.Fatalf("%q is not a line of a reply", line)
			}
		}
		upper := bytes.ToUpper(sent)
		for _, d := range box.all() {
			if !bytes.Contains(upper, []byte("DATA")) && !bytes.Contains(upper, []byte("BDAT")) {
				t.Fatalf("kept %q without DATA", d.content)
			}
			if !bytes.Contains(upper, []byte("MAIL FROM:")) || len(d.env.Recipients) == 0 || len(d.content) > 1<<10 {
				t.Fatalf("kept %q for %+v", d.content, d.env)
			}
		}
	})
}

// converse sends octets to srv over a pipe, hangs up, and returns what it
// answered.
func converse(t *testing.T, srv *Server, sent []byte) []byte {
	ctx, cancel := context.WithCancel(t.Context())
	near, far := net.Pipe()
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, newPipes(far)) }()
	if err := near.SetDeadline(time.Now().Add(2 * time.Second)); err != nil {
		t.Fatal(err)
	}
	answered := make(chan []byte, 1)
	go func() {
		b, err := io.ReadAll(near) // ends when the server hangs up
		if err != nil {
			t.Errorf("the server neither answers nor hangs up: %v", err)
		}
		answered <- b
	}()
	_, _ = near.Write(sent) // the server may hang up first
	_, _ = near.Write([]byte("\r\nQUIT\r\n"))
	got := <-answered
	near.Close()
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return got
}
