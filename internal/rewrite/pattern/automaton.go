package pattern

// automaton is a POSIX pattern as glibc sees it: a graph of nodes in the order
// in which glibc numbers them. What a group is said to have matched depends on
// these numbers, on which copy of a repeated group is marked, and on nodes that
// are doubled behind anchors, so that only the same graph gives the same answer.
type automaton struct {
	nodes   []autoNode
	init    int32
	plural  bool    // there is a choice somewhere
	same    []int32 // of a group: the one whose registers it shares
	words   int     // of a nodeSet
	accepts [256]nodeSet
	before  [contexts]nodeSet // nodes that may stand behind such a place
	ends    [contexts]nodeSet // nodes at which the pattern may end in front of one
}

// autoNode is a node of an automaton.
type autoNode struct {
	kind       autoKind
	constraint constraint
	group      int32
	optional   bool // of a group that may be left out
	doubled    bool
	origin     int32 // of a doubled node: what it doubles
	set        *set
	next       int32   // behind the byte that the node takes
	dests      []int32 // where to go without taking one, in ascending order
	closure    nodeSet // what can be reached without taking a byte
	sources    nodeSet // from where the node is reached so
}

type autoKind byte

const (
	autoByte autoKind = iota
	autoEnd
	autoOpen
	autoClose
	autoAlt
	autoStar
	autoAnchor
)

// free reports whether the node takes no byte.
func (n *autoNode) free() bool { return n.kind >= autoOpen }

// constraint is what has to stand in front of a node and behind it.
type constraint uint8

const (
	prevWord constraint = 1 << iota
	prevNotWord
	prevNewline
	prevStart
	nextWord
	nextNotWord
	nextNewline
	nextEnd
)

// context is what stands on one side of a place.
type context byte

const (
	ordinary context = iota
	word
	newline // where lines matter
	edge    // of the key
	contexts
)

// follows reports whether the context may be in front of a node.
func (c constraint) follows(x context) bool {
	return !(c&prevWord != 0 && x != word || c&prevNotWord != 0 && x == word ||
		c&prevNewline != 0 && x < newline || c&prevStart != 0 && x != edge)
}

// precedes reports whether the context may be behind a node.
func (c constraint) precedes(x context) bool {
	return !(c&nextWord != 0 && x != word || c&nextNotWord != 0 && x == word ||
		c&nextNewline != 0 && x < newline || c&nextEnd != 0 && x != edge)
}

// contextOf returns the context that a byte is.
func contextOf(c byte, lines bool) context {
	switch {
	case isWord(c):
		return word
	case c == '\n' && lines:
		return newline
	}
	return ordinary
}

// nodeSet is a set of nodes.
type nodeSet []uint64

func (s nodeSet) add(i int32)      { s[i>>6] |= 1 << (i & 63) }
func (s nodeSet) has(i int32) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s nodeSet) union(o nodeSet) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s nodeSet) only(o nodeSet) {
	for i := range s {
		s[i] &= o[i]
	}
}

func (s nodeSet) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// maxAutomaton bounds the nodes of an automaton. A larger pattern is matched by
// the program alone.
const maxAutomaton = 1024

// tabulate fills in what depends on single nodes.
func (a *automaton) tabulate(lines bool) {
	for c := range a.accepts {
		a.accepts[c] = a.which(func(n *autoNode) bool {
			return n.kind == autoByte && n.set.hasByte(byte(c)) && n.constraint.precedes(contextOf(byte(c), lines))
		})
	}
	for x := range contexts {
		a.before[x] = a.which(func(n *autoNode) bool { return n.constraint.follows(x) })
		a.ends[x] = a.which(func(n *autoNode) bool { return n.kind == autoEnd && n.constraint.precedes(x) })
	}
	for i := range a.nodes {
		a.nodes[i].sources = a.which(func(n *autoNode) bool { return n.closure.has(int32(i)) })
	}
}

func (a *automaton) which(f func(*autoNode) bool) nodeSet {
	s := make(nodeSet, a.words)
	for i := range a.nodes {
		if f(&a.nodes[i]) {
			s.add(int32(i))
		}
	}
	return s
}
