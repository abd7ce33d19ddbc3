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

// transcript is what a program wrote, and how it ended.
type transcript struct {
	stdout, stderr string
	exit           int
}

// run puts keys to the installed postmap, one a line.
func (o *oracle) run(ctx context.Context, spec string, keys []string) (transcript, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, o.path, "-c", o.conf(), "-q", "-", spec)
	cmd.Stdin = strings.NewReader(strings.Join(keys, "\n") + "\n")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	return transcript{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}, ctx.Err()
}

// conf returns a directory with a main.cf of its own, so that the answers do
// not depend on how the machine is set up.
func (o *oracle) conf() string {
	file := filepath.Join(o.dir, "main.cf")
	if _, err := os.Stat(file); err != nil {
		_ = os.WriteFile(file, []byte("compatibility_level = 3.6\n"+os.Getenv("MAILSINK_ORACLE_MAINCF")), 0o600)
	}
	return o.dir
}

// ours puts the same keys to this package.
func ours(ctx context.Context, c Config, spec string, keys []string) transcript {
	var out, log strings.Builder
	say := func(lines []string) {
		for _, l := range lines {
			log.WriteString("postmap: " + l + "\n")
		}
	}
	t, warnings, err := OpenTable(ctx, spec, c)
	say(logLines(warnings))
	if err != nil {
		a := Answer{}
		a.fatal(err, spec)
		say(a.Log)
		return transcript{out.String(), log.String(), 1}
	}
	exit := 1
	for _, key := range keys {
		a := QueryTable(ctx, t, key)
		say(a.Log)
		if a.Err != nil {
			exit = 1
			break
		}
		if a.Found {
			exit = 0
			out.WriteString(key + "\t" + a.Value + "\n")
		}
	}
	return transcript{out.String(), log.String(), exit}
}

// tableCase is one random table and the keys for it.
type tableCase struct {
	spec  string            // with @NAME@ for the path of a file
	files map[string]string // by name
	keys  []string
}

// author makes random tables out of the pieces that tables are written with.
type author struct {
	*rand.Rand
	g *grammar
}

func one[T any](a *author, list ...T) T { return list[a.IntN(len(list))] }

// blanks is white space between words: of every kind, sometimes.
func (a *author) blanks() string {
	return one(a, " ", " ", " ", " ", "\t", "  ", " \t ", "\v", "\f", "\r", "\u00a0 ", " \u00a0")
}

// text joins lines, with the disorder that files have.
func (a *author) text(lines []string) string {
	var b strings.Builder
	if a.IntN(25) == 0 {
		b.WriteString("\ufeff")
	}
	crlf := a.IntN(12) == 0
	for i, l := range lines {
		switch a.IntN(30) {
		case 0:
			b.WriteString("# comment " + l + "\n")
		case 1:
			b.WriteString("   # indented comment\n")
		case 2:
			b.WriteString(one(a, "\n", " \n", "\t\n", "\r\n", "\v\n"))
		case 3:
			b.WriteString(one(a, " ", "\t", "\f") + "more " + one(a, "", "\\", "\x00x", "\xe9") + "\n")
		case 4:
			l = one(a, " ", "\t", "\r") + l
		case 5:
			at := a.IntN(len(l) + 1)
			l = l[:at] + one(a, "\x00", "\\", "\xff", "é", "\"", "#", " ", "\n ", "\r", "\x01", "$", "!", "{", "}") + l[at:]
		case 6:
			l += one(a, " ", "\t", "\r", "\v", " # no comment", "\\")
		case 7:
			l = one(a, "İ", "ß", "Σς", "ﬁ", "K", "🙂", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80") + l
		}
		b.WriteString(l)
		switch {
		case crlf:
			b.WriteString("\r\n")
		case i < len(lines)-1 || a.IntN(8) > 0:
			b.WriteString("\n")
		}
	}
	return b.String()
}

func (a *author) local() string {
	return one(a, "user", "User", "ann.lee", "ann", "bob+tag", "bob", "a", "x-y", "x_y", "postmaster", "abuse", "o'neil", "é", "Ärger", "straße", "STRASSE",
		`"a b"`, `"a\"b"`, `"a\ b"`, `"x`, `a\ b`, `a\`, "news2024", "test12", "1", "", ".a.", "a=b", "a%b", "a!b", "#x", "*")
}

func (a *author) domain() string {
	return one(a, "example.com", "Example.COM", "example.org", "e.test", "staging.example.com", "sub.e.test", "localhost", "münchen.test", "xn--mnchen-3ya.test", "[192.0.2.1]", "x")
}

func (a *author) address() string {
	switch a.IntN(12) {
	case 0:
		return a.local()
	case 1:
		return "@" + a.domain()
	case 2:
		return a.domain()
	}
	return a.local() + "@" + a.domain()
}

// value is what stands on the right side of an entry.
func (a *author) value() string {
	return one(a, "sink@mailsink.test", "a@x", "OK", "a@x, b@x", "a@x b@x", "\"quoted\" <a@x>", "REJECT no", "x # y", "x\\", "a=b", "@far.test", "{a}", "x{y", "1 2  3", "é@x", "$x", "a:b", "|cmd", "/file",
		"", "", "550 5.1.1 gone", "\"", "a\u00a0b")
}

func (a *author) texthash() tableCase {
	var lines, keys []string
	for range a.IntN(7) {
		k := a.address()
		keys = append(keys, k)
		if a.IntN(8) == 0 {
			k += ":"
		}
		lines = append(lines, k+a.blanks()+a.value())
	}
	return tableCase{spec: one(a, "texthash:@table@", "texthash:@table@", "proxy:texthash:@table@"), files: map[string]string{"table": a.text(lines)}, keys: keys}
}

// literal is a pattern as administrators write them.
func (a *author) expression(pcre bool) string {
	local := one(a, "^", "^", "", "^(.*)", "^(.+)", "^([^@]+)", "^(ann|bob)(\\+.*)?", "^[a-z]+[0-9]*", "^[[:alnum:]._-]+", "^[\\w.]+", "^\\w+", "(user|ann)", ".*", "^test[0-9][0-9]*", "^x.y", "^\"(.*)\"", "^.")
	domain := one(a, "@", "@(.*)$", "@example\\.com$", "@(example)\\.(com|org)$", "@[^.]+\\.test$", "@(.+\\.)?example\\.com$", "@.*$", "$", "example.com", "@([[:alnum:].-]+)$", "@staging\\.", "@e\\.test\\b", "\\.test")
	if pcre {
		local = one(a, local, "^(?!postmaster@)(.*)", "^(?<u>[^+@]+)(?:\\+[^@]*)?", "^(\\S+?)", "^\\d+", "(?i)^User", "(?-i)^User", "^\\p{L}+", "^.++", "(?=.*a)", "^(?>a|ab)")
		domain = one(a, domain, "@(?!e\\.test$)", "(?<=@)e\\.test", "@(?:sub\\.|staging\\.)?e(?:\\.|xample\\.)\\w+\\z", "@\\Qe.test\\E", "@[\\w.]+$", "\\.(?=com)", "@.*(?<!org)$")
	}
	return local + domain
}

func (a *author) replacement() string {
	return one(a, "sink@mailsink.test", "$1@x", "${1}@x", "$(1)@x", "$1", "$2@x", "${2}", "$1x", "$1_", "$$1", "$$", "$", "a$", "$ 1", "${1", "$(1", "${1)", "$(1}", "${}", "$()", "$0", "${0}", "$9", "$01", "${01}", "$10", "${a}", "$1=$2@x", "a $1 b",
		"$1+$2@x", "$1.$2", "$1-$2", "OK", "", "", "REJECT $1", "\"$1\" <$1@x>", "\\$1", "$1\\", "é$1", "$1é", "${1}é", "${ 1}", "${1:x}", "${1?x}", "$é", "$$$1", "$$$$1", "${{1}}", "$((1))", "${(1)}", "$1$1$2", "$99999999999", "$-1", "$+1", "@x")
}

func (a *author) delimited(pcre bool) string {
	d := one(a, "/", "/", "/", "/", "|", "~", "#", "%", ",", "\"", "'", "\\", "{", "(", "é", "=", ";", "$", "^", "-", "_", ":", "@")
	text := a.expression(pcre)
	if a.IntN(3) == 0 {
		a.g.pcre, a.g.groups = pcre, 0
		text = a.g.pattern(2)
	}
	if d != "/" && d != "é" && a.IntN(3) > 0 {
		text = strings.ReplaceAll(text, d, "\\"+d)
	}
	flags := one(a, "", "", "", "", "", "i", "ii", "m", "x", "im", "xi", "xx", "mm", "s", "iq", "I", "1", "é")
	if pcre {
		flags = one(a, "", "", "", "", "", "i", "ii", "m", "x", "s", "A", "E", "U", "X", "imx", "sE", "AA", "UX", "iq", "I", "u", "XX")
	}
	return d + text + d + flags
}

func (a *author) ruleLine(pcre bool) string {
	not := one(a, "", "", "", "", "", "!", "!!", "! ", "!!!", "! ! ")
	switch a.IntN(16) {
	case 0, 1:
		return one(a, "if", "if", "IF", "If", "if ", "if\t", "if!", "iff") + one(a, "", " ", "  ") + not + a.delimited(pcre) + one(a, "", "", "", "", " extra", " ")
	case 2, 3:
		return one(a, "endif", "endif", "endif", "ENDIF", "EndIf", "endif ", "endif x", "endif/", "endifx", "endif1", "end if", "fi", "else")
	case 4:
		return one(a, "/", "\\a\\ x", "/a\\", "!", "! ", "/a", "/a/", "a b", "//", "// x", "/a//b/ c", "/a/ /b/ c", "/a/! b", "if", "if ", "if !", "/[/] x", "/a/!/b", "/a/!!/b/ y", "/a/i!/b/i z", "/a/!b", "1/a/ x", "if/a/", "if //", "! /a/ x", "/é/ x", "/\xe9/ x", "/a/ \xe9", "/\\/a/ x", "\"a\" x", "(a( x", "(a) x", "!a! x", "=a= x", "[a[ x", "[a] x")
	case 5:
		if !pcre {
			return not + a.delimited(pcre) + one(a, "!", "!!", "! ", "!  !") + a.delimited(pcre) + a.blanks() + a.replacement()
		}
	}
	return not + a.delimited(pcre) + a.blanks() + a.replacement()
}

func (a *author) rules(pcre bool) tableCase {
	var lines []string
	for range 1 + a.IntN(6) {
		lines = append(lines, a.ruleLine(pcre))
	}
	kind := one(a, "regexp", "regexp", "regexp", "proxy:regexp")
	if pcre {
		kind = "pcre"
	}
	if a.IntN(10) == 0 {
		var b strings.Builder
		b.WriteString(kind + ":{")
		for _, l := range lines {
			b.WriteString(one(a, "", " ", "\t") + one(a, "{", "{", "{", "{ ", "{\t", "") + l + one(a, "}", "}", "}", " }", "} x", "") + one(a, ", ", " ", ","))
		}
		return tableCase{spec: strings.ReplaceAll(b.String(), "\x00", "") + one(a, "}", "}", "}", "} ", "}x", "")}
	}
	return tableCase{spec: kind + ":@table@", files: map[string]string{"table": a.text(lines)}}
}

func (a *author) network() string {
	return one(a, "192.0.2.0/24", "192.0.2.1", "192.0.2.1/32", "192.0.2.1/24", "10.0.0.0/8", "0.0.0.0/0", "10.1", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/a", "10.0.0.0/08", "10.0.0.0/+8", "10.0.0.0/ 8", "010.0.0.1", "1.2.3.256", "1.2.3", "1.2.3.4.5",
		"2001:db8::/32", "2001:db8::1", "::1", "::/0", "::", "2001:db8::1/32", "2001:DB8::/32", "::ffff:192.0.2.1", "::ffff:0:0/96", "[2001:db8::1]", "[2001:db8::]/32", "[2001:db8::/32]", "[::1", "[::1]x", "::1]", "[192.0.2.1]", "[192.0.2.0]/24", "fe80::1%eth0", "1::2::3",
		"2001:db8:0:0:0:0:0:0/129", "::1/128", "::/1", "8000::/1", "192.0.2.128/25", "192.0.2.0/255.255.255.0", "example.com", "", "[]", "[]/8", "[/]", "/8", "0/0", "192.0.2.0/24/1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "::1.2.3.4", "::01.2.3.4", "12345::", ":::", "1:", ":1", "0x1.2.3.4", "2001:db8::/0", "1.2.3.4/032", "1.2.3.4/99999999999")
}

func (a *author) ip() string {
	return one(a, "192.0.2.1", "192.0.2.200", "10.2.3.4", "2001:db8::1", "2001:DB8:0::1", "::1", "::ffff:192.0.2.1", "8000::", "1.2.3.4", "192.0.2.01", "[192.0.2.1]", "[::1]", "192.0.2.1 ", "fe80::1%eth0", "fe80::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4", "::1.2.3.4", "a@b", "10.1", "", "0.0.0.0", "255.255.255.255", "IPv6:::1", "2001:db8::192.0.2.1", "1.2.3.4.", "::00001")
}

func (a *author) cidr() tableCase {
	var lines, keys []string
	for range 1 + a.IntN(7) {
		not := one(a, "", "", "", "", "!", "!!", "! ", "!!! ")
		switch a.IntN(10) {
		case 0, 1:
			lines = append(lines, one(a, "if", "IF", "if ", "If\t", "iff", "if!")+one(a, " ", "", " ")+not+a.network()+one(a, "", "", "", " x", " "))
		case 2, 3:
			lines = append(lines, one(a, "endif", "endif", "ENDIF", "endif ", "endif x", "endifx", "endif/"))
		default:
			lines = append(lines, not+a.network()+a.blanks()+a.value())
		}
	}
	for range 12 {
		keys = append(keys, a.ip())
	}
	return tableCase{spec: "cidr:@table@", files: map[string]string{"table": a.text(lines)}, keys: keys}
}

func (a *author) pair() string {
	k := a.address()
	v := strings.NewReplacer("\x00", "").Replace(a.value())
	eq := one(a, "=", "=", "=", " = ", "= ", " =", "==", " ", "")
	switch a.IntN(6) {
	case 0, 1, 2:
		return "{" + one(a, "", " ") + k + eq + v + one(a, "", " ", "\t") + "}" + one(a, "", "", "", "", "", "x", " x")
	case 3:
		return one(a, "{", "}", "{}", "{{a=b}}", "{a=b", "a=b}", "=", "= b", "{= b}", "\"a b\"=c", "a=", "{a=}", "{a = }", "a={b}", "a={b c}", "{a={b, c}}", "\"a=b\"=c", "a\\=b=c", "a=b=c", "{\"a=c}", "A=1", "a=2")
	}
	return k + eq + v
}

func (a *author) inline() tableCase {
	var items []string
	for range a.IntN(5) {
		items = append(items, a.pair())
	}
	body := strings.Join(items, one(a, ", ", ",", " ", "\t", ",,", "\n"))
	return tableCase{spec: "inline:" + one(a, "{", "{", "{", "{", "{ ", "", "{{") + body + one(a, "}", "}", "}", "}", " }", "", "}x", "}}")}
}

func (a *author) static() tableCase {
	return tableCase{spec: one(a, "static:", "static:", "proxy:static:") + one(a, "", "{", "{ ", "{", "}") + a.value() + one(a, "", "}", " }", "} ", "} x", "}}")}
}

func (a *author) member() string {
	return one(a, "static:a", "static:B", "static:{x y}", "static:", "inline:{a=b}", "inline:{ann@e.test=bob@e.test}", "inline:{B=c, a=A}", "inline:{{a = }}", "regexp:{{/a/ b}}", "regexp:{{/^(.*)@(.*)$/ $2@$1}}", "pcre:{{/A/i up}, {/^x/ y}}", "fail:x", "texthash:@t@", "regexp:@r@",
		"unionmap:{static:u,static:v}", "pipemap:{inline:{a=k},inline:{k=w}}", "randmap:{one}", "cidr:@c@", "nosuch:x", "a", "inline:{a=}", "regexp:{{/a/}}", "proxy:static:p", "{static:x}", "texthash:@gone@", "static:é", "inline:{É=e}", "regexp:{{/@/ $1}}", "inline:{192.0.2.1=ip}", "unionmap:{static:q}", "")
}

func (a *author) compound() tableCase {
	var items []string
	for range 1 + a.IntN(3) {
		items = append(items, a.member())
	}
	body := strings.Join(items, one(a, ", ", ",", " ", ",,"))
	return tableCase{
		spec:  one(a, "unionmap:", "pipemap:", "proxy:unionmap:", "pipemap:", "unionmap:") + one(a, "{", "{", "{", "{", "{ ", "{,", "", "{{") + body + one(a, "}", "}", "}", "}", " }", "}}", "", "}x"),
		files: map[string]string{"t": "a t\nB@e.test tb\nann@e.test c@d\nx y\n", "r": "/^a/ r\n/b/i R\n", "c": "192.0.2.0/24 net\n"},
		keys:  []string{"a", "A", "B", "b", "x", "X", "é", "É", "192.0.2.1", "b@e.test"},
	}
}

func (a *author) random() tableCase {
	return tableCase{spec: "randmap:" + one(a, "{", "{", "{", "", "{ ", "{{") + one(a, "a", "{a}", "{a b}", "a@x", "", "{ a }", "{a=b}", ",", "a", "é", "\xe9") + one(a, "}", "}", "}", "", " }", "}}", "}x")}
}

func (a *author) make(kind string) tableCase {
	var c tableCase
	switch kind {
	case "regexp", "pcre":
		c = a.rules(kind == "pcre")
	case "texthash":
		c = a.texthash()
	case "cidr":
		c = a.cidr()
	case "inline":
		c = a.inline()
	case "static":
		c = a.static()
	case "compound":
		c = a.compound()
	case "randmap":
		c = a.random()
	}
	for range 14 {
		c.keys = append(c.keys, a.address())
	}
	c.keys = append(c.keys, "", "a\xffb@x", "user@example.com", "ann.lee+x@staging.example.com", a.ip())
	c.keys = slices.DeleteFunc(c.keys, func(k string) bool { return strings.ContainsAny(k, "\n\x00") })
	return c
}

func (o *oracle) compareCase(t *testing.T, c tableCase) bool {
	var pairs []string
	for name, text := range c.files {
		file := filepath.Join(o.dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		// texthash: waits for a file that has just been written.
		if err := os.Chtimes(file, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, "@"+name+"@", file)
	}
	pairs = append(pairs, "@gone@", filepath.Join(o.dir, "gone"))
	spec := strings.NewReplacer(pairs...).Replace(c.spec)
	// Only a running Postfix answers proxy: names; here they are only a prefix.
	spec = strings.ReplaceAll(spec, "proxy:", "")
	if strings.Contains(spec, "\x00") {
		return true
	}
	want, err := o.run(t.Context(), spec, c.keys)
	if err != nil {
		t.Logf("postmap took too long: %q", c.files)
		return true
	}
	got := ours(t.Context(), Config{Lenient: true}, spec, c.keys)
	if got.exit == 1 && want == (transcript{"", got.stderr, 1}) {
		// A fatal error loses what postmap has not written yet.
		got.stdout = ""
	}
	if got == want {
		return true
	}
	t.Errorf("%s %q\n%s", c.spec, c.files, difference(got, want))
	return false
}

// difference names what differs between two transcripts.
func difference(got, want transcript) string {
	var b strings.Builder
	if got.exit != want.exit {
		fmt.Fprintf(&b, "  exit %d, postmap %d\n", got.exit, want.exit)
	}
	for _, s := range []struct{ name, got, want string }{{"stdout", got.stdout, want.stdout}, {"stderr", got.stderr, want.stderr}} {
		g, w := strings.Split(s.got, "\n"), strings.Split(s.want, "\n")
		for i := range max(len(g), len(w)) {
			var x, y string
			if i < len(g) {
				x = g[i]
			}
			if i < len(w) {
				y = w[i]
			}
			if x != y {
				fmt.Fprintf(&b, "  %s %q\n  postmap %q\n", s.name, x, y)
				break
			}
		}
	}
	return b.String()
}

func TestRandomFilesAnswerAsTheInstalledPostmap(t *testing.T) {
	o, n := newOracle(t)
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("MAILSINK_ORACLE_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	t.Logf("MAILSINK_ORACLE_SEED=%d", seed)
	kinds := strings.Fields(os.Getenv("MAILSINK_ORACLE_KINDS"))
	if len(kinds) == 0 {
		kinds = []string{"regexp", "pcre", "texthash", "cidr", "inline", "static", "compound", "randmap"}
	}
	rnd := rand.New(rand.NewPCG(seed, 2))
	a := &author{Rand: rnd, g: &grammar{Rand: rnd}}
	scored := scores{}
	for range n {
		for _, kind := range kinds {
			scored.count(kind, o.compareCase(t, a.make(kind)))
		}
	}
	scored.print(t, "random tables")
}
