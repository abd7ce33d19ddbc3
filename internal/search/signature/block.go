package signature

import (
	"context"
	"encoding/binary"
	"slices"

	"mailsink/internal/mail"
	"mailsink/internal/search"
)

const (
	blockSize = 8192    // messages of a block
	buckets   = 1 << 14 // rows of a block
	words     = blockSize / 64
	// grams is how many grams of a word are looked up: beyond these, few
	// messages are left to be ruled out.
	grams = 10
)

// bits has one bit for each message of a block.
type bits []uint64

func (b bits) has(i int) bool { return i/64 < len(b) && b[i/64]&(1<<(i%64)) != 0 }

// A block is some messages in order of UID, and where their rows are.
type block struct {
	id   int64 // on the shelf
	uids []mail.UID
}

// place returns where a message is in the block.
func (b *block) place(uid mail.UID) (int, bool) { return slices.BinarySearch(b.uids, uid) }

// last returns the highest UID.
func (b *block) last() mail.UID { return b.uids[len(b.uids)-1] }

// A growing block is in memory.
type growing struct {
	block
	rows [buckets]bits
}

// add enters a message with its grams.
func (g *growing) add(m *mail.Message, content []byte) {
	i := len(g.uids)
	g.uids = append(g.uids, m.UID)
	search.TextGrams(m, content, func(gram uint32) {
		row := &g.rows[gram%buckets]
		if *row == nil {
			*row = make(bits, words)
		}
		(*row)[i/64] |= 1 << (i % 64)
	})
}

// row returns the row of a bucket as a shelf keeps it; nil where no message
// has it.
func (g *growing) row(bucket int) []byte {
	row := g.rows[bucket]
	if row == nil {
		return nil
	}
	b := make([]byte, 0, 8*words)
	for _, w := range row[:(len(g.uids)+63)/64] {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b
}

func bitsOf(b []byte) bits {
	row := make(bits, len(b)/8)
	for i := range row {
		row[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return row
}

// may returns the messages that satisfy c, as far as rows tell. ok is false
// where they tell nothing.
func may(ctx context.Context, c search.Condition, row func(ctx context.Context, bucket int) (bits, error)) (found bits, ok bool, err error) {
	meet := func(b bits) {
		if !ok {
			found, ok = slices.Clone(b), true
			return
		}
		for i := range found {
			if i < len(b) {
				found[i] &= b[i]
			} else {
				found[i] = 0
			}
		}
	}
	for _, gram := range some(c.Grams) {
		b, err := row(ctx, int(gram%buckets))
		if err != nil {
			return nil, false, err
		}
		meet(b)
	}
	for _, part := range c.All {
		b, known, err := may(ctx, part, row)
		if err != nil {
			return nil, false, err
		}
		if known {
			meet(b)
		}
	}
	if len(c.Any) > 0 {
		b, known, err := union(ctx, c.Any, row)
		if err != nil {
			return nil, false, err
		}
		if known {
			meet(b)
		}
	}
	return found, ok, nil
}

// union returns the messages that satisfy one of parts.
func union(ctx context.Context, parts []search.Condition, row func(context.Context, int) (bits, error)) (bits, bool, error) {
	found := make(bits, words)
	for _, part := range parts {
		b, known, err := may(ctx, part, row)
		if err != nil || !known {
			return nil, false, err
		}
		for i, w := range b {
			found[i] |= w
		}
	}
	return found, true, nil
}

// some returns a few of many grams, from all over the word.
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
