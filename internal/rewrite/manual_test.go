package rewrite

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// manual is docs/rewriting.md: the files that it shows, and what it says that
// mailsink query prints.
type manual struct {
	files    map[string]string
	sessions []string
}

func readManual(t *testing.T) manual {
	text, err := os.ReadFile("../../docs/rewriting.md")
	if err != nil {
		t.Fatal(err)
	}
	m := manual{files: map[string]string{}}
	blocks := strings.Split(string(text), "```")
	for i := 1; i < len(blocks); i += 2 {
		head, body, _ := strings.Cut(blocks[i], "\n")
		if name, ok := strings.CutPrefix(head, "file "); ok {
			m.files[name] = body
		}
		if head == "console" {
			m.sessions = append(m.sessions, body)
		}
	}
	return m
}

func TestTheExamplesOfTheManualAreTrue(t *testing.T) {
	m := readManual(t)
	if len(m.sessions) < 5 {
		t.Fatalf("the manual has only %d examples", len(m.sessions))
	}
	for _, s := range m.sessions {
		command, want, _ := strings.Cut(s, "\n")
		t.Run(command, func(t *testing.T) {
			args, ok := strings.CutPrefix(command, "$ mailsink query ")
			if !ok {
				t.Fatal("not a question to mailsink query")
			}
			if got := m.query(t, strings.Fields(args)); got != want {
				t.Errorf("prints\n%s\nthe manual says\n%s", got, want)
			}
		})
	}
}

// query returns what mailsink query prints.
func (m manual) query(t *testing.T, args []string) string {
	c := memory(m.files)
	var err error
	for len(args) > 1 && strings.HasPrefix(args[0], "--") {
		switch args[0] {
		case "--rewrite":
			c.VirtualAliasMaps = append(c.VirtualAliasMaps, args[1])
		case "--postfix":
			c, _, err = LoadPostfix(c, args[1])
		case "--sendmail":
			c, err = LoadSendmail(c, args[1])
		}
		if err != nil {
			t.Fatal(err)
		}
		args = args[2:]
	}
	r, _, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, address := range args {
		route := r.Route(t.Context(), "", address)
		fmt.Fprintln(&b, address)
		for _, s := range route.Steps {
			fmt.Fprintf(&b, "  %s:%d  %s -> %s\n", s.Table, s.Line, s.From, strings.Join(s.To, ", "))
		}
		for _, f := range route.Finals {
			fmt.Fprintln(&b, "  goes to "+kept(f))
		}
		fmt.Fprintln(&b, "  reply", route.Reply)
	}
	return b.String()
}

// kept says what mailsink query says of a final address.
func kept(f Final) string {
	_, domain, _ := strings.Cut(f.Address, "@")
	s := f.Address + ", account " + strings.TrimSuffix(f.Address, "@"+DefaultDomain)
	if f.External {
		s += ", external: would have gone to " + domain
	}
	if f.Bounce != "" {
		s += ", would have been returned: " + f.Bounce
	}
	return s
}

func TestTheTablesOfTheManualHaveNoMistakes(t *testing.T) {
	m := readManual(t)
	for name := range m.files {
		if !strings.HasSuffix(name, ".regexp") {
			continue
		}
		_, warnings, err := OpenTable(t.Context(), "regexp:"+name, memory(m.files))
		if err != nil || len(warnings) > 0 {
			t.Errorf("%s: %v %v", name, warnings, err)
		}
	}
}
