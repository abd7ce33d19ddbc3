package pattern

import "slices"

// measure gives each look-behind the length of its branches, which must be
// fixed for each. The error is the one that PCRE2 meets first: it looks at what
// is inside a look-behind before it goes on behind it.
func (p *pcreParser) measure() error {
	slices.SortFunc(p.behind, func(a, b lookbehind) int { return a.offset - b.offset })
	m := &measurer{pcreParser: p, offsets: map[*node]int{}}
	for _, b := range p.behind {
		m.offsets[b.node] = b.offset
	}
	for _, b := range p.behind {
		if m.look(b.node); m.bad != nil {
			return m.bad
		}
	}
	return nil
}

// measurer measures look-behinds.
type measurer struct {
	*pcreParser
	offsets map[*node]int // of the look-behinds that are not measured yet
	within  []*node       // look-behinds that are being measured
	bad     error
}

// look measures a look-behind.
func (p *measurer) look(n *node) {
	offset, ok := p.offsets[n]
	if !ok {
		return
	}
	delete(p.offsets, n)
	p.within = append(p.within, n)
	defer func() { p.within = p.within[:len(p.within)-1] }()
	sub := n.subs[0]
	branches := []*node{sub}
	if sub.kind == kAlt {
		branches = sub.subs
	}
	out := make([]*node, len(branches))
	for i, branch := range branches {
		length, ok := p.length(branch, 0)
		if !ok {
			if p.bad == nil {
				p.bad = p.fail(offset, "lookbehind assertion is not fixed length")
			}
			return
		}
		out[i] = cat(&node{kind: kBack, min: length}, branch)
	}
	n.subs[0] = alt(out...)
}

// inside measures the look-behinds in n.
func (p *measurer) inside(n *node) {
	if n.kind == kLook && n.back {
		p.look(n)
		return
	}
	for _, sub := range n.subs {
		if p.bad == nil {
			p.inside(sub)
		}
	}
}

// length returns how many characters n takes, if that is always the same.
func (p *measurer) length(n *node, depth int) (int, bool) {
	if depth > maxNest {
		return 0, false
	}
	depth++
	switch n.kind {
	case kChar, kSet:
		return 1, true
	case kByte:
		return 1, !p.utf
	case kNewline, kCluster:
		return 0, false
	case kCat:
		return p.sum(n.subs, depth)
	case kAlt:
		return p.same(n.subs, depth)
	case kLook:
		if slices.Contains(p.within, n) {
			return 0, false
		}
		p.inside(n)
		return 0, p.bad == nil
	case kCond:
		if p.inside(n.subs[0]); p.bad != nil {
			return 0, false
		}
		return p.same(n.subs[1:], depth)
	case kGroup, kAtomic:
		if len(n.subs) == 0 {
			return 0, false
		}
		return p.length(n.subs[0], depth)
	case kRepeat:
		if sub := n.subs[0]; sub.kind == kLook && !sub.back {
			return p.length(sub, depth)
		}
		length, ok := p.length(n.subs[0], depth)
		return length * n.min, ok && n.min == n.max && length*n.min <= maxCount
	case kBackref, kCall:
		if n.kind == kBackref && p.reset {
			return 0, false
		}
		if n.index > p.groups && len(n.names) == 0 {
			p.bad = p.fail(p.refOffset(n), "reference to non-existent subpattern")
			return 0, false
		}
		group := p.defs[n.index]
		if group == nil || len(n.names) > 0 {
			return 0, false
		}
		return p.length(group, depth)
	}
	return 0, true
}

func (p *measurer) sum(subs []*node, depth int) (int, bool) {
	total := 0
	for _, sub := range subs {
		if sub.kind == kFail || sub.kind == kVerb && sub.verb == verbAccept {
			// What stands behind is never reached.
			break
		}
		length, ok := p.length(sub, depth)
		if total += length; !ok || total > maxCount {
			return 0, false
		}
	}
	return total, true
}

func (p *measurer) same(subs []*node, depth int) (int, bool) {
	first, ok := p.length(subs[0], depth)
	for _, sub := range subs[1:] {
		if !ok {
			break
		}
		var length int
		length, ok = p.length(sub, depth)
		ok = ok && length == first
	}
	return first, ok
}

// refOffset returns where a reference stands: for a back-reference of one digit
// where the first to the same group does.
func (p *pcreParser) refOffset(n *node) int {
	for _, r := range p.refs {
		if r.node == n || n.kind == kBackref && r.node.kind == kBackref && n.index < 10 && r.node.index == n.index {
			return r.offset
		}
	}
	return len(p.src)
}
