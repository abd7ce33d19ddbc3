package store

import (
	"bytes"
	"hash/maphash"
)

const (
	memoSets   = 4096 // of two slots each
	memoOctets = 512  // that are remembered at most, of one thing
)

// A memo remembers what octets stood for, so that records which say the same
// share it. It forgets what was not asked for lately: octets have a choice of
// two slots.
type memo[T any] struct {
	seed maphash.Seed
	sets [][2]slot[T]
}

type slot[T any] struct {
	raw   []byte // empty where the slot is
	value T
}

// find returns the slot of raw, and whether it has what raw stands for. If not,
// it is the slot to put it into.
func (m *memo[T]) find(raw []byte) (s *slot[T], known bool) {
	if m.sets == nil {
		m.seed, m.sets = maphash.MakeSeed(), make([][2]slot[T], memoSets)
	}
	set := &m.sets[maphash.Bytes(m.seed, raw)%memoSets]
	if s = &set[0]; !bytes.Equal(s.raw, raw) {
		set[0], set[1] = set[1], set[0] // the one that was asked for last is first
	}
	return s, len(raw) > 0 && bytes.Equal(s.raw, raw)
}

// keep remembers that raw stands for v.
func (s *slot[T]) keep(raw []byte, v T) {
	if len(raw) <= memoOctets {
		s.raw, s.value = append(s.raw[:0], raw...), v
	}
}
