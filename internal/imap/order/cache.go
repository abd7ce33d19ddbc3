package order

import "sync"

// A Cache keeps the Headers that were used last. It is safe for concurrent
// use.
type Cache struct {
	mu       sync.Mutex
	max      int
	new, old map[string]*Header // old is dropped when new is full
}

// NewCache returns a Cache of at most n Headers.
func NewCache(n int) *Cache { return &Cache{max: max(n/2, 1), new: make(map[string]*Header)} }

// Get returns the Header of the content of that key, or nil.
func (c *Cache) Get(key string) *Header {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h := c.new[key]; h != nil {
		return h
	}
	h := c.old[key]
	if h != nil {
		c.put(key, h)
	}
	return h
}

// Put keeps the Header of the content of that key.
func (c *Cache) Put(key string, h *Header) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put(key, h)
}

func (c *Cache) put(key string, h *Header) {
	if len(c.new) >= c.max {
		c.old, c.new = c.new, make(map[string]*Header)
	}
	c.new[key] = h
}
