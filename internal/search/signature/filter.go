package signature

import (
	"cmp"
	"context"
	"slices"

	"mailsink/internal/mail"
	"mailsink/internal/search"
)

// Filter returns a function that says of messages whether q may match them. It
// is quickest for messages in ascending or descending order, and is for one
// goroutine. Where q reads messages, it rests from time to time while mail
// comes, until ctx is done at most.
func (x *Index) Filter(ctx context.Context, q *search.Query) func(*mail.Message) bool {
	return x.filter(ctx, q.Condition(), q.Reads())
}

// Holding returns a function that says of messages whether they may have text
// in a header field, written as "Name: body", or in a text part, as IMAP
// searches them. It is as that of Filter.
func (x *Index) Holding(ctx context.Context, text string) func(*mail.Message) bool {
	return x.filter(ctx, search.Holding(text), true)
}

func (x *Index) filter(ctx context.Context, c search.Condition, reads bool) func(*mail.Message) bool {
	may := func(*mail.Message) bool { return true }
	if !c.Empty() {
		x.begin()
		f := &filter{index: x, ctx: ctx, want: c}
		may = f.may
	}
	if !reads {
		return may
	}
	breath := x.newBreath()
	return func(m *mail.Message) bool {
		if !may(m) {
			return false
		}
		breath.take(ctx)
		return true
	}
}

// A filter remembers the block it looked at last.
type filter struct {
	index *Index
	ctx   context.Context
	want  search.Condition
	block *block
	from  mail.UID // first UID of the block
	wide  mail.UID // and how far its last is from that
	found set
	known bool
	none  bool // no message of the block, of which no UID is missing
}

func (f *filter) may(m *mail.Message) bool {
	if (f.block == nil || m.UID-f.from > f.wide) && !f.turn(m.UID) {
		return true
	}
	if f.none {
		return false
	}
	if !f.known {
		return true
	}
	i, ok := f.block.place(m.UID)
	return !ok || f.found.has(i)
}

// turn looks at the block that has a UID, if one does.
func (f *filter) turn(uid mail.UID) bool {
	x := f.index
	x.mu.RLock()
	i, _ := slices.BinarySearchFunc(x.blocks, uid, func(b *block, uid mail.UID) int { return cmp.Compare(b.last(), uid) })
	f.block, f.found, f.known = nil, nil, false
	open := len(x.open.uids) > 0 && x.open.spans(uid)
	switch {
	case i < len(x.blocks) && x.blocks[i].spans(uid):
		f.block = x.blocks[i]
	case open: // it grows, and what is there stays as it is
		f.block = &block{uids: slices.Clip(x.open.uids)}
		f.found, f.known = x.open.may(f.want), true
	}
	x.mu.RUnlock()
	if f.block != nil && !open {
		var err error
		f.found, f.known, err = x.may(f.ctx, f.block.id, f.want)
		f.known = f.known && err == nil // else the query itself is asked
	}
	if f.block == nil {
		return false
	}
	f.from, f.wide = f.block.uids[0], f.block.last()-f.block.uids[0]
	f.none = f.known && int(f.wide) == len(f.block.uids)-1 && f.found.none()
	return true
}

// grams is how many grams of a word are looked up: beyond these, few messages
// are left to be ruled out.
const grams = 10

// may returns the messages of a block that satisfy c, as far as its rows tell.
// ok is false where they tell nothing.
func (x *Index) may(ctx context.Context, id int64, c search.Condition) (found set, ok bool, err error) {
	meet := func(s set) {
		if !ok {
			found, ok = s, true
			return
		}
		for i := range found {
			found[i] &= s[i]
		}
	}
	for _, bucket := range some(c.Buckets) {
		row, err := x.row(ctx, id, int(bucket))
		if err != nil {
			return nil, false, err
		}
		if meet(row); found.none() {
			return found, true, nil
		}
	}
	for _, part := range c.All {
		s, known, err := x.may(ctx, id, part)
		if err != nil {
			return nil, false, err
		}
		if !known {
			continue
		}
		if meet(s); found.none() {
			return found, true, nil
		}
	}
	if len(c.Any) == 0 {
		return found, ok, nil
	}
	s, known, err := x.union(ctx, id, c.Any)
	if known {
		meet(s)
	}
	return found, ok, err
}

// union returns the messages that satisfy one of parts.
func (x *Index) union(ctx context.Context, id int64, parts []search.Condition) (set, bool, error) {
	found := make(set, words)
	for _, part := range parts {
		s, known, err := x.may(ctx, id, part)
		if err != nil || !known {
			return nil, false, err
		}
		for i, w := range s {
			found[i] |= w
		}
	}
	return found, true, nil
}

// some returns a few of many buckets, from all over the word.
func some(all []uint32) []uint32 {
	if len(all) <= grams {
		return all
	}
	list := make([]uint32, grams)
	for i := range list {
		list[i] = all[i*(len(all)-1)/(grams-1)]
	}
	return list
}
