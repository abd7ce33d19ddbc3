package search

import (
	"container/list"
	"sync"
)

// A Cache keeps the folded text of messages, so that a search repeated while
// someone types does not decode them again. What was used least recently goes
// first. A nil Cache keeps nothing.
type Cache struct {
	limit int

	mu    sync.Mutex
	size  int
	order *list.List // of *entry, most recently used first
	byKey map[string]*list.Element
}

type entry struct{ key, text string }

// overhead is what an entry costs besides its strings, in octets.
const overhead = 200

// NewCache returns a cache of at most limit octets.
func NewCache(limit int) *Cache {
	return &Cache{limit: limit, order: list.New(), byKey: make(map[string]*list.Element)}
}

func (e *entry) size() int { return len(e.key) + len(e.text) + overhead }

func (c *Cache) get(key string) (string, bool) {
	if c == nil {
		return "", false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.byKey[key]
	if !ok {
		return "", false
	}
	c.order.MoveToFront(el)
	return el.Value.(*entry).text, true
}

func (c *Cache) put(key, text string) {
	if c == nil {
		return
	}
	e := &entry{key, text}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.byKey[key]; ok || e.size() > c.limit {
		return
	}
	c.byKey[key] = c.order.PushFront(e)
	for c.size += e.size(); c.size > c.limit; {
		oldest := c.order.Remove(c.order.Back()).(*entry)
		delete(c.byKey, oldest.key)
		c.size -= oldest.size()
	}
}
