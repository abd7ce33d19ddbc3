package rewrite

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// oracle asks the postmap(1) of this machine.
type oracle struct {
	dir  string
	path string
}

// newOracle needs Debian's postfix and postfix-pcre, and MAILSINK_ORACLE set to
// the number of random tables to compare.
func newOracle(t *testing.T) (*oracle, int) {
	n, err := strconv.Atoi(os.Getenv("MAILSINK_ORACLE"))
	if err != nil {
		t.Skip("compares random tables with the installed postmap when MAILSINK_ORACLE is their number")
	}
	path, err := exec.LookPath("postmap")
	if err != nil {
		t.Fatal("postmap is not installed: apt-get install postfix postfix-pcre")
	}
	return &oracle{dir: t.TempDir(), path: path}, n
}

// ask returns the answers of postmap to keys, and its warnings.
func (o *oracle) ask(ctx context.Context, spec string, keys []string) (map[string]string, []string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, o.path, "-q", "-", spec)
	cmd.Stdin = strings.NewReader(strings.Join(keys, "\n") + "\n")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	answers := map[string]string{}
	for line := range strings.Lines(stdout.String()) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		answers[key] = value
	}
	var warnings []string
	for line := range strings.Lines(stderr.String()) {
		warnings = append(warnings, strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "postmap: "))
	}
	_ = err
	return answers, warnings, nil
}

// compare puts the keys to both programs and reports where they differ.
func (o *oracle) compare(t *testing.T, kind, text string, keys []string) {
	file := filepath.Join(o.dir, "table")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	spec := kind + ":" + file
	want, warned, err := o.ask(t.Context(), spec, keys)
	if err != nil {
		t.Logf("postmap took too long: %q", text)
		return
	}
	table, warnings, err := OpenTable(t.Context(), spec, Config{Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	log := logLines(warnings)
	for _, key := range keys {
		a := QueryTable(t.Context(), table, key)
		log = append(log, a.Log...)
		if value, ok := want[key]; ok != a.Found || value != a.Value {
			t.Errorf("%q key %q: found %v %q, postmap %v %q", text, key, a.Found, a.Value, ok, value)
			return
		}
	}
	if !slices.Equal(slices.Compact(log), slices.Compact(warned)) {
		t.Errorf("%q: says\n%q\npostmap\n%q", text, log, warned)
	}
}

// grammar makes random patterns.
type grammar struct {
	*rand.Rand
	groups int
	pcre   bool
}

func pick[T any](g *grammar, list ...T) T { return list[g.IntN(len(list))] }

func (g *grammar) pattern(depth int) string {
	var b strings.Builder
	for i := range 1 + g.IntN(3) {
		if i > 0 && g.IntN(3) == 0 {
			b.WriteString("|")
		}
		b.WriteString(g.atom(depth))
		if g.IntN(3) == 0 {
			b.WriteString(g.quantifier())
		}
	}
	return b.String()
}

func (g *grammar) quantifier() string {
	q := pick(g, "*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "{,2}", "{0}", "*", "*")
	if g.pcre {
		q += pick(g, "", "", "?", "+")
	}
	return q
}

func (g *grammar) atom(depth int) string {
	if depth > 0 && g.IntN(3) == 0 {
		g.groups++
		open := "("
		if g.pcre {
			open = pick(g, "(", "(", "(?:", "(?>", "(?=", "(?!", "(?<=", "(?<!", "(?i:", "(?-i)(", "(?|")
		}
		return open + g.pattern(depth-1) + ")"
	}
	if g.IntN(8) == 0 {
		return g.special()
	}
	return pick(g, "a", "b", "c", "@", "ab", ".", "[ab]", "[^a]", "a", "b")
}

func (g *grammar) special() string {
	if g.pcre {
		return pick(g, "^", "$", `\b`, `\B`, `\A`, `\z`, `\Z`, `\w`, `\d`, `\s`, `\W`, `\1`, `\2`, "(?1)", "(?R)", `[[:alpha:]]`, `[\w-]`,
			`\x61`, `\Qa.\E`, "(?(1)a|b)", "(?(?=a)b|c)", "(*FAIL)", "(*COMMIT)", "(*PRUNE)", "(*SKIP)", "(*THEN)", "(*ACCEPT)", `\K`, "a{2", "]", "}", `\g1`, `\g{-1}`, `\h`, `\R`, `\N`)
	}
	return pick(g, "^", "$", `\b`, `\B`, `\<`, `\>`, `\w`, `\W`, `\s`, `\d`, "\\`", `\'`, `\1`, `\2`, "[[:alpha:]]", "[]a]", "[a-c]", "[^]a-]",
		`[\w]`, "a{2", "{", ")", "[[.a.]]", "[[=a=]]", `\.`, "[b-", "()", "(|a)", `\@`, "[[:foo:]]", "[a-", `\(`, `\)`, "\\{1,2\\}", `\|`, `\+`, `\?`, "[--a]", "[a--]", "[---]")
}

func (g *grammar) key() string {
	var b strings.Builder
	for range g.IntN(9) {
		b.WriteString(pick(g, "a", "b", "c", "@", "a", "b", "A", "B", ".", "_", "1"))
	}
	return b.String()
}

func TestRandomTablesAnswerAsTheInstalledPostmap(t *testing.T) {
	o, n := newOracle(t)
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("MAILSINK_ORACLE_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("MAILSINK_ORACLE_SEED=%d", seed)
	kinds := strings.Fields(os.Getenv("MAILSINK_ORACLE_KINDS"))
	if len(kinds) == 0 {
		kinds = []string{"regexp", "pcre"}
	}
	g := &grammar{Rand: rand.New(rand.NewPCG(seed, 1))}
	for range n {
		kind := pick(g, kinds...)
		g.pcre, g.groups = kind == "pcre", 0
		p := g.pattern(3)
		flags := pick(g, "", "", "", "i", "m", "im", "x")
		if g.pcre {
			flags = pick(g, "", "", "", "i", "m", "s", "x", "A", "E", "U", "im")
		}
		var text strings.Builder
		for k := min(g.groups, 5); k >= 0; k-- {
			text.WriteString("/" + p + "/" + flags + " ")
			for i := 1; i <= k; i++ {
				fmt.Fprintf(&text, "[$%d]", i)
			}
			text.WriteString("m\n")
		}
		keys := []string{"aa", "ab@b.ab", "abcabc"}
		for range 25 {
			keys = append(keys, g.key())
		}
		keys = slices.DeleteFunc(keys, func(s string) bool { return s == "" })
		o.compare(t, kind, text.String(), keys)
	}
}
