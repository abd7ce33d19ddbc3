package mailbox

import (
	"slices"

	"mailsink/internal/mail"
)

// A Delta is what a reader of one list must be told to know a later one.
type Delta struct {
	Expunged []int           // indexes into the old list, highest first
	Changed  []*mail.Message // as they are now, in order of UID
	Added    []*mail.Message // in order of UID
}

// Since compares l with an older list of the same history. It costs what
// differs, not what there is: pages that both lists share are passed over.
func (l List) Since(old List) Delta {
	var d Delta
	a, b := cursor{list: old}, cursor{list: l}
	a.load()
	b.load()
	for !a.done() {
		switch {
		case b.done() || a.rest[0].UID < b.rest[0].UID:
			d.Expunged = append(d.Expunged, a.index)
			a.skip(1)
		case &a.rest[0] == &b.rest[0]: // the same memory, so the same messages
			n := min(len(a.rest), len(b.rest))
			if n == len(a.rest) && n == len(b.rest) {
				leap(&a, &b)
			}
			a.skip(n)
			b.skip(n)
		default:
			if a.rest[0] != b.rest[0] {
				d.Changed = append(d.Changed, b.rest[0])
			}
			a.skip(1)
			b.skip(1)
		}
	}
	slices.Reverse(d.Expunged)
	for _, m := range l.From(b.index) {
		d.Added = append(d.Added, m)
	}
	return d
}

// A cursor walks a list page by page.
type cursor struct {
	list  List
	k     int             // the page behind that of rest
	index int             // of rest[0] in the list
	rest  []*mail.Message // what is left of the page; empty at the end
}

// leap has both go on behind the pages that come next and that their lists
// share: of a million messages, nearly all.
func leap(a, b *cursor) {
	x, y := a.list.pages, b.list.pages
	for a.k < len(x) && b.k < len(y) && &x[a.k].msgs[0] == &y[b.k].msgs[0] && len(x[a.k].msgs) == len(y[b.k].msgs) {
		a.k++
		b.k++
	}
}

func (c *cursor) done() bool { return len(c.rest) == 0 }

func (c *cursor) load() {
	for ; len(c.rest) == 0 && c.k < c.list.chunks(); c.k++ {
		c.index, c.rest = c.list.chunk(c.k)
	}
	if len(c.rest) == 0 {
		c.index = c.list.Len()
	}
}

func (c *cursor) skip(n int) {
	c.index += n
	c.rest = c.rest[n:]
	if len(c.rest) == 0 {
		c.load()
	}
}
