package store

import (
	"bytes"
	"hash/maphash"
)

const (
	memoWays   = 4    // slots that octets have a choice of
	memoSets   = 2048 // of these, where there are not many kinds
	memoMany   = 8192 // and where there are
	memoOctets = 512  // that are remembered at most, of one thing
)

// A memo remembers what octets stood for, so that records which say the same
// share it. It forgets what was not asked for lately.
type memo[T any] struct {
	many bool // different octets are expected
	seed maphash.Seed
	sets [][memoWays]slot[T]
}

type slot[T any] struct {
	raw   []byte // empty where the slot is
	value T
}

// find returns the slot of raw, and whether it has what raw stands for. If not,
// it is the slot to put it into.
func (m *memo[T]) find(raw []byte) (s *slot[T], known bool) {
	if m.sets == nil {
		n := memoSets
		if m.many {
			n = memoMany
		}
		m.seed, m.sets = maphash.MakeSeed(), make([][memoWays]slot[T], n)
	}
	set := &m.sets[maphash.Bytes(m.seed, raw)%uint64(len(m.sets))]
	for i := range set {
		if len(raw) == 0 || !bytes.Equal(set[i].raw, raw) {
			continue
		}
		if i > 0 {
			set[i-1], set[i] = set[i], set[i-1]
			i--
		}
		return &set[i], true
	}
	last := set[memoWays-1]
	copy(set[1:], set[:])
	set[0] = last
	return &set[0], false
}

// recall reads the next item of c: what its octets stood for before, or else
// what read makes of them. It fails, and remembers nothing, where read is false.
func recall[T any](known *memo[T], c *scan, read func(raw []byte) (T, bool)) T {
	raw := c.raw()
	s, ok := known.find(raw)
	if ok {
		return s.value
	}
	v, ok := read(raw)
	if !ok {
		c.fail()
		return v
	}
	s.keep(raw, v)
	return v
}

// keep remembers that raw stands for v.
func (s *slot[T]) keep(raw []byte, v T) {
	if len(raw) <= memoOctets {
		s.raw, s.value = append(s.raw[:0], raw...), v
	}
}
