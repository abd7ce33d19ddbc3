package client_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mailsink/internal/client"
	"mailsink/mailsinktest"
)

// world is a sink, and a client of it.
func world(t *testing.T) (*mailsinktest.Sink, *client.Client) {
	t.Helper()
	sink := mailsinktest.Start(t)
	return sink, at(t, sink.URL())
}

func at(t *testing.T, url string) *client.Client {
	t.Helper()
	c, err := client.New(url)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// send sends a message by the API and returns its ID.
func send(t *testing.T, c *client.Client, to, content string) string {
	t.Helper()
	sent, err := c.Send(t.Context(), "shop@example.com", []string{to}, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return sent.ID.String()
}

func TestThePageOfARunHasNoPasswordInIt(t *testing.T) {
	c := at(t, "https://ann:secret@sink.example/mail/")
	for name, want := range map[string]string{"": "https://sink.example/mail/run", "login/7 ü": "https://sink.example/mail/run/login%2F7%20%C3%BC"} {
		if got := c.RunPage(name); got != want {
			t.Errorf("the page of %q is %s, want %s", name, got, want)
		}
	}
}

func TestWhatIsSentIsFoundReadAndDeleted(t *testing.T) {
	_, c := world(t)
	const content = "Subject: Code\r\nX-A: b\r\n\r\nYour code is 482913, see https://shop.example/\r\n"
	id := send(t, c, "ann@example.com", content)
	page, err := c.Messages(t.Context(), client.List{Q: "rcpt:ann", Account: "sink", Mailbox: "INBOX", Limit: 10})
	if err != nil || page.Total != 1 || page.Messages[0].ID.String() != id {
		t.Fatalf("%+v, %v", page, err)
	}
	m, err := c.Message(t.Context(), id)
	if err != nil || m.Codes[0] != "482913" || m.Links[0].URL != "https://shop.example/" || m.From() != "shop@example.com" || m.Originals()[0] != "ann@example.com" {
		t.Errorf("%+v, %v", m, err)
	}
	for name, open := range map[string]func() (io.ReadCloser, error){
		"raw":  func() (io.ReadCloser, error) { return c.Raw(t.Context(), id, false) },
		"part": func() (io.ReadCloser, error) { return c.Part(t.Context(), id, "1") },
	} {
		body, err := open()
		if err != nil {
			t.Fatal(err)
		}
		octets, err := io.ReadAll(body)
		body.Close()
		if err != nil || !strings.HasSuffix(content, string(octets)) || len(octets) == 0 {
			t.Errorf("%s: %q, %v", name, octets, err)
		}
	}
	trace, err := c.Raw(t.Context(), id, true)
	if err != nil {
		t.Fatal(err)
	}
	defer trace.Close()
	if octets, err := io.ReadAll(trace); err != nil || !strings.Contains(string(octets), "X-Original-To: ann@example.com") {
		t.Errorf("trace: %q, %v", octets, err)
	}
	if err := c.Delete(t.Context(), id); err != nil {
		t.Error(err)
	}
	var gone *client.Problem
	if _, err := c.Message(t.Context(), id); !errors.As(err, &gone) || gone.Status != http.StatusNotFound || gone.Error() == "" {
		t.Errorf("after it was deleted: %v", err)
	}
}

func TestAWaitEndsInOneOfThreeWays(t *testing.T) {
	_, c := world(t)
	cursor, err := c.Cursor(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	id := send(t, c, "ann@example.com", "Subject: 1\r\n\r\n")
	for _, w := range []struct {
		promise string
		client.Wait
		came     bool
		complete bool
	}{
		{"a message that is there ends it at once", client.Wait{Since: cursor, Timeout: time.Minute}, true, true},
		{"there is no time, and it is there", client.Wait{}, true, true},
		{"too few came", client.Wait{Count: 2}, true, false},
		{"the time runs out", client.Wait{List: client.List{Q: "rcpt:bob"}, Timeout: time.Millisecond}, false, false},
		{"none is hoped for, and one came", client.Wait{Absent: true, Timeout: time.Minute}, true, false},
		{"none is hoped for, and none came", client.Wait{List: client.List{Q: "rcpt:bob"}, Absent: true, Timeout: time.Millisecond}, false, true},
	} {
		got, err := c.Wait(t.Context(), w.Wait)
		if err != nil || got.Cursor == "" || got.Complete != w.complete || w.came != (len(got.Messages) == 1) || w.came && got.Messages[0].ID.String() != id {
			t.Errorf("%s: %+v, %v", w.promise, got, err)
		}
	}
}

func TestAWaitInVainTellsWhatCameInstead(t *testing.T) {
	_, c := world(t)
	send(t, c, "ann@example.com", "Subject: 1\r\n\r\n")
	got, err := c.Wait(t.Context(), client.Wait{List: client.List{Q: "rcpt:bob"}})
	if err != nil || got.Complete || got.Others.Count != 1 || got.Others.Messages[0].Summary.Subject != "1" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestErrorsTellWhoIsToBlame(t *testing.T) {
	_, c := world(t)
	var problem *client.Problem
	if _, err := c.Messages(t.Context(), client.List{Q: "rcp:x"}); !errors.As(err, &problem) || problem.Status != 400 || !strings.Contains(err.Error(), "rcp") {
		t.Errorf("a wrong query: %v", err)
	}
	if _, err := at(t, "http://127.0.0.1:1").Cursor(t.Context()); !errors.Is(err, client.ErrAway) || strings.Count(err.Error(), "127.0.0.1:1") != 2 {
		t.Errorf("nobody there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Cursor(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for _, url := range []string{"", "localhost:8025", "ftp://x", "http://"} {
		if _, err := client.New(url); err == nil {
			t.Errorf("%q is taken for a sink", url)
		}
	}
}

func TestAnotherServerIsNotTakenForASink(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/messages" {
			http.Error(w, "no", http.StatusTeapot)
			return
		}
		io.WriteString(w, "<html>")
	}))
	defer other.Close()
	c := at(t, other.URL+"/")
	if _, err := c.Cursor(t.Context()); err == nil || !strings.Contains(err.Error(), "no mailsink") {
		t.Errorf("%v", err)
	}
	if _, err := c.Messages(t.Context(), client.List{}); err == nil || !strings.Contains(err.Error(), "418") {
		t.Errorf("%v", err)
	}
}

func TestExportAndImportAreOneAnothersInverse(t *testing.T) {
	_, c := world(t)
	send(t, c, "ann@example.com", "Subject: 1\r\n\r\nx\r\n")
	send(t, c, "bob@example.com", "Subject: 2\r\n\r\ny\r\n")
	for _, format := range []string{"tar", "mbox", "maildir"} {
		body, count, err := c.Export(t.Context(), client.Export{List: client.List{Account: "sink"}, Format: format})
		if err != nil {
			t.Fatal(err)
		}
		octets, err := io.ReadAll(body)
		body.Close()
		if err != nil {
			t.Fatal(err)
		}
		n, err := c.Import(t.Context(), format, format+"-box", bytes.NewReader(octets))
		if err != nil || n != 2 || count != 0 && count != 2 {
			t.Errorf("%s: %d of %d, %v", format, n, count, err)
		}
	}
	if _, _, err := c.Export(t.Context(), client.Export{Format: "eml"}); err == nil {
		t.Error("several messages were exported as one")
	}
	if _, err := c.Import(t.Context(), "eml", "x", strings.NewReader("")); err == nil {
		t.Error("nothing was imported as a message")
	}
}

// enough ends following.
var errEnough = errors.New("enough")

func TestFollowTellsEveryMessageOnceInOrderAcrossABreak(t *testing.T) {
	sink, direct := world(t)
	front := newProxy(t, sink.HTTPAddr())
	var subjects []string
	lost := 0
	err := at(t, "http://"+front.Addr().String()).Follow(t.Context(), client.Following{
		Begun: func() {
			if lost == 0 {
				send(t, direct, "ann@example.com", "Subject: 1\r\n\r\n")
			}
		},
		Arrived: func(row client.Row) error {
			if subjects = append(subjects, row.Subject); len(subjects) == 1 {
				front.cut()
			}
			if len(subjects) == 3 {
				return errEnough
			}
			return nil
		},
		Lost: func(error) {
			if lost++; lost == 1 {
				send(t, direct, "ann@example.com", "Subject: 2\r\n\r\n")
				send(t, direct, "ann@example.com", "Subject: 3\r\n\r\n")
			}
		},
		Pause: func(context.Context) {},
	})
	if !errors.Is(err, errEnough) || strings.Join(subjects, " ") != "1 2 3" || lost == 0 {
		t.Errorf("told of %v after %d breaks, %v", subjects, lost, err)
	}
}

func TestFollowGivesUpWhereTrustIsLost(t *testing.T) {
	_, c := world(t)
	var problem *client.Problem
	if err := c.Follow(t.Context(), client.Following{List: client.List{Q: "rcp:x"}}); !errors.As(err, &problem) {
		t.Errorf("a wrong query: %v", err)
	}
	if err := at(t, "http://127.0.0.1:1").Follow(t.Context(), client.Following{}); !errors.Is(err, client.ErrAway) {
		t.Errorf("nobody there: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := c.Follow(ctx, client.Following{Begun: cancel}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// A proxy is a way to a server that can be cut.
type proxy struct {
	net.Listener
	conns chan net.Conn
}

func newProxy(t *testing.T, to string) *proxy {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{ln, make(chan net.Conn, 16)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			in, err := ln.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				in.Close()
				continue
			}
			p.conns <- in
			go func() { io.Copy(out, in); out.Close() }()
			go func() { io.Copy(in, out); in.Close() }()
		}
	}()
	t.Cleanup(func() { ln.Close(); <-done; p.cut() })
	return p
}

// cut ends the connections there are.
func (p *proxy) cut() {
	for {
		select {
		case c := <-p.conns:
			c.Close()
		default:
			return
		}
	}
}
