package order

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Node is a message in a thread.
type Node struct {
	Entry    int // index of the message, or -1 for one that is missing
	Children []*Node
}

// AppendThreads appends threads as THREAD answers them (RFC 5256 §4):
// (1)(2 (3)(4 5)). number gives each message its number or UID.
func AppendThreads(dst []byte, threads []*Node, number func(entry int) uint32) []byte {
	for _, n := range threads {
		dst = append(dst, '(')
		dst = appendNode(dst, n, number)
		dst = append(dst, ')')
	}
	return dst
}

// appendNode appends n and what is beneath it. It does not call itself for an
// only child: a thread may be as long as a mailbox.
func appendNode(dst []byte, n *Node, number func(int) uint32) []byte {
	var open [][]*Node // the siblings that are still to come, level by level
	for {
		if n.Entry >= 0 {
			dst = strconv.AppendUint(dst, uint64(number(n.Entry)), 10)
		}
		switch {
		case len(n.Children) == 1:
			if n.Entry >= 0 {
				dst = append(dst, ' ')
			}
			n = n.Children[0]
			continue
		case len(n.Children) > 1:
			if n.Entry >= 0 {
				dst = append(dst, ' ')
			}
			dst = append(dst, '(')
			open = append(open, n.Children[1:])
			n = n.Children[0]
			continue
		}
		for len(open) > 0 && len(open[len(open)-1]) == 0 {
			dst = append(dst, ')')
			open = open[:len(open)-1]
		}
		if len(open) == 0 {
			return dst
		}
		dst = append(dst, ")("...)
		top := &open[len(open)-1]
		n, *top = (*top)[0], (*top)[1:]
	}
}

// OrderedSubject makes a thread of the messages of each base subject: the
// oldest, and all others as its children (RFC 5256 §3).
func OrderedSubject(entries []Entry) []*Node {
	index := make([]int, len(entries))
	for i := range index {
		index[i] = i
	}
	slices.SortStableFunc(index, func(a, b int) int {
		if c := strings.Compare(entries[a].Header.Subject, entries[b].Header.Subject); c != 0 {
			return c
		}
		return bySent(entries, a, b)
	})
	var threads []*Node
	for i, e := range index {
		if i > 0 && entries[index[i-1]].Header.Subject == entries[e].Header.Subject {
			root := threads[len(threads)-1]
			root.Children = append(root.Children, &Node{Entry: e})
		} else {
			threads = append(threads, &Node{Entry: e})
		}
	}
	slices.SortStableFunc(threads, func(a, b *Node) int { return bySent(entries, a.Entry, b.Entry) })
	return threads
}

// bySent compares by the date sent, then by Number.
func bySent(entries []Entry, a, b int) int {
	if c := second(entries[a].sent()).Compare(second(entries[b].sent())); c != 0 {
		return c
	}
	return int(entries[a].Number) - int(entries[b].Number)
}

func second(t time.Time) time.Time { return t.Truncate(time.Second) }
