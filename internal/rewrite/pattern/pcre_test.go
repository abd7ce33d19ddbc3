package pattern

import (
	"errors"
	"strings"
	"testing"
)

func TestPCREMatchesAsPCRE2Does(t *testing.T) {
	fold := PCRE{IgnoreCase: true, DotAll: true}
	for _, c := range []struct {
		promise, pattern, key, want string
		o                           PCRE
	}{
		{"the first alternative wins", "(fo|foo|foob)", "foobar", "[fo][fo]", fold},
		{"quantifiers may be lazy", "a+?", "aaa", "[a]", fold},
		{"possessive quantifiers give nothing back", "a++a", "aaa", "", fold},
		{"atomic groups give nothing back", "(?>a+)a", "aaa", "", fold},
		{"look-ahead looks and takes nothing", `@(?!sandbox\.test$)`, "a@sandbox.test", "", fold},
		{"look-ahead lets others pass", `@(?!sandbox\.test$)`, "a@sandbox.test.example", "[@]", fold},
		{"look-behind may have branches of different lengths", "(?<=a|bc)d", "bcd", "[d]", fold},
		{"named groups count as numbered ones", "(?<user>[^@]+)@", "joe@x", "[joe@][joe]", fold},
		{"branch reset numbers branches alike", `(?|(a)|(b))\1`, "bb", "[bb][b]", fold},
		{"conditions ask whether a group is set", "^(<)?a(?(1)>|$)", "<a>", "[<a>][<]", fold},
		{"recursion matches palindromes", `^((.)(?1)\2|.?)$`, "abcba", "[abcba][abcba][a]", fold},
		{"a call does not keep what its groups matched", "(a|b)(?1)", "ab", "[ab][a]", fold},
		{"options hold to the end of the group", "(?-i)a(?i:b)C", "aBC", "[aBC]", fold},
		{"an empty pass of a loop is taken and ends it", "^(a*)*@", "aa@", "[aa@][]", fold},
		{"malformed braces are characters", "a{,2}", "a{,2}", "[a{,2}]", fold},
		{"a dollar sign may stand before a last newline", "a$", "a\n", "[a]", fold},
		{"quoting takes everything literally", `\Qa.b\E+`, "a.bb", "[a.bb]", fold},
		{"a dot is one byte", "^.$", "é", "", fold},
		{"a dot is one character in UTF mode", "(*UTF)^.$", "é", "[é]", fold},
		{"UTF mode folds the case of all letters", "(*UTF)É", "é", "[é]", fold},
		{"properties work", `(*UTF)^\p{Lu}\p{Greek}`, "AΩ", "[AΩ]", PCRE{}},
		{"SKIP goes on behind what it matched", "a(*SKIP)(*FAIL)|b", "ab", "[b]", fold},
		{"COMMIT ends the search", "a(*COMMIT)b|c", "ac", "", fold},
		{"THEN goes on with the next branch", "(?:a(*THEN)b|ac)", "ac", "[ac]", fold},
		{"ACCEPT ends the match", "(a(*ACCEPT)b)c", "a", "[a][a]", fold},
		{"white space is free in extended patterns", "a b # c", "ab", "[ab]", PCRE{Extended: true}},
		{"an anchored pattern matches at the start alone", "b", "ab", "", PCRE{Anchored: true}},
		{"an ungreedy pattern turns quantifiers round", "a+", "aa", "[a]", PCRE{Ungreedy: true}},
		{"types in classes keep their case", `^[\p{Lu}]$`, "a", "", fold},
	} {
		t.Run(c.promise, func(t *testing.T) {
			re, err := CompilePCRE(c.pattern, c.o)
			if err != nil {
				t.Fatal(err)
			}
			if got := groups(t, re, c.key); got != c.want {
				t.Errorf("%q on %q: %q, want %q", c.pattern, c.key, got, c.want)
			}
		})
	}
}

func TestPCRERefusesWhatPCRE2Refuses(t *testing.T) {
	for pattern, want := range map[string]string{
		"(":            "error in regex at offset 1: missing closing parenthesis",
		")":            "error in regex at offset 0: unmatched closing parenthesis",
		"*a":           "error in regex at offset 0: quantifier does not follow a repeatable item",
		`^\x{100}@`:    `error in regex at offset 7: character code point value in \x{} or \o{} is too large`,
		"^a{65536}":    "error in regex at offset 8: number too big in {} quantifier",
		"(?<=a+)b":     "error in regex at offset 0: lookbehind assertion is not fixed length",
		`\u0041`:       `error in regex at offset 2: PCRE2 does not support \F, \L, \l, \N{name}, \U, or \u`,
		"[a":           "error in regex at offset 2: missing terminating ] for character class",
		"[b-a]":        "error in regex at offset 3: range out of order in character class",
		"(?<n>a)(?<n>": "error in regex at offset 12: two named subpatterns have the same name (PCRE2_DUPNAMES not set)",
		`\2(a)`:        "error in regex at offset 1: reference to non-existent subpattern",
	} {
		_, err := CompilePCRE(pattern, PCRE{})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %q", pattern, err, want)
		}
	}
}

func TestPCRESaysWhatIsNotSupported(t *testing.T) {
	for _, pattern := range []string{"(*SKIP:x)a(*MARK:x)", "(*sr:a)", "(?*a)", "(?(VERSION>=10)a)", "(*NOTEMPTY)a", `(*UTF)\X`, `\p{Bidi_Class:L}`, `\p{Alphabetic}`} {
		_, err := CompilePCRE(pattern, PCRE{})
		var bad *SyntaxError
		if !errors.As(err, &bad) || !bad.Unsupported {
			t.Errorf("%q: %v; PCRE2 takes it, so this has to say that it cannot", pattern, err)
		}
	}
}

func TestPCREIsCutOffByItsMatchLimit(t *testing.T) {
	re, err := CompilePCRE("^(a+)+$", PCRE{})
	if err != nil {
		t.Fatal(err)
	}
	m := NewMatcher()
	m.Reset(strings.Repeat("a", 40) + "!")
	if ok, err := m.Match(re); ok || !errors.Is(err, ErrLimit) {
		t.Errorf("%v %v, want the match limit", ok, err)
	}
	m.Reset("aaa")
	if ok, err := m.Match(re); !ok || err != nil {
		t.Errorf("after the limit a new key says %v %v", ok, err)
	}
}

func TestPCREStopsRecursionThatConsumesNothing(t *testing.T) {
	re, err := CompilePCRE("(?R)?a", PCRE{})
	if err != nil {
		t.Fatal(err)
	}
	m := NewMatcher()
	m.Reset("a")
	if _, err := m.Match(re); !errors.Is(err, ErrLoop) {
		t.Errorf("%v, want %v", err, ErrLoop)
	}
}

func FuzzPCRE(f *testing.F) {
	for _, s := range []string{
		`^(?<n>a+?)(?&n)\k<n>`, `(?|(a)|(b))\1`, `(?(1)a|b)(c)`, `[[:^alpha:]\d-]`, `(?<!a|bc)d`, `a(*THEN)b|c`,
		`(*UTF)\p{L}+\X`, `(?i:a)(?^-s:b)`, `\Q[a\E*+`, `(?R)?a{2,}`, `\x{41}\o{101}\cA\N`,
	} {
		f.Add(s, "abc@x", true)
		f.Add(s, "", false)
	}
	f.Fuzz(func(t *testing.T, pattern, key string, fold bool) {
		if len(pattern) > 200 || len(key) > 100 {
			return
		}
		re, err := CompilePCRE(pattern, PCRE{IgnoreCase: fold, DotAll: true})
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
		for i := 2; i+1 < len(loc); i += 2 {
			if loc[i] >= 0 && (loc[i] > loc[i+1] || loc[i+1] > len(key)) {
				t.Errorf("%q on %q: group at %v", pattern, key, loc)
			}
		}
	})
}
