package imap

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestPatternsMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"*", "a/b", true}, {"%", "a", true}, {"%", "a/b", false}, {"a/%", "a/b", true}, {"a/%", "a/b/c", false},
		{"a*", "a/b/c", true}, {"%/%", "a/b", true}, {"*b", "a/b", true}, {"*b", "a/c", false}, {"a%*", "a/b", true},
		{"", "a", false}, {"a", "a", true}, {"a", "ab", false}, {"*%*", "a/b", true}, {"%%", "a/b", false}, {"a*c%", "abcd", true},
	} {
		if got := newPattern(c.pattern).matches(c.name); got != c.want {
			t.Errorf("%q matches %q: %t, want %t", c.pattern, c.name, got, c.want)
		}
	}
}

// TestNoPatternIsDear matches patterns that cost others exponential time
// against 1,000 names.
func TestNoPatternIsDear(t *testing.T) {
	name := strings.Repeat("a", 60)
	for _, text := range []string{
		strings.Repeat("*a", 12) + "b", strings.Repeat("%a", 12) + "b", strings.Repeat("*", 2000),
		strings.Repeat("a", 8000), strings.Repeat("*/", 200),
	} {
		p := newPattern(text)
		began := time.Now()
		for i := range 1000 {
			p.matches(fmt.Sprint(name, i))
		}
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%.20q… took %v", text, took)
		}
	}
}

func FuzzPattern(f *testing.F) {
	f.Add("a*%/b", "a/x/b")
	f.Add("%%*", "")
	f.Fuzz(func(t *testing.T, text, name string) {
		if len(text) > 50 || len(name) > 50 || !utf8.ValidString(text) || !utf8.ValidString(name) {
			t.Skip()
		}
		quoted := regexp.QuoteMeta(text)
		quoted = strings.NewReplacer(`\*`, `.*`, `%`, `[^/]*`).Replace(quoted)
		want := regexp.MustCompile(`^(?s:` + quoted + `)$`).MatchString(name)
		if got := newPattern(text).matches(name); got != want {
			t.Errorf("%q matches %q: %t, want %t", text, name, got, want)
		}
	})
}

func BenchmarkPattern(b *testing.B) {
	p := newPattern("*a*b*c%d")
	for b.Loop() {
		p.matches("a/mailbox/of/an/ordinary/name")
	}
}
