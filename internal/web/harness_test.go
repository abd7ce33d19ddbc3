package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

// A sink is a server on a real socket over a store in memory.
type sink struct {
	t       testing.TB
	box     *mailbox.Mailbox
	server  *Server
	url     string
	stop    context.CancelFunc
	stopped chan error // what Serve returned
}

// A rule leads every address to sink@mailsink.test, as the default table does,
// but those of origin.test to themselves; nobody@ is refused.
type rule struct{}

func (rule) Route(_ context.Context, _, path mail.Address) mail.Route {
	ok := mail.Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"}
	local, domain := path.Split()
	switch {
	case local == "nobody":
		return mail.Route{Reply: mail.Reply{Code: 550, Enhanced: "5.1.1", Text: "No such user here"}}
	case domain == "origin.test":
		return mail.Route{Finals: []mail.Final{{Address: path}}, Reply: ok}
	}
	to := mail.Address("sink@mailsink.test")
	return mail.Route{
		Finals: []mail.Final{{Address: to}}, Reply: ok,
		Steps: []mail.Step{{Table: "regexp:sink", Line: 4, From: path, To: []mail.Address{to}}},
	}
}

const index = `<!doctype html><html><head><link rel="stylesheet" href="/app.css"><script type="module" src="/app.js"></script></head>` +
	`<body><div id="app"></div>` + bootMark + `</body></html>`

func files() fstest.MapFS {
	return fstest.MapFS{
		"index.html": {Data: []byte(index)},
		"app.js":     {Data: []byte(strings.Repeat("console.log(1);\n", 200))},
		"app.css":    {Data: []byte("body{}")},
		"icons.svg":  {Data: []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")},
	}
}

func open(t testing.TB) *mailbox.Mailbox {
	t.Helper()
	st := memory.New()
	box, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := box.Close(); err != nil {
			t.Error(err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return box
}

// start serves a sink until the test ends.
func start(t testing.TB, change ...func(*Server)) *sink {
	t.Helper()
	return startWith(t, Config{}, change...)
}

func startWith(t testing.TB, c Config, change ...func(*Server)) *sink {
	t.Helper()
	s := &sink{t: t, box: open(t), stopped: make(chan error, 1)}
	c.Mailbox, c.Router, c.UI = s.box, rule{}, files()
	c.Info.Version = "test"
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	s.server = New(ctx, c)
	for _, f := range change {
		f(s.server)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + ln.Addr().String() + s.server.WebRoot
	go func() { s.stopped <- s.server.Serve(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		if err := <-s.stopped; err != nil {
			t.Error(err)
		}
	})
	return s
}

// text makes a plain message.
func text(subject, body string) string {
	return "From: Shop <no-reply@shop.example>\r\nTo: anna@customers.example\r\nSubject: " + subject +
		"\r\nMessage-ID: <" + strings.ReplaceAll(subject, " ", "-") + "@shop.example>\r\n\r\n" + body + "\r\n"
}

// deliver stores a message for anna@customers.example, or for rcpt.
func (s *sink) deliver(content string, rcpt ...string) mail.ID {
	s.t.Helper()
	if len(rcpt) == 0 {
		rcpt = []string{"anna@customers.example"}
	}
	env := mail.Envelope{ReversePath: "bounce@shop.example", Client: mail.Client{Address: "127.0.0.1:40000", Hello: "app01", Protocol: "ESMTP", Session: "s1"}}
	for _, r := range rcpt {
		route := rule{}.Route(s.t.Context(), env.ReversePath, mail.Address(r))
		for _, f := range route.Finals {
			env.Recipients = append(env.Recipients, mail.Recipient{Original: mail.Address(r), Final: f.Address, Trace: route.Steps})
		}
	}
	id, err := s.box.Deliver(s.t.Context(), env, strings.NewReader(content))
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// fill delivers n messages with the subjects "mail 1" to "mail n".
func (s *sink) fill(n int) (ids []mail.ID) {
	for i := range n {
		ids = append(ids, s.deliver(text(fmt.Sprintf("mail %d", i+1), "hello")))
	}
	return ids
}

// flag adds a flag to a message.
func (s *sink) flag(id mail.ID, f mail.Flag) {
	s.t.Helper()
	m, ok := s.box.State().Find(id)
	if !ok {
		s.t.Fatalf("no message %s", id)
	}
	if err := s.box.Flag(s.t.Context(), mail.UIDs(m.UID), store.AddFlags, mail.NewFlags(f)); err != nil {
		s.t.Fatal(err)
	}
}

func (s *sink) expunge(id mail.ID) {
	s.t.Helper()
	m, ok := s.box.State().Find(id)
	if !ok {
		s.t.Fatalf("no message %s", id)
	}
	if err := s.box.Expunge(s.t.Context(), mail.UIDs(m.UID)); err != nil {
		s.t.Fatal(err)
	}
}

// An answer is a reply read to its end.
type answer struct {
	*http.Response
	body []byte
}

// do asks; header fields are given as "Name: value".
func (s *sink) do(method, path, body string, header ...string) answer {
	s.t.Helper()
	a, err := s.try(method, path, body, header...)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func (s *sink) try(method, path, body string, header ...string) (answer, error) {
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Add(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	return answer{res, got}, err
}

func (s *sink) get(path string, header ...string) answer {
	s.t.Helper()
	return s.do("GET", path, "", header...)
}

func (s *sink) post(path, body string, header ...string) answer {
	s.t.Helper()
	return s.do("POST", path, body, append(header, "Content-Type: application/json")...)
}

// want decodes a reply of the given status into v.
func (a answer) want(t testing.TB, status int, v any) answer {
	t.Helper()
	if a.StatusCode != status {
		t.Fatalf("%s %s: %s, want %d\n%s", a.Request.Method, a.Request.URL, a.Status, status, a.body)
	}
	if v != nil {
		if err := json.NewDecoder(bytes.NewReader(a.body)).Decode(v); err != nil {
			t.Fatalf("%s: %v\n%s", a.Request.URL, err, a.body)
		}
	}
	return a
}

// wantProblem checks that a reply is a problem with a detail.
func (a answer) wantProblem(t testing.TB, status int) string {
	t.Helper()
	var p problem
	a.want(t, status, &p)
	if got := a.Header.Get("Content-Type"); got != "application/problem+json" || p.Status != status || p.Detail == "" {
		t.Fatalf("not a problem that says what to do: %s %s", got, a.body)
	}
	return p.Detail
}

// soon is long enough for anything that happens at all.
const soon = 20 * time.Second

func (s *sink) cursorNow() string {
	var c struct{ Cursor string }
	s.get("/v1/cursor").want(s.t, 200, &c)
	return c.Cursor
}

func decodeAnswer(res *http.Response, v any) error {
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", res.Status)
	}
	return json.NewDecoder(res.Body).Decode(v)
}

func mustParse(t testing.TB, q string) *search.Query {
	t.Helper()
	parsed, err := search.Parse(q, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}
