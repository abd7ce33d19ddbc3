package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold brings s into the form that is compared: lower case, without
// diacritics, compatibility characters resolved.
func fold(s string) string {
	if ascii(s) {
		return strings.ToLower(s) // no copy where nothing changes
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			foldRune(&b, unicode.ToLower(r))
		}
	}
	return b.String()
}

// foldRune writes r without the strokes that Unicode does not see as marks.
func foldRune(b *strings.Builder, r rune) {
	switch r {
	case 'ß':
		b.WriteString("ss")
	case 'æ':
		b.WriteString("ae")
	case 'œ':
		b.WriteString("oe")
	case 'ø':
		b.WriteByte('o')
	case 'ł':
		b.WriteByte('l')
	case 'đ', 'ð':
		b.WriteByte('d')
	case 'ı':
		b.WriteByte('i')
	default:
		b.WriteRune(r)
	}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// index returns where needle, which is folded, is in s, which is not, or -1.
// It copies nothing as long as s is ASCII. The index is one into s folded.
func index(s, needle string) int {
	if !ascii(s) {
		return strings.Index(fold(s), needle)
	}
	for i := 0; i+len(needle) <= len(s); i++ {
		if hasPrefix(s[i:], needle) {
			return i
		}
	}
	return -1
}

// hasPrefix reports whether s, which is ASCII and at least as long, begins
// with needle in any case.
func hasPrefix(s, needle string) bool {
	for i := range len(needle) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != needle[i] {
			return false
		}
	}
	return true
}
