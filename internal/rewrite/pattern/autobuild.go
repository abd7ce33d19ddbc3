package pattern

import "slices"

// newAutomaton returns the automaton of a pattern without back-references, or
// nil where it would be too large.
func newAutomaton(root *node, groups int, lines, noSub bool) *automaton {
	p := &planter{noSub: noSub, same: make([]int32, groups+1)}
	for i := range p.same {
		p.same[i] = int32(i)
	}
	t := p.plant(root)
	p.merge(t)
	t = p.lower(t)
	end := &autoTree{op: treeEnd}
	if t == nil {
		t = end
	} else {
		t = p.make(autoTree{op: treeCat, left: t, right: end})
	}
	if p.tooMuch {
		return nil
	}
	a := &automaton{same: p.same}
	a.number(t)
	t.chain()
	a.link(t)
	a.init = t.first.index
	if !a.close() {
		return nil
	}
	a.tabulate(lines)
	return a
}

// number makes the nodes of a tree, children first.
func (a *automaton) number(t *autoTree) {
	if t == nil {
		return
	}
	a.number(t.left)
	a.number(t.right)
	if t.op == treeCat {
		t.first, t.index = t.left.first, t.left.index
		return
	}
	t.first, t.index = t, int32(len(a.nodes))
	kinds := map[autoOp]autoKind{treeAlt: autoAlt, treeStar: autoStar, treeOpen: autoOpen, treeClose: autoClose, treeByte: autoByte, treeAnchor: autoAnchor, treeEnd: autoEnd}
	a.nodes = append(a.nodes, autoNode{
		kind: kinds[t.op], constraint: t.constraint, group: t.group, optional: t.optional, doubled: t.doubled, set: t.set, next: -1,
	})
}

// chain sets what comes behind each tree.
func (t *autoTree) chain() {
	switch {
	case t.op == treeStar:
		t.left.next = t
	case t.op == treeCat:
		t.left.next, t.right.next = t.right.first, t.next
	default:
		if t.left != nil {
			t.left.next = t.next
		}
		if t.right != nil {
			t.right.next = t.next
		}
	}
	if t.left != nil {
		t.left.chain()
	}
	if t.right != nil {
		t.right.chain()
	}
}

// link sets the edges of the nodes of a tree.
func (a *automaton) link(t *autoTree) {
	if t == nil {
		return
	}
	n := &a.nodes[t.index]
	switch t.op {
	case treeStar, treeAlt:
		a.plural = true
		left, right := t.next, t.next
		if t.left != nil {
			left = t.left.first
		}
		if t.right != nil {
			right = t.right.first
		}
		n.goTo(left.index)
		n.goTo(right.index)
	case treeOpen, treeClose, treeAnchor:
		n.goTo(t.next.index)
	case treeByte:
		n.next = t.next.index
	}
	a.link(t.left)
	a.link(t.right)
}

// goTo adds a destination, in order.
func (n *autoNode) goTo(i int32) {
	at, found := slices.BinarySearch(n.dests, i)
	if !found {
		n.dests = slices.Insert(n.dests, at, i)
	}
}

// close computes what each node reaches without a byte, and doubles the nodes
// behind anchors on the way.
func (a *automaton) close() bool {
	b := &closer{automaton: a, state: make([]closing, maxAutomaton)}
	a.words = maxAutomaton / 64
	for again := true; again; {
		again = false
		for i := 0; i < len(a.nodes); i++ {
			if len(a.nodes) >= maxAutomaton-1 || b.tooMuch {
				return false
			}
			if b.state[i] == closed {
				continue
			}
			b.visit(int32(i), true)
			again = again || b.state[i] != closed
		}
	}
	a.words = (len(a.nodes) + 63) / 64
	for i := range a.nodes {
		a.nodes[i].closure = slices.Clip(a.nodes[i].closure[:a.words])
	}
	return true
}

type closing byte

const (
	open closing = iota
	underway
	closed
)

// closer computes closures.
type closer struct {
	*automaton
	state   []closing
	tooMuch bool
}

// visit returns the closure of node i, as far as it is known when loops lead
// back to nodes that are being visited.
func (b *closer) visit(i int32, root bool) nodeSet {
	own := make(nodeSet, b.words)
	own.add(i)
	b.state[i] = underway
	if n := &b.nodes[i]; n.constraint != 0 && len(n.dests) > 0 && !b.nodes[n.dests[0]].doubled {
		b.double(i, i, i, n.constraint)
	}
	if b.tooMuch {
		return own
	}
	partial := false
	if b.nodes[i].free() {
		for _, d := range b.nodes[i].dests {
			switch b.state[d] {
			case underway:
				partial = true
				continue
			case open:
				own.union(b.visit(d, false))
			case closed:
				own.union(b.nodes[d].closure)
			}
			partial = partial || b.state[d] != closed
		}
	}
	if partial && !root {
		b.state[i] = open
	} else {
		b.state[i], b.nodes[i].closure = closed, own
	}
	return own
}

// double lets clone lead to copies of what node leads to, which inherit the
// constraint. What was doubled for the same constraint is used again.
func (b *closer) double(node, clone, root int32, c constraint) {
	for !b.tooMuch {
		dests := slices.Clone(b.nodes[node].dests)
		switch {
		case len(dests) == 0:
			b.nodes[clone].next = b.nodes[node].next
			return
		case len(dests) == 1 && node == root && clone != node:
			b.nodes[clone].dests = dests
			return
		case len(dests) == 1:
			c |= b.nodes[node].constraint
		}
		b.nodes[clone].dests = nil
		if len(dests) == 2 {
			d := b.doubled(dests[0], c)
			if d < 0 {
				d = b.copy(dests[0], c)
				b.nodes[clone].goTo(d)
				b.double(dests[0], d, root, c)
			} else {
				b.nodes[clone].goTo(d)
			}
			dests = dests[1:]
		}
		d := b.copy(dests[0], c)
		b.nodes[clone].goTo(d)
		node, clone = dests[0], d
	}
}

// copy adds a copy of a node with the constraint, too.
func (b *closer) copy(i int32, c constraint) int32 {
	n := b.nodes[i]
	n.constraint |= c
	n.doubled, n.origin, n.dests, n.closure = true, i, nil, nil
	b.nodes = append(b.nodes, n)
	b.tooMuch = b.tooMuch || len(b.nodes) >= maxAutomaton-1
	return int32(len(b.nodes) - 1)
}

// doubled returns the copy of a node for a constraint, -1 without.
func (b *closer) doubled(i int32, c constraint) int32 {
	for j := len(b.nodes) - 1; j > 0 && b.nodes[j].doubled; j-- {
		if b.nodes[j].origin == i && b.nodes[j].constraint == c {
			return int32(j)
		}
	}
	return -1
}
