package pattern

import "strings"

// pcreParser reads a PCRE2 pattern.
type pcreParser struct {
	src   string
	pos   int
	o     pcreOptions
	fixed PCRE // what only the table can set
	utf   bool
	ucp   bool
	then  bool // (*THEN) occurs
	verbs bool // some verb occurs
	ends  bool // (*ACCEPT) occurs
	look  int  // look-arounds that are open
	badK  bool // \K occurs in one

	groups int
	names  map[string][]int
	byNum  map[int]string
	depth  int
	defs   map[int]*node // groups by number, for the length of a call
	refs   []reference
	reset  bool // (?| gives groups of several branches one number
	behind []lookbehind

	branches int // of the last alternatives that were read
}

// pcreOptions are the options that a pattern can change inside itself.
type pcreOptions struct {
	fold, multi, dotAll, space, spaceInClass, noCapture, dupNames, ungreedy bool
}

// reference is a group that is named before it is known whether it exists.
type reference struct {
	node   *node
	name   string // empty: by number
	offset int
}

// lookbehind is a node whose branches must have a fixed length.
type lookbehind struct {
	node   *node
	offset int
}

// maxNest is PCRE2's default limit on nested parentheses.
const maxNest = 250

func (p *pcreParser) fail(offset int, text string) error {
	return &SyntaxError{Text: text, Offset: offset, PCRE: true}
}

func (p *pcreParser) unsupported(what string) error {
	return &SyntaxError{Text: what + " is not supported by mailsink", Offset: p.pos, PCRE: true, Unsupported: true}
}

func parsePCRE(text string, o PCRE) (*pcreParser, *node, error) {
	p := &pcreParser{
		src: text, fixed: o, names: map[string][]int{}, byNum: map[int]string{}, defs: map[int]*node{},
		o: pcreOptions{fold: o.IgnoreCase, multi: o.MultiLine, dotAll: o.DotAll, space: o.Extended, ungreedy: o.Ungreedy},
	}
	if err := p.startVerbs(); err != nil {
		return p, nil, err
	}
	n, err := p.alternatives()
	if err == nil && p.pos < len(p.src) {
		err = p.fail(p.pos, "unmatched closing parenthesis")
	}
	if err != nil {
		return p, nil, err
	}
	missing := p.resolve()
	if err := p.measure(); err != nil {
		return p, nil, err
	}
	if missing == nil && p.badK {
		missing = p.fail(len(p.src), `\K is not allowed in lookarounds (but see PCRE2_EXTRA_ALLOW_LOOKAROUND_BSK)`)
	}
	return p, n, missing
}

func (p *pcreParser) more() bool { return p.pos < len(p.src) }

func (p *pcreParser) peek(text string) bool { return strings.HasPrefix(p.src[p.pos:], text) }

func (p *pcreParser) take(text string) bool {
	if p.peek(text) {
		p.pos += len(text)
		return true
	}
	return false
}

// alternatives reads branches up to a closing parenthesis or the end. Options
// set in one branch hold in those behind it.
func (p *pcreParser) alternatives() (*node, error) {
	list, err := p.branchList()
	if err != nil {
		return nil, err
	}
	p.branches = len(list)
	return alt(list...), nil
}

// branchList reads branches, one or more, and the bars between them.
func (p *pcreParser) branchList() (list []*node, err error) {
	for {
		n, err := p.branch()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
		if !p.take("|") {
			return list, nil
		}
	}
}

func (p *pcreParser) branch() (*node, error) {
	var subs []*node
	for {
		if err := p.skipSpace(); err != nil {
			return nil, err
		}
		if !p.more() || p.src[p.pos] == '|' || p.src[p.pos] == ')' {
			break
		}
		items, err := p.item()
		if err != nil {
			return nil, err
		}
		subs = append(subs, items...)
	}
	if len(subs) == 0 {
		return &node{kind: kEmpty}, nil
	}
	return cat(subs...), nil
}

// skipSpace skips what means nothing: comments, and blanks where they are free.
func (p *pcreParser) skipSpace() error {
	for p.more() {
		switch c := p.src[p.pos]; {
		case p.peek("(?#"):
			end := strings.IndexByte(p.src[p.pos:], ')')
			if end < 0 {
				return p.fail(len(p.src), "missing ) after (?# comment")
			}
			p.pos += end + 1
		case p.peek(`\E`):
			p.pos += 2
		case p.o.space && isSpace(c):
			p.pos++
		case p.o.space && c == '#':
			if end := strings.IndexByte(p.src[p.pos:], '\n'); end >= 0 {
				p.pos += end + 1
			} else {
				p.pos = len(p.src)
			}
		default:
			return nil
		}
	}
	return nil
}

// item reads one item with its quantifiers.
func (p *pcreParser) item() ([]*node, error) {
	if p.take(`\Q`) {
		return p.quoted()
	}
	n, quantifiable, err := p.atom()
	if err != nil {
		return nil, err
	}
	for {
		if err := p.skipSpace(); err != nil {
			return nil, err
		}
		low, high, ok, err := p.quantifier()
		if err != nil {
			return nil, err
		}
		if !ok {
			return nodes(n), nil
		}
		if !quantifiable || n == nil {
			return nil, p.fail(p.pos-1, "quantifier does not follow a repeatable item")
		}
		n = p.repeated(n, low, high)
		quantifiable = false
	}
}

func nodes(n *node) []*node {
	if n == nil {
		return nil
	}
	return []*node{n}
}

// quoted reads up to \E; a quantifier behind it is for the last character.
func (p *pcreParser) quoted() ([]*node, error) {
	text, _, closed := strings.Cut(p.src[p.pos:], `\E`)
	p.pos += len(text)
	if closed {
		p.pos += 2
	}
	var subs []*node
	for text != "" {
		r, size := p.decode(text)
		subs = append(subs, p.literal(r))
		text = text[size:]
	}
	if err := p.skipSpace(); err != nil || len(subs) == 0 {
		return subs, err
	}
	low, high, ok, err := p.quantifier()
	if ok {
		last := len(subs) - 1
		subs[last] = p.repeated(subs[last], low, high)
	}
	return subs, err
}

// decode returns the first character of text and its size.
func (p *pcreParser) decode(text string) (rune, int) {
	if p.utf {
		for i, r := range text {
			if i > 0 {
				return p.first(text), i
			}
			_ = r
		}
		return p.first(text), len(text)
	}
	return rune(text[0]), 1
}

func (p *pcreParser) first(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}

func (p *pcreParser) literal(r rune) *node {
	return &node{kind: kChar, char: r, fold: p.o.fold}
}

// quantifier reads *, +, ?, {n}, {n,} or {n,m}; a brace that is none of these
// is an ordinary character.
func (p *pcreParser) quantifier() (low, high int, ok bool, err error) {
	if !p.more() {
		return 0, 0, false, nil
	}
	switch p.src[p.pos] {
	case '*':
		low, high = 0, -1
	case '+':
		low, high = 1, -1
	case '?':
		low, high = 0, 1
	case '{':
		return p.braces()
	default:
		return 0, 0, false, nil
	}
	p.pos++
	return low, high, true, nil
}

// maxCount is the largest number in a quantifier.
const maxCount = 65535

func (p *pcreParser) braces() (low, high int, ok bool, err error) {
	i := p.pos + 1
	start := i
	for i < len(p.src) && isDigit(p.src[i]) {
		i++
	}
	if i == start {
		return 0, 0, false, nil
	}
	comma, second := false, i
	if i < len(p.src) && p.src[i] == ',' {
		comma = true
		i++
		for second = i; i < len(p.src) && isDigit(p.src[i]); i++ {
		}
	}
	if i >= len(p.src) || p.src[i] != '}' {
		return 0, 0, false, nil
	}
	if low, err = p.count(start); err != nil {
		return 0, 0, false, err
	}
	high = low
	if comma {
		high = -1
		if second < i {
			if high, err = p.count(second); err != nil {
				return 0, 0, false, err
			}
			if high < low {
				return 0, 0, false, p.fail(i, "numbers out of order in {} quantifier")
			}
		}
	}
	p.pos = i + 1
	return low, high, true, nil
}

// count reads the number at i.
func (p *pcreParser) count(i int) (int, error) {
	n := 0
	for ; i < len(p.src) && isDigit(p.src[i]); i++ {
		if n = n*10 + int(p.src[i]-'0'); n > maxCount {
			return 0, p.fail(i+1, "number too big in {} quantifier")
		}
	}
	return n, nil
}

// repeated wraps n, reading whether the quantifier is lazy or possessive.
func (p *pcreParser) repeated(n *node, low, high int) *node {
	g := greedy
	switch {
	case p.take("+"):
		g = possessive
	case p.take("?") != p.o.ungreedy:
		g = lazy
	}
	if low == 1 && high == 1 && g != possessive {
		return n
	}
	return &node{kind: kRepeat, subs: []*node{n}, min: low, max: high, greed: g}
}

// atom reads one item without quantifier.
func (p *pcreParser) atom() (n *node, quantifiable bool, err error) {
	c := p.src[p.pos]
	switch c {
	case '\\':
		return p.escape()
	case '(':
		return p.parenthesis()
	case '[':
		n, err = p.class()
		return n, true, err
	}
	r, size := p.decode(p.src[p.pos:])
	switch c {
	case '^':
		p.pos++
		if p.o.multi {
			return assert(lineStart), false, nil
		}
		return assert(textStart), false, nil
	case '$':
		p.pos++
		return assert(p.dollar()), false, nil
	case '.':
		p.pos++
		return &node{kind: kSet, set: p.dot(p.o.dotAll)}, true, nil
	}
	if _, _, ok, err := p.quantifier(); ok || err != nil {
		if err == nil {
			err = p.fail(p.pos-1, "quantifier does not follow a repeatable item")
		}
		return nil, false, err
	}
	p.pos += size
	return p.literal(r), true, nil
}

func (p *pcreParser) dollar() assertion {
	switch {
	case p.o.multi:
		return lineEnd
	case p.fixed.DollarEndOnly:
		return textEnd
	}
	return textEndNewline
}

func (p *pcreParser) dot(all bool) *set {
	s := &set{}
	if !all {
		s.add('\n')
	}
	s.complement()
	return s
}

// resolve finds the groups of the references; the error is the first reference
// to a group that is not there.
func (p *pcreParser) resolve() error {
	var missing error
	for _, r := range p.refs {
		if r.name != "" {
			groups := p.names[r.name]
			if len(groups) > 0 {
				r.node.index = groups[0]
			} else {
				r.node.index = p.groups + 1
			}
			if len(groups) > 1 {
				r.node.names = groups
			}
		}
		if r.node.index > p.groups && missing == nil {
			missing = p.fail(r.offset, "reference to non-existent subpattern")
		}
	}
	return missing
}
