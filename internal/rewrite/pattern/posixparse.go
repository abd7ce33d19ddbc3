package pattern

// maxRepeat is RE_DUP_MAX of glibc.
const maxRepeat = 32767

// posixParser reads a pattern the way glibc's regcomp(3) does, in the C
// locale, with the same errors in the same order.
type posixParser struct {
	lex       posixLexer
	tok       posixToken
	groups    int
	completed map[int]bool // groups that a back-reference may name
	depth     int
}

// maxDepth bounds the nesting of groups.
const maxDepth = 1000

func posixError(text string) error { return &SyntaxError{Text: text} }

func parsePOSIX(text string, o POSIX) (*node, int, error) {
	p := &posixParser{lex: posixLexer{src: text, o: o}, completed: map[int]bool{}}
	p.lex.here = true
	p.advance()
	n, err := p.alternatives(0)
	return n, p.groups, err
}

func (p *posixParser) advance() { p.tok = p.lex.next() }

// advanceHere moves on to a place where a branch begins.
func (p *posixParser) advanceHere() {
	p.lex.here = true
	p.advance()
}

// endsBranch reports whether the branch ends at the token. A ) that closes
// nothing is an ordinary character.
func (p *posixParser) endsBranch(nest int) bool {
	return p.tok.kind == tAlt || p.tok.kind == tEnd || nest > 0 && p.tok.kind == tClose
}

// alternatives reads branches separated by bars. A group of one branch cannot
// be referred to in another.
func (p *posixParser) alternatives(nest int) (*node, error) {
	before := p.completed
	all := map[int]bool{}
	var branches []*node
	for {
		p.completed = clone(before)
		n, err := p.branch(nest)
		if err != nil {
			return nil, err
		}
		branches = append(branches, n)
		for g := range p.completed {
			all[g] = true
		}
		if p.tok.kind != tAlt {
			p.completed = all
			return alt(branches...), nil
		}
		p.advanceHere()
	}
}

func clone(m map[int]bool) map[int]bool {
	c := make(map[int]bool, len(m))
	for k := range m {
		c[k] = true
	}
	return c
}

func (p *posixParser) branch(nest int) (*node, error) {
	var subs []*node
	for !p.endsBranch(nest) {
		n, err := p.expression(nest)
		if err != nil {
			return nil, err
		}
		if n != nil {
			subs = append(subs, n)
		}
	}
	if len(subs) == 0 {
		return &node{kind: kEmpty}, nil
	}
	return cat(subs...), nil
}

// expression reads one atom and the repetitions behind it.
func (p *posixParser) expression(nest int) (*node, error) {
	if p.tok.kind == tAnchor {
		n := assert(p.tok.what)
		p.advance()
		if p.tok.kind == tOpenInterval && !p.lex.o.Extended {
			return nil, posixError("Invalid preceding regular expression")
		}
		return n, nil
	}
	n, err := p.atom(nest)
	if err != nil {
		return nil, err
	}
	for p.repeats() {
		if n, err = p.repeat(n); err != nil {
			return nil, err
		}
		if !p.lex.o.Extended && (p.tok.kind == tStar || p.tok.kind == tOpenInterval) {
			return nil, posixError("Invalid preceding regular expression")
		}
	}
	return n, nil
}

func (p *posixParser) repeats() bool {
	switch p.tok.kind {
	case tStar, tPlus, tQuestion, tOpenInterval:
		return true
	}
	return false
}

func (p *posixParser) atom(nest int) (*node, error) {
	tok := p.tok
	switch tok.kind {
	case tOpen:
		return p.group(nest)
	case tBracket:
		s, err := p.bracket()
		if err != nil {
			return nil, err
		}
		p.advance()
		return &node{kind: kSet, set: s}, nil
	case tBackref:
		if !p.completed[int(tok.char-'0')] {
			return nil, posixError("Invalid back reference")
		}
	case tTrailing:
		return nil, posixError("Trailing backslash")
	case tOpenInterval:
		return nil, posixError("Invalid preceding regular expression")
	case tStar, tPlus, tQuestion:
		if p.lex.o.Extended {
			return nil, posixError("Invalid preceding regular expression")
		}
	case tClose:
		if !p.lex.o.Extended {
			return nil, posixError(`Unmatched ( or \(`)
		}
	}
	p.advance()
	return p.simple(tok), nil
}

// simple returns the node of a token that stands for one character or a
// back-reference; operators out of place are ordinary characters.
func (p *posixParser) simple(tok posixToken) *node {
	switch tok.kind {
	case tBackref:
		return &node{kind: kBackref, index: int(tok.char - '0')}
	case tPeriod:
		return &node{kind: kSet, set: p.anyByte()}
	case tWord, tNotWord:
		return &node{kind: kSet, set: negatable(isWord, tok.kind == tNotWord)}
	case tSpace, tNotSpace:
		return &node{kind: kSet, set: negatable(isSpace, tok.kind == tNotSpace)}
	}
	return &node{kind: kChar, char: rune(tok.char)}
}

func negatable(f func(byte) bool, negated bool) *set {
	s := classSet(f)
	if negated {
		s.complement()
	}
	return s
}

// anyByte is what a dot matches: never NUL, and newline unless lines matter.
func (p *posixParser) anyByte() *set {
	s := &set{}
	s.complement()
	s.remove(0)
	if p.lex.o.Newline {
		s.remove('\n')
	}
	return s
}

func (p *posixParser) group(nest int) (*node, error) {
	p.groups++
	index := p.groups
	if p.depth++; p.depth > maxDepth {
		return nil, posixError("Memory exhausted")
	}
	defer func() { p.depth-- }()
	p.advanceHere()
	sub := &node{kind: kEmpty}
	if p.tok.kind != tClose {
		var err error
		if sub, err = p.alternatives(nest + 1); err != nil {
			return nil, err
		}
		if p.tok.kind != tClose {
			return nil, posixError(`Unmatched ( or \(`)
		}
	}
	if index <= 9 {
		p.completed[index] = true
	}
	p.advance()
	return &node{kind: kGroup, index: index, subs: []*node{sub}}, nil
}

// repeat reads one repetition of n. What is repeated zero times at most is not
// there at all, but its groups count.
func (p *posixParser) repeat(n *node) (*node, error) {
	low, high := 0, -1
	switch p.tok.kind {
	case tPlus:
		low = 1
	case tQuestion:
		high = 1
	case tOpenInterval:
		var err error
		if low, high, err = p.interval(); err != nil {
			return nil, err
		}
	}
	p.advance()
	if n == nil || high == 0 {
		return nil, nil
	}
	return &node{kind: kRepeat, subs: []*node{n}, min: low, max: high}, nil
}

// Outcomes of number that are no number.
const (
	noNumber  = -1
	badNumber = -2
)

// interval reads {n}, {n,}, {n,m} or {,m}; the token stays on the brace that
// closes it.
func (p *posixParser) interval() (low, high int, err error) {
	low = p.number()
	if low == noNumber {
		if p.tok.kind != tChar || p.tok.char != ',' {
			return 0, 0, posixError(`Invalid content of \{\}`)
		}
		low = 0
	}
	high = low
	if low != badNumber && p.tok.kind != tCloseInterval {
		high = badNumber
		if p.tok.kind == tChar && p.tok.char == ',' {
			high = p.number()
		}
	}
	switch {
	case (low == badNumber || high == badNumber) && p.tok.kind == tEnd:
		err = posixError(`Unmatched \{`)
	case low == badNumber || high == badNumber, high != noNumber && low > high, p.tok.kind != tCloseInterval:
		err = posixError(`Invalid content of \{\}`)
	case max(low, high) > maxRepeat:
		err = posixError("Regular expression too big")
	}
	return low, high, err
}

// number reads digits up to a comma or the end of the interval.
func (p *posixParser) number() int {
	n := noNumber
	for {
		p.advance()
		switch {
		case p.tok.kind == tEnd:
			return badNumber
		case p.tok.kind == tCloseInterval || p.tok.char == ',':
			return n
		case p.tok.kind != tChar || !isDigit(p.tok.char) || n == badNumber:
			n = badNumber
		case n == noNumber:
			n = int(p.tok.char - '0')
		default:
			n = min(n*10+int(p.tok.char-'0'), maxRepeat+1)
		}
	}
}
