package pattern

// autoTree is the tree of a pattern in the shape that glibc gives it: every
// sequence and every alternative has two sides, repetitions are written out.
type autoTree struct {
	op          autoOp
	left, right *autoTree
	group       int32
	optional    bool
	doubled     bool
	set         *set
	constraint  constraint
	first, next *autoTree
	index       int32
}

type autoOp byte

const (
	treeCat autoOp = iota
	treeAlt
	treeStar
	treeGroup
	treeOpen
	treeClose
	treeByte
	treeAnchor
	treeEnd
)

// planter makes an autoTree.
type planter struct {
	size    int
	noSub   bool    // groups are not asked for
	same    []int32 // of a group: the one whose registers it shares
	tooMuch bool
}

func (p *planter) make(t autoTree) *autoTree {
	if p.size++; p.size > 4*maxAutomaton {
		p.tooMuch = true
	}
	return &t
}

// plant returns the tree of n; nil for nothing.
func (p *planter) plant(n *node) *autoTree {
	if p.tooMuch {
		return nil
	}
	switch n.kind {
	case kChar, kSet:
		return p.make(autoTree{op: treeByte, set: n.byteSet()})
	case kCat:
		return p.join(treeCat, n.subs)
	case kAlt:
		return p.join(treeAlt, n.subs)
	case kGroup:
		return p.make(autoTree{op: treeGroup, group: int32(n.index), left: p.plant(n.subs[0])})
	case kRepeat:
		return p.repeat(n)
	case kAssert:
		return p.anchor(n.what)
	}
	return nil
}

// join makes a chain of two-sided nodes. In a sequence what is nothing is left
// out; among alternatives it is one.
func (p *planter) join(op autoOp, subs []*node) *autoTree {
	t := p.plant(subs[0])
	for _, sub := range subs[1:] {
		right := p.plant(sub)
		switch {
		case op == treeAlt || t != nil && right != nil:
			t = p.make(autoTree{op: op, left: t, right: right})
		case t == nil:
			t = right
		}
	}
	return t
}

func (p *planter) anchor(what assertion) *autoTree {
	one := func(c constraint) *autoTree { return p.make(autoTree{op: treeAnchor, constraint: c}) }
	switch what {
	case textStart:
		return one(prevStart)
	case textEnd:
		return one(nextEnd)
	case lineStart:
		return one(prevNewline)
	case lineEnd:
		return one(nextNewline)
	case wordStart:
		return one(prevNotWord | nextWord)
	case wordEnd:
		return one(prevWord | nextNotWord)
	case wordBoundary:
		return p.make(autoTree{op: treeAlt, left: one(prevNotWord | nextWord), right: one(prevWord | nextNotWord)})
	}
	return p.make(autoTree{op: treeAlt, left: one(prevWord | nextWord), right: one(prevNotWord | nextNotWord)})
}

// repeat writes a repetition out. What may be left out is marked in the first
// optional copy only.
func (p *planter) repeat(n *node) *autoTree {
	elem := p.plant(n.subs[0])
	if elem == nil {
		return nil
	}
	var before *autoTree
	if n.min > 0 {
		t := elem
		for range n.min - 1 {
			if elem = p.copy(elem); p.tooMuch {
				return nil
			}
			t = p.make(autoTree{op: treeCat, left: t, right: elem})
		}
		if n.min == n.max {
			return t
		}
		elem, before = p.copy(elem), t
	}
	if elem.op == treeGroup {
		elem.mark(elem.group)
	}
	op := treeAlt
	if n.max < 0 {
		op = treeStar
	}
	t := p.make(autoTree{op: op, left: elem})
	for range max(n.max, 0) - n.min - 1 {
		if elem = p.copy(elem); p.tooMuch {
			return nil
		}
		t = p.make(autoTree{op: treeCat, left: t, right: elem})
		t = p.make(autoTree{op: treeAlt, left: t})
	}
	if before != nil {
		t = p.make(autoTree{op: treeCat, left: before, right: t})
	}
	return t
}

func (t *autoTree) mark(group int32) {
	if t == nil {
		return
	}
	t.optional = t.optional || t.op == treeGroup && t.group == group
	t.left.mark(group)
	t.right.mark(group)
}

func (p *planter) copy(t *autoTree) *autoTree {
	if t == nil || p.tooMuch {
		return nil
	}
	c := p.make(autoTree{op: t.op, group: t.group, set: t.set, constraint: t.constraint, doubled: true})
	c.left, c.right = p.copy(t.left), p.copy(t.right)
	return c
}

// merge lets a group that holds nothing but a group stand for both.
func (p *planter) merge(t *autoTree) {
	if t == nil {
		return
	}
	if inner := t.left; t.op == treeGroup && inner != nil && inner.op == treeGroup {
		p.same[inner.group] = p.same[t.group]
		t.left = inner.left
	}
	p.merge(t.left)
	p.merge(t.right)
}

// lower replaces groups by their ends, or by what is in them where nobody asks
// for groups.
func (p *planter) lower(t *autoTree) *autoTree {
	if t == nil {
		return nil
	}
	t.left, t.right = p.lower(t.left), p.lower(t.right)
	if t.op != treeGroup {
		return t
	}
	if p.noSub && t.left != nil {
		return t.left
	}
	behind := p.make(autoTree{op: treeClose, group: t.group, optional: t.optional})
	if t.left != nil {
		behind = p.make(autoTree{op: treeCat, left: t.left, right: behind})
	}
	front := p.make(autoTree{op: treeOpen, group: t.group, optional: t.optional})
	return p.make(autoTree{op: treeCat, left: front, right: behind})
}
