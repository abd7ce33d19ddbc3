package order

import "slices"

// links is who answers whom, while it is found out.
type links struct {
	entries []Entry
	byID    map[string]*link
	order   []*link // in the order in which they were named
}

// A link is a message, or one that others name and that is missing.
type link struct {
	entry    int // -1: missing
	parent   *link
	children []*link
	sent     int // index of the message whose date it is sorted by
}

// link returns the message of an ID, made if need be.
func (l *links) link(id string) *link {
	n := l.byID[id]
	if n == nil {
		n = &link{entry: -1}
		l.byID[id] = n
		l.order = append(l.order, n)
	}
	return n
}

// read links all messages: step 1 of RFC 5256 §3.
func read(entries []Entry) *links {
	l := &links{entries: entries, byID: make(map[string]*link, len(entries))}
	for i := range entries {
		h := entries[i].Header
		var parent *link
		for _, id := range h.References {
			child := l.link(id)
			if parent != nil && child.parent == nil && !child.above(parent) {
				child.moveTo(parent)
			}
			parent = child
		}
		n := l.message(i, h.ID)
		n.leave()
		if parent != nil && !n.above(parent) {
			n.moveTo(parent)
		}
	}
	return l
}

// message returns the place of the i-th message. One without an ID, or with
// the ID of another, has one of its own.
func (l *links) message(i int, id string) *link {
	if id != "" {
		if n := l.link(id); n.entry < 0 {
			n.entry = i
			return n
		}
	}
	n := &link{entry: i}
	l.order = append(l.order, n)
	return n
}

// above reports whether n is m or one of those that m answers.
func (n *link) above(m *link) bool {
	if len(n.children) == 0 {
		return n == m // as nearly always: no long way up
	}
	for ; m != nil; m = m.parent {
		if m == n {
			return true
		}
	}
	return false
}

// leave takes n from its parent.
func (n *link) leave() {
	if n.parent == nil {
		return
	}
	i := slices.Index(n.parent.children, n)
	n.parent.children = slices.Delete(n.parent.children, i, i+1)
	n.parent = nil
}

// moveTo makes n a child of parent.
func (n *link) moveTo(parent *link) {
	n.leave()
	n.parent = parent
	parent.children = append(parent.children, n)
}

// roots returns those that answer nobody, without the missing ones that tell
// nothing: steps 2 and 3.
func (l *links) roots() []*link {
	answered := slices.DeleteFunc(l.order, func(n *link) bool { return n.parent != nil })
	var roots []*link
	for _, n := range answered {
		n.prune()
		switch {
		case n.entry >= 0, len(n.children) > 1:
			roots = append(roots, n)
		case len(n.children) == 1:
			child := n.children[0]
			child.parent = nil
			roots = append(roots, child)
		}
	}
	return roots
}

// prune puts the children of the missing messages beneath n in their place.
// It walks with a stack of its own: a thread may be as deep as a mailbox is
// long.
func (n *link) prune() {
	stack := []*link{n}
	var all []*link
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		all = append(all, top)
		stack = append(stack, top.children...)
	}
	for _, n := range slices.Backward(all) { // the lowest first
		n.promote()
	}
}

// promote replaces the missing children of n by theirs.
func (n *link) promote() {
	if !slices.ContainsFunc(n.children, func(c *link) bool { return c.entry < 0 }) {
		return
	}
	var children []*link
	for _, c := range n.children {
		if c.entry >= 0 {
			children = append(children, c)
			continue
		}
		for _, grandchild := range c.children {
			grandchild.parent = n
			children = append(children, grandchild)
		}
	}
	n.children = children
}
