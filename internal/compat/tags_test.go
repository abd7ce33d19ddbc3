package compat_test

import (
	"slices"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

// TestTagsOfMailpitAreKeptRenamedAndRemoved holds that no other flag is touched
// by any of it.
func TestTagsOfMailpitAreKeptRenamedAndRemoved(t *testing.T) {
	s := start(t)
	id := s.deliver(sample).String()
	s.want(200, nil, "PUT", "/api/v1/messages", `{"IDs":["`+id+`"],"Read":true}`)
	for _, c := range []struct {
		method, path, body string
		status             int
		tags               []string
	}{
		{"PUT", "/api/v1/tags", `{"IDs":["` + id + `"],"Tags":["todo","two words"]}`, 200, []string{"todo", "two_words"}},
		{"PUT", "/api/v1/tags/todo", `{"Name":"done"}`, 200, []string{"done", "two_words"}},
		{"PUT", "/api/v1/tags/done", `{"Name":"done"}`, 200, []string{"done", "two_words"}},
		{"PUT", "/api/v1/tags/done", `{"Name":""}`, 400, []string{"done", "two_words"}},
		{"PUT", "/api/v1/tags/done", `{"Name":"` + strings.Repeat("x", 101) + `"}`, 400, []string{"done", "two_words"}},
		{"PUT", "/api/v1/tags/done", `{"Name":`, 400, []string{"done", "two_words"}},
		{"PUT", "/api/v1/tags/other", `{"Name":"more"}`, 404, []string{"done", "two_words"}},
		{"PUT", "/api/v1/tags/%5CSeen", `{"Name":"more"}`, 404, []string{"done", "two_words"}},
		{"DELETE", "/api/v1/tags/%5CSeen", "", 404, []string{"done", "two_words"}},
		{"DELETE", "/api/v1/tags/other", "", 404, []string{"done", "two_words"}},
		{"DELETE", "/api/v1/tags/done", "", 200, []string{"two_words"}},
		{"PUT", "/api/v1/tags", `{"IDs":["` + id + `"],"Tags":["` + strings.Repeat("x", 101) + `"]}`, 400, []string{"two_words"}},
		{"PUT", "/api/v1/tags", `{"IDs":["` + id + `"],"Tags":[]}`, 200, []string{}},
	} {
		s.want(c.status, nil, c.method, c.path, c.body)
		var tags []string
		if s.want(200, &tags, "GET", "/api/v1/tags", ""); !slices.Equal(tags, c.tags) {
			t.Errorf("after %s %.40s %.40s the tags are %q, want %q", c.method, c.path, c.body, tags, c.tags)
		}
		if m := s.box.State().All.At(0); !m.Flags.Has(mail.Seen) || m.Flags.Has(mail.Deleted) {
			t.Errorf("after %s %.40s the flags are %q", c.method, c.path, m.Flags)
		}
	}
}

// TestPartsAreSentAsFilesThatNoBrowserRuns asks every path that sends octets of
// a message as they came.
func TestPartsAreSentAsFilesThatNoBrowserRuns(t *testing.T) {
	s := start(t)
	id := s.deliver(sample).String()
	for path, want := range map[string]string{
		"/api/v1/message/" + id + "/headers":               "List-Unsubscribe",
		"/api/v1/message/" + id + "/raw":                   "Subject: =?utf-8?q?",
		"/api/v1/message/" + id + "/raw?dl=1":              "Subject: =?utf-8?q?",
		"/api/v1/message/" + id + "/part/1":                "<b>123456</b>",
		"/api/v1/message/" + id + "/part/2":                "%PDF-1.4",
		"/api/v1/messages/" + id:                           "invoice",
		"/api/v1/messages/" + id + "/download":             "Subject: =?utf-8?q?",
		"/api/v1/messages/" + id + "/mime/part/1/download": "%PDF-1.4",
	} {
		w := s.do("GET", path, "")
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %.80s", path, w.Code, w.Body)
		}
		if kind := w.Header().Get("Content-Type"); strings.Contains(kind, "html") {
			t.Errorf("%s is sent as %s", path, kind)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: a browser may guess what it is: %v", path, w.Header())
		}
	}
	for _, path := range []string{
		"/api/v1/message/0000000000000/raw", "/api/v1/message/" + id + "/part/", "/api/v1/message/" + id + "/part/9", "/api/v1/message/" + id + "/part/..%2F1",
		"/api/v1/messages/0000000000000/download", "/api/v1/messages/" + id + "/mime/part/2/download",
		"/api/v1/messages/" + id + "/mime/part/-1/download", "/api/v1/messages/" + id + "/mime/part/99999999999999999999/download",
	} {
		if w := s.do("GET", path, ""); w.Code != 404 {
			t.Errorf("%s: %d %.80s, want 404", path, w.Code, w.Body)
		}
	}
}
