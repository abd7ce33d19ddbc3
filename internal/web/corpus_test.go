package web

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// TestEveryMessageCanBeLookedAt opens the messages that internal/mime is
// tested with, many of them hostile, in every way there is.
func TestEveryMessageCanBeLookedAt(t *testing.T) {
	s := start(t)
	files, err := filepath.Glob("../mime/testdata/messages/*")
	if err != nil || len(files) == 0 {
		t.Fatal(err, "no messages")
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			began := time.Now()
			s.look(t, string(content))
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("looking at it took %v", took)
			}
		})
	}
	var a rowsAnswer
	if body := s.get("/v1/rows?limit=500").want(t, 200, &a).body; !utf8.Valid(body) {
		t.Error("the rows are not UTF-8")
	}
	s.get("/").want(t, 200, nil)
}

// look asks for every aspect of a message.
func (s *sink) look(t *testing.T, content string) {
	id := s.deliver(content).String()
	var d detail
	if body := s.get("/v1/messages/"+id).want(t, 200, &d).body; !utf8.Valid(body) {
		t.Error("the detail is not UTF-8")
	}
	if raw := s.get("/v1/messages/"+id+"/raw").want(t, 200, nil); string(raw.body) != content {
		t.Error("raw is not what came")
	}
	for _, aspect := range []string{"text", "headers", "structure", "raw?trace=1", "raw?view=1"} {
		s.get("/v1/messages/"+id+"/"+aspect).want(t, 200, nil)
	}
	for _, a := range d.Attachments[:min(len(d.Attachments), 10)] {
		part := s.get("/v1/messages/"+id+"/parts/"+a.Part).want(t, 200, nil)
		kind, name := part.Header.Get("Content-Type"), part.Header.Get("Content-Disposition")
		if len(part.body) != a.Size || safeType(strings.TrimSuffix(kind, "; charset=utf-8")) != kind || !strings.HasPrefix(name, "attachment; ") {
			t.Errorf("part %s: %d octets as %s %s, want %d", a.Part, len(part.body), kind, name, a.Size)
		}
	}
	if d.Preview == "" {
		return
	}
	body := string(s.get(d.Preview).want(t, 200, nil).body)
	if root, err := html.ParseWithOptions(strings.NewReader(body), html.ParseOptionEnableScripting(false)); err == nil {
		if found := danger(root); len(found) > 0 {
			t.Errorf("the preview has %.200q", found)
		}
	}
}
