package rewrite

import (
	"unicode/utf8"

	"golang.org/x/text/cases"
)

// fold folds the case of a key as indexed tables do: all of Unicode, or ASCII
// alone where UTF-8 addresses are off.
func fold(s string, ascii bool) string {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf && !ascii:
			return cases.Fold().String(s)
		case c >= 'A' && c <= 'Z':
			return foldFrom(s, i, ascii)
		}
	}
	return s
}

// foldFrom folds s, whose first letter to fold is at i.
func foldFrom(s string, i int, ascii bool) string {
	b := []byte(s)
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c >= utf8.RuneSelf && !ascii:
			return cases.Fold().String(s)
		case c >= 'A' && c <= 'Z':
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
