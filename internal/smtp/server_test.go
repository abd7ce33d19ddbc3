package smtp

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	netsmtp "net/smtp"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
)

// corpus returns odd messages, made and found.
func corpus(t *testing.T) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader("testdata/hostile/messages.zip")
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	messages := map[string][]byte{
		"a line of 8 MiB": bytes.Repeat([]byte("x"), 8<<20),
		"dots only":       bytes.Repeat([]byte(".\r\n"), 100000),
		"CRs only":        bytes.Repeat([]byte("\r"), 100001),
		"NULs only":       make([]byte, 100000),
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if messages[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return messages
}

// stuff makes content ready for DATA. Content whose last line does not end
// gets an end, and want says so.
func stuff(content []byte) (data, want []byte) {
	want = content
	if !bytes.HasSuffix(content, []byte("\r\n")) && len(content) > 0 {
		want = append(bytes.Clone(content), "\r\n"...)
	}
	data = bytes.ReplaceAll(want, []byte("\r\n."), []byte("\r\n.."))
	if bytes.HasPrefix(data, []byte(".")) {
		data = append([]byte("."), data...)
	}
	return append(bytes.Clone(data), ".\r\n"...), want
}

func TestEveryMessageArrivesOctetForOctet(t *testing.T) {
	box := &recorder{}
	addr, _ := start(t, newServer(box))
	c := greeted(t, addr)
	messages := corpus(t)
	if len(messages) < 290 {
		t.Errorf("only %d messages", len(messages))
	}
	for name, content := range messages {
		data, want := stuff(content)
		c.envelope()
		c.want("DATA\r\n", "354 ")
		c.want(string(data), "250 ")
		c.envelope()
		cut := len(content) / 3
		c.want(fmt.Sprintf("BDAT %d\r\n%s", cut, content[:cut]), "250 ")
		c.want(fmt.Sprintf("BDAT %d LAST\r\n%s", len(content)-cut, content[cut:]), "250 ")
		all := box.all()
		if got := all[len(all)-2].content; !bytes.Equal(got, want) {
			t.Errorf("%s: DATA changed the content, %d octets for %d", name, len(got), len(want))
		}
		if got := all[len(all)-1].content; !bytes.Equal(got, content) {
			t.Errorf("%s: BDAT changed the content, %d octets for %d", name, len(got), len(content))
		}
	}
}

func TestMaximumSizeIsExact(t *testing.T) {
	const size = 200_000
	for _, n := range []int{size - 1, size, size + 1, 3 * size} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			box := &recorder{}
			srv := newServer(box)
			srv.MaxSize = size
			addr, _ := start(t, srv)
			c := greeted(t, addr)
			want := "250 2.0.0 "
			if n > size {
				want = "552 5.3.4 "
			}
			line := strings.Repeat("x", 98) + "\r\n"
			content := strings.Repeat(line, n/100+1)[:n-2] + "\r\n"
			c.envelope()
			c.want("DATA\r\n", "354 ")
			c.want(content+".\r\n", want)
			c.envelope()
			c.want(fmt.Sprintf("BDAT %d LAST\r\n%s", n, content), want)
			c.envelope()
			c.want(fmt.Sprintf("BDAT 100\r\n%s", content[:100]), "250 ")
			c.want(fmt.Sprintf("BDAT %d LAST\r\n%s", n-100, content[100:]), want)
			c.want("NOOP\r\n", "250 ")
			if kept := len(box.all()); kept != 0 && n > size || kept != 3 && n <= size {
				t.Errorf("%d messages kept", kept)
			}
		})
	}
}

func TestEndlessMessageEndsTheConnection(t *testing.T) {
	srv := newServer(discarder{})
	srv.MaxSize = 1 << 10
	addr, _ := start(t, srv)
	c := greeted(t, addr)
	c.envelope()
	c.want("DATA\r\n", "354 ")
	block := bytes.Repeat([]byte("NOOP\r\n"), 10000)
	for sent := 0; sent < 2*minDrain; sent += len(block) {
		if _, err := c.conn.Write(block); err != nil {
			return
		}
	}
	t.Error("the server read on and on")
}

func TestErrorsBecomeReplies(t *testing.T) {
	tests := map[string]struct {
		err  error
		want string
	}{
		"full":       {fmt.Errorf("disk: %w", mail.ErrFull), "452 4.3.1 No room left to store the message, try again later"},
		"too large":  {fmt.Errorf("store: %w", mail.ErrTooLarge), "552 5.3.4 Message exceeds the maximum size"},
		"unforeseen": {errors.New("secret of /var/lib\r\n250 injected"), "451 4.3.0 Local error, try again later"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			addr, _ := start(t, newServer(&recorder{refuse: tt.err}))
			c := greeted(t, addr)
			for range 2 {
				c.envelope()
				c.want("DATA\r\n", "354 ")
				if got := c.want("x\r\n.\r\n", ""); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
}

// A deliverFunc is a Mailbox.
type deliverFunc func(ctx context.Context, content io.Reader) (mail.ID, error)

func (f deliverFunc) Deliver(ctx context.Context, _ mail.Envelope, content io.Reader) (mail.ID, error) {
	return f(ctx, content)
}

func TestMessageThatWasNotReadIsNotReadAsCommands(t *testing.T) {
	tests := map[string]struct {
		mailbox deliverFunc
		want    string
	}{
		"refused at once":         {func(context.Context, io.Reader) (mail.ID, error) { return 0, mail.ErrFull }, "452 4.3.1 "},
		"accepted without a look": {func(context.Context, io.Reader) (mail.ID, error) { return 1, nil }, "451 4.3.0 "},
		"given up in the middle": {func(_ context.Context, content io.Reader) (mail.ID, error) {
			_, err := io.CopyN(io.Discard, content, 7)
			return 0, errors.Join(err, mail.ErrFull)
		}, "452 4.3.1 "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			addr, _ := start(t, newServer(tt.mailbox))
			c := greeted(t, addr)
			c.envelope()
			c.want("DATA\r\n", "354 ")
			c.want("RSET\r\nRSET\r\nQUIT\r\n.\r\n", tt.want)
			c.envelope()
			c.want("BDAT 12 LAST\r\nRSET\r\nQUIT\r\n", tt.want)
			c.want("NOOP\r\n", "250 ")
		})
	}
}

func TestPanicEndsOneConnectionOnly(t *testing.T) {
	addr, _ := start(t, newServer(deliverFunc(func(context.Context, io.Reader) (mail.ID, error) { panic("broken") })))
	other := greeted(t, addr)
	c := greeted(t, addr)
	c.envelope()
	c.want("DATA\r\n", "354 ")
	c.want("x\r\n.\r\n", "421 ")
	c.wantEnd()
	other.want("NOOP\r\n", "250 ")
}

func TestLostConnectionKeepsNothing(t *testing.T) {
	for _, partial := range []string{"x", "x\r\n", "x\r\n.", "x\r\n.\r"} {
		box := &recorder{}
		addr, stop := start(t, newServer(box))
		c := greeted(t, addr)
		c.envelope()
		c.want("DATA\r\n", "354 ")
		c.send(partial)
		if err := c.conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		c.want("", "421 4.4.2 ")
		c.wantEnd()
		stop()
		if len(box.all()) > 0 {
			t.Errorf("%q was kept", partial)
		}
	}
}

func TestSilenceEndsTheConnection(t *testing.T) {
	tests := map[string]struct {
		before func(*client)
		want   string
	}{
		"before a command": {func(c *client) {}, "421 4.4.2 "},
		"in a command":     {func(c *client) { c.send("MAIL FR") }, "421 4.4.2 "},
		"in an exchange":   {func(c *client) { c.want("AUTH LOGIN\r\n", "334 ") }, "421 4.4.2 "},
		"in DATA": {func(c *client) {
			c.envelope()
			c.want("DATA\r\n", "354 ")
			c.send("x\r\nMAIL FROM:<smuggled@example.com>\r\n")
		}, "421 4.4.2 "},
		"in a chunk": {func(c *client) {
			c.envelope()
			c.send("BDAT 100\r\nRSET\r\n")
		}, "421 4.4.2 "},
		"between chunks": {func(c *client) {
			c.envelope()
			c.want("BDAT 1\r\nx", "250 ")
		}, "421 4.4.2 "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := &recorder{}
			srv := newServer(box)
			srv.CommandTimeout, srv.DataTimeout = 200*time.Millisecond, 200*time.Millisecond
			addr, _ := start(t, srv)
			c := greeted(t, addr)
			tt.before(c)
			c.want("", tt.want)
			c.wantEnd()
			if len(box.all()) > 0 {
				t.Error("a message was kept")
			}
		})
	}
}

func TestSessionsGrowOld(t *testing.T) {
	srv := newServer(discarder{})
	srv.SessionTimeout = 100 * time.Millisecond
	addr, _ := start(t, srv)
	c := dial(t, addr)
	c.want("", "220 ")
	c.want("", "421 4.4.2 ")
	c.wantEnd()
}

func TestBadCommandsEndTheConnection(t *testing.T) {
	addr, _ := start(t, newServer(discarder{}))
	c := greeted(t, addr)
	for range 20 {
		c.want("FROB\r\n", "500 ")
	}
	c.want("FROB\r\n", "500 ")
	c.want("", "421 4.7.0 ")
	c.wantEnd()
}

func TestLongLinesAreSkippedOrEndTheConnection(t *testing.T) {
	addr, _ := start(t, newServer(discarder{}))
	c := greeted(t, addr)
	c.want("NOOP "+strings.Repeat("x", maxCommand-5)+"\r\n", "250 ")
	c.want("NOOP "+strings.Repeat("x", maxCommand)+"\r\n", "500 5.5.2 Line too long")
	c.want("NOOP "+strings.Repeat("x", maxSkipped/2)+"\r\n", "500 5.5.2 Line too long")
	c.want("AUTH PLAIN "+strings.Repeat("QUFB", 2500)+"\r\n", "501 5.5.2 Malformed credentials")
	c.send(strings.Repeat("x", 2*maxSkipped))
	c.want("", "500 5.5.2 Line too long")
}

func TestConnectionsAreLimited(t *testing.T) {
	srv := newServer(discarder{})
	srv.MaxConnections = 2
	addr, _ := start(t, srv)
	first := greeted(t, addr)
	greeted(t, addr)
	over := dial(t, addr)
	over.want("", "421 4.7.0 Too many connections")
	over.wantEnd()
	first.want("QUIT\r\n", "221 ")
	first.wantEnd()
	greeted(t, addr)
}

func TestStopLetsMessagesFinish(t *testing.T) {
	box := &recorder{began: make(chan struct{}, 2)}
	addr, stop := start(t, newServer(box))
	idle, open, data, chunks := greeted(t, addr), greeted(t, addr), greeted(t, addr), greeted(t, addr)
	open.envelope()
	data.envelope()
	data.want("DATA\r\n", "354 ")
	data.send("begun")
	<-box.began
	chunks.envelope()
	chunks.want("BDAT 5\r\nbegun", "250 ")
	<-box.began
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		stop()
	}()
	idle.want("", "421 4.3.2 ")
	idle.wantEnd()
	open.want("", "421 4.3.2 ")
	if _, err := net.Dial("tcp", addr); err == nil {
		t.Error("a new connection was taken")
	}
	data.want(" and ended\r\n.\r\nNOOP\r\n", "250 2.0.0 Ok: queued as ")
	data.want("", "421 4.3.2 ")
	data.wantEnd()
	chunks.want("", "421 4.3.2 ")
	<-stopped
	if all := box.all(); len(all) != 1 || string(all[0].content) != "begun and ended\r\n" {
		t.Errorf("kept %v", all)
	}
}

func TestGraceEnds(t *testing.T) {
	cancelled := make(chan struct{})
	began := make(chan struct{})
	srv := newServer(deliverFunc(func(ctx context.Context, _ io.Reader) (mail.ID, error) {
		close(began)
		<-ctx.Done()
		close(cancelled)
		return 0, ctx.Err()
	}))
	srv.Grace = 10 * time.Millisecond
	addr, stop := start(t, srv)
	c := greeted(t, addr)
	c.envelope()
	c.want("DATA\r\n", "354 ")
	<-began
	stop()
	<-cancelled
}

func TestFailingListenerIsAnError(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	if err := newServer(discarder{}).Serve(t.Context(), ln); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve on a closed listener: %v", err)
	}
}

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

func TestEveryTransactionIsLoggedOnce(t *testing.T) {
	var log bytes.Buffer
	srv := newServer(&recorder{})
	srv.MaxSize = 10
	srv.Log = slog.New(slog.NewTextHandler(&log, nil))
	addr, stop := start(t, srv)
	c := greeted(t, addr)
	c.envelope()
	c.want("DATA\r\n", "354 ")
	c.want("x\r\n.\r\n", "250 ")
	c.envelope()
	c.want("BDAT 11 LAST\r\n01234567890", "552 ")
	c.want("QUIT\r\n", "221 ")
	stop()
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines:\n%s", len(lines), log.String())
	}
	for _, attr := range []string{"conn=", "id=0000000000002", "from=a@example.com", "to=1", "size=3", "duration="} {
		if !strings.Contains(lines[0], attr) {
			t.Errorf("%s lacks %s", lines[0], attr)
		}
	}
	if !strings.Contains(lines[1], "level=WARN") || !strings.Contains(lines[1], "exceeds the maximum size") {
		t.Error(lines[1])
	}
}

func TestClientThatReadsNothingIsLetGo(t *testing.T) {
	srv := newServer(discarder{})
	srv.WriteTimeout = 100 * time.Millisecond
	addr, _ := start(t, srv)
	c := dial(t, addr)
	block := bytes.Repeat([]byte("NOOP\r\n"), 10000)
	for range 1000 {
		if _, err := c.conn.Write(block); err != nil {
			return
		}
	}
	t.Error("the server went on answering")
}
