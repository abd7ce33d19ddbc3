package rewrite

import (
	"strings"
	"testing"
)

// The answers and the log lines are those of postmap 3.7.11.
func TestOddTablesAnswerAsPostmapDoes(t *testing.T) {
	for _, c := range []struct{ promise, spec, text, key, want string }{
		{"a backslash at the end closes a regexp pattern", "regexp:t", `/a\`, "a",
			"warning: regexp map t, line 1: no replacement text: using empty string|" +
				"warning: table regexp:t: key a: empty string result is not allowed|warning: table regexp:t should return NO RESULT in case of NOT FOUND|found "},
		{"a backslash at the end closes no pcre pattern", "pcre:t", `\a\`, "a",
			`warning: pcre map t, line 1: no closing regexp delimiter "\": ignoring this rule`},
		{"every bad name in a result is told", "regexp:t", "/a/ $a $$ $b", "a",
			`warning: regexp map t, line 1: non-numeric replacement index "a"|warning: regexp map t, line 1: non-numeric replacement index "b"|` +
				"warning: regexp map t, line 1: bad replacement syntax: skipping this rule"},
		{"a bad name in brackets ends the telling", "regexp:t", "/a/ $a $(b)", "a",
			`warning: regexp map t, line 1: non-numeric replacement index "a"|warning: regexp map t, line 1: bad replacement syntax: skipping this rule`},
		{"group numbers wrap as those of C do", "regexp:t", "/(a)/ $4294967297", "a", "found a"},
		{"the mask of a network is looked at before its address", "cidr:t", "iff2001:db8::/129 x", "1.2.3.4",
			`warning: cidr map t, line 1: bad mask length in "iff2001:db8::/129": skipping this rule`},
		{"a line that begins with NUL has no address", "cidr:t", "\x00x y", "1.2.3.4", "warning: cidr map t, line 1: no address pattern: skipping this rule"},
		{"what looks like UTF-8 is shown as it is", "cidr:t", "\xed\xa0\x80x y", "1.2.3.4",
			"warning: cidr map t, line 1: bad address pattern: \"\xed\xa0\x80x\": skipping this rule"},
		{"an empty member of a union leaves a comma behind", "unionmap:{static:a,regexp:t}", "/a/", "a",
			"warning: regexp map t, line 1: no replacement text: using empty string|found a,"},
		{"an empty member of a union leaves none in front", "unionmap:{regexp:t,static:a}", "/a/", "a",
			"warning: regexp map t, line 1: no replacement text: using empty string|found a"},
		{"a table named twice is read once", "pipemap:{regexp:t,regexp:t}", "/a/ $1", "a",
			`warning: regexp map t, line 1: out of range replacement index "1": skipping this rule`},
		{"a blank behind the closing brace is a mistake", "static:{a} ", "", "a", `fatal: bad static:name syntax: syntax error after '}' in "{a} "`},
		{"a quotation mark in inline has to be closed", `inline:{"a=b}`, "", "a", `fatal: unbalanced '"': "inline:{"a=b}"; need "inline:{name=value...}"`},
		{"a tab in a name is shown as a question mark", "inline:{a\tb=c}", "", "a", `fatal: missing '=' after attribute name: "inline:{a?b=c}"; need "inline:{name=value...}"`},
	} {
		t.Run(c.promise, func(t *testing.T) {
			conf := memory(map[string]string{"t": c.text})
			conf.Lenient = true
			a := Query(t.Context(), conf, []string{c.spec}, c.key)
			said := a.Log
			if a.Found {
				said = append(said, "found "+a.Value)
			}
			if got := strings.Join(said, "|"); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}
