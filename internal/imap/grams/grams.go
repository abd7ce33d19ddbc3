package grams

import (
	"math/bits"
	"sync"
)

const (
	minBits = 1 << 8
	maxBits = 1 << 19 // 64 KiB a message
	perGram = 2       // bits for each gram of the text at most: a third of them will be set, or less
)

// A Set is the grams of one message. It never changes.
type Set []uint64

// Of returns the set of texts. What is looked for has to be folded as they are.
func Of(texts ...string) Set {
	n := 0
	for _, t := range texts {
		n += len(t)
	}
	size := min(max(minBits, 1<<bits.Len(uint(perGram*n-1)))/2, maxBits)
	s := make(Set, max(size, minBits)/64)
	for _, t := range texts {
		for i := 2; i < len(t); i++ {
			b := s.bit(t[i-2], t[i-1], t[i])
			s[b/64] |= 1 << (b % 64)
		}
	}
	return s
}

// bit returns the bit of a gram. The number of bits is a power of two.
func (s Set) bit(a, b, c byte) uint32 {
	h := (uint32(a)<<16 | uint32(b)<<8 | uint32(c)) * 0x9e3779b1
	return h >> (32 - bits.Len(uint(len(s)*64-1)))
}

// May reports whether text may be in the message. A text of fewer than three
// octets may be in any.
func (s Set) May(text string) bool {
	for i := 2; i < len(text); i++ {
		if b := s.bit(text[i-2], text[i-1], text[i]); s[b/64]&(1<<(b%64)) == 0 {
			return false
		}
	}
	return true
}

// A Cache keeps the Sets of contents by their keys, those that were used last.
// It is safe for concurrent use.
type Cache struct {
	mu       sync.RWMutex
	max      int // octets of each of the two
	new, old map[string]Set
	size     int // octets of new
}

// perEntry is what an entry takes besides its set.
const perEntry = 120

// NewCache returns a cache of Sets of at most max octets.
func NewCache(max int) *Cache { return &Cache{max: max / 2, new: make(map[string]Set)} }

// Get returns the Set of a content, or nil.
func (c *Cache) Get(key string) Set {
	c.mu.RLock()
	s, fresh := c.new[key]
	if !fresh {
		s = c.old[key]
	}
	c.mu.RUnlock()
	if s != nil && !fresh {
		c.Put(key, s)
	}
	return s
}

// Put keeps the Set of a content.
func (c *Cache) Put(key string, s Set) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, there := c.new[key]; there {
		return
	}
	cost := perEntry + len(key) + 8*len(s)
	if c.size += cost; c.size > c.max {
		c.old, c.new, c.size = c.new, make(map[string]Set), cost
	}
	c.new[key] = s
}

// Full reports whether the next Set may push out another.
func (c *Cache) Full() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.old != nil || c.size > c.max-c.max/16
}
