package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

// filled returns a path with something for each of its wildcards.
func filled(path, with string) string {
	return regexp.MustCompile(`\{\w+\}`).ReplaceAllString(path, with)
}

// TestBadInputIsRefusedAndChangesNothing asks every path of the table in every
// way that it does not know.
func TestBadInputIsRefusedAndChangesNothing(t *testing.T) {
	s := startWith(t, Config{MaxSize: 100 << 10})
	id := s.deliver(text("kept", "hello")).String()
	before := s.box.State().ModSeq
	refused := func(method, path, body string, header ...string) {
		t.Helper()
		a, err := s.try(method, path, body, header...)
		if err != nil {
			return // a body that is too large may end the connection before it is read
		}
		if a.StatusCode/100 != 4 || a.Header.Get("Content-Type") != "application/problem+json" && method != http.MethodHead {
			t.Errorf("%s %s %v: %s %s %.200s", method, path, header, a.Status, a.Header.Get("Content-Type"), a.body)
		}
		if now := s.box.State().ModSeq; now != before {
			t.Fatalf("%s %s %.40q changed something", method, path, body)
		}
	}
	large := strings.Repeat(" ", 2<<20)
	for _, rt := range s.server.table() {
		path := filled(rt.path, id)
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} {
			if rt.methods[method] == nil {
				refused(method, path, "")
			}
		}
		for method := range rt.methods {
			if safe(method) || slices.Contains([]string{"/v1/rules/reload", "/login", "/logout"}, rt.path) { // which look at no JSON
				continue
			}
			at := path
			if rt.path == "/v1/import" {
				at += "?format=tar"
			}
			for _, body := range []string{"{", `{"op":"delete","ids":["`, `[]`, `null x`, `"x"`, `{"unknown":1}`, "\xff\xfe", strings.Repeat("[", 100)} {
				if method != http.MethodDelete || rt.path != "/v1/messages/{id}" {
					refused(method, at, body, "Content-Type: application/json")
				}
				refused(method, at, body, "Content-Type: text/plain")
				refused(method, at, body)
			}
			refused(method, at, `{}`, "Content-Type: application/json", "Content-Encoding: gzip")
			refused(method, at, `{}`, "Content-Type: application/json", "Origin: https://evil.example")
			refused(method, at, large, "Content-Type: application/json")
		}
		if slices.Contains([]string{"{id}", "{account}", "{token}"}, regexp.MustCompile(`\{\w+\}`).FindString(rt.path)) && rt.methods["GET"] != nil {
			for _, odd := range []string{"nobody", "0000000000000", "%00", "..%2f", "%ff", strings.Repeat("a", 3000)} {
				refused("GET", filled(rt.path, odd), "")
			}
		}
	}
	if _, ok := s.box.State().Find(mustID(t, id)); !ok {
		t.Error("the message has gone")
	}
}

// TestBadParametersAreRefused gives every parameter that openapi.json says is a
// number or one of a few words something else.
func TestBadParametersAreRefused(t *testing.T) {
	s := start(t)
	id := s.deliver(text("kept", "hello")).String()
	before := s.box.State().ModSeq
	tried := 0
	for path, item := range described(t).Paths {
		for method, octets := range item {
			var op struct {
				Parameters []struct {
					Name, In string
					Schema   struct {
						Type string
						Enum []string
					}
				}
			}
			if method == "parameters" || json.Unmarshal(octets, &op) != nil {
				continue
			}
			for _, p := range op.Parameters {
				if p.In != "query" || p.Schema.Type != "integer" && p.Schema.Enum == nil {
					continue
				}
				tried++
				for _, bad := range []string{"x", "-1", "1e3", "%00", "99999999999999999999999"} {
					at := filled(path, id) + "?" + p.Name + "=" + bad
					a := s.do(strings.ToUpper(method), at, "")
					if a.StatusCode/100 != 4 || a.Header.Get("Content-Type") != "application/problem+json" {
						t.Errorf("%s %s: %s", method, at, a.Status)
					}
				}
			}
		}
	}
	if tried < 10 || s.box.State().ModSeq != before {
		t.Errorf("%d parameters were tried", tried)
	}
}

func mustID(t *testing.T, text string) mail.ID {
	t.Helper()
	id, err := mail.ParseID(text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func FuzzQueriesOfTheAPIAreAnswered(f *testing.F) {
	for _, q := range []string{"q=rcpt:ann&limit=1", "q=%28&offset=-1", "since=x-y&count=1&timeout=0", "format=mbox", "asof=99999999999999999999&field=rcpt"} {
		f.Add(q)
	}
	s := New(f.Context(), Config{Mailbox: open(f)})
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/v1/rows", "/v1/messages", "/v1/facets", "/v1/export", "/latest"} {
			if status := ask(t, s, http.MethodGet, path, query, ""); status >= 500 {
				t.Fatalf("%s?%s: %d", path, query, status)
			}
		}
	})
}

func FuzzBodiesOfTheAPIAreAnswered(f *testing.F) {
	for _, body := range []string{`{"op":"delete","ids":[]}`, `{"op":"read","q":"","asof":1}`, `{"from":"a@x.test","to":["b@x.test"],"attachments":[{"content":"eA=="}]}`, `{"views":[{"name":"a"}]}`, `{"flags":{"add":["\\Seen"]}}`, `[{`} {
		f.Add(body)
	}
	s := New(f.Context(), Config{Mailbox: open(f)})
	f.Fuzz(func(t *testing.T, body string) {
		for _, call := range [][2]string{{"POST", "/v1/actions"}, {"POST", "/v1/messages"}, {"PUT", "/v1/views"}} {
			if status := ask(t, s, call[0], call[1], "", body); status >= 500 {
				t.Fatalf("%s %q: %d", call[1], body, status)
			}
		}
	})
}

// ask calls a server without a connection, and returns the status.
func ask(t *testing.T, s *Server, method, path, query, body string) int {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "http://localhost"+path, strings.NewReader(body))
	r.URL.RawQuery = query
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code
}
