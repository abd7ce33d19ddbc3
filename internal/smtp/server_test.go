package smtp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

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
			c.want("", "552 5.3.4 ")
			return
		}
	}
	t.Error("the server read on and on")
}

func TestUnixSocketNamesTheClient(t *testing.T) {
	path := filepath.Join(t.TempDir(), "smtp")
	ln, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	box := &recorder{}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- newServer(box).Serve(ctx, ln) }()
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c := &client{t: t, conn: conn}
	c.want("", "220 ")
	c.want("HELO client.example\r\n", "250 ")
	c.envelope()
	c.want("DATA\r\n", "354 ")
	c.want(".\r\n", "250 ")
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if got := box.all()[0].env.Client.Address; got != path {
		t.Errorf("client is %q, want %q", got, path)
	}
}

func TestErrorsBecomeReplies(t *testing.T) {
	tests := map[string]struct {
		err  error
		want string
	}{
		"full":       {fmt.Errorf("disk: %w", mail.ErrFull), "452 4.3.1 No room left to store the message, try again later"},
		"too large":  {fmt.Errorf("store: %w", mail.ErrTooLarge), "552 5.3.4 Error: message file too big"},
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
	const whole = "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nBDAT 1 LAST\r\nx"
	c.send(whole + whole + "QUIT\r\n") // without waiting for replies
	for range 6 {
		c.want("", "250 ")
	}
	c.want("", "221 ")
	stop()
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 4 {
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
