package pattern

import "slices"

// measure gives each look-behind the length of its branches, which must be
// fixed for each.
func (p *pcreParser) measure() error {
	slices.SortFunc(p.behind, func(a, b lookbehind) int { return a.offset - b.offset })
	for _, b := range p.behind {
		sub := b.node.subs[0]
		branches := []*node{sub}
		if sub.kind == kAlt {
			branches = sub.subs
		}
		out := make([]*node, len(branches))
		for i, n := range branches {
			length, ok := p.length(n, 0)
			if !ok {
				return p.fail(b.offset, "lookbehind assertion is not fixed length")
			}
			out[i] = cat(&node{kind: kBack, min: length}, n)
		}
		b.node.subs[0] = alt(out...)
	}
	return nil
}

// length returns how many characters n takes, if that is always the same.
func (p *pcreParser) length(n *node, depth int) (int, bool) {
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
	case kCond:
		return p.same(n.subs[1:], depth)
	case kGroup, kAtomic:
		if len(n.subs) == 0 {
			return 0, false
		}
		return p.length(n.subs[0], depth)
	case kRepeat:
		if sub := n.subs[0]; sub.kind == kLook && !sub.back {
			return 0, true
		}
		if n.min != n.max {
			return 0, false
		}
		length, ok := p.length(n.subs[0], depth)
		return length * n.min, ok && length*n.min <= maxCount
	case kBackref, kCall:
		group := p.defs[n.index]
		if group == nil || len(n.names) > 0 {
			return 0, false
		}
		return p.length(group, depth)
	}
	return 0, true
}

func (p *pcreParser) sum(subs []*node, depth int) (int, bool) {
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

func (p *pcreParser) same(subs []*node, depth int) (int, bool) {
	first, ok := p.length(subs[0], depth)
	for _, sub := range subs[1:] {
		length, fixed := p.length(sub, depth)
		ok = ok && fixed && length == first
	}
	return first, ok
}
