package web

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWhatATableSaidBeforeIsKept writes a table over and over: the text that
// was there at first is kept too, the oldest goes when there are too many, and
// another sink over the same directory knows them all.
func TestWhatATableSaidBeforeIsKept(t *testing.T) {
	dir, tables := t.TempDir(), &shelved{text: "first\n"}
	s := startWith(t, Config{Tables: tables, Dir: dir})
	put := func(text string) {
		t.Helper()
		if a := s.do(http.MethodPut, "/v1/rules/sink", text, "If-Match: *"); a.StatusCode != http.StatusOK {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
	}
	put("second\n")
	if list := versionsOf(t, s); len(list) != 2 || !list[0].Current || list[1].Current || list[1].Lines != 1 {
		t.Fatalf("%+v", list)
	}
	put("second\n") // says nothing new
	tables.text = "by hand\n"
	put("third\n")
	list := versionsOf(t, s)
	if got := textsOf(s, list); got != "third\n by hand\n second\n first\n" {
		t.Fatalf("%q", got)
	}
	for i := range maxVersions + 3 {
		put(fmt.Sprintf("text %d\n", i))
	}
	list = versionsOf(t, s)
	if got := textsOf(s, list[len(list)-1:]); len(list) != maxVersions || got != "text 3\n" {
		t.Fatalf("%d versions, the oldest %q", len(list), got)
	}
	again := startWith(t, Config{Tables: tables, Dir: dir})
	if got, want := textsOf(again, versionsOf(t, again)), textsOf(s, list); got != want {
		t.Errorf("after a new start %q, before %q", got, want)
	}
	if files, err := filepath.Glob(filepath.Join(dir, ".new-*")); err != nil || len(files) > 0 {
		t.Errorf("left behind: %v %v", files, err)
	}
	s.get("/v1/rules/sink/versions/nosuch").want(t, http.StatusNotFound, nil)
	s.get("/v1/rules/nosuch/versions").want(t, http.StatusNotFound, nil)
}

func versionsOf(t *testing.T, s *sink) []versionView {
	t.Helper()
	var answer versionsAnswer
	s.get("/v1/rules/sink/versions").want(t, http.StatusOK, &answer)
	return answer.Versions
}

func textsOf(s *sink, list []versionView) string {
	var texts []string
	for _, one := range list {
		texts = append(texts, string(s.get("/v1/rules/sink/versions/"+one.ID).body))
	}
	return strings.Join(texts, " ")
}

// TestATableIsSavedWhereItsVersionCannotBe holds that a directory that cannot
// be written to loses versions and nothing else.
func TestATableIsSavedWhereItsVersionCannotBe(t *testing.T) {
	dir, tables := t.TempDir(), &shelved{text: "first\n"}
	s := startWith(t, Config{Tables: tables, Dir: filepath.Join(dir, "gone")})
	s.do(http.MethodPut, "/v1/rules/sink", "second\n", "If-Match: *").want(t, http.StatusOK, nil)
	if tables.text != "second\n" || len(versionsOf(t, s)) != 0 {
		t.Errorf("%q", tables.text)
	}
}

// TestVersionsAreBoundedInOctets keeps the newest of large texts.
func TestVersionsAreBoundedInOctets(t *testing.T) {
	v, large := newVersions(""), make([]byte, maxVersionBytes/2)
	for i := range 4 {
		text := append([]byte{byte(i)}, large...)
		if err := v.add("f", text, text, time.UnixMilli(1)); err != nil {
			t.Fatal(err)
		}
	}
	if list := v.of("f"); len(list) != 1 || list[0].Text[0] != 3 {
		t.Errorf("%d versions", len(list))
	}
	broken := newVersions(t.TempDir())
	if err := os.WriteFile(broken.path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if broken.load() == nil {
		t.Error("half a file was read")
	}
}
