package pattern

import "math/bits"

// autoRun is a search with an automaton.
type autoRun struct {
	*automaton
	text   string
	lines  bool
	log    []nodeSet // by place behind the start: the nodes that the search is in
	start  int
	end    int   // of the match
	last   int32 // the node that it ends at
	memory []uint64
}

// automatic searches with an automaton: for groups up to n, or with n < 0 for
// any match.
func (m *Matcher) automatic(re *Regexp, a *automaton, n int) ([]int, bool) {
	if need := (len(m.text) + 2) * a.words; cap(m.visited) < need {
		m.visited = make([]uint64, need)
	}
	r := autoRun{automaton: a, text: m.text, lines: re.lines, log: m.log, memory: m.visited[:cap(m.visited)]}
	defer func() { m.log = r.log }()
	for s := range len(m.text) + 1 {
		if !re.prog.mayStart(m.text, int32(s)) || !r.search(s, n < 0) {
			continue
		}
		if n < 0 {
			return nil, true
		}
		if n == 0 {
			return []int{s, r.end}, true
		}
		if a.plural && !r.prune() {
			continue
		}
		loc := r.groups(n)
		return loc, loc != nil
	}
	return nil, false
}

// place returns the context in front of text[i].
func (r *autoRun) place(i int) context {
	if i == 0 {
		return edge
	}
	return contextOf(r.text[i-1], r.lines)
}

// ahead returns the context behind the place i.
func (r *autoRun) ahead(i int) context {
	if i == len(r.text) {
		return edge
	}
	return contextOf(r.text[i], r.lines)
}

// set returns the empty set for place i of the log.
func (r *autoRun) set(i int) nodeSet {
	w := r.words
	s := nodeSet(r.memory[i*w : (i+1)*w])
	clear(s)
	return s
}

// search finds the longest match that begins at start; any match will do if
// any is set.
func (r *autoRun) search(start int, any bool) bool {
	r.start, r.end = start, -1
	r.log = r.log[:0]
	now := r.set(0)
	now.union(r.nodes[r.init].closure)
	now.only(r.before[r.place(start)])
	for i := start; ; i++ {
		r.log = append(r.log, now)
		if r.halts(now, i) && any {
			return true
		}
		if i == len(r.text) || now.empty() {
			return r.end >= 0
		}
		now = r.step(now, i)
	}
}

// halts notes that the pattern may end at place i.
func (r *autoRun) halts(now nodeSet, i int) bool {
	ends := r.ends[r.ahead(i)]
	for w, b := range now {
		if b &= ends[w]; b != 0 {
			r.end, r.last = i, int32(w<<6+bits.TrailingZeros64(b))
			return true
		}
	}
	return false
}

// step takes the byte at place i.
func (r *autoRun) step(now nodeSet, i int) nodeSet {
	then := r.set(len(r.log))
	takes := r.accepts[r.text[i]]
	for w, b := range now {
		for b &= takes[w]; b != 0; b &= b - 1 {
			then.union(r.nodes[r.nodes[w<<6+bits.TrailingZeros64(b)].next].closure)
		}
	}
	then.only(r.before[contextOf(r.text[i], r.lines)])
	return then
}

// prune removes from the log the nodes from which the end is not reached.
func (r *autoRun) prune() bool {
	n := r.end - r.start
	r.log = r.log[:n+1]
	dest := make(nodeSet, r.words)
	dest.add(r.last)
	for i := n; ; i-- {
		if dest.empty() {
			return false
		}
		r.keep(i, dest)
		if i == 0 {
			return true
		}
		clear(dest)
		takes := r.accepts[r.text[r.start+i-1]]
		for w, b := range r.log[i-1] {
			for b &= takes[w]; b != 0; b &= b - 1 {
				if j := int32(w<<6 + bits.TrailingZeros64(b)); r.log[i].has(r.nodes[j].next) {
					dest.add(j)
				}
			}
		}
	}
}

// keep leaves in the log at i the nodes that reach dest without a byte.
func (r *autoRun) keep(i int, dest nodeSet) {
	from := make(nodeSet, r.words)
	for w, b := range dest {
		for ; b != 0; b &= b - 1 {
			from.union(r.nodes[w<<6+bits.TrailingZeros64(b)].sources)
		}
	}
	from.only(r.log[i])
	from.union(dest)
	copy(r.log[i], from)
}

// walker goes through the pruned log and notes groups on its way.
type walker struct {
	*autoRun
	regs, kept []int // two for each group that is asked for
	via        nodeSet
	node       int32
	at         int
}

// maxWalk bounds the steps at one place.
const maxWalk = 4 * maxAutomaton

// groups returns the offsets of the groups up to n; nil where glibc, having
// found a match, cannot find its groups and says that there was none.
func (r *autoRun) groups(n int) []int {
	w := &walker{autoRun: r, regs: make([]int, 2*(n+1)), via: make(nodeSet, r.words), node: r.init, at: r.start}
	for i := range w.regs {
		w.regs[i] = -1
	}
	w.regs[0], w.regs[1] = r.start, r.end
	w.kept = append(w.kept, w.regs...)
	for steps := 0; ; steps++ {
		w.note()
		if w.at == r.end && w.node == r.last {
			break
		}
		if !w.proceed() || steps > maxWalk*(r.end-r.start+1) {
			return nil
		}
		if w.at > r.end {
			break
		}
	}
	for i := 1; i <= n; i++ {
		if s := int(r.same[i]); s != i {
			w.regs[2*i], w.regs[2*i+1] = w.regs[2*s], w.regs[2*s+1]
		}
	}
	return w.regs
}

// note sets the registers of a group that begins or ends here. A pass that may
// be left out and took nothing takes back what was noted in it.
func (w *walker) note() {
	n := &w.nodes[w.node]
	i := 2 * int(n.group)
	if i >= len(w.regs) {
		return
	}
	switch {
	case n.kind == autoOpen:
		w.regs[i], w.regs[i+1] = w.at, -1
	case n.kind != autoClose:
	case w.regs[i] < w.at:
		w.regs[i+1] = w.at
		copy(w.kept, w.regs)
	case n.optional && w.kept[i] >= 0:
		copy(w.regs, w.kept)
	default:
		w.regs[i+1] = w.at
	}
}

// proceed goes on to the next node.
func (w *walker) proceed() bool {
	n := &w.nodes[w.node]
	if n.free() {
		w.via.add(w.node)
		next := w.choose(n.dests)
		w.node = next
		return next >= 0
	}
	if w.at >= len(w.text) || !w.accepts[w.text[w.at]].has(w.node) {
		return false
	}
	w.at++
	w.node = n.next
	clear(w.via)
	return true
}

// choose returns the first destination that leads to the end; the second if the
// first was passed already.
func (w *walker) choose(dests []int32) int32 {
	first := int32(-1)
	for _, d := range dests {
		if !w.log[w.at-w.start].has(d) {
			continue
		}
		if first >= 0 {
			if w.via.has(first) {
				return d
			}
			break
		}
		first = d
	}
	return first
}
