package search

import (
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxQuery = 1 << 10 // octets
	maxTerms = 256
	maxDepth = 64 // parentheses and negations
)

// Parse reads a query. Times in it such as newer:10m count back from now,
// and days are those of its location. An error is an [*Error].
func Parse(q string, now time.Time) (*Query, error) {
	if len(q) > maxQuery {
		return nil, &Error{Pos: maxQuery, Text: "it is longer than 1 KiB; shorten it"}
	}
	if i := strings.IndexFunc(q, func(r rune) bool { return r == utf8.RuneError || r < ' ' && r != '\t' && r != '\n' && r != '\r' }); i >= 0 {
		return nil, &Error{Pos: utf8.RuneCountInString(q[:i]) + 1, Text: "it holds a control character, or octets that are not UTF-8"}
	}
	p := parser{lexer: lexer{s: q}, now: now}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind == isEnd {
		return &Query{text: q, root: and(nil)}, nil
	}
	root, err := p.either(0)
	if err != nil {
		return nil, err
	}
	if p.tok.kind != isEnd {
		return nil, p.tok.fail("there is a ) without a ( before it")
	}
	return &Query{text: q, root: root}, nil
}

// A parser makes a predicate of tokens, by recursive descent.
type parser struct {
	lexer
	tok   token
	terms int
	now   time.Time
}

func (p *parser) advance() (err error) {
	p.tok, err = p.next()
	return err
}

// either reads terms with OR between them.
func (p *parser) either(depth int) (node, error) {
	first, err := p.all(depth)
	if err != nil {
		return nil, err
	}
	any := or{first}
	for p.tok.kind == isOr {
		if err := p.advance(); err != nil {
			return nil, err
		}
		next, err := p.all(depth)
		if err != nil {
			return nil, err
		}
		any = append(any, next)
	}
	if len(any) == 1 {
		return first, nil
	}
	return any.sorted(), nil
}

// all reads terms side by side; there must be one.
func (p *parser) all(depth int) (node, error) {
	var each and
	for {
		switch p.tok.kind {
		case isAnd:
			if err := p.advance(); err != nil {
				return nil, err
			}
			continue
		case isEnd, isClose, isOr:
			switch len(each) {
			case 0:
				return nil, p.tok.fail("there is nothing to look for here")
			case 1:
				return each[0], nil
			}
			return each.sorted(), nil
		}
		n, err := p.one(depth)
		if err != nil {
			return nil, err
		}
		each = append(each, n)
	}
}

// one reads a term, a group, or the opposite of one.
func (p *parser) one(depth int) (node, error) {
	if depth++; depth > maxDepth {
		return nil, p.tok.fail("it is nested deeper than %d levels", maxDepth)
	}
	at := p.tok
	if err := p.advance(); err != nil {
		return nil, err
	}
	switch at.kind {
	case isNot:
		if p.tok.kind != isTerm && p.tok.kind != isOpen && p.tok.kind != isNot {
			return nil, at.fail("there is nothing behind the NOT")
		}
		n, err := p.one(depth)
		return not{n}, err
	case isOpen:
		n, err := p.either(depth)
		if err != nil {
			return nil, err
		}
		if p.tok.kind != isClose {
			return nil, at.fail("a ( is opened and not closed; add a )")
		}
		return n, p.advance()
	}
	if p.terms++; p.terms > maxTerms {
		return nil, at.fail("it has more than %d terms", maxTerms)
	}
	return newTest(at.term, p.now)
}
