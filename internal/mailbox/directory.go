package mailbox

import (
	"hash/maphash"
	"iter"
	"strings"
)

// maxDirectory bounds the mailboxes of a directory: an address that nobody has
// written to before is left out of one that is full.
const maxDirectory = 100_000

// A directory finds mailboxes by a key, in the order of keys. Like a State it
// never changes once it is part of one: one with another entry shares all but
// the way to that. It is a search tree whose shape follows from the keys in it
// and a secret, and not from how they came (a treap), so that nobody can make it
// deep. Nil is an empty one.
type directory struct {
	root  *entry
	len   int
	seed  maphash.Seed
	batch uint64 // the State that it was made for, which may change it
}

// An entry is above all entries whose weight is less.
type entry struct {
	key         string
	weight      uint64
	box         *Box
	left, right *entry
	batch       uint64 // the State that it was made for, which may change it
}

func (d *directory) get(key string) (*Box, bool) {
	if d == nil {
		return nil, false
	}
	for e := d.root; e != nil; {
		switch c := strings.Compare(key, e.key); {
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

// all yields the mailboxes in the order of their keys.
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

// own returns e, or a copy of it, that batch may change.
func (e *entry) own(batch uint64) *entry {
	if e.batch == batch {
		return e
	}
	next := *e
	next.batch = batch
	return &next
}

// with returns the directory with box under key.
func (d *directory) with(key string, box *Box, batch uint64) *directory {
	_, there := d.get(key)
	next := d.own(batch)
	if there {
		next.root = next.root.replace(key, box, batch)
		return next
	}
	next.len++
	next.root = next.root.insert(&entry{key: key, weight: maphash.String(next.seed, key), box: box, batch: batch}, batch)
	return next
}

// own returns d, or a copy of it, that batch may change.
func (d *directory) own(batch uint64) *directory {
	if d == nil {
		return &directory{seed: maphash.MakeSeed(), batch: batch}
	}
	if d.batch == batch {
		return d
	}
	next := *d
	next.batch = batch
	return &next
}

// replace puts box in the place of the one under key, which is there.
func (e *entry) replace(key string, box *Box, batch uint64) *entry {
	e = e.own(batch)
	switch c := strings.Compare(key, e.key); {
	case c == 0:
		e.box = box
	case c < 0:
		e.left = e.left.replace(key, box, batch)
	default:
		e.right = e.right.replace(key, box, batch)
	}
	return e
}

// insert adds n, whose key is not there.
func (e *entry) insert(n *entry, batch uint64) *entry {
	if e == nil {
		return n
	}
	e = e.own(batch)
	if n.key < e.key {
		if e.left = e.left.insert(n, batch); e.left.weight > e.weight {
			return e.left.turnRight(e)
		}
		return e
	}
	if e.right = e.right.insert(n, batch); e.right.weight > e.weight {
		return e.right.turnLeft(e)
	}
	return e
}

// turnRight puts e above its parent, of which it is the left. Both are new.
func (e *entry) turnRight(parent *entry) *entry {
	parent.left, e.right = e.right, parent
	return e
}

// turnLeft puts e above its parent, of which it is the right. Both are new.
func (e *entry) turnLeft(parent *entry) *entry {
	parent.right, e.left = e.left, parent
	return e
}

// without returns the directory without key.
func (d *directory) without(key string, batch uint64) *directory {
	if _, there := d.get(key); !there {
		return d
	}
	if d.len == 1 {
		return nil
	}
	next := d.own(batch)
	next.len--
	next.root = next.root.without(key, batch)
	return next
}

func (e *entry) without(key string, batch uint64) *entry {
	c := strings.Compare(key, e.key)
	if c == 0 {
		return join(e.left, e.right, batch)
	}
	e = e.own(batch)
	if c < 0 {
		e.left = e.left.without(key, batch)
	} else {
		e.right = e.right.without(key, batch)
	}
	return e
}

// join makes one tree of two, of which the left has the lesser keys.
func join(left, right *entry, batch uint64) *entry {
	switch {
	case left == nil:
		return right
	case right == nil:
		return left
	case left.weight > right.weight:
		left = left.own(batch)
		left.right = join(left.right, right, batch)
		return left
	}
	right = right.own(batch)
	right.left = join(left, right.left, batch)
	return right
}
