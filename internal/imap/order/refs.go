package order

import (
	"slices"
	"time"
)

// Refs makes threads of who answers whom, in the order of the newest message
// in each (THREAD=REFS).
func Refs(entries []Entry) []*Node {
	l := read(entries)
	roots := l.roots()
	newest := make(map[*link]time.Time, len(roots))
	for _, n := range roots {
		newest[n] = l.newest(n)
	}
	slices.SortStableFunc(roots, func(a, b *link) int { return newest[a].Compare(newest[b]) })
	for _, n := range roots {
		l.sortAll(n.children)
	}
	return nodes(roots)
}

// newest returns when the message was sent that was sent last of n and all
// beneath it.
func (l *links) newest(n *link) time.Time {
	var newest time.Time
	stack := []*link{n}
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = append(stack[:len(stack)-1], c.children...)
		if c.entry < 0 {
			continue
		}
		if t := second(l.entries[c.entry].sent()); newest.IsZero() || t.After(newest) {
			newest = t
		}
	}
	return newest
}
