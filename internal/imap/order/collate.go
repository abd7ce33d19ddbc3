package order

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns what s is compared by: i;unicode-casemap (RFC 5051).
func Fold(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return norm.NFKD.String(strings.Map(unicode.ToTitle, s))
		}
	}
	return strings.ToUpper(s)
}
