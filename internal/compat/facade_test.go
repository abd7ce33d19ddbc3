package compat_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"mailsink/internal/compat"
	"mailsink/internal/compose"
	"mailsink/internal/faults"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/memory"
	"mailsink/internal/web"
)

// A sink is the façades behind the gate of the web server.
type sink struct {
	t      testing.TB
	box    *mailbox.Mailbox
	server *web.Server
	routes []compat.Route
	faults *faults.Set
}

func start(t testing.TB, off ...string) *sink {
	t.Helper()
	st := memory.New()
	box, err := mailbox.Open(context.Background(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { box.Close(); st.Close() })
	set := new(faults.Set)
	routes, err := compat.Routes(compat.Config{Mailbox: box, Version: "test", Off: off, Faults: func() *faults.Set { return set }, Sender: compose.Sender{Mailbox: box, MaxSize: 1 << 20, MaxRecipients: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	var mounts []web.Mount
	for _, r := range routes {
		mounts = append(mounts, web.Mount{Method: r.Method, Path: r.Path, Large: r.Large, Handler: r.Handler, Socket: r.Socket, Events: r.Events})
	}
	return &sink{t, box, web.New(context.Background(), web.Config{Mailbox: box, Mounts: mounts, MaxSize: 1 << 20}), routes, set}
}

// do asks; header fields are given as "Name: value".
func (s *sink) do(method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost/", strings.NewReader(body))
	u, err := r.URL.Parse("http://localhost" + path)
	if err != nil {
		s.t.Fatal(err)
	}
	r.URL, r.RequestURI = u, path
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.server.ServeHTTP(w, r)
	return w
}

const asJSON = "Content-Type: application/json"

// want asks, checks the status and decodes the reply into v.
func (s *sink) want(status int, v any, method, path, body string) {
	s.t.Helper()
	w := s.do(method, path, body, asJSON)
	if w.Code != status {
		s.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, status, w.Body)
	}
	if v != nil {
		if err := json.Unmarshal(w.Body.Bytes(), v); err != nil {
			s.t.Fatalf("%s %s: %v: %s", method, path, err, w.Body)
		}
	}
}

const sample = "From: Shop <shop@example.com>\r\nTo: Jane Doe <jane+vip@example.com>, b@example.com\r\nCc: c@example.com\r\nReply-To: r@example.com\r\nList-Unsubscribe: <https://example.com/u>\r\nSubject: =?utf-8?q?invoice_42_=E2=80=93_caf=C3=A9?=\r\n" +
	"Message-ID: <abc@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" +
	"--x\r\nContent-Type: text/html\r\n\r\n<p>Your code is <b>123456</b></p>\r\n--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=inv.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQ=\r\n--x--\r\n"

func (s *sink) deliver(content string) mail.ID {
	s.t.Helper()
	env := mail.Envelope{ReversePath: "bounce@example.com", Client: mail.Client{Hello: "bench", Address: "127.0.0.1:1", Identity: "app1"}}
	for _, to := range []mail.Address{"jane+vip@example.com", "b@example.com", "c@example.com", "hidden@example.com"} {
		env.Recipients = append(env.Recipients, mail.Recipient{Original: to, Final: "sink@mailsink.test"})
	}
	id, err := s.box.Deliver(context.Background(), env, strings.NewReader(content))
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// shape writes which members JSON has, and of which kind, deeply. Of a list it
// looks at the first; what is in maps of fields by name is left out.
func shape(v any, path string, out map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		if strings.HasSuffix(path, "Headers") || strings.HasSuffix(path, "Tags") {
			return
		}
		for name, member := range v {
			shape(member, path+"."+name, out)
		}
	case []any:
		out[path] = "list"
		if len(v) > 0 {
			shape(v[0], path+"[]", out)
		}
	default:
		out[path] = fmt.Sprintf("%T", v)
	}
}

func shapeOf(t *testing.T, octets []byte) map[string]string {
	t.Helper()
	var v any
	if err := json.Unmarshal(octets, &v); err != nil {
		t.Fatalf("%v: %.200s", err, octets)
	}
	out := make(map[string]string)
	shape(v, "", out)
	return out
}

// TestRepliesHaveTheShapeOfTheOriginals compares with what the originals sent.
func TestRepliesHaveTheShapeOfTheOriginals(t *testing.T) {
	s := start(t)
	id := s.deliver(sample).String()
	s.want(200, nil, "PUT", "/api/v1/tags", `{"Tags":["urgent"],"IDs":["`+id+`"]}`)
	hog := start(t, "mailpit")
	hog.deliver(sample)
	for _, c := range []struct {
		sink       *sink
		file, path string
	}{
		{s, "mailpit-messages.json", "/api/v1/messages"},
		{s, "mailpit-search.json", "/api/v1/search?query=subject:invoice"},
		{s, "mailpit-message.json", "/api/v1/message/" + id},
		{s, "mailpit-message.json", "/api/v1/message/latest?query=has:attachments"},
		{s, "mailpit-info.json", "/api/v1/info"},
		{s, "mailpit-webui.json", "/api/v1/webui"},
		{s, "mailpit-tags.json", "/api/v1/tags"},
		{s, "mailhog-v2-messages.json", "/api/v2/messages"},
		{s, "mailhog-v2-search.json", "/api/v2/search?kind=to&query=b@example.com"},
		{hog, "mailhog-v1-messages.json", "/api/v1/messages"},
	} {
		original, err := os.ReadFile(filepath.Join("testdata", "peers", c.file))
		if err != nil {
			t.Fatal(err)
		}
		w := c.sink.do("GET", c.path, "")
		if w.Code != 200 {
			t.Errorf("%s: %d %s", c.path, w.Code, w.Body)
			continue
		}
		got := shapeOf(t, w.Body.Bytes())
		for member, kind := range shapeOf(t, original) {
			other := got[member]
			nothing := kind == "<nil>" || other == "<nil>" // Relays, MIME: null where there are none
			deeper := strings.Contains(member, "MIME")     // the sample there has other parts
			if other != kind && !nothing && !deeper {
				t.Errorf("%s: %s is %q, in the original %q", c.path, member, other, kind)
			}
		}
	}
}

func TestMailCatcherIsAnswered(t *testing.T) {
	s := start(t)
	s.deliver(sample)
	var list []struct {
		ID                    int
		Sender, Subject, Size string
		Recipients            []string
	}
	s.want(200, &list, "GET", "/messages", "")
	if len(list) != 1 || list[0].Sender != "<bounce@example.com>" || !slices.Contains(list[0].Recipients, "<hidden@example.com>") {
		t.Fatalf("%+v", list)
	}
	one := fmt.Sprint("/messages/", list[0].ID)
	var detail struct {
		Formats     []string
		Attachments []struct{ Href, Filename string }
	}
	s.want(200, &detail, "GET", one+".json", "")
	if len(detail.Attachments) != 1 || !slices.Contains(detail.Formats, "html") {
		t.Fatalf("%+v", detail)
	}
	if got := s.do("GET", detail.Attachments[0].Href, "").Body.String(); got != "%PDF-1.4" {
		t.Errorf("%q", got)
	}
	for format, want := range map[string]string{"html": "<b>123456</b>", "plain": "123456", "source": "Subject: =?utf-8", "eml": "Subject: =?utf-8"} {
		w := s.do("GET", one+"."+format, "")
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %d %v %s", format, w.Code, w.Header(), w.Body)
		}
	}
	s.want(404, nil, "DELETE", "/messages/999", "")
	s.want(400, nil, "DELETE", "/messages", "{}")
	s.want(204, nil, "DELETE", one, "")
	s.deliver(sample)
	s.want(204, nil, "DELETE", "/messages", "")
	if n := s.box.State().All.Len(); n != 0 {
		t.Errorf("%d are left", n)
	}
}

func TestMailDevIsAnswered(t *testing.T) {
	s := start(t)
	id := s.deliver(sample).String()
	var list []struct {
		ID, Subject, HTML, Text string
		From                    []struct{ Address, Name string }
		CalculatedBcc           []struct{ Address string }
		Headers                 map[string]string
		Read                    bool
		Attachments             []struct{ GeneratedFileName string }
	}
	s.want(200, &list, "GET", "/email?subject=invoice+42+%E2%80%93+caf%C3%A9&from.address=shop@example.com&headers.message-id=%3Cabc@example.com%3E", "")
	if len(list) != 1 || list[0].ID != id || list[0].CalculatedBcc[0].Address != "hidden@example.com" {
		t.Fatalf("%+v", list)
	}
	s.want(200, &list, "GET", "/email?subject=other", "")
	if len(list) != 0 {
		t.Errorf("%+v", list)
	}
	s.want(200, nil, "GET", "/email/"+id, "")
	for path, want := range map[string]string{"/html": "<b>123456</b>", "/source": "Subject:", "/download": "Subject:", "/attachment/inv.pdf": "%PDF-1.4"} {
		if w := s.do("GET", "/email/"+id+path, ""); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	s.want(404, nil, "GET", "/email/"+id+"/attachment/x", "")
	s.want(404, nil, "DELETE", "/email/0000000000000", "")
	s.want(400, nil, "DELETE", "/email/all", "{")
	s.want(200, nil, "PATCH", "/email/read-all", "")
	if m := s.box.State().All.At(0); !m.Flags.Has(mail.Seen) {
		t.Error("nothing was marked")
	}
	s.want(200, nil, "DELETE", "/email/all", "")
	if n := s.box.State().All.Len(); n != 0 {
		t.Errorf("%d are left", n)
	}
}

// TestWhatOthersTakeForAllRemovesNothing: an empty, cut off or unreadable body
// of Mailpit removes everything there.
func TestWhatOthersTakeForAllRemovesNothing(t *testing.T) {
	s := start(t)
	id := s.deliver(sample).String()
	for _, body := range []string{"", "{", "{}", `{"IDs":[]}`, `{"IDs":null}`, `{"IDs":["` + id, `{"ids":"` + id + `"}`, "null", "[]"} {
		s.want(400, nil, "DELETE", "/api/v1/messages", body)
	}
	s.want(400, nil, "DELETE", "/api/v1/search", "")
	s.want(400, nil, "DELETE", "/api/v1/search?query=+", "")
	s.want(400, nil, "DELETE", "/api/v1/search?query=(", "")
	s.want(200, nil, "DELETE", "/api/v1/messages", `{"IDs":["0000000000000","latest"]}`)
	s.want(404, nil, "DELETE", "/api/v1/messages/0000000000000", "")
	s.want(404, nil, "DELETE", "/api/v1/messages/latest", "")
	s.do("GET", "/api/v1/message/"+id, "")
	if m := s.box.State().All; m.Len() != 1 || m.Unseen != 1 {
		t.Errorf("%d messages, %d unread", m.Len(), m.Unseen)
	}
}

func TestAFacadeCanBeLeftOut(t *testing.T) {
	for _, name := range compat.Names() {
		with, without := start(t), start(t, name)
		if len(without.routes) >= len(with.routes) {
			t.Errorf("%s: %d of %d routes", name, len(without.routes), len(with.routes))
		}
	}
	none := start(t, "all")
	if len(none.routes) != 0 || none.do("GET", "/api/v1/messages", "").Code != 404 {
		t.Error("something is left")
	}
	if _, err := compat.Routes(compat.Config{Off: []string{"mailpot"}}); err == nil || !strings.Contains(err.Error(), "mailpit") {
		t.Error(err)
	}
	hog := start(t, "mailpit")
	hog.deliver(sample)
	hog.want(400, nil, "DELETE", "/api/v1/messages", "{}")
	hog.want(200, nil, "DELETE", "/api/v1/messages", "")
	if hog.box.State().All.Len() != 0 {
		t.Error("MailHog's own call does nothing")
	}
}

func TestEventsAreToldInOrder(t *testing.T) {
	s := start(t)
	ts := httptest.NewServer(s.server)
	defer ts.Close()
	conn, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(ts.URL, "http")+"/api/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	next := func() (e struct {
		Type string
		Data struct {
			ID    string
			Total int
			Read  bool
		}
	}) {
		if err := conn.ReadJSON(&e); err != nil {
			t.Fatal(err)
		}
		return e
	}
	if e := next(); e.Type != "stats" {
		t.Fatalf("%+v", e)
	}
	id := s.deliver(sample).String()
	if e := next(); e.Type != "new" || e.Data.ID != id {
		t.Errorf("%+v", e)
	}
	if e := next(); e.Type != "stats" || e.Data.Total != 1 {
		t.Errorf("%+v", e)
	}
	s.want(200, nil, "PUT", "/api/v1/messages", `{"Read":true}`)
}

// TestBadInputToAFacadeIsRefusedAndChangesNothing asks every path in every way
// that it does not know.
func TestBadInputToAFacadeIsRefusedAndChangesNothing(t *testing.T) {
	s := start(t)
	s.deliver(sample)
	before := s.box.State().ModSeq
	refused := func(method, path, body string, header ...string) {
		t.Helper()
		w := s.do(method, path, body, header...)
		var detail map[string]any
		if w.Code/100 != 4 || json.NewDecoder(io.LimitReader(bytes.NewReader(w.Body.Bytes()), 1<<16)).Decode(&detail) != nil {
			t.Errorf("%s %s %.40q %v: %d %.100s", method, path, body, header, w.Code, w.Body)
		}
		if s.box.State().ModSeq != before {
			t.Fatalf("%s %s %.40q changed something", method, path, body)
		}
	}
	methods := make(map[string][]string)
	for _, r := range s.routes {
		methods[r.Path] = append(methods[r.Path], r.Method)
	}
	large := `{"a":"` + strings.Repeat("x", 4<<20) + `"}`
	for path, known := range methods {
		at := regexp.MustCompile(`\{\w+\}`).ReplaceAllString(path, "0000000000000")
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} {
			if !slices.Contains(known, method) {
				refused(method, at, "")
			}
		}
		for _, method := range known {
			if method == "GET" {
				continue
			}
			bodies := []string{"{", "{}", "[]", "null", `"x"`, "\xff", strings.Repeat("[", 100)}
			if method == "PUT" && (path == "/api/v1/messages" || path == "/api/v1/chaos") {
				bodies = []string{"{", "[]", `"x"`, "\xff"} // {} marks all as unread, and turns chaos off
			}
			for _, body := range bodies {
				refused(method, at, body, asJSON)
				refused(method, at, body, "Content-Type: multipart/form-data; boundary=x")
				refused(method, at, body)
			}
			refused(method, at, "{}", asJSON, "Content-Encoding: gzip")
			refused(method, at, "{}", asJSON, "Origin: https://evil.example")
			refused(method, at, large, asJSON)
		}
	}
}

func FuzzBodiesOfProvidersAreAnswered(f *testing.F) {
	for _, body := range []string{
		`{"from":{"email":"a@x.test"},"personalizations":[{"to":[{"email":"b@x.test"}]}],"content":[{"type":"text/plain","value":"x"}]}`,
		`{"From":"a@x.test","To":"b@x.test","TextBody":"x","TemplateId":7}`, `{"from":"a@x.test","to":"b@x.test","attachments":[{"content":{"data":[1]}}]}`,
		`{"Content":{"Raw":{"Data":"eA=="}}}`, `{"base":{},"requests":[{}]}`, `{"Tags":[],"IDs":["latest"]}`, `[{}]`,
	} {
		f.Add(body)
	}
	s := start(f)
	f.Fuzz(func(t *testing.T, body string) {
		for _, r := range s.routes {
			if r.Handler == nil || r.Method == "GET" {
				continue
			}
			path := regexp.MustCompile(`\{\w+\}`).ReplaceAllString(r.Path, "x")
			for _, kind := range []string{asJSON, "Content-Type: application/x-www-form-urlencoded"} {
				if w := s.do(r.Method, path, body, kind); w.Code >= 500 {
					t.Fatalf("%s %s %q: %d", r.Method, path, body, w.Code)
				}
			}
		}
	})
}
