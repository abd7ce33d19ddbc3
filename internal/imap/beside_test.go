package imap_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mailsink/internal/imap/dovecot"
)

// TestDovecotAnswersTheSame plays the scripts of testdata/beside to Dovecot and
// to us. Each line of a script is the number of a session and a command, in
// which @name stands for the file of that name as a literal. A line that
// begins with "!" is why the answers to the next command may differ.
func TestDovecotAnswersTheSame(t *testing.T) {
	files, err := filepath.Glob("testdata/beside/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			newPair(t, a.Files).play(string(a.Comment))
		})
	}
}

// A pair is two servers that are told the same.
type pair struct {
	*testing.T
	literals *strings.Replacer
	w        *world
	first    *dovecot.Session
	ours     map[string]*wire
	theirs   map[string]*dovecot.Session
}

func newPair(t *testing.T, files []txtar.File) *pair {
	t.Helper()
	var literals []string
	for _, f := range files {
		octets := strings.ReplaceAll(string(f.Data), "\n", "\r\n")
		literals = append(literals, "@"+f.Name, fmt.Sprintf("{%d+}\r\n%s", len(octets), octets))
	}
	return &pair{T: t, literals: strings.NewReplacer(literals...), w: start(t), first: dovecot.Start(t), ours: map[string]*wire{}, theirs: map[string]*dovecot.Session{}}
}

// play says the lines of a script to both.
func (p *pair) play(script string) {
	p.Helper()
	reason := ""
	for line := range strings.Lines(script) {
		line = strings.TrimSuffix(line, "\n")
		who, command, _ := strings.Cut(line, " ")
		switch who {
		case "", "#":
			continue
		case "!":
			reason = command
			continue
		}
		a, b := p.say(who, command)
		if slices.Equal(a, b) == (reason != "") {
			p.Errorf("%s %s\nours   %s\ntheirs %s", who, command, strings.Join(a, "\n       "), strings.Join(b, "\n       "))
		}
		reason = ""
	}
}

// say says a command to both, and returns what they answer in one form.
func (p *pair) say(who, command string) (ours, theirs []string) {
	p.Helper()
	if p.ours[who] == nil {
		p.ours[who] = p.w.login("sink")
		p.theirs[who] = p.first
		if len(p.theirs) > 1 {
			p.theirs[who] = p.first.Beside()
		}
	}
	command = p.literals.Replace(command)
	untagged, status := p.theirs[who].Try(command)
	return plainly(p.ours[who].run(command)), plainly(append(untagged, status))
}

var (
	plainText  = regexp.MustCompile(`^(\* )?(OK|NO|BAD|BYE|PREAUTH)( \[[^\]]*\])?.*$`)
	plainCodes = []struct {
		find *regexp.Regexp
		put  string
	}{
		{regexp.MustCompile(`(UIDVALIDITY|APPENDUID|COPYUID) \d+`), "$1 V"},
		{regexp.MustCompile(`(HIGHESTMODSEQ|MODSEQ) \(?\d+\)?`), "$1 N"},
		{regexp.MustCompile(`\[MAILBOXID [^\]]*\]`), ""},
		{regexp.MustCompile(`^\* OK \[HIGHESTMODSEQ N\]`), "* OK"},
		{regexp.MustCompile(`\(TAG "t\d+"\)`), "(TAG T)"},
		{regexp.MustCompile(`UID (\d+) MODSEQ N (.*)\)$`), "UID $1 $2 MODSEQ N)"},
		{regexp.MustCompile(`"CHILDINFO"`), "CHILDINFO"},
		{regexp.MustCompile(` \[CLIENTBUG\]`), ""},
		{regexp.MustCompile(`FETCH \(MODSEQ N (.*)\)$`), "FETCH ($1 MODSEQ N)"},
		{regexp.MustCompile(`^NO .*`), "NO"},
		{regexp.MustCompile(`^BAD .*`), "BAD"},
		{regexp.MustCompile(`^OK \[CLOSED\].*`), "OK"},
	}
	plainList   = regexp.MustCompile(`\([^()]*\)`)
	plainFields = regexp.MustCompile(`HEADER\.FIELDS[^)]*\)`)
	plainQuote  = regexp.MustCompile(`^(\* (?:LIST|LSUB|STATUS) .*?)"([^()\\" *%]+)"( \(.*)?$`)
)

func listed(r string) bool { return strings.HasPrefix(r, "* L") || strings.HasPrefix(r, "* STATUS") }

// plainly writes responses without what differs by nature: texts, and numbers
// that mean nothing.
func plainly(responses []string) []string {
	var out []string
	for _, r := range responses {
		r = plainText.ReplaceAllString(r, "$1$2$3")
		for _, c := range plainCodes {
			r = c.find.ReplaceAllString(r, c.put)
		}
		if strings.Contains(r, "FLAGS") || strings.HasPrefix(r, "* L") {
			r = plainList.ReplaceAllStringFunc(r, func(list string) string {
				words := strings.Fields(strings.ToLower(strings.Trim(list, "()")))
				slices.Sort(words)
				return "(" + strings.Join(words, " ") + ")"
			})
		}
		r = plainFields.ReplaceAllStringFunc(r, func(list string) string { return strings.ToUpper(strings.ReplaceAll(list, `"`, "")) })
		r = plainQuote.ReplaceAllString(r, "$1$2$3")
		if r = strings.TrimSpace(r); r != "* OK" {
			out = append(out, r)
		}
	}
	for i := 0; i < len(out); { // the order of one kind is nobody's business
		j := i
		for j < len(out) && listed(out[j]) && listed(out[i]) {
			j++
		}
		slices.Sort(out[i:j])
		i = max(j, i+1)
	}
	return out
}
