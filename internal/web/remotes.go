package web

import (
	"sync"
	"time"
)

// Bounds of what is kept of what came from elsewhere.
const (
	remotesSize = 32 << 20 // octets
	remotesLife = 10 * time.Minute
)

// remotes keeps what previews have loaded from elsewhere, so that looking at a
// message twice tells its sender once. The zero value is ready.
type remotes struct {
	mu   sync.Mutex
	kept map[string]keptRemote
	size int
}

type keptRemote struct {
	fetched
	until time.Time
}

// get returns what is kept of a URL.
func (c *remotes) get(url string, now time.Time) (fetched, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.kept[url]
	return k.fetched, ok && now.Before(k.until)
}

// put keeps what came from a URL. What ends soonest makes room for it.
func (c *remotes) put(url string, f fetched, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil {
		c.kept = make(map[string]keptRemote)
	}
	c.drop(url)
	for c.size+len(f.Octets) > remotesSize && len(c.kept) > 0 {
		c.drop(c.soonest())
	}
	c.kept[url] = keptRemote{f, now.Add(remotesLife)}
	c.size += len(f.Octets)
}

func (c *remotes) drop(url string) {
	c.size -= len(c.kept[url].Octets)
	delete(c.kept, url)
}

func (c *remotes) soonest() (url string) {
	var end time.Time
	for u, k := range c.kept {
		if end.IsZero() || k.until.Before(end) {
			url, end = u, k.until
		}
	}
	return url
}
