package search

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// wildcard stands for an unquoted * in the text of a term. A query holds no
// controls, so nothing else can be it.
const wildcard = "\x00"

// A pattern is what a term looks for: pieces of folded text with anything
// between them, or a regular expression.
type pattern struct {
	pieces []string
	re     *regexp.Regexp
}

func newPattern(t term) (pattern, error) {
	if !t.regexp {
		return pattern{pieces: strings.Split(fold(t.text), wildcard)}, nil
	}
	re, err := regexp.Compile("(?im)" + withoutMarks(t.text))
	if err != nil {
		return pattern{}, t.fail("the regular expression cannot be read (%s)", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return pattern{re: re}, nil
}

// withoutMarks takes the diacritics off the letters of an expression, and
// leaves its operators and classes as they are.
func withoutMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// within reports whether p is found anywhere in s.
func (p pattern) within(s string) bool {
	if p.re != nil {
		return p.re.MatchString(fold(s))
	}
	if len(p.pieces) == 1 {
		return index(s, p.pieces[0]) >= 0
	}
	return p.inFolded(fold(s))
}

// inFolded is within for text that is folded already.
func (p pattern) inFolded(s string) bool {
	if p.re != nil {
		return p.re.MatchString(s)
	}
	for _, piece := range p.pieces {
		i := strings.Index(s, piece)
		if i < 0 {
			return false
		}
		s = s[i+len(piece):]
	}
	return true
}

// names reports whether p means the name s: all of it where p has wildcards,
// else any part.
func (p pattern) names(s string) bool {
	if p.re != nil || len(p.pieces) == 1 {
		return p.within(s)
	}
	return p.is(s)
}

// is reports whether p matches all of s.
func (p pattern) is(s string) bool {
	if p.re != nil {
		return p.within(s)
	}
	s = fold(s)
	first, last := p.pieces[0], p.pieces[len(p.pieces)-1]
	if len(p.pieces) == 1 {
		return s == first
	}
	if len(s) < len(first)+len(last) || !strings.HasPrefix(s, first) || !strings.HasSuffix(s, last) {
		return false
	}
	middle := pattern{pieces: p.pieces[1 : len(p.pieces)-1]}
	return middle.inFolded(s[len(first) : len(s)-len(last)])
}

// An Error says what is wrong with a query, and where.
type Error struct {
	Pos  int // the character, counted from 1
	Text string
}

// Error returns one sentence.
func (e *Error) Error() string {
	return fmt.Sprintf("The query cannot be read at character %d: %s.", e.Pos, e.Text)
}
