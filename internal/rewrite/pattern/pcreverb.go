package pattern

import "strings"

// startVerbs reads the settings that only stand at the start of a pattern.
func (p *pcreParser) startVerbs() error {
	for p.peek("(*") {
		end := strings.IndexByte(p.src[p.pos:], ')')
		if end < 0 {
			return nil
		}
		name, _, _ := strings.Cut(p.src[p.pos+2:p.pos+end], "=")
		switch name {
		case "UTF":
			p.utf = true
		case "UCP":
			p.ucp = true
		case "CR", "LF", "CRLF", "ANY", "ANYCRLF", "NUL", "BSR_ANYCRLF", "BSR_UNICODE":
			// What ends a line makes no difference: a key is never more than one.
		case "NO_AUTO_POSSESS", "NO_DOTSTAR_ANCHOR", "NO_JIT", "NO_START_OPT",
			"LIMIT_HEAP", "LIMIT_DEPTH", "LIMIT_RECURSION":
		case "LIMIT_MATCH", "NOTEMPTY", "NOTEMPTY_ATSTART":
			return p.unsupported("(*" + name + ")")
		default:
			return nil
		}
		p.pos += end + 1
	}
	return nil
}

// star reads what stands behind (*: a verb, or a group with a long name.
func (p *pcreParser) star(start int) (*node, bool, error) {
	p.pos++
	begin := p.pos
	for p.more() && (isWord(p.src[p.pos])) {
		p.pos++
	}
	name := p.src[begin:p.pos]
	if p.peek(":") && name != "" && isLower(name[0]) {
		return p.longNamed(name, start)
	}
	argument := ""
	if p.take(":") {
		end := strings.IndexByte(p.src[p.pos:], ')')
		if end < 0 {
			return nil, false, p.fail(len(p.src), "(*VERB) not recognized or malformed")
		}
		argument = p.src[p.pos : p.pos+end]
		p.pos += end
	}
	if !p.take(")") {
		return nil, false, p.fail(p.pos, "(*VERB) not recognized or malformed")
	}
	n, err := p.verb(name, argument)
	return n, name == "ACCEPT", err
}

// verb returns the node of a backtracking verb.
func (p *pcreParser) verb(name, argument string) (*node, error) {
	p.verbs = true
	switch name {
	case "FAIL", "F":
		return &node{kind: kFail}, nil
	case "ACCEPT":
		p.ends = true
		return &node{kind: kVerb, verb: verbAccept}, nil
	case "COMMIT":
		return &node{kind: kVerb, verb: verbCommit}, nil
	case "PRUNE":
		return &node{kind: kVerb, verb: verbPrune}, nil
	case "THEN":
		p.then = true
		return &node{kind: kVerb, verb: verbThen}, nil
	case "SKIP":
		if argument != "" {
			return nil, p.unsupported("(*SKIP) with a name")
		}
		return &node{kind: kVerb, verb: verbSkip}, nil
	case "MARK", "":
		if argument == "" {
			return nil, p.fail(p.pos-1, "(*MARK) must have an argument")
		}
		return nil, nil
	}
	return nil, p.fail(p.pos-1, "(*VERB) not recognized or malformed")
}

// longNamed reads (*pla:…) and its like.
func (p *pcreParser) longNamed(name string, start int) (*node, bool, error) {
	p.pos++
	switch name {
	case "pla", "positive_lookahead":
		return p.wrap(&node{kind: kLook}, start)
	case "nla", "negative_lookahead":
		return p.wrap(&node{kind: kLook, neg: true}, start)
	case "plb", "positive_lookbehind":
		return p.wrap(&node{kind: kLook, back: true}, start)
	case "nlb", "negative_lookbehind":
		return p.wrap(&node{kind: kLook, back: true, neg: true}, start)
	case "atomic":
		return p.wrap(&node{kind: kAtomic}, start)
	case "napla", "naplb", "sr", "asr", "script_run", "atomic_script_run",
		"non_atomic_positive_lookahead", "non_atomic_positive_lookbehind":
		return nil, false, p.unsupported("(*" + name + ":")
	}
	return nil, false, p.fail(p.pos-1, "(*alpha_assertion) not recognized")
}
