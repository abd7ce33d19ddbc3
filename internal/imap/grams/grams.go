// Package grams remembers of a text which three octets follow one another
// somewhere in it: enough to say of most words, without the text, that they
// are not in it. A signature has about two bits for each such triple.
//
// # Standards
//
// None: RFC 9051 §6.4.4 asks for substrings, and leaves open how they are
// found.
package grams

import "math/bits"

const (
	wide     = 1 << 16 // bits of a signature in the making
	narrow   = 64      // the fewest of one that is done
	perGram  = 2       // bits for each triple
	gramSize = 3
)

// A Signature tells what cannot be in a text.
type Signature []uint64

// A Builder makes signatures. Its zero value is ready; it holds 8 KiB and is
// for one goroutine.
type Builder struct{ all [wide / 64]uint64 }

// Add adds a piece of a text. What spans two pieces is not looked for.
func (b *Builder) Add(piece string) {
	if len(piece) < gramSize {
		return
	}
	gram := uint32(piece[0])<<8 | uint32(piece[1])
	for i := gramSize - 1; i < len(piece); i++ {
		gram = (gram<<8 | uint32(piece[i])) & 0xffffff
		at := place(gram)
		b.all[at/64] |= 1 << (at % 64)
	}
}

// place spreads triples over the bits of a signature.
func place(gram uint32) uint32 { return gram * 2654435761 >> 16 }

// Signature returns the signature of what was added, and begins anew.
func (b *Builder) Signature() Signature {
	count := 0
	for _, w := range b.all {
		count += bits.OnesCount64(w)
	}
	size := narrow
	for size < perGram*count && size < wide {
		size *= 2
	}
	s := make(Signature, size/64)
	for i, w := range b.all {
		s[i%len(s)] |= w
	}
	clear(b.all[:])
	return s
}

// MayHold reports whether needle may be in the text. It is always true for
// what is shorter than three octets.
func (s Signature) MayHold(needle string) bool {
	mask := uint32(len(s)*64 - 1)
	for i := gramSize; i <= len(needle); i++ {
		at := place(uint32(needle[i-3])<<16|uint32(needle[i-2])<<8|uint32(needle[i-1])) & mask
		if s[at/64]>>(at%64)&1 == 0 {
			return false
		}
	}
	return true
}
