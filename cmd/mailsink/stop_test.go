package main

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/gorilla/websocket"
)

// inData returns a connection that has sent half a message.
func inData(t *testing.T, p *process) *dialogue {
	t.Helper()
	d, err := dial(p.SMTP)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.greet(); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"MAIL FROM:<a@staging.example>", "RCPT TO:<b@customers.example>", "DATA"} {
		if reply, err := d.say(line); err != nil || reply[0] > '3' {
			t.Fatal(line, reply, err)
		}
	}
	if _, err := io.WriteString(d, "Subject: in the middle\r\n\r\nhalf"); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSIGTERMLetsTransactionsFinishAndSaysGoodbye(t *testing.T) {
	p := start(t)
	smtp := inData(t, p)
	idle, err := dial(p.SMTP)
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	if err := idle.greet(); err != nil {
		t.Fatal(err)
	}
	imap := loggedIn(t, p)
	feed := watching(t, p)

	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if line, err := imap.r.ReadString('\n'); !strings.HasPrefix(line, "* BYE") {
		t.Errorf("IMAP said %q, %v; want BYE", line, err)
	}
	if reply, err := idle.reply(); !strings.HasPrefix(reply, "421 4.3.2") {
		t.Errorf("an idle SMTP client was told %q, %v; want 421 4.3.2", reply, err)
	}
	var closed *websocket.CloseError
	if err := drained(feed); !errors.As(err, &closed) || closed.Code != websocket.CloseGoingAway {
		t.Errorf("the feed ended with %v, want close code 1001", err)
	}
	if reply, err := smtp.say(" a message\r\n."); !strings.HasPrefix(reply, "250 2.0.0 Ok: queued as ") {
		t.Errorf("the transaction under way was told %q, %v; want 250", reply, err)
	}
	if err := p.wait(t); err != nil {
		t.Errorf("the process ended with %v, want status 0\n%s", err, p.log)
	}
}

func TestASecondSignalEndsAtOnce(t *testing.T) {
	p := start(t, "--grace", "1h")
	d := inData(t, p)
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	idle, err := dial(p.SMTP)
	for err == nil { // until the door is closed, the first signal has not been heard
		idle.Close()
		idle, err = dial(p.SMTP)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.wait(t); err == nil {
		t.Error("the process ended well, though a transaction was cut off")
	}
	if reply, err := d.reply(); err == nil {
		t.Errorf("the transaction was told %q", reply)
	}
}

// loggedIn returns an IMAP connection that has logged in.
func loggedIn(t *testing.T, p *process) *dialogue {
	t.Helper()
	d, err := dial(p.IMAP)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if _, err := io.WriteString(d, "a LOGIN anyone anything\r\n"); err != nil {
		t.Fatal(err)
	}
	for {
		line, err := d.r.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "a ") {
			if !strings.HasPrefix(line, "a OK") {
				t.Fatal(line)
			}
			return d
		}
	}
}

// watching returns a feed that has said hello.
func watching(t *testing.T, p *process) *websocket.Conn {
	t.Helper()
	header := http.Header{"Origin": {"http://" + p.HTTP}}
	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), "ws://"+p.HTTP+"/v1/feed", header)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.WriteJSON(map[string]any{"sub": map[string]string{"q": ""}}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := conn.ReadMessage(); err != nil {
		t.Fatal(err)
	}
	return conn
}

// drained reads until the feed ends, and returns how.
func drained(conn *websocket.Conn) error {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
