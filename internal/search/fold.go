package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold brings s into the form that is compared: lower case, without diacritics
// and marks of no width, compatibility characters resolved, white space of any
// kind and length one space. What is part of s is then part of fold(s), but
// for white space at its ends.
func fold(s string) string {
	if settled(s) {
		return s // no copy where nothing changes
	}
	var f folder
	return string(f.append(make([]byte, 0, len(s)), s, false))
}

// foldLines is fold with white space as it is: for regular expressions, which
// know lines.
func foldLines(s string) string {
	if settled(s) {
		return s
	}
	var f folder
	return string(f.append(make([]byte, 0, len(s)), s, true))
}

// A folder folds text. It remembers the characters it met last: a text has few.
// The zero folder is ready; it is for one goroutine.
type folder struct{ known [64]foldedRune }

type foldedRune struct {
	r  rune
	to string
}

// append appends s folded to dst.
func (f *folder) append(dst []byte, s string, lines bool) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(s[i:])
			i += n
			if to := f.rune(r); lines || to != " " {
				dst = append(dst, to...)
				continue
			}
			c = ' '
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
			i++
		default:
			i++
		}
		if !lines && isBlank(c) {
			if c = ' '; len(dst) > 0 && dst[len(dst)-1] == ' ' {
				continue
			}
		}
		dst = append(dst, c)
	}
	return dst
}

// rune returns r folded: nothing, one character or several.
func (f *folder) rune(r rune) string {
	known := &f.known[uint32(r)%uint32(len(f.known))]
	if known.r != r {
		*known = foldedRune{r, foldRune(r)}
	}
	return known.to
}

// foldRune folds a character that is not ASCII.
func foldRune(r rune) string {
	var b strings.Builder
	whole := string(r)
	switch d := norm.NFKD.PropertiesString(whole).Decomposition(); {
	case d != nil:
		whole = string(d)
	case hangul <= r && r < hangul+hangulCount: // decomposed by reckoning (Unicode §3.12)
		n := r - hangul
		whole = string([]rune{0x1100 + n/588, 0x1161 + n%588/28})
		if n%28 > 0 {
			whole += string(0x11a7 + n%28)
		}
	}
	for _, c := range whole {
		switch {
		case unicode.Is(unicode.Mn, c), unicode.Is(unicode.Cf, c):
		case unicode.IsSpace(c):
			b.WriteByte(' ')
		default:
			writeLower(&b, unicode.ToLower(c))
		}
	}
	return b.String()
}

// The syllables of Hangul.
const (
	hangul      = 0xac00
	hangulCount = 11172
)

// writeLower writes r without the strokes that Unicode does not see as marks.
func writeLower(b *strings.Builder, r rune) {
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
	case 'ς':
		b.WriteRune('σ')
	default:
		b.WriteRune(r)
	}
}

func isBlank(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// settled reports whether s is folded without a look at Unicode: ASCII in
// lower case with single spaces.
func settled(s string) bool {
	for i := range len(s) {
		if c := s[i]; 'A' <= c && c <= 'Z' || unsettled(s, i, c) {
			return false
		}
	}
	return true
}

// unsettled reports whether the octet c of s at i is not ASCII, or white space
// that is more than a space.
func unsettled(s string, i int, c byte) bool {
	return c >= utf8.RuneSelf || isBlank(c) && (c != ' ' || i > 0 && s[i-1] == ' ')
}

// index returns where needle, which is folded, is in s, which is not, or -1.
// It copies nothing as long as s is ASCII. The index is one into s folded.
func index(s, needle string) int {
	for i := range len(s) {
		if unsettled(s, i, s[i]) {
			return strings.Index(fold(s), needle)
		}
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
