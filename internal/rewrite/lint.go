package rewrite

import (
	"fmt"
	"strings"

	"mailsink/internal/rewrite/pattern"
)

// lintText warns of what an editor put into a table unseen.
func lintText(text, file string, rep *report) {
	if isUTF16(text) {
		rep.add(Warning{
			File: file, Mistake: true,
			Text: "the file is UTF-16, and no line of it can be read; save it as UTF-8, or convert it with iconv -f UTF-16 -t UTF-8",
		})
		rep.unreadable = file
		return
	}
	if strings.HasPrefix(text, "\ufeff") {
		rep.add(Warning{File: file, Line: 1, Text: "the file begins with a byte order mark, and so line 1 is not what it looks like; save it without"})
	}
	if i := strings.Index(text, "\r\n"); i >= 0 {
		rep.add(Warning{
			File: file, Line: 1 + strings.Count(text[:i], "\n"),
			Text: "lines end in CR LF; a CR stays inside a result that goes on in the next line, so save the file with LF",
		})
	}
}

// isUTF16 reports whether a text begins with the byte order mark of UTF-16.
func isUTF16(text string) bool {
	return strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff")
}

// addressProbes are addresses of many kinds: a pattern that matches them all
// is taken to match every address.
func addressProbes() []string {
	return []string{
		"user@example.com", "A.B+c@x-y.example.org", `"a b"@c.test`, "1@[192.0.2.1]", "é@ü.test", "postmaster@localhost",
		"x_y=z@a.b.c.d.test", "MAILER-DAEMON@host", "0@0.test", "a%b!c@d.test", "~@x--y.test", "long.local.part.with.dots@sub.domain.test",
	}
}

// domainProbes are domains without local-part.
func domainProbes() []string { return []string{"example.com", "x-1.test", "localhost"} }

// linter looks for traps in a table of rules.
type linter struct {
	table  *ruleTable
	file   string
	report *report
	m      *pattern.Matcher
	all    int // line of a rule behind which nothing is reached; 0 without
}

// lintRules warns of rules that likely do not mean what was meant.
func lintRules(t *ruleTable, file string, rep *report) {
	if len(t.rules) > maxLint {
		return
	}
	l := &linter{table: t, file: file, report: rep, m: pattern.NewMatcher()}
	depth := 0
	for i := range t.rules {
		r := &t.rules[i]
		switch r.op {
		case opIf:
			depth++
		case opEndif:
			depth--
			continue
		}
		l.pattern(r)
		if r.op == opMatch {
			l.rule(r, depth)
		}
	}
}

// maxLint bounds how many rules are looked at: a table of more is not written
// by hand.
const maxLint = 5000

func (l *linter) warn(line int, format string, args ...any) {
	l.report.add(Warning{File: l.file, Line: line, Text: fmt.Sprintf(format, args...)})
}

// pattern looks at how a pattern is written.
func (l *linter) pattern(r *rule) {
	if strings.Count(r.raw.flags, "i")%2 == 1 {
		l.warn(r.line, "the flag i makes the pattern case SENSITIVE, because case is ignored without it; leave it out to ignore case")
	}
	if !strings.HasPrefix(l.table.label, "regexp ") {
		return
	}
	inside, escaped := posixSlips(r.raw.text)
	if inside != "" {
		l.warn(r.line, "%s inside brackets is a backslash and a letter in a POSIX pattern; write a class such as [[:alnum:]_]", inside)
	}
	if escaped != "" {
		l.warn(r.line, "%s is not special in a POSIX pattern and %s; write %s", escaped, slipMeans(r.raw.flags, escaped), slipInstead(escaped))
	}
}

func slipMeans(flags, escaped string) string {
	if strings.Count(flags, "i")%2 == 1 {
		return "matches the letter " + escaped[1:]
	}
	return "matches nothing at all"
}

func slipInstead(escaped string) string {
	switch escaped {
	case `\d`:
		return "[0-9], or use a pcre: table"
	case `\n`, `\t`, `\r`:
		return "[[:space:]], or use a pcre: table"
	}
	return escaped[1:] + " without the backslash, or use a pcre: table"
}

// posixSlips finds the first Perl escape inside and outside of brackets.
func posixSlips(text string) (inside, escaped string) {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			if c := text[i+1]; c >= 'a' && c <= 'z' && strings.IndexByte("wsb", c) < 0 && escaped == "" {
				escaped = text[i : i+2]
			}
			i++
		case text[i] == '[':
			end := bracketEnd(text, i)
			for j := i; j+1 < end; j++ {
				if text[j] == '\\' && strings.IndexByte("wsdWSDbntr", text[j+1]) >= 0 && inside == "" {
					inside = text[j : j+2]
				}
			}
			i = end
		}
	}
	return inside, escaped
}

// bracketEnd returns where the bracket expression at i ends.
func bracketEnd(text string, i int) int {
	j := i + 1
	if j < len(text) && text[j] == '^' {
		j++
	}
	for j++; j < len(text) && text[j] != ']'; j++ {
		if text[j] == '[' && j+1 < len(text) && strings.IndexByte(":.=", text[j+1]) >= 0 {
			if end := strings.Index(text[j+2:], text[j+1:j+2]+"]"); end >= 0 {
				j += end + 3
			}
		}
	}
	return j
}

// rule looks at what a rule does.
func (l *linter) rule(r *rule, depth int) {
	if l.all > 0 {
		l.warn(r.line, "the rule is never reached, because the rule of line %d matches every address", l.all)
		return
	}
	q := ruleQuery{table: l.table, matcher: l.m}
	matches := func(key string) bool {
		l.m.Reset(key)
		_, ok := q.matches(r)
		return ok
	}
	bare, every := false, true
	for _, d := range domainProbes() {
		bare = bare || matches(d)
	}
	for _, a := range addressProbes() {
		every = every && matches(a)
	}
	if bare && every {
		l.warn(r.line, "the pattern also matches a bare domain, so that Postfix takes every domain for a virtual alias domain unless virtual_alias_domains is set; write /@/")
	}
	if every && depth == 0 {
		l.all = r.line
	}
	if r.result.max > 0 {
		l.growth(r)
	}
}

// growth warns of a rule whose result it matches again, each time longer.
func (l *linter) growth(r *rule) {
	for _, key := range addressProbes() {
		first := key
		rounds := 0
		for range 4 {
			res := l.table.lookup(l.m, key)
			if res.Line != r.line || len(res.Value) <= len(key) || strings.ContainsAny(res.Value, " ,") {
				break
			}
			key = res.Value
			rounds++
		}
		if rounds == 4 {
			l.warn(r.line, "the result matches the rule again and grows without end (%s becomes %s), which is refused with 451; put the rule between if !/@%s$/ and endif",
				first, key, strings.ReplaceAll(resultDomain(key), ".", `\.`))
			return
		}
	}
}

func resultDomain(addr string) string {
	_, domain, _ := split(addr)
	return domain
}
