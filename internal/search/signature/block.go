package signature

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"

	"mailsink/internal/mail"
	"mailsink/internal/search"
)

const (
	blockSize = 8192 // messages of a block
	words     = blockSize / 64
)

// A set has one bit for each message of a block.
type set []uint64

func (b set) has(i int) bool { return i/64 < len(b) && b[i/64]&(1<<(i%64)) != 0 }

func (b set) none() bool { return !slices.ContainsFunc(b, func(w uint64) bool { return w != 0 }) }

// A block is some messages in order of UID, and where their rows are.
type block struct {
	id   int64 // on the shelf; 0 for none
	uids []mail.UID
}

// place returns where a message is in the block.
func (b *block) place(uid mail.UID) (int, bool) {
	if first := b.uids[0]; int(b.last()-first) == len(b.uids)-1 { // none is missing, as nearly always
		return int(uid - first), uid >= first && uid <= b.last()
	}
	return slices.BinarySearch(b.uids, uid)
}

// spans reports whether uid is among those of the block, or between them.
func (b *block) spans(uid mail.UID) bool { return uid >= b.uids[0] && uid <= b.last() }

// last returns the highest UID.
func (b *block) last() mail.UID { return b.uids[len(b.uids)-1] }

// A growing block is in memory, by message.
type growing struct {
	block
	signs []*search.Signature
	old   int // messages that the shelf has too, in the block of that id
}

// may returns the messages that satisfy c.
func (g *growing) may(c search.Condition) set {
	found := make(set, words)
	for i, s := range g.signs {
		if c.Allows(s) {
			found[i/64] |= 1 << (i % 64)
		}
	}
	return found
}

// rows calls yield with each row of the block, by turning 64 messages and 64
// buckets around at a time, until it returns false.
func (g *growing) rows(yield func(row set) bool) {
	turned := make([]set, 64)
	for i := range turned {
		turned[i] = make(set, (len(g.signs)+63)/64)
	}
	var square [64]uint64
	for word := range search.Buckets / 64 {
		for group := range turned[0] {
			clear(square[:])
			for i, s := range g.signs[64*group : min(64*group+64, len(g.signs))] {
				square[i] = s[word]
			}
			transpose(&square)
			for i, w := range square {
				turned[i][group] = w
			}
		}
		for _, row := range turned {
			if !yield(row) {
				return
			}
		}
	}
}

// transpose turns a square of bits around its diagonal: it exchanges quarters,
// and the quarters of these (Warren, Hacker's Delight §7-3).
func transpose(a *[64]uint64) {
	mask := uint64(1<<32 - 1)
	for j := 32; j > 0; j, mask = j/2, mask^mask<<(j/2) {
		for k := 0; k < 64; k = (k + j + 1) &^ j {
			t := (a[k]>>j ^ a[k+j]) & mask
			a[k] ^= t << j
			a[k+j] ^= t
		}
	}
}

// adopt enters the messages of a row that has bit of the signature.
func (g *growing) adopt(bucket int, row set) {
	for i, s := range g.signs {
		if row.has(i) {
			s[bucket/64] |= 1 << (bucket % 64)
		}
	}
}

// errDamaged says that what comes from the shelf is not what was put there.
var errDamaged = errors.New("signature: the index is damaged")

// appendSum appends the checksum of b, which is that of number.
func appendSum(b []byte, number int) []byte {
	return binary.LittleEndian.AppendUint32(b, sum(b, number))
}

func sum(b []byte, number int) uint32 {
	return crc32.Update(uint32(number), crc32.MakeTable(crc32.Castagnoli), b)
}

// cutSum is the opposite of appendSum.
func cutSum(b []byte, number int) ([]byte, error) {
	n := len(b) - 4
	if n < 0 || binary.LittleEndian.Uint32(b[n:]) != sum(b[:n], number) {
		return nil, errDamaged
	}
	return b[:n], nil
}

// headOf returns the UIDs of a block as a shelf keeps them.
func headOf(uids []mail.UID) []byte {
	var b []byte
	before := mail.UID(0)
	for _, uid := range uids {
		b = binary.AppendUvarint(b, uint64(uid-before))
		before = uid
	}
	return appendSum(b, len(uids))
}

// readHead is the opposite of headOf.
func readHead(id int64, head []byte) (*block, error) {
	b := &block{id: id}
	at := mail.UID(0)
	for rest := head; len(rest) > 4; {
		step, n := binary.Uvarint(rest)
		if n <= 0 || step == 0 || step > uint64(^at) {
			return nil, errDamaged
		}
		at += mail.UID(step)
		b.uids = append(b.uids, at)
		rest = rest[n:]
	}
	if _, err := cutSum(head, len(b.uids)); err != nil || len(b.uids) == 0 || len(b.uids) > blockSize {
		return nil, errDamaged
	}
	return b, nil
}
