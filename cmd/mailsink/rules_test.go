package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/rewrite"
	"mailsink/internal/web"
)

// ruled opens tables of a main.cf that lie in a directory.
func ruled(t *testing.T, files map[string]string) (*rules, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.ReplaceAll(text, "DIR", dir)), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	tables, _, err := rewrite.OpenSource(t.Context(), func() (rewrite.Config, []rewrite.Warning, error) {
		return rewrite.LoadPostfix(rewrite.Config{}, filepath.Join(dir, "main.cf"))
	})
	if err != nil {
		t.Fatal(err)
	}
	return &rules{tables: tables, writable: true}, dir
}

func finals(t *testing.T, r *rewrite.Live, address string) string {
	t.Helper()
	var list []string
	for _, f := range r.Router().Route(context.WithoutCancel(t.Context()), "", address).Finals {
		list = append(list, f.Address)
	}
	return strings.Join(list, " ")
}

func always([]byte) bool { return true }

// TestATableIsReplacedWholeOrNotAtAll holds that mistakes change nothing, even
// where a main.cf makes them tolerable, that what is good is used at once, and
// that links and permissions stay.
func TestATableIsReplacedWholeOrNotAtAll(t *testing.T) {
	r, dir := ruled(t, map[string]string{
		"main.cf": "mydestination = x.test\nmyorigin = x.test\nvirtual_alias_maps = regexp:DIR/link texthash:DIR/other\nvirtual_alias_domains =\n",
		"sink":    "/@/ old@x.test\n", "link": "", "other": "a@x.test b@x.test\n",
	})
	link, file := filepath.Join(dir, "link"), filepath.Join(dir, "sink")
	if err := errors.Join(os.Remove(link), os.Symlink("sink", link)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	var broken *web.BrokenTable
	if _, err := r.Replace(t.Context(), link, []byte("/@/ new@x.test\n/(/ x\n/b/q y\n"), always); !errors.As(err, &broken) || len(broken.Problems) != 2 || broken.Problems[1].Line != 3 {
		t.Errorf("two mistakes: %v %+v", err, broken)
	}
	if _, err := r.Replace(t.Context(), link, nil, func(old []byte) bool { return string(old) != "/@/ old@x.test\n" }); !errors.Is(err, web.ErrChanged) {
		t.Errorf("who has read another text: %v", err)
	}
	if got := finals(t, r.tables, "joe@x.test"); got != "old@x.test" {
		t.Errorf("after refusals mail goes to %s", got)
	}
	if _, err := r.Replace(t.Context(), link, []byte("/@/ new@x.test\n"), always); err != nil {
		t.Fatal(err)
	}
	if got := finals(t, r.tables, "joe@x.test"); got != "new@x.test" {
		t.Errorf("mail goes to %s", got)
	}
	info, err := os.Stat(file)
	target, lerr := os.Readlink(link)
	if err != nil || lerr != nil || info.Mode().Perm() != 0o640 || target != "sink" {
		t.Errorf("%v %v %v %q", err, lerr, info.Mode(), target)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".mailsink-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	broken = nil
	if _, err := r.Replace(t.Context(), filepath.Join(dir, "other"), []byte("a@x.test b\na@x.test c\n"), always); !errors.As(err, &broken) || len(broken.Problems) == 0 {
		t.Errorf("a key twice: %v", err)
	}
}

// TestADraftChangesNothing holds that it answers as it would be in use, and
// that what is in use stays.
func TestADraftChangesNothing(t *testing.T) {
	r, dir := ruled(t, map[string]string{
		"main.cf": "mydestination = x.test\nvirtual_alias_maps = regexp:DIR/sink\nvirtual_alias_domains =\n", "sink": "/@/ old@x.test\n",
	})
	for promise, d := range map[string]web.Draft{
		"in place of a file":      {File: filepath.Join(dir, "sink"), Text: "/@/ new@x.test\n"},
		"in place of every table": {Type: "texthash", Text: "joe@x.test new@x.test\n"},
	} {
		router, _, err := r.Draft(t.Context(), d)
		if err != nil {
			t.Fatal(promise, err)
		}
		if route := router.Route(t.Context(), "", "joe@x.test"); len(route.Finals) != 1 || route.Finals[0].Address != "new@x.test" {
			t.Errorf("%s: %+v", promise, route)
		}
	}
	for promise, d := range map[string]web.Draft{
		"a mistake":            {File: filepath.Join(dir, "sink"), Text: "/(/ x\n"},
		"an unknown type":      {Type: "frob", Text: "x"},
		"a type of no file":    {Type: "ldap", Text: "x"},
		"a type with a path":   {Type: "texthash:/etc/passwd\x00", Text: "x"},
		"a key without result": {Type: "texthash", Text: "a@b\n"},
	} {
		var broken *web.BrokenTable
		if _, _, err := r.Draft(t.Context(), d); !errors.As(err, &broken) || len(broken.Problems) == 0 {
			t.Errorf("%s: %v", promise, err)
		}
	}
	if got := finals(t, r.tables, "joe@x.test"); got != "old@x.test" {
		t.Errorf("mail goes to %s", got)
	}
	in := r.InUse()
	if len(in.Tables) != 1 || in.Tables[0].Rules != 1 || in.Tables[0].Use != "virtual_alias_maps" || in.LoadedAt.IsZero() {
		t.Errorf("%+v", in)
	}
}
