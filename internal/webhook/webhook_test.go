package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/memory"
)

func open(t *testing.T) *mailbox.Mailbox {
	t.Helper()
	st := memory.New()
	box, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close(); st.Close() })
	return box
}

func deliver(t *testing.T, box *mailbox.Mailbox, to, subject string) {
	t.Helper()
	env := mail.Envelope{Recipients: []mail.Recipient{{Original: mail.Address(to), Final: mail.Address(to)}}}
	if _, err := box.Deliver(t.Context(), env, strings.NewReader("Subject: "+subject+"\r\n\r\nx")); err != nil {
		t.Fatal(err)
	}
}

// A post is what the other side got.
type post struct {
	letter
	signature string
	body      []byte
}

// listen answers posts with the statuses that answer gives, and hands on those
// with 2xx.
func listen(t *testing.T, answer func(n int) int) (url string, taken chan post) {
	t.Helper()
	taken = make(chan post, 100)
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		p := post{signature: r.Header.Get("Mailsink-Signature"), body: body}
		if err != nil || json.Unmarshal(body, &p.letter) != nil {
			t.Errorf("%v %s", err, body)
		}
		n++
		status := answer(n)
		if status/100 == 3 {
			w.Header().Set("Location", "http://127.0.0.1:1/")
		}
		w.WriteHeader(status)
		if status/100 == 2 {
			taken <- p
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, taken
}

func hook(t *testing.T, text string) Hook {
	t.Helper()
	h, err := ParseHook(text)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// run serves hooks until the function it returns is called.
func run(t *testing.T, c Config) (s *Sender, stop func()) {
	t.Helper()
	c.Pause = time.Millisecond
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stop = func() {
		if cancel(); done != nil {
			if err := <-done; err != nil {
				t.Error(err)
			}
			done = nil
		}
	}
	t.Cleanup(stop)
	return s, stop
}

func always(status int) func(int) int { return func(int) int { return status } }

func TestAHookIsToldOfWhatItAskedForAlone(t *testing.T) {
	box := open(t)
	deliver(t, box, "ann@x.test", "before")
	url, taken := listen(t, always(204))
	run(t, Config{Mailbox: box, Hooks: []Hook{hook(t, url+" q=rcpt:ann")}, Secret: "s3cret"})
	deliver(t, box, "bob@x.test", "another's")
	deliver(t, box, "ann@x.test", "hers")
	p := <-taken
	seconds, err := strconv.ParseInt(strings.TrimPrefix(strings.Split(p.signature, ",")[0], "t="), 10, 64)
	if p.Summary.Subject != "hers" || p.Event != "message" || err != nil || p.signature != Sign("s3cret", time.Unix(seconds, 0), p.body) {
		t.Errorf("%+v", p)
	}
}

func TestAMessageIsPostedUntilItIsTakenAndInOrder(t *testing.T) {
	box := open(t)
	url, taken := listen(t, func(n int) int { return []int{500, 302, 404, 200, 503}[n%5] })
	s, _ := run(t, Config{Mailbox: box, Hooks: []Hook{hook(t, url)}})
	for i := range 20 {
		deliver(t, box, "ann@x.test", fmt.Sprint("mail ", i))
	}
	for i := range 20 {
		if p := <-taken; p.Summary.Subject != fmt.Sprint("mail ", i) {
			t.Fatalf("%d: %s", i, p.Summary.Subject)
		}
	}
	st := s.Statuses()[0]
	failed := 0
	for _, d := range st.Deliveries {
		if d.Error != "" && d.Status/100 != 2 {
			failed++
		}
	}
	if failed == 0 || len(st.Deliveries) < 50 {
		t.Errorf("%+v", st)
	}
}

func TestAHookGoesOnWhereItWas(t *testing.T) {
	box, dir := open(t), t.TempDir()
	url, taken := listen(t, always(200))
	c := Config{Mailbox: box, Hooks: []Hook{hook(t, url)}, Dir: dir}
	_, stop := run(t, c)
	deliver(t, box, "ann@x.test", "1")
	<-taken
	stop()
	deliver(t, box, "ann@x.test", "2")
	_, stop = run(t, c)
	if p := <-taken; p.Summary.Subject != "1" && p.Summary.Subject != "2" {
		t.Error(p.Summary.Subject)
	}
	stop()
	if err := os.WriteFile(filepath.Join(dir, "webhooks.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(c); err == nil {
		t.Error("a damaged file is taken for none")
	}
}

func TestNothingElseIsConnectedTo(t *testing.T) {
	client := newClient([]string{"127.0.0.1:1"})
	if _, err := client.Get("http://127.0.0.1:2/"); err == nil || !strings.Contains(err.Error(), "is not the address of a webhook") {
		t.Error(err)
	}
}

func TestBadHooksAreRefused(t *testing.T) {
	for _, text := range []string{"", "x", "ftp://x/", "http://", "http://u:p@x/", "http://x/ rcpt:a", "http://x/ q=("} {
		if _, err := ParseHook(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
	if got := hook(t, "https://x.test/a q=rcpt:ann is:unread"); got.hostPort() != "x.test:443" || got.Query != "rcpt:ann is:unread" {
		t.Errorf("%+v", got)
	}
}
