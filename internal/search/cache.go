package search

import "mailsink/internal/recent"

// A Cache keeps the folded text of messages, so that a search repeated while
// someone types does not decode them again. What was used least recently goes
// first. A nil Cache keeps nothing.
type Cache struct{ kept recent.Kept[string] }

// overhead is what an entry costs besides its strings, in octets.
const overhead = 200

// NewCache returns a cache of at most limit octets.
func NewCache(limit int) *Cache { return &Cache{recent.Kept[string]{Most: limit}} }

func (c *Cache) get(key string) (string, bool) {
	if c == nil {
		return "", false
	}
	return c.kept.Get(key)
}

func (c *Cache) put(key, text string) {
	if c != nil {
		c.kept.Put(key, text, len(key)+len(text)+overhead)
	}
}
