package pattern

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// groups returns what a match and its groups are as "[whole][first]…"; "-" for
// a group that took no part, "" without a match.
func groups(t *testing.T, re *Regexp, key string) string {
	t.Helper()
	m := NewMatcher()
	m.Reset(key)
	loc, err := m.FindUpTo(re, re.Groups())
	if err != nil {
		t.Fatalf("%v", err)
	}
	matched, err := m.Match(re)
	if err != nil || matched != (loc != nil) {
		t.Errorf("Match says %v, Find says %v (%v)", matched, loc, err)
	}
	var b strings.Builder
	for i := 0; i < len(loc); i += 2 {
		if loc[i] < 0 {
			b.WriteString("[-]")
			continue
		}
		fmt.Fprintf(&b, "[%s]", key[loc[i]:loc[i+1]])
	}
	return b.String()
}

func TestPOSIXMatchesAsGlibcDoes(t *testing.T) {
	plain := POSIX{Extended: true}
	fold := POSIX{Extended: true, IgnoreCase: true}
	basic := POSIX{}
	lines := POSIX{Extended: true, Newline: true}
	for _, c := range []struct {
		promise, pattern, key, want string
		o                           POSIX
	}{
		{"the longest alternative wins", "(fo|foo|foob)", "foobar", "[foob][foob]", plain},
		{"groups are those of the first path to the longest match", "^(a|ab)(c|bcd)(d*)$", "abcd", "[abcd][a][bcd][]", plain},
		{"the leftmost match wins over a longer one", "b+|a", "abbb", "[a]", plain},
		{"a group keeps the value of an earlier pass", "((a)|(b))*", "ab", "[ab][b][a][b]", plain},
		{"an empty pass of a loop takes nothing back", "^(b*)+@", "bbb@", "[bbb@][bbb]", plain},
		{"optional copies nest to the left", "([^a]{2,}){0,2}", ".b@1ac_", "[.b@1][@1]", plain},
		{"back-references match what the group did", `^(.)\1@`, "aa@", "[aa@][a]", plain},
		{"case is folded in ASCII alone", "é", "É", "", fold},
		{"case is folded", "JOE", "joe", "[joe]", fold},
		{"an escaped lower-case letter matches nothing where case is ignored", `\d`, "d5D", "", fold},
		{"an escaped upper-case letter matches either case", `\D`, "d", "[d]", fold},
		{"an escaped letter is the letter where case counts", `\d`, "5d", "[d]", plain},
		{"a backslash in brackets is a backslash", `^[\w]+$`, `\w`, `[\w]`, plain},
		{"words have edges", `\<joe\>`, "a joe b", "[joe]", plain},
		{"no word edge inside a word", `\<joe\>`, "joey", "", plain},
		{"intervals may lack their first number", "^a{,2}$", "aa", "[aa]", plain},
		{"a lone closing parenthesis is a character", "a)", "a)", "[a)]", plain},
		{"a dot is one byte", "^.$", "é", "", plain},
		{"a dollar sign is the end, not a last newline", "a$", "a\n", "", plain},
		{"with lines, a dollar sign is before any newline", "a$", "a\nb", "[a]", lines},
		{"with lines, a dot matches no newline", "a.b", "a\nb", "", lines},
		{"a basic expression groups with backslashes", `\(a\)\1`, "aa", "[aa][a]", basic},
		{"a star is a character at the start of a basic expression", "*a", "*a", "[*a]", basic},
		{"GNU operators work in basic expressions", `a\+\|b`, "aab", "[aa]", basic},
		{"hyphens at the ends of brackets are characters", "^[a-]+$", "a-", "[a-]", plain},
		{"classes work", "^[[:alpha:][:digit:]_]+$", "ab_9", "[ab_9]", plain},
		{"an empty pattern matches everything", "", "x", "[]", plain},
		{"a repetition of nothing is nothing", "(a){0}b", "b", "[b][-]", plain},
	} {
		t.Run(c.promise, func(t *testing.T) {
			re, err := CompilePOSIX(c.pattern, c.o)
			if err != nil {
				t.Fatal(err)
			}
			if got := groups(t, re, c.key); got != c.want {
				t.Errorf("%q on %q: %q, want %q", c.pattern, c.key, got, c.want)
			}
		})
	}
}

func TestPOSIXRefusesWhatGlibcRefuses(t *testing.T) {
	for pattern, want := range map[string]string{
		"(a":           `Unmatched ( or \(`,
		"[a":           "Unmatched [, [^, [:, [., or [=",
		"[":            "Invalid regular expression",
		"*a":           "Invalid preceding regular expression",
		"a|*b":         "Invalid preceding regular expression",
		"^*":           "Invalid preceding regular expression",
		"a{2":          `Unmatched \{`,
		"a{2,1}":       `Invalid content of \{\}`,
		"a{x}":         `Invalid content of \{\}`,
		"a{32768}":     "Regular expression too big",
		`(a)\2`:        "Invalid back reference",
		`(a|\1)`:       "Invalid back reference",
		"[[:foo:]]":    "Invalid character class name",
		"[z-a]":        "Invalid range end",
		"[[.ab.]]":     "Invalid collation character",
		`a\`:           "Trailing backslash",
		"[a-[:alpha:]": "Invalid range end",
	} {
		_, err := CompilePOSIX(pattern, POSIX{Extended: true})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %q", pattern, err, want)
		}
	}
}

func TestPOSIXNeverBlowsUp(t *testing.T) {
	for _, pattern := range []string{"^(a+)+$", "^(a|aa)+$", "(a*)*b", "^((a?)(a?)(a?)(a?))*$", "(.*)(.*)(.*)(.*)(.*)x"} {
		re, err := CompilePOSIX(pattern, POSIX{Extended: true})
		if err != nil {
			t.Fatal(err)
		}
		m := NewMatcher()
		m.Reset(strings.Repeat("a", 400) + "!")
		if ok, err := m.Match(re); ok || err != nil {
			t.Errorf("%s: %v %v; glibc answers no, and so must this", pattern, ok, err)
		}
		if _, err := m.FindUpTo(re, re.Groups()); err != nil {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}

func TestABlowUpOfBackReferencesIsCutOff(t *testing.T) {
	re, err := CompilePOSIX(`^(a*)(a*)(a*)(a*)(a*)\1\2\3\4\5b$`, POSIX{Extended: true})
	if err != nil {
		t.Fatal(err)
	}
	m := NewMatcher()
	m.Reset(strings.Repeat("a", 200) + "!")
	if ok, err := m.Match(re); ok || err != nil && !errors.Is(err, ErrLimit) {
		t.Errorf("%v %v", ok, err)
	}
}

func FuzzPOSIX(f *testing.F) {
	for _, s := range []string{"(a|ab)(c|bcd)", `^[\w]+@`, "a{2,3}{2}", "((a)|b)*", `\(a\)\1`, "[[:alpha:]-]", "a{,"} {
		f.Add(s, "abcd@x", true, true)
		f.Add(s, "", false, false)
	}
	f.Fuzz(func(t *testing.T, pattern, key string, extended, fold bool) {
		if len(pattern) > 200 || len(key) > 200 {
			return
		}
		re, err := CompilePOSIX(pattern, POSIX{Extended: extended, IgnoreCase: fold})
		if err != nil {
			return
		}
		m := NewMatcher()
		m.Reset(key)
		ok, err := m.Match(re)
		if err != nil {
			return
		}
		loc, err := m.FindUpTo(re, re.Groups())
		if err == nil && ok != (loc != nil) {
			t.Errorf("%q on %q: Match says %v, Find says %v", pattern, key, ok, loc)
		}
		for i := 0; i+1 < len(loc); i += 2 {
			if loc[i] >= 0 && (loc[i] > loc[i+1] || loc[i+1] > len(key)) {
				t.Errorf("%q on %q: group at %v", pattern, key, loc)
			}
		}
	})
}
