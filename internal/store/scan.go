package store

import (
	"encoding/binary"
	"iter"
	"time"
)

// A scan reads CBOR (RFC 8949) from the beginning of b. It becomes odd, and
// stays so, at anything that is not expected.
type scan struct {
	b   []byte
	at  int // of the next octet
	odd bool
}

// The major types of RFC 8949 §3.1.
const (
	majorUint  = 0
	majorBytes = 2
	majorText  = 3
	majorArray = 4
	majorMap   = 5
	majorTag   = 6
	majorOther = 7
)

// fail makes the scan odd. There is nothing more to read then.
func (c *scan) fail() { c.odd, c.at = true, len(c.b) }

// whole reports whether all of b has been read, and was as expected.
func (c *scan) whole() bool { return !c.odd && c.at == len(c.b) }

// head reads the beginning of an item. Most are one octet.
func (c *scan) head() (n uint64, major byte) {
	if c.at < len(c.b) {
		if o := c.b[c.at]; o&31 < 24 {
			c.at++
			return uint64(o & 31), o >> 5
		}
	}
	return c.wide()
}

// wide reads a beginning of several octets. Lengths that are not definite are
// odd.
func (c *scan) wide() (n uint64, major byte) {
	if c.at >= len(c.b) {
		c.fail()
		return 0, 0
	}
	major, low := c.b[c.at]>>5, c.b[c.at]&31
	rest := c.b[c.at+1:]
	size := 1 << (low - 24)
	if low > 27 || len(rest) < size {
		c.fail()
		return 0, major
	}
	c.at += 1 + size
	switch low {
	case 24:
		return uint64(rest[0]), major
	case 25:
		return uint64(binary.BigEndian.Uint16(rest)), major
	case 26:
		return uint64(binary.BigEndian.Uint32(rest)), major
	}
	return binary.BigEndian.Uint64(rest), major
}

// of reads the beginning of an item that must be of a major type.
func (c *scan) of(want byte) uint64 {
	n, major := c.head()
	if major != want {
		c.fail()
	}
	return n
}

func (c *scan) uint() uint64 { return c.of(majorUint) }

func (c *scan) int() int64 {
	n := c.of(majorUint)
	if n > 1<<62 {
		c.fail()
	}
	return int64(n)
}

func (c *scan) bool() bool {
	n, major := c.head()
	if major != majorOther || n != 20 && n != 21 {
		c.fail()
	}
	return n == 21
}

func (c *scan) text() []byte { return c.take(c.of(majorText)) }

func (c *scan) take(n uint64) []byte {
	if c.odd || n > uint64(len(c.b)-c.at) {
		c.fail()
		return nil
	}
	from := c.at
	c.at += int(n)
	return c.b[from:c.at]
}

// array returns the length of an array, of which each element has an octet at
// least.
func (c *scan) array() int {
	n := c.of(majorArray)
	if c.odd || n > uint64(len(c.b)-c.at) {
		c.fail()
		return 0
	}
	return int(n)
}

// time reads a time as time.RFC3339 has it. What is unusual is left to the
// library.
func (c *scan) time() time.Time {
	b := c.text()
	if t, ok := instant(b); ok {
		return t
	}
	t, err := time.Parse(time.RFC3339, string(b))
	if err != nil || t.Location() != time.UTC {
		c.fail()
	}
	return t
}

// instant reads 2026-11-21T12:03:41.207Z.
func instant(b []byte) (t time.Time, ok bool) {
	const form = "0000-00-00T00:00:00"
	if len(b) < len(form)+1 || len(b) > len(form)+11 || b[len(b)-1] != 'Z' {
		return t, false
	}
	for i := range len(form) {
		if digit := b[i]-'0' <= 9; digit != (form[i] == '0') || !digit && b[i] != form[i] {
			return t, false
		}
	}
	two := func(i int) int { return int(b[i]-'0')*10 + int(b[i+1]-'0') }
	nanos, ok := fraction(b[len(form) : len(b)-1])
	year, month, day, hour, minute, second := two(0)*100+two(2), two(5), two(8), two(11), two(14), two(17)
	if !ok || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 {
		return t, false
	}
	t = time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	return t, t.Day() == day
}

// fraction reads .207, or nothing, as nanoseconds.
func fraction(b []byte) (nanos int, ok bool) {
	if len(b) == 0 {
		return 0, true
	}
	if b[0] != '.' || len(b) == 1 {
		return 0, false
	}
	unit := 1_000_000_000
	for _, o := range b[1:] {
		if o -= '0'; o > 9 {
			return 0, false
		}
		unit /= 10
		nanos += int(o) * unit
	}
	return nanos, true
}

// keys yields the keys of a map; whoever ranges over them reads what each stands
// for. A key that comes twice is odd, and so are those that no record of ours
// has.
func (c *scan) keys() iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		seen := uint64(0) // as bits
		for left := c.of(majorMap); left > 0 && !c.odd; left-- {
			key := c.of(majorUint)
			if key > 63 || seen&(1<<key) != 0 {
				c.fail()
			}
			seen |= 1 << key
			if c.odd || !yield(key) {
				return
			}
		}
	}
}

// rawDepth bounds what is nested in an item that is passed over.
const rawDepth = 8

// raw returns the octets of the next item, whatever it is.
func (c *scan) raw() []byte {
	from := c.at
	var left [rawDepth]uint64 // items to come, of what is nested
	left[0] = 1
	for depth := 0; !c.odd; {
		if n := c.pass(); n > 0 {
			if depth++; depth == rawDepth {
				c.fail()
				break
			}
			left[depth] = n
			continue
		}
		for left[depth]--; left[depth] == 0; left[depth]-- {
			if depth == 0 {
				return c.b[from:c.at]
			}
			depth--
		}
	}
	return nil
}

// pass reads an item as far as nothing is nested in it, and returns how many
// are.
func (c *scan) pass() (nested uint64) {
	if c.at < len(c.b) && c.b[c.at]&^31 == majorText<<5 { // the commonest, on the shortest way
		if n := int(c.b[c.at] & 31); n < 24 && n < len(c.b)-c.at {
			c.at += 1 + n
			return 0
		}
	}
	n, major := c.head()
	switch major {
	case majorBytes, majorText, majorArray, majorMap:
		if n > uint64(len(c.b)-c.at) {
			c.fail()
			return 0
		}
	case majorTag:
		c.fail()
	}
	switch major {
	case majorBytes, majorText:
		c.at += int(n)
	case majorArray, majorMap:
		return n << (major - majorArray)
	}
	return 0
}
