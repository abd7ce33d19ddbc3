// Package inflate reads DEFLATE as it comes over a connection. Unlike
// compress/flate it gives every octet out as soon as the bits of it are there,
// however the other side flushes: some mail programs end what they send with
// an empty block of fixed codes (zlib's Z_PARTIAL_FLUSH), after which flate
// would wait for more.
//
// # Standards
//
// RFC 1951 (DEFLATE).
package inflate

import (
	"bufio"
	"errors"
	"io"
)

// ErrCorrupt is returned for octets that are no DEFLATE.
var ErrCorrupt = errors.New("inflate: the data is not well formed")

const windowSize = 32 << 10

// A Reader reads the octets that were compressed. It holds 34 KiB.
type Reader struct {
	in    *bufio.Reader
	bits  uint32 // read and not used yet, the next one lowest
	count uint   // of bits
	err   error

	block   func(*Reader) error // decodes what is next
	final   bool                // the block is the last
	stored  int                 // octets left of a stored block
	lengths table
	offsets table

	window [windowSize]byte
	at     int // where the next octet goes in window
	size   int // octets in window that were there ever, up to its size
	repeat int // octets left of a match
	offset int // of the match
	out    []byte
}

// NewReader returns a Reader of what r gives.
func NewReader(r io.Reader) *Reader {
	return &Reader{in: bufio.NewReader(r), block: (*Reader).header}
}

// Read implements [io.Reader]. It waits only if it has nothing to give.
func (z *Reader) Read(p []byte) (int, error) {
	z.out = p[:0]
	for len(z.out) < len(p) && z.err == nil {
		if len(z.out) > 0 && z.repeat == 0 && z.in.Buffered() == 0 {
			break
		}
		if z.repeat > 0 {
			z.repeatOne()
			continue
		}
		z.err = z.block(z)
	}
	n := len(z.out)
	z.out = nil
	if n > 0 {
		return n, nil
	}
	return 0, z.err
}

// emit gives out one octet.
func (z *Reader) emit(b byte) {
	z.out = append(z.out, b)
	z.window[z.at] = b
	z.at = (z.at + 1) % windowSize
	z.size = min(z.size+1, windowSize)
}

func (z *Reader) repeatOne() {
	z.emit(z.window[(z.at-z.offset+windowSize)%windowSize])
	z.repeat--
}

// need makes sure that there are n bits.
func (z *Reader) need(n uint) error {
	for z.count < n {
		b, err := z.in.ReadByte()
		if err != nil {
			return err
		}
		z.bits |= uint32(b) << z.count
		z.count += 8
	}
	return nil
}

// take takes n bits, at most 16.
func (z *Reader) take(n uint) (int, error) {
	if err := z.need(n); err != nil {
		return 0, err
	}
	v := z.bits & (1<<n - 1)
	z.bits >>= n
	z.count -= n
	return int(v), nil
}

// header reads the header of a block (RFC 1951 §3.2.3).
func (z *Reader) header() error {
	if z.final {
		return io.EOF
	}
	head, err := z.take(3)
	if err != nil {
		return err
	}
	z.final = head&1 != 0
	switch head >> 1 {
	case 0:
		return z.beginStored()
	case 1:
		z.lengths, z.offsets = fixedTables()
	case 2:
		if err := z.dynamic(); err != nil {
			return err
		}
	default:
		return ErrCorrupt
	}
	z.block = (*Reader).symbol
	return nil
}

// beginStored reads the length of a stored block (RFC 1951 §3.2.4).
func (z *Reader) beginStored() error {
	if _, err := z.take(z.count % 8); err != nil {
		return err
	}
	n, err := z.take(16)
	if err != nil {
		return err
	}
	inverse, err := z.take(16)
	if err != nil {
		return err
	}
	if n != ^inverse&0xffff {
		return ErrCorrupt
	}
	z.stored, z.block = n, (*Reader).storedOne
	return nil
}

func (z *Reader) storedOne() error {
	if z.stored == 0 {
		z.block = (*Reader).header
		return nil
	}
	b, err := z.take(8)
	if err != nil {
		return err
	}
	z.stored--
	z.emit(byte(b))
	return nil
}

// symbol decodes an octet, a match or the end of the block (RFC 1951 §3.2.5).
func (z *Reader) symbol() error {
	sym, err := z.decode(&z.lengths)
	switch {
	case err != nil:
		return err
	case sym < 256:
		z.emit(byte(sym))
		return nil
	case sym == 256:
		z.block = (*Reader).header
		return nil
	case sym > 285:
		return ErrCorrupt
	}
	length, err := z.extended(sym-257, lengthBase, lengthBits)
	if err != nil {
		return err
	}
	sym, err = z.decode(&z.offsets)
	if err != nil {
		return err
	}
	if sym > 29 {
		return ErrCorrupt
	}
	offset, err := z.extended(sym, offsetBase, offsetBits)
	if err != nil {
		return err
	}
	if offset > z.size {
		return ErrCorrupt
	}
	z.repeat, z.offset = length, offset
	return nil
}

// extended reads the extra bits of a length or an offset.
func (z *Reader) extended(sym int, base func(int) int, bits func(int) uint) (int, error) {
	extra, err := z.take(bits(sym))
	return base(sym) + extra, err
}

// The lengths and offsets of RFC 1951 §3.2.5, by their rule.

func lengthBits(sym int) uint {
	if sym < 8 || sym == 28 {
		return 0
	}
	return uint(sym/4 - 1)
}

func lengthBase(sym int) int {
	switch {
	case sym < 8:
		return sym + 3
	case sym == 28:
		return 258
	}
	return (4+sym%4)<<lengthBits(sym) + 3
}

func offsetBits(sym int) uint {
	if sym < 4 {
		return 0
	}
	return uint(sym/2 - 1)
}

func offsetBase(sym int) int {
	if sym < 4 {
		return sym + 1
	}
	return (2+sym%2)<<offsetBits(sym) + 1
}
