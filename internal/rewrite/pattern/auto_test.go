package pattern

import (
	"strings"
	"testing"
)

// The answers are those of glibc 2.36.
func TestGroupsGoTheWayOfGlibc(t *testing.T) {
	for _, c := range []struct {
		promise, text, key string
		asked              int
		want               string
	}{
		{"an empty alternative loses to one that comes later", "((|a))a+", "aa", 2, "yes 0 2 0 1 0 1"},
		{"a word anchor can hide the place further left", `(\<\W){0,2}`, "@@A_B1b", 1, "yes 0 1 0 1"},
		{"a second copy of what can be empty takes its turn", "(|a){2}", "ab", 1, "yes 0 1 1 1"},
		{"an optional group that took nothing is not set behind an anchor", `(\b)*`, "aa", 1, "yes 0 0 -1 -1"},
		{"a match whose groups cannot be found is none", `(((b*|a|c?)|[ab]{,2})|(^\.|a{2,})*){0,2}@`, "b.A..@.", 4, "no"},
		{"a group around a group shares its registers", `((a|b)*)`, "ab", 2, "yes 0 2 0 2 1 2"},
		{"groups of passes that took nothing are taken back", "(((a){0}|[^a]){0,2})", "_", 3, "yes 0 1 0 1 1 1 -1 -1"},
	} {
		t.Run(c.promise, func(t *testing.T) {
			re, err := CompilePOSIX(c.text, POSIX{IgnoreCase: true, Extended: true})
			if err != nil {
				t.Fatal(err)
			}
			if got := shownAs(NewMatcher(), re, c.key, c.asked); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// glibc forgets an anchor in a copy of what is repeated, unless a group that is
// asked for begins behind it.
func TestAnchorsInCopiesAreForgottenAsGlibcDoes(t *testing.T) {
	for text, found := range map[string]bool{`(\bab){2}`: true, `(\b(ab)){2}`: false, `(\<ab){2}`: false, `(^ab){2}`: false} {
		re, err := CompilePOSIX(text, POSIX{IgnoreCase: true, Extended: true})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := re.match(NewMatcher(), "abab"); !got || err != nil {
			t.Errorf("%s: %v %v, want a match where no group is asked for", text, got, err)
		}
		if got := shownAs(NewMatcher(), re, "abab", 1); (got != "no") != found {
			t.Errorf("%s: %s, want a match: %v", text, got, found)
		}
	}
}

func TestTooLargePatternsAreRefusedAtOnce(t *testing.T) {
	for _, text := range []string{"((a{1,255}){1,255}){1,255}", "(abc){6000}", "(a|b){0,5000}"} {
		if _, err := CompilePCRE(text, PCRE{}); err == nil || !strings.Contains(err.Error(), "regular expression is too large") {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"(ab){1000}", "(?:abc){3000}", "(a{1,1000}){1,1000}", `(?:\d.){8000}`} {
		if _, err := CompilePCRE(text, PCRE{}); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := CompilePOSIX("((ab{1,255}){1,255}){1,255}", POSIX{Extended: true}); err == nil || err.Error() != "Memory exhausted" {
		t.Errorf("POSIX: %v", err)
	}
}

func TestErrorsInLookbehindsComeInOrder(t *testing.T) {
	for text, want := range map[string]string{
		"(?<!(?<![^a]|c*)*)a":  "error in regex at offset 4: lookbehind assertion is not fixed length",
		`(?<!b\2})`:            "error in regex at offset 6: reference to non-existent subpattern",
		"(?<=a(?=(?<=b*))c*)a": "error in regex at offset 8: lookbehind assertion is not fixed length",
		`^\p\{L}`:              `error in regex at offset 4: malformed \P or \p sequence`,
	} {
		if _, err := CompilePCRE(text, PCRE{}); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
