package imap_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mailsink/internal/imap"
)

// TestDialogues plays the dialogues of testdata/dialogue. The files of an
// archive named message… are delivered first, in their order; "dialogue" has
// the lines that the client sends, C:, and those it must be sent, S:, in which
// … stands for anything. A line with C- is sent without a line end. "options"
// may ask for auth, tls or small.
func TestDialogues(t *testing.T) {
	files, err := filepath.Glob("testdata/dialogue/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no dialogues: %v", err)
	}
	config := selfSigned(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := start(t, func(s *imap.Server) {
				for _, f := range a.Files {
					if f.Name == "options" {
						configure(s, string(f.Data))
					}
				}
				if s.TLS != nil {
					s.TLS = config
				}
			})
			for _, f := range a.Files {
				switch {
				case strings.HasPrefix(f.Name, "message"):
					w.deliver(strings.ReplaceAll(string(f.Data), "\n", "\r\n"))
				case f.Name == "dialogue":
					play(t, w, string(f.Data))
				}
			}
		})
	}
}

func play(t *testing.T, w *world, script string) {
	c := w.connect()
	x := wireOn(t, c)
	for i, line := range strings.Split(strings.TrimSuffix(script, "\n"), "\n") {
		op, text, _ := strings.Cut(line, " ")
		switch op {
		case "C:":
			x.send(text + "\r\n")
		case "C-":
			x.send(text)
		case "S:":
			got := x.line()
			if !wildcard(text).MatchString(got) {
				t.Fatalf("line %d: got  %s\nwant %s", i+1, got, text)
			}
		case "closed":
			if rest := x.closed(); rest != "" {
				t.Fatalf("line %d: before the end it said %q", i+1, rest)
			}
			return
		case "", "#":
		default:
			t.Fatalf("line %d: %q", i+1, line)
		}
	}
	// Nothing more may have been said.
	x.send("end LOGOUT\r\n")
	x.want("* BYE")
	x.want("end OK")
}

func wildcard(text string) *regexp.Regexp {
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(text), "…", ".*") + "$")
}
