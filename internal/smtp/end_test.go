package smtp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
)

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

func TestDismissedClientHearsWhy(t *testing.T) {
	addr, _ := start(t, newServer(discarder{}))
	c := dial(t, addr)
	c.send("POST / HTTP/1.1\r\n" + strings.Repeat("Header: value\r\n", 100_000))
	c.want("", "220 ")
	c.want("", "554 5.5.1 ")
	c.wantEnd()
}
