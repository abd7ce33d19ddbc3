package order

import "slices"

// References makes threads of who answers whom, and puts those of one base
// subject together (RFC 5256 §3).
func References(entries []Entry) []*Node {
	l := read(entries)
	roots := l.roots()
	l.sortSiblings(roots)
	roots = l.merge(roots)
	l.sortAll(roots)
	return nodes(roots)
}

// sortSiblings sorts siblings by the date sent, a missing one by its oldest
// child: step 4.
func (l *links) sortSiblings(siblings []*link) {
	for _, n := range siblings {
		if n.sent = n.entry; n.entry >= 0 {
			continue
		}
		for _, c := range n.children {
			c.sent = c.entry
		}
		l.sort(n.children)
		n.sent = n.children[0].sent
	}
	l.sort(siblings)
}

func (l *links) sort(siblings []*link) {
	slices.SortStableFunc(siblings, func(a, b *link) int { return bySent(l.entries, a.sent, b.sent) })
}

// header returns the Header that names the subject of a thread: of its root,
// or of the first child of one that is missing.
func (l *links) header(n *link) *Header {
	if n.entry < 0 {
		return l.entries[n.children[0].entry].Header
	}
	return l.entries[n.entry].Header
}

// merge puts threads of one base subject together: step 5.
func (l *links) merge(roots []*link) []*link {
	table := l.subjects(roots)
	gone := make(map[*link]bool)
	var made []*link
	for _, n := range roots {
		h := l.header(n)
		first := table[h.Subject]
		if h.Subject == "" || first == n {
			continue
		}
		switch {
		case n.entry < 0 && first.entry < 0:
			for _, c := range slices.Clone(n.children) {
				c.moveTo(first)
			}
		case first.entry < 0, h.Reply && !l.header(first).Reply:
			n.moveTo(first)
		default:
			dummy := &link{entry: -1}
			gone[first] = true
			first.moveTo(dummy)
			n.moveTo(dummy)
			table[h.Subject] = dummy
			made = append(made, dummy)
		}
		gone[n] = true
	}
	return slices.DeleteFunc(append(roots, made...), func(n *link) bool { return gone[n] })
}

// subjects returns the thread that those of a base subject are put to.
func (l *links) subjects(roots []*link) map[string]*link {
	table := make(map[string]*link)
	for _, n := range roots {
		h := l.header(n)
		if h.Subject == "" {
			continue
		}
		first := table[h.Subject]
		if first == nil || first.entry >= 0 && (n.entry < 0 || l.header(first).Reply && !h.Reply) {
			table[h.Subject] = n
		}
	}
	return table
}

// sortAll sorts all siblings, the youngest first: step 6.
func (l *links) sortAll(roots []*link) {
	stack := slices.Clone(roots)
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = append(stack[:len(stack)-1], n.children...)
		l.sortSiblings(n.children)
	}
	l.sortSiblings(roots)
}

// nodes returns roots and all beneath them as an answer.
func nodes(roots []*link) []*Node {
	out := make([]*Node, len(roots))
	type pair struct {
		from *link
		to   *Node
	}
	var stack []pair
	for i, n := range roots {
		out[i] = &Node{Entry: n.entry}
		stack = append(stack, pair{n, out[i]})
	}
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, c := range p.from.children {
			child := &Node{Entry: c.entry}
			p.to.Children = append(p.to.Children, child)
			stack = append(stack, pair{c, child})
		}
	}
	return out
}
