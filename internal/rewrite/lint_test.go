package rewrite

import (
	"strings"
	"testing"
	"time"
)

func TestTrapsInTablesAreNamed(t *testing.T) {
	for _, c := range []struct{ promise, spec, text, want string }{
		{"a pattern that takes every domain", "regexp:t", "/.*/ sink@x\n", "t:1: the pattern also matches a bare domain"},
		{"a substitution that grows without end", "regexp:t", "/^(.*)@(.*)$/ $1=$2@sink.test\n", `if !/@sink\.test$/`},
		{"rules indented after if", "regexp:t", "if /x/\n  /a/ b@x\nendif\n", "t:1: do not prepend whitespace to statements between IF and ENDIF; a line that begins with white space continues"},
		{"the flag i", "regexp:t", "/a@/i b@x\n", "t:1: the flag i makes the pattern case SENSITIVE"},
		{"a Perl escape in a POSIX pattern", "regexp:t", `/^\d+@/ b@x` + "\n", `t:1: \d is not special in a POSIX pattern and matches nothing at all; write [0-9]`},
		{"a backslash in POSIX brackets", "regexp:t", `/^[\w]+@/ b@x` + "\n", `t:1: \w inside brackets is a backslash and a letter`},
		{"text behind a number", "regexp:t", "/^(a)@/ $1x\n", "write ${1}x"},
		{"a rule that is never reached", "regexp:t", "/@/ a@x\n/^b@/ c@x\n", "t:2: the rule is never reached, because the rule of line 1"},
		{"a byte order mark", "texthash:t", "\ufeffa@x b@x\n", "t:1: the file begins with a byte order mark"},
		{"carriage returns", "texthash:t", "a@x b@x\r\n", "t:1: lines end in CR LF"},
		{"a key with a colon", "texthash:t", "root: joe\n", "t:1: the key is \"root:\", with the colon"},
		{"the same key twice", "texthash:t", "a v\na w\n", `t:2: the key "a" stands on an earlier line`},
		{"an ENDIF whose IF was dropped", "pcre:t", "if /(/\n/a/ b@x\nendif\n", "t:3: ignoring ENDIF without matching IF; if its IF was not used"},
	} {
		t.Run(c.promise, func(t *testing.T) {
			_, warnings, err := OpenTable(t.Context(), c.spec, memory(map[string]string{"t": c.text}))
			if err != nil {
				t.Fatal(err)
			}
			var said strings.Builder
			for _, w := range warnings {
				said.WriteString(w.Error() + "\n")
			}
			if !strings.Contains(said.String(), c.want) {
				t.Errorf("no %q in:\n%s", c.want, said.String())
			}
		})
	}
}

func TestGoodTablesAreNotWarnedOf(t *testing.T) {
	for _, text := range []string{
		DefaultTable,
		"if !/@sink\\.test$/\n/^(.*)@(.*)$/ $1=$2@sink.test\nendif\n",
		"/^admin@/ boss@x.test\n/@/ sink@x.test\n",
		"/^[[:alnum:]._]+@/ a@x.test\n",
	} {
		_, warnings, err := OpenTable(t.Context(), "regexp:t", memory(map[string]string{"t": text}))
		if err != nil || len(warnings) > 0 {
			t.Errorf("%q: %v %v", text, warnings, err)
		}
	}
}

func TestWhatIsNotSupportedIsRefused(t *testing.T) {
	for spec, want := range map[string]string{
		"pcre:t":          "t:1: (*SKIP) with a name is not supported",
		"mysql:/etc/x.cf": `tables of type "mysql" ask a service`,
		"ldap:/etc/x.cf":  `tables of type "ldap" ask a service`,
		"nosuch:x":        `the table type "nosuch" is not known`,
	} {
		c := memory(map[string]string{"t": "/(*MARK:x)a(*SKIP:x)b|c/ d@x\n"})
		c.VirtualAliasMaps, c.Lenient = []string{spec}, true
		if _, _, err := Open(t.Context(), c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", spec, err, want)
		}
	}
}

func TestCheckFindsWhatIsWrongWithTheWhole(t *testing.T) {
	c := memory(map[string]string{"v": "a@e.test b@x\n"})
	now := time.Now()
	c.ModTime = func(name string) (time.Time, error) {
		if name == "v.db" {
			return now.Add(-time.Hour), nil
		}
		return now, nil
	}
	c.VirtualAliasMaps = []string{"hash:v"}
	c.Postfix = &Postfix{MyDestination: []string{"e.test"}, VirtualAliasDomains: []string{"E.test", "f.test"}}
	var said []string
	for _, w := range Check(t.Context(), c) {
		said = append(said, w.Error())
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"v: the file is newer than v.db", "do not list domain e.test in BOTH mydestination and virtual_alias_domains"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in:\n%s", want, all)
		}
	}
	if got := strings.Join(c.Domains(), " "); got != "e.test f.test" {
		t.Errorf("domains %q", got)
	}
}

func TestAFileInUTF16IsToldInOneSentence(t *testing.T) {
	for _, spec := range []string{"texthash:t", "hash:t", "regexp:t", "pcre:t", "cidr:t"} {
		for _, text := range []string{"\xff\xfea\x00 \x00b\x00\n\x00", "\xfe\xff\x00a\x00 \x00b\x00\n"} {
			_, warnings, err := OpenTable(t.Context(), spec, memory(map[string]string{"t": text}))
			if err != nil {
				t.Fatal(err)
			}
			said := 0
			for _, w := range warnings {
				if w.Remark {
					continue
				}
				if said++; !w.Mistake || !strings.Contains(w.Text, "the file is UTF-16") {
					t.Errorf("%s: %v", spec, w)
				}
			}
			if said != 1 {
				t.Errorf("%s: %d sentences, want 1", spec, said)
			}
		}
	}
}
