package pattern

// bracketToken is a token inside a bracket expression.
type bracketToken struct {
	kind bracketKind
	char byte
	size int // in the pattern
}

type bracketKind byte

const (
	bEnd bracketKind = iota
	bChar
	bClose
	bRange
	bCaret
	bCollating   // [.
	bEquivalence // [=
	bClass       // [:
)

// peekBracket returns the token at the current place inside brackets, where a
// backslash is an ordinary character.
func (l *posixLexer) peekBracket() bracketToken {
	if l.pos >= len(l.src) {
		return bracketToken{}
	}
	c := l.at(l.pos)
	tok := bracketToken{kind: bChar, char: c, size: 1}
	rest := l.src[l.pos+1:]
	switch c {
	case ']':
		tok.kind = bClose
	case '^':
		tok.kind = bCaret
	case '-':
		if len(rest) > 2 && rest[0] == '-' && rest[1] == '-' {
			tok.size = 3
			break
		}
		tok.kind = bRange
	case '[':
		if rest == "" {
			break
		}
		if k, ok := bracketOpener(rest[0]); ok {
			return bracketToken{kind: k, char: rest[0], size: 2}
		}
	}
	return tok
}

// bracketOpener returns what [ and c begin together.
func bracketOpener(c byte) (bracketKind, bool) {
	switch c {
	case '.':
		return bCollating, true
	case '=':
		return bEquivalence, true
	case ':':
		return bClass, true
	}
	return bChar, false
}

const unmatchedBracket = "Unmatched [, [^, [:, [., or [="

// bracket reads a bracket expression behind its opening bracket.
func (p *posixParser) bracket() (*set, error) {
	l := &p.lex
	s := &set{}
	tok := l.peekBracket()
	negated := tok.kind == bCaret
	if negated {
		l.pos += tok.size
		tok = l.peekBracket()
	}
	if tok.kind == bEnd {
		return nil, posixError("Invalid regular expression")
	}
	if tok.kind == bClose {
		tok.kind = bChar
	}
	for first := true; tok.kind != bClose; first = false {
		var err error
		if tok, err = p.bracketItem(s, tok, first); err != nil {
			return nil, err
		}
		if tok.kind == bEnd {
			return nil, posixError(unmatchedBracket)
		}
	}
	l.pos += tok.size
	if negated {
		if l.o.Newline {
			s.add('\n')
		}
		s.complement()
	}
	return s, nil
}

// bracketItem adds the element or range at tok and returns the token behind it.
func (p *posixParser) bracketItem(s *set, tok bracketToken, first bool) (bracketToken, error) {
	l := &p.lex
	low, err := p.element(tok, first)
	if err != nil {
		return tok, err
	}
	tok = l.peekBracket()
	if low.class != nil || low.equivalence || tok.kind != bRange {
		low.addTo(s)
		if low.class != nil || low.equivalence || tok.kind != bEnd {
			return tok, nil
		}
		return tok, posixError(unmatchedBracket)
	}
	hyphen := l.pos
	l.pos += tok.size
	second := l.peekBracket()
	switch second.kind {
	case bEnd:
		return tok, posixError(unmatchedBracket)
	case bClose:
		l.pos = hyphen
		low.addTo(s)
		tok.kind = bChar
		return tok, nil
	}
	high, err := p.element(second, true)
	if err != nil {
		return tok, err
	}
	if high.class != nil || high.equivalence || low.char > high.char {
		return tok, posixError("Invalid range end")
	}
	s.addRange(rune(low.char), rune(high.char))
	return l.peekBracket(), nil
}

// element is what stands at one end of a range, or a class.
type element struct {
	char        byte
	class       *set
	equivalence bool
}

func (e element) addTo(s *set) {
	if e.class != nil {
		s.union(e.class)
		return
	}
	s.add(e.char)
}

// element reads what begins with tok. A hyphen may stand for itself only at
// the ends of the expression and at the end of a range.
func (p *posixParser) element(tok bracketToken, hyphen bool) (element, error) {
	l := &p.lex
	l.pos += tok.size
	switch tok.kind {
	case bCollating, bEquivalence, bClass:
		return p.symbol(tok)
	case bRange:
		if !hyphen && l.peekBracket().kind != bClose {
			return element{}, posixError("Invalid range end")
		}
	}
	return element{char: tok.char}, nil
}

// maxSymbol is the longest name between [: and :].
const maxSymbol = 32

// symbol reads the name of a class, a collating symbol or an equivalence class
// and the :], .] or =] behind it.
func (p *posixParser) symbol(tok bracketToken) (element, error) {
	l := &p.lex
	var name []byte
	for ; ; l.pos++ {
		if l.pos >= len(l.src) || len(name) >= maxSymbol {
			return element{}, posixError(unmatchedBracket)
		}
		if l.src[l.pos] == tok.char && l.pos+1 < len(l.src) && l.src[l.pos+1] == ']' {
			break
		}
		if tok.kind == bClass {
			name = append(name, l.src[l.pos])
		} else {
			name = append(name, l.at(l.pos))
		}
	}
	l.pos += 2
	if tok.kind == bClass {
		return p.class(string(name))
	}
	if len(name) != 1 {
		return element{}, posixError("Invalid collation character")
	}
	return element{char: name[0], equivalence: tok.kind == bEquivalence}, nil
}

func (p *posixParser) class(name string) (element, error) {
	if p.lex.o.IgnoreCase && (name == "upper" || name == "lower") {
		name = "alpha"
	}
	f := className(name)
	if f == nil {
		return element{}, posixError("Invalid character class name")
	}
	return element{class: classSet(f)}, nil
}
