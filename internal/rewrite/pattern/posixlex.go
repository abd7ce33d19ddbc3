package pattern

// posixToken is a token of a POSIX pattern.
type posixToken struct {
	kind posixKind
	char byte      // tChar, and the digit of tBackref
	what assertion // tAnchor
}

type posixKind byte

const (
	tEnd posixKind = iota
	tChar
	tAlt
	tOpen
	tClose
	tStar
	tPlus
	tQuestion
	tOpenInterval
	tCloseInterval
	tBracket
	tPeriod
	tBackref
	tAnchor
	tWord
	tNotWord
	tSpace
	tNotSpace
	tTrailing // a backslash with nothing behind it
)

// posixLexer splits a pattern into tokens. With case ignored glibc raises the
// pattern and the subject to upper case before it compares them, but not a
// letter behind a backslash: that is why \d matches nothing at all.
type posixLexer struct {
	src  string
	o    POSIX
	pos  int
	here bool // a ^ at this place is an anchor, also in a basic expression
}

// at returns the byte at i as it will be compared.
func (l *posixLexer) at(i int) byte {
	c := l.src[i]
	if l.o.IgnoreCase && isLower(c) {
		return c - 32
	}
	return c
}

// next returns the token at the current place and moves behind it.
func (l *posixLexer) next() posixToken {
	here := l.here
	l.here = false
	if l.pos >= len(l.src) {
		return posixToken{kind: tEnd}
	}
	c := l.at(l.pos)
	if c == '\\' {
		return l.escape()
	}
	l.pos++
	switch c {
	case '*':
		return posixToken{kind: tStar, char: c}
	case '[':
		return posixToken{kind: tBracket, char: c}
	case '.':
		return posixToken{kind: tPeriod, char: c}
	case '^':
		if l.o.Extended || here || l.pos == 1 {
			return posixToken{kind: tAnchor, char: c, what: l.caret()}
		}
	case '$':
		if l.o.Extended || l.endsBranch() {
			return posixToken{kind: tAnchor, char: c, what: l.dollar()}
		}
	}
	if k, ok := operator(c); ok && l.o.Extended {
		return posixToken{kind: k, char: c}
	}
	return posixToken{kind: tChar, char: c}
}

func (l *posixLexer) caret() assertion {
	if l.o.Newline {
		return lineStart
	}
	return textStart
}

func (l *posixLexer) dollar() assertion {
	if l.o.Newline {
		return lineEnd
	}
	return textEnd
}

// endsBranch reports whether a basic expression, or a branch of it, ends here.
func (l *posixLexer) endsBranch() bool {
	if l.pos >= len(l.src) {
		return true
	}
	if l.src[l.pos] != '\\' || l.pos+1 >= len(l.src) {
		return false
	}
	c := l.src[l.pos+1]
	return c == ')' || c == '|'
}

// operator returns what the bytes are that are operators: in an extended
// expression bare, in a basic one behind a backslash.
func operator(c byte) (posixKind, bool) {
	switch c {
	case '|':
		return tAlt, true
	case '(':
		return tOpen, true
	case ')':
		return tClose, true
	case '+':
		return tPlus, true
	case '?':
		return tQuestion, true
	case '{':
		return tOpenInterval, true
	case '}':
		return tCloseInterval, true
	}
	return 0, false
}

// escape reads a backslash and the byte behind it.
func (l *posixLexer) escape() posixToken {
	if l.pos+1 >= len(l.src) {
		l.pos++
		return posixToken{kind: tTrailing, char: '\\'}
	}
	c := l.src[l.pos+1]
	l.pos += 2
	if k, ok := operator(c); ok && !l.o.Extended {
		return posixToken{kind: k, char: c}
	}
	switch c {
	case '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return posixToken{kind: tBackref, char: c}
	case 'w':
		return posixToken{kind: tWord, char: c}
	case 'W':
		return posixToken{kind: tNotWord, char: c}
	case 's':
		return posixToken{kind: tSpace, char: c}
	case 'S':
		return posixToken{kind: tNotSpace, char: c}
	}
	if what, ok := gnuAnchor(c); ok {
		return posixToken{kind: tAnchor, char: c, what: what}
	}
	return posixToken{kind: tChar, char: c}
}

// gnuAnchor returns the assertion that a letter behind a backslash stands for.
func gnuAnchor(c byte) (assertion, bool) {
	switch c {
	case '<':
		return wordStart, true
	case '>':
		return wordEnd, true
	case 'b':
		return wordBoundary, true
	case 'B':
		return notBoundary, true
	case '`':
		return textStart, true
	case '\'':
		return textEnd, true
	}
	return 0, false
}
