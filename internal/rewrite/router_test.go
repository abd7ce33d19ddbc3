package rewrite

import (
	"io/fs"
	"strings"
	"testing"
)

// memory returns a Config whose files are the given ones.
func memory(files map[string]string) Config {
	return Config{ReadFile: func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}}
}

func TestTheDefaultSinkTakesEveryRecipient(t *testing.T) {
	r, warnings, err := Open(t.Context(), Config{})
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	for _, addr := range []string{"joe@example.com", "<joe@example.com>", "postmaster", "Ann+x@far.test"} {
		route := r.Route(t.Context(), "", addr)
		if len(route.Finals) != 1 || route.Finals[0].Address != "sink@mailsink.test" || route.Reply.String() != "250 2.1.5 Ok" {
			t.Errorf("%s: %+v", addr, route)
		}
		if len(route.Steps) == 0 || route.Steps[0].Table != "default" || route.Steps[0].Line != 1 {
			t.Errorf("%s: the trace does not name the default table: %+v", addr, route.Steps)
		}
	}
}

func TestOpenReportsEveryMistake(t *testing.T) {
	c := memory(map[string]string{"t": "/a/ b\n/^(.+)@/ $2@x\n/^(.+@/ y\n"})
	c.VirtualAliasMaps = []string{"t"}
	_, _, err := Open(t.Context(), c)
	if err == nil {
		t.Fatal("a table with mistakes was opened")
	}
	for _, want := range []string{"t:2: ", "t:3: "} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in:\n%s", want, err)
		}
	}
}
