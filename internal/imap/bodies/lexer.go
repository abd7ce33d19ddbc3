package bodies

import "strings"

// How reading a piece of an address ended.
type outcome int8

const (
	broken outcome = iota - 1 // it is not what was looked for
	ended                     // it is, and nothing follows
	goesOn                    // it is, and something follows
)

// A lexer reads the tokens of addresses (RFC 5322 §3.2) as written by those
// who keep to them. What it cannot read it leaves.
type lexer struct {
	s       string
	i       int
	comment string // the last that was passed
}

// follows returns what comes next, and 0 at the end.
func (l *lexer) follows() byte {
	if l.i < len(l.s) {
		return l.s[l.i]
	}
	return 0
}

func (l *lexer) outcome() outcome {
	if l.i < len(l.s) {
		return goesOn
	}
	return ended
}

// space passes white space and comments. A comment without end is broken.
func (l *lexer) space() outcome {
	for l.i < len(l.s) {
		switch l.s[l.i] {
		case ' ', '\t', '\r', '\n':
			l.i++
		case '(':
			if !l.passComment() {
				return broken
			}
		default:
			return goesOn
		}
	}
	return ended
}

// passComment passes a comment, which may hold others, and keeps its text.
func (l *lexer) passComment() bool {
	var text []byte
	depth := 0
	for ; l.i < len(l.s); l.i++ {
		c := l.s[l.i]
		switch {
		case c == '(':
			depth++
			if depth == 1 {
				continue
			}
		case c == ')':
			if depth--; depth == 0 {
				l.i++
				l.comment = string(text)
				return true
			}
		case c == '\\' && l.i+1 < len(l.s):
			l.i++
			c = l.s[l.i]
		}
		text = append(text, c)
	}
	return false
}

// isAtext reports whether c is of an atom (RFC 5322 §3.2.3, RFC 6532 §3.2).
func isAtext(c byte) bool {
	switch {
	case c >= 0x80, '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'z':
		return true
	}
	return c != 0 && strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0
}

// atoms appends atoms and dots without white space between them.
func (l *lexer) atoms(dst []byte) ([]byte, outcome) {
	start := l.i
	for l.i < len(l.s) && (isAtext(l.s[l.i]) || l.s[l.i] == '.') {
		l.i++
	}
	dst = append(dst, l.s[start:l.i]...)
	return dst, l.space()
}

// dotAtom appends a dot-atom, in which white space may stand around dots.
func (l *lexer) dotAtom(dst []byte) ([]byte, outcome) {
	for {
		start := l.i
		for l.i < len(l.s) && isAtext(l.s[l.i]) {
			l.i++
		}
		if l.i == start {
			return dst, broken
		}
		dst = append(dst, l.s[start:l.i]...)
		if o := l.space(); o != goesOn || l.s[l.i] != '.' {
			return dst, o
		}
		dst = append(dst, '.')
		l.i++
		if l.space() != goesOn {
			return dst, broken
		}
	}
}

// looseAtom appends a dot-atom with dots anywhere, as some telephones have it.
func (l *lexer) looseAtom(dst []byte) ([]byte, outcome) {
	start := l.i
	for {
		first := l.i
		for l.i < len(l.s) && isAtext(l.s[l.i]) {
			l.i++
		}
		dst = append(dst, l.s[first:l.i]...)
		if l.i > start {
			if o := l.space(); o != goesOn {
				return dst, o
			}
		}
		if l.s[l.i] != '.' {
			if l.i == start {
				return dst, broken
			}
			return dst, goesOn
		}
		dst = append(dst, '.')
		if l.i++; l.space() != goesOn {
			return dst, l.outcome()
		}
	}
}

// quoted appends what is in a quoted string.
func (l *lexer) quoted(dst []byte) ([]byte, outcome) {
	before := len(dst)
	for l.i++; l.i < len(l.s); l.i++ {
		switch c := l.s[l.i]; {
		case c == '"':
			l.i++
			return dst, l.space()
		case c == '\r', c == '\n': // of a fold
		case c == '\\' && l.i+1 < len(l.s):
			l.i++
			dst = append(dst, l.s[l.i])
		default:
			dst = append(dst, c)
		}
	}
	return dst[:before], broken
}

// phrase appends words with a space between them.
func (l *lexer) phrase(dst []byte) ([]byte, outcome) {
	if l.i == len(l.s) {
		return dst, ended
	}
	if l.s[l.i] == '.' {
		return dst, broken
	}
	for {
		var o outcome
		if l.s[l.i] == '"' {
			dst, o = l.quoted(dst)
		} else {
			dst, o = l.atoms(dst)
		}
		if o != goesOn {
			return dst, o
		}
		if c := l.s[l.i]; !isAtext(c) && c != '"' && c != '.' {
			return dst, goesOn
		}
		dst = append(dst, ' ')
	}
}

// domain appends what stands behind an @: a dot-atom or a literal.
func (l *lexer) domain(dst []byte) ([]byte, outcome) {
	l.i++
	if l.space() != goesOn {
		return dst, broken
	}
	if l.s[l.i] != '[' {
		return l.dotAtom(dst)
	}
	end := strings.IndexByte(l.s[l.i:], ']')
	if end < 0 {
		return dst, broken
	}
	dst = append(dst, l.s[l.i:l.i+end+1]...)
	l.i += end + 1
	return dst, l.space()
}
