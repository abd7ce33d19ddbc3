package search

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A kind tells tokens apart.
type kind int

const (
	isEnd kind = iota
	isTerm
	isOpen
	isClose
	isOr
	isAnd
	isNot
)

// A token is one word of a query.
type token struct {
	kind kind
	term
}

// A term is one thing to look for.
type term struct {
	field  string // empty for none
	text   string // with wildcard for *, unless it is a regular expression
	regexp bool
	pos    int // the character it starts at, from 1
}

func (t term) fail(format string, args ...any) error {
	return &Error{Pos: t.pos, Text: fmt.Sprintf(format, args...)}
}

// A lexer cuts a query into tokens.
type lexer struct {
	s string
	i int
}

func (l *lexer) rest() string { return l.s[l.i:] }

func (l *lexer) next() (token, error) {
	l.i += len(l.rest()) - len(strings.TrimLeft(l.rest(), " \t\r\n\u00a0"))
	t := token{term: term{pos: utf8.RuneCountInString(l.s[:l.i]) + 1}}
	if l.rest() == "" {
		return t, nil
	}
	if k, n := operator(l.rest()); n > 0 {
		l.i += n
		t.kind = k
		return t, nil
	}
	t.kind = isTerm
	err := l.term(&t.term)
	return t, err
}

// operator returns the operator that s begins with, and its length.
func operator(s string) (kind, int) {
	switch s[0] {
	case '(':
		return isOpen, 1
	case ')':
		return isClose, 1
	case '-', '!':
		if len(s) > 1 && !strings.ContainsRune(" \t\r\n)", rune(s[1])) {
			return isNot, 1
		}
	}
	for _, op := range []struct {
		word string
		kind kind
	}{{"OR", isOr}, {"AND", isAnd}, {"NOT", isNot}} {
		if rest, ok := strings.CutPrefix(s, op.word); ok && (rest == "" || strings.ContainsRune(" \t\r\n()", rune(rest[0]))) {
			return op.kind, len(op.word)
		}
	}
	return isEnd, 0
}

func (l *lexer) term(t *term) error {
	field, isField, err := l.field(t)
	if err != nil {
		return err
	}
	if isField {
		t.field = field
		l.i += len(field) + 1
	}
	if t.text, t.regexp = l.regexp(); t.regexp {
		return nil
	}
	if t.text, err = l.value(t); err != nil {
		return err
	}
	if isField && t.text == "" {
		return t.fail("%s: needs a value behind it, without a space", field)
	}
	return nil
}

// field returns the name of the field in front of the colon, in lower case.
// What only looks like one, a URL or a time, is text.
func (l *lexer) field(t *term) (name string, ok bool, err error) {
	n := strings.IndexFunc(l.rest(), func(r rune) bool { return r != '-' && (r|0x20 < 'a' || r|0x20 > 'z') })
	if n <= 0 || l.rest()[n] != ':' {
		return "", false, nil
	}
	name = strings.ToLower(l.rest()[:n])
	if knownField(name) {
		return name, true, nil
	}
	after := l.rest()[n+1:]
	if after == "" || strings.ContainsRune(" /\t)", rune(after[0])) {
		return "", false, nil
	}
	return "", false, t.fail("there is no field %.40q; put the words in quotes to look for them as they are", name)
}

// regexp reads /…/ if what follows is one.
func (l *lexer) regexp() (string, bool) {
	s := l.rest()
	if !strings.HasPrefix(s, "/") {
		return "", false
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '/':
			end := i+1 == len(s) || strings.ContainsRune(" \t\r\n)", rune(s[i+1]))
			if !end || i == 1 {
				return "", false
			}
			l.i += i + 1
			return strings.ReplaceAll(s[1:i], `\/`, "/"), true
		}
	}
	return "", false
}

// value reads up to the next blank or parenthesis outside of quotes.
func (l *lexer) value(t *term) (string, error) {
	var b strings.Builder
	for l.i < len(l.s) {
		switch c := l.s[l.i]; c {
		case ' ', '\t', '\r', '\n', '(', ')':
			return b.String(), nil
		case '"':
			if !l.quoted(&b) {
				return "", t.fail("a quote is opened and not closed; add a \" at the end")
			}
			continue
		case '*':
			b.WriteString(wildcard)
		default:
			b.WriteByte(c)
		}
		l.i++
	}
	return b.String(), nil
}

// quoted reads a quoted string, in which \" is a quote.
func (l *lexer) quoted(b *strings.Builder) bool {
	for l.i++; l.i < len(l.s); l.i++ {
		switch c := l.s[l.i]; {
		case c == '"':
			l.i++
			return true
		case c == '\\' && l.i+1 < len(l.s) && (l.s[l.i+1] == '"' || l.s[l.i+1] == '\\'):
			l.i++
			b.WriteByte(l.s[l.i])
		default:
			b.WriteByte(c)
		}
	}
	return false
}
