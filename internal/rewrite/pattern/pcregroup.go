package pattern

import "strings"

// parenthesis reads what begins with an opening parenthesis.
func (p *pcreParser) parenthesis() (n *node, quantifiable bool, err error) {
	if p.depth++; p.depth > maxNest {
		return nil, false, p.fail(p.pos, "parentheses are too deeply nested")
	}
	defer func() { p.depth-- }()
	start := p.pos
	p.pos++
	switch {
	case p.peek("*") && p.pos+1 < len(p.src) && (isAlpha(p.src[p.pos+1]) || p.src[p.pos+1] == ':'):
		return p.star(start)
	case p.take("?"):
		return p.question(start)
	case p.o.noCapture:
		n, err = p.inner()
		return n, true, err
	}
	n, err = p.capture("")
	return n, true, err
}

// inner reads alternatives and the parenthesis that closes them. Options set
// inside end with it.
func (p *pcreParser) inner() (*node, error) {
	saved := p.o
	n, err := p.alternatives()
	p.o = saved
	if err == nil && !p.take(")") {
		err = p.fail(len(p.src), "missing closing parenthesis")
	}
	return n, err
}

// capture reads a capturing group behind its opening.
func (p *pcreParser) capture(name string) (*node, error) {
	p.groups++
	index := p.groups
	if err := p.nameGroup(name, index); err != nil {
		return nil, err
	}
	group := &node{kind: kGroup, index: index}
	if p.defs[index] == nil {
		p.defs[index] = group
	}
	n, err := p.inner()
	if err != nil {
		return nil, err
	}
	group.subs = []*node{n}
	return group, nil
}

func (p *pcreParser) nameGroup(name string, index int) error {
	if name == "" {
		return nil
	}
	if other, ok := p.byNum[index]; ok && other != name {
		return p.fail(p.pos, "different names for subpatterns of the same number are not allowed")
	}
	for _, g := range p.names[name] {
		if g == index {
			return nil
		}
		if !p.o.dupNames {
			return p.fail(p.pos, "two named subpatterns have the same name (PCRE2_DUPNAMES not set)")
		}
	}
	p.byNum[index] = name
	p.names[name] = append(p.names[name], index)
	return nil
}

// question reads what stands behind (?.
func (p *pcreParser) question(start int) (n *node, quantifiable bool, err error) {
	if !p.more() {
		return nil, false, p.fail(p.pos, "missing closing parenthesis")
	}
	c := p.src[p.pos]
	switch {
	case p.take(":"):
		n, err = p.inner()
		return n, true, err
	case p.take("|"):
		n, err = p.branchReset()
		return n, true, err
	case p.take(">"):
		return p.wrap(&node{kind: kAtomic}, start)
	case p.take("="):
		return p.wrap(&node{kind: kLook}, start)
	case p.take("!"):
		return p.wrap(&node{kind: kLook, neg: true}, start)
	case p.take("<="):
		return p.wrap(&node{kind: kLook, back: true}, start)
	case p.take("<!"):
		return p.wrap(&node{kind: kLook, back: true, neg: true}, start)
	case p.peek("*"), p.peek("<*"):
		return nil, false, p.unsupported("a non-atomic assertion")
	case p.take("("):
		n, err = p.conditional()
		return n, true, err
	case c == 'C':
		return nil, false, p.callout()
	case c == '<' || c == '\'' || c == 'P' || c == '&':
		return p.named(c)
	case c == 'R' || isDigit(c) || (c == '+' || c == '-') && p.pos+1 < len(p.src) && isDigit(p.src[p.pos+1]):
		return p.callByNumber()
	case c == '+':
		return nil, false, p.fail(p.pos+1, "digit expected after (?+ or (?-")
	}
	return p.options()
}

// wrap reads the inside of an assertion or an atomic group into n.
func (p *pcreParser) wrap(n *node, start int) (*node, bool, error) {
	if n.kind == kLook {
		p.look++
		defer func() { p.look-- }()
	}
	sub, err := p.inner()
	n.subs = []*node{sub}
	if n.back {
		if p.branches == 1 {
			// What looks like branches is inside a group.
			n.subs[0] = &node{kind: kAlt, subs: []*node{sub}}
		}
		p.behind = append(p.behind, lookbehind{node: n, offset: start})
	}
	return n, true, err
}

// branchReset reads (?|…): the branches number their groups alike.
func (p *pcreParser) branchReset() (*node, error) {
	p.reset = true
	saved := p.o
	first, last := p.groups, p.groups
	var branches []*node
	for {
		p.groups = first
		n, err := p.branch()
		if err != nil {
			return nil, err
		}
		branches = append(branches, n)
		last = max(last, p.groups)
		if !p.take("|") {
			break
		}
	}
	p.groups = last
	p.o = saved
	if !p.take(")") {
		return nil, p.fail(len(p.src), "missing closing parenthesis")
	}
	return alt(branches...), nil
}

// named reads (?<name>…), (?'name'…), (?P…) and (?&name).
func (p *pcreParser) named(c byte) (n *node, quantifiable bool, err error) {
	p.pos++
	if c == '&' {
		return p.callBy(")")
	}
	end := ">"
	switch {
	case c == '\'':
		end = "'"
	case c == 'P' && p.take(">"):
		return p.callBy(")")
	case c == 'P' && p.take("="):
		name, err := p.name(")")
		return p.backref(0, name, p.pos-len(name)-1), true, err
	case c == 'P' && !p.take("<"):
		return nil, false, p.fail(p.pos, "unrecognized character after (?P")
	}
	name, err := p.name(end)
	if err != nil {
		return nil, false, err
	}
	n, err = p.capture(name)
	return n, true, err
}

// callBy reads the name or number of a group that is called.
func (p *pcreParser) callBy(end string) (*node, bool, error) {
	if n, ok, err := p.signed(); err != nil {
		return nil, false, err
	} else if ok {
		if !p.take(end) {
			return nil, false, p.fail(p.pos, `\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number`)
		}
		return p.callGroup(n, "", p.pos-1), true, nil
	}
	name, err := p.name(end)
	return p.callGroup(0, name, p.pos-len(name)-1), true, err
}

func (p *pcreParser) callGroup(group int, name string, offset int) *node {
	n := &node{kind: kCall, index: group}
	p.refs = append(p.refs, reference{node: n, name: name, offset: offset})
	return n
}

// callByNumber reads (?R), (?1), (?+1) and (?-1).
func (p *pcreParser) callByNumber() (*node, bool, error) {
	n := 0
	if p.take("R") {
		if !p.peek(")") {
			return nil, false, p.fail(p.pos, "(?R (recursive pattern call) must be followed by a closing parenthesis")
		}
	} else {
		var err error
		if n, _, err = p.signed(); err != nil {
			return nil, false, err
		}
		if !p.peek(")") {
			return nil, false, p.fail(p.pos, "(?R (recursive pattern call) must be followed by a closing parenthesis")
		}
	}
	p.pos++
	return p.callGroup(n, "", p.pos-1), true, nil
}

// callout reads (?C…), which does nothing here.
func (p *pcreParser) callout() error {
	p.pos++
	n := 0
	for p.more() && isDigit(p.src[p.pos]) {
		if n = n*10 + int(p.src[p.pos]-'0'); n > 255 {
			return p.fail(p.pos, "number after (?C is greater than 255")
		}
		p.pos++
	}
	if p.more() && strings.IndexByte("`'\"^%#$", p.src[p.pos]) >= 0 {
		if end := strings.IndexByte(p.src[p.pos+1:], p.src[p.pos]); end >= 0 {
			p.pos += end + 2
		}
	}
	if !p.take(")") {
		return p.fail(p.pos, "closing parenthesis for (?C expected")
	}
	return nil
}

// options reads (?i), (?i-m:…) and their like.
func (p *pcreParser) options() (*node, bool, error) {
	saved := p.o
	on := true
	if p.take("^") {
		p.o.fold, p.o.multi, p.o.dotAll, p.o.space, p.o.spaceInClass, p.o.noCapture = false, false, false, false, false, false
	}
	for ; p.more() && p.src[p.pos] != ')' && p.src[p.pos] != ':'; p.pos++ {
		if c := p.src[p.pos]; c == '-' {
			if !on {
				return nil, false, p.fail(p.pos, "invalid hyphen in option setting")
			}
			on = false
		} else if !p.option(c, on) {
			return nil, false, p.fail(p.pos, "unrecognized character after (? or (?-")
		}
	}
	switch {
	case p.take(")"):
		return nil, false, nil
	case p.take(":"):
		n, err := p.inner()
		p.o = saved
		return n, true, err
	}
	return nil, false, p.fail(p.pos, "missing closing parenthesis")
}

func (p *pcreParser) option(c byte, on bool) bool {
	switch c {
	case 'i':
		p.o.fold = on
	case 'm':
		p.o.multi = on
	case 's':
		p.o.dotAll = on
	case 'n':
		p.o.noCapture = on
	case 'J':
		p.o.dupNames = on
	case 'U':
		p.o.ungreedy = on
	case 'x':
		// (?x) takes back the second x of an earlier (?xx).
		p.o.space, p.o.spaceInClass = on, false
		if on && p.peek("xx") {
			p.o.spaceInClass = true
			p.pos++
		}
	default:
		return false
	}
	return true
}

// conditional reads a conditional group behind (?(.
func (p *pcreParser) conditional() (*node, error) {
	start := p.pos
	test, err := p.condition()
	if err != nil {
		return nil, err
	}
	saved := p.o
	branches, err := p.branchList()
	if err != nil {
		return nil, err
	}
	p.o = saved
	if !p.take(")") {
		return nil, p.fail(len(p.src), "missing closing parenthesis")
	}
	switch {
	case test.kind == kAssert && test.what == neverTrue && len(branches) > 1:
		return nil, p.fail(start, "DEFINE subpattern contains more than one branch")
	case len(branches) > 2:
		return nil, p.fail(start, "conditional subpattern contains more than two branches")
	case len(branches) == 1:
		branches = append(branches, &node{kind: kEmpty})
	}
	return &node{kind: kCond, subs: append([]*node{test}, branches...)}, nil
}

// condition reads what a conditional group asks, and its closing parenthesis.
func (p *pcreParser) condition() (*node, error) {
	if !p.more() {
		return nil, p.fail(p.pos, "missing closing parenthesis")
	}
	if p.peek("?") || p.peek("*") {
		p.pos--
		n, _, err := p.parenthesis()
		if err == nil && (n == nil || n.kind != kLook) {
			err = p.fail(p.pos, "assertion expected after (?( or (?(?C)")
		}
		return n, err
	}
	if n, ok, err := p.signed(); err != nil {
		return nil, err
	} else if ok {
		if n == 0 {
			return nil, p.fail(p.pos, "reference to non-existent subpattern")
		}
		return p.closed(p.groupTest(n, "", p.pos-2))
	}
	switch {
	case p.take("DEFINE)"):
		return assert(neverTrue), nil
	case p.take("R)"):
		return &node{kind: kAssert, what: inCall, index: -1}, nil
	case p.peek("VERSION"):
		return nil, p.unsupported("(?(VERSION")
	case p.take("R&"):
		name, err := p.name(")")
		n := &node{kind: kAssert, what: inCall}
		p.refs = append(p.refs, reference{node: n, name: name, offset: p.pos - len(name) - 1})
		return n, err
	case p.take("<"):
		return p.namedTest(">")
	case p.take("'"):
		return p.namedTest("'")
	}
	if n, ok := p.callTest(); ok {
		return n, nil
	}
	name, err := p.name(")")
	return p.groupTest(0, name, p.pos-len(name)-1), err
}

func (p *pcreParser) namedTest(end string) (*node, error) {
	name, err := p.name(end)
	if err != nil {
		return nil, err
	}
	return p.closed(p.groupTest(0, name, p.pos-len(name)-1))
}

// callTest reads R1).
func (p *pcreParser) callTest() (*node, bool) {
	digits, _, ok := strings.Cut(p.src[p.pos:], ")")
	digits, isCall := strings.CutPrefix(digits, "R")
	if !ok || !isCall || digits == "" {
		return nil, false
	}
	n := 0
	for _, c := range []byte(digits) {
		if !isDigit(c) || n > maxCount {
			return nil, false
		}
		n = n*10 + int(c-'0')
	}
	p.pos += len(digits) + 2
	return &node{kind: kAssert, what: inCall, index: n}, true
}

func (p *pcreParser) groupTest(group int, name string, offset int) *node {
	n := &node{kind: kAssert, what: hasGroup, index: group}
	p.refs = append(p.refs, reference{node: n, name: name, offset: offset})
	return n
}

func (p *pcreParser) closed(n *node) (*node, error) {
	if !p.take(")") {
		return nil, p.fail(p.pos, "missing closing parenthesis for condition")
	}
	return n, nil
}
