package mailbox

import (
	"hash/maphash"
	"iter"
	"strings"
)

// maxDirectory bounds the mailboxes of a directory: an address that nobody has
// written to before is left out of one that is full.
const maxDirectory = 100_000

// A directory finds mailboxes by a name, in the order of names. Like a State
// it never changes: one with another entry shares all but the way to that. It
// is a search tree whose shape follows from the names in it and a secret, and
// not from how they came (a treap), so that nobody can make it deep. Nil is an
// empty one.
type directory struct {
	root *entry
	len  int
	seed maphash.Seed
}

// An entry is above all entries whose weight is less.
type entry struct {
	name        string
	weight      uint64
	box         *Box
	left, right *entry
}

func (d *directory) get(name string) (*Box, bool) {
	if d == nil {
		return nil, false
	}
	for e := d.root; e != nil; {
		switch c := strings.Compare(name, e.name); {
		case c == 0:
			return e.box, true
		case c < 0:
			e = e.left
		default:
			e = e.right
		}
	}
	return nil, false
}

// all yields the mailboxes in the order of their names.
func (d *directory) all() iter.Seq[*Box] {
	return func(yield func(*Box) bool) {
		if d != nil {
			d.root.each(yield)
		}
	}
}

// each is as deep as the tree, a few times the logarithm of its size.
func (e *entry) each(yield func(*Box) bool) bool {
	return e == nil || e.left.each(yield) && yield(e.box) && e.right.each(yield)
}

// with returns the directory with box under name.
func (d *directory) with(name string, box *Box) *directory {
	next := directory{seed: maphash.MakeSeed()}
	if d != nil {
		next = *d
	}
	if _, there := d.get(name); !there {
		next.len++
	}
	next.root = next.root.with(entry{name: name, weight: maphash.String(next.seed, name), box: box})
	return &next
}

func (e *entry) with(n entry) *entry {
	if e == nil {
		return &n
	}
	next := *e
	switch c := strings.Compare(n.name, e.name); {
	case c == 0:
		next.box = n.box
		return &next
	case c < 0:
		next.left = e.left.with(n)
		if next.left.weight > next.weight {
			return next.left.turnRight(&next)
		}
	default:
		next.right = e.right.with(n)
		if next.right.weight > next.weight {
			return next.right.turnLeft(&next)
		}
	}
	return &next
}

// turnRight puts e, which is new, above its parent, of which it is the left.
func (e *entry) turnRight(parent *entry) *entry {
	parent.left, e.right = e.right, parent
	return e
}

// turnLeft puts e, which is new, above its parent, of which it is the right.
func (e *entry) turnLeft(parent *entry) *entry {
	parent.right, e.left = e.left, parent
	return e
}

// without returns the directory without name.
func (d *directory) without(name string) *directory {
	if _, there := d.get(name); !there {
		return d
	}
	if d.len == 1 {
		return nil
	}
	next := *d
	next.len--
	next.root = d.root.without(name)
	return &next
}

func (e *entry) without(name string) *entry {
	next := *e
	switch c := strings.Compare(name, e.name); {
	case c == 0:
		return join(e.left, e.right)
	case c < 0:
		next.left = e.left.without(name)
	default:
		next.right = e.right.without(name)
	}
	return &next
}

// join makes one tree of two, of which the left has the lesser names.
func join(left, right *entry) *entry {
	switch {
	case left == nil:
		return right
	case right == nil:
		return left
	case left.weight > right.weight:
		next := *left
		next.right = join(left.right, right)
		return &next
	}
	next := *right
	next.left = join(left, right.left)
	return &next
}
