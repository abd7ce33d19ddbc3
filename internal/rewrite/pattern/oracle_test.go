package pattern

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// oracle is testdata/oracle.c: the regcomp and the PCRE2 of this machine.
type oracle struct {
	path string
	in   io.WriteCloser
	out  *bufio.Reader
}

// newOracle builds the program, and returns how many patterns to compare.
func newOracle(t *testing.T) (*oracle, int) {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("MAILSINK_ORACLE"))
	if err != nil {
		t.Skip("compares random patterns with the C library and PCRE2 when MAILSINK_ORACLE is their number")
	}
	path := filepath.Join(t.TempDir(), "oracle")
	if out, err := exec.CommandContext(t.Context(), "cc", "-O2", "-o", path, "testdata/oracle.c", "-lpcre2-8").CombinedOutput(); err != nil {
		t.Fatalf("testdata/oracle.c is not built: apt-get install gcc libpcre2-dev: %v\n%s", err, out)
	}
	o := &oracle{path: path}
	o.start(t)
	return o, n
}

// start starts the program, again if it died of a search that took too long.
func (o *oracle) start(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), o.path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	o.in, o.out = in, bufio.NewReader(out)
}

// slow is the answer of a program that died.
const slow = "slow"

func (o *oracle) ask(t *testing.T, format string, args ...any) string {
	t.Helper()
	if _, err := fmt.Fprintf(o.in, format+"\n", args...); err != nil {
		t.Fatal(err)
	}
	answer, err := o.out.ReadString('\n')
	if err != nil {
		o.start(t)
		return slow
	}
	return strings.TrimSuffix(answer, "\n")
}

// subject is one pattern with its flags.
type subject struct {
	kind, flags, text string
}

func (s subject) compile() (*Regexp, error) {
	has := func(f string) bool { return strings.Contains(s.flags, f) }
	if s.kind == "r" {
		return CompilePOSIX(s.text, POSIX{IgnoreCase: has("i"), Newline: has("m"), Extended: has("x")})
	}
	return CompilePCRE(s.text, PCRE{IgnoreCase: has("i"), MultiLine: has("m"), DotAll: has("s"), Extended: has("x"), Anchored: has("A"), DollarEndOnly: has("E"), Ungreedy: has("U")})
}

// shownAs returns an answer of ours as the oracle writes it.
func shownAs(m *Matcher, re *Regexp, key string, groups int) string {
	m.Reset(key)
	loc, err := m.FindUpTo(re, groups)
	switch {
	case err != nil:
		return "limit"
	case loc == nil:
		return "no"
	}
	var b strings.Builder
	b.WriteString("yes")
	if !re.prog.posix {
		loc[0] = -1 // \K moves it; no result names it
	}
	for i := range 2 * (groups + 1) {
		fmt.Fprintf(&b, " %d", loc[i])
	}
	return b.String()
}

// compare returns what differs, or "".
func (o *oracle) compare(t *testing.T, s subject, groups int, keys []string) string {
	want := o.ask(t, "%s %s_ %d %s", s.kind, s.flags, groups+1, hex.EncodeToString([]byte(s.text)))
	re, err := s.compile()
	if want == slow {
		return ""
	}
	if err != nil {
		bad := err.(*SyntaxError)
		if bad.Unsupported {
			return ""
		}
		got := "error " + bad.Text
		if bad.PCRE {
			got = fmt.Sprintf("error %d %s", bad.Offset, bad.Text)
		}
		if got != want {
			return got + ", want " + want
		}
		return ""
	}
	if got := fmt.Sprintf("ok %d", re.Groups()); got != want {
		return got + ", want " + want
	}
	m := NewMatcher()
	for _, key := range keys {
		want := o.ask(t, "k %s", hex.EncodeToString([]byte(key)))
		if strings.Contains(s.flags, "n") {
			if ok, err := re.match(m, key); err == nil && ok != strings.HasPrefix(want, "yes") {
				return fmt.Sprintf("key %q: %v, want %s", key, ok, want)
			}
			continue
		}
		if want == slow {
			return ""
		}
		if s.kind == "p" && strings.HasPrefix(want, "yes ") {
			_, rest, _ := strings.Cut(want[4:], " ")
			want = "yes -1 " + rest
		}
		if got := shownAs(m, re, key, min(groups, re.Groups())); !strings.HasPrefix(want, got) {
			return fmt.Sprintf("key %q groups %d: %s, want %s", key, groups, got, want)
		}
	}
	return ""
}

// match asks whether key matches.
func (re *Regexp) match(m *Matcher, key string) (bool, error) {
	m.Reset(key)
	return m.Match(re)
}

// grammar makes random patterns.
type grammar struct {
	*rand.Rand
	pcre, plain bool
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
	if g.plain {
		return pick(g, "^", "$", `\b`, `\B`, `\<`, `\>`, `\w`, `\W`, "[[:alpha:]]", "()", "(|a)", `\.`)
	}
	return pick(g, "^", "$", `\b`, `\B`, `\<`, `\>`, `\w`, `\W`, `\s`, `\d`, "\\`", `\'`, `\1`, `\2`, "[[:alpha:]]", "[]a]", "[a-c]", "[^]a-]",
		`[\w]`, "a{2", "{", ")", "[[.a.]]", "[[=a=]]", `\.`, "[b-", "()", "(|a)", `\@`, "[[:foo:]]", "[a-", `\(`, `\)`, "\\{1,2\\}", `\|`, `\+`, `\?`, "[--a]", "[a--]", "[---]")
}

func (g *grammar) key() string {
	var b strings.Builder
	for range 1 + g.IntN(8) {
		b.WriteString(pick(g, "a", "b", "c", "@", "a", "b", "A", "B", ".", "_", "1"))
	}
	return b.String()
}

// seeded returns a grammar whose seed the test names.
func seeded(t *testing.T) *grammar {
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("MAILSINK_ORACLE_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("MAILSINK_ORACLE_SEED=%d", seed)
	return &grammar{Rand: rand.New(rand.NewPCG(seed, 3))}
}

func TestRandomPatternsMatchAsTheInstalledLibraries(t *testing.T) {
	o, n := newOracle(t)
	g := seeded(t)
	kinds := strings.Fields(os.Getenv("MAILSINK_ORACLE_KINDS"))
	if len(kinds) == 0 {
		kinds = []string{"r", "plain", "p"}
	}
	for _, kind := range kinds {
		differs := 0
		g.pcre, g.plain = kind == "p", kind == "plain"
		for range n {
			s := subject{kind: "r", text: g.pattern(3), flags: pick(g, "ix", "ix", "ix", "x", "imx", "mx", "i")}
			if g.plain {
				s.flags = "ix"
			}
			if g.pcre {
				s.kind, s.flags = "p", pick(g, "is", "is", "is", "s", "ism", "i", "isx", "isA", "isE", "isU", "im")
			}
			keys := []string{"aa", "ab@b.ab", "abcabc"}
			for range 10 {
				keys = append(keys, g.key())
			}
			groups := strings.Count(s.text, "(")
			if groups > 0 {
				groups = 1 + g.IntN(groups)
			} else if !g.pcre || g.IntN(4) == 0 {
				groups = -1
				s.flags += "n"
			}
			if diff := o.compare(t, s, groups, keys); diff != "" {
				if differs++; differs < 20 {
					t.Errorf("%s %q: %s", s.flags, s.text, diff)
				}
			}
		}
		t.Logf("%s: %d of %d patterns differ", kind, differs, n)
	}
}
