// Package recent keeps what was asked for last, and forgets the rest.
package recent

import (
	"container/list"
	"sync"
)

// Kept keeps values by key: what they cost together stays within Most, and what
// was asked for least recently goes first. Its values are shared by all who ask,
// from any goroutine. The zero value of the other fields is ready to use.
type Kept[V any] struct {
	Most int // of the costs, together

	mu    sync.Mutex
	byKey map[string]*list.Element // of one[V]
	order list.List                // the last asked for in front
	cost  int
}

type one[V any] struct {
	key   string
	value V
	cost  int
}

// Get returns the value of key, if it is still there.
func (k *Kept[V]) Get(key string) (v V, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.byKey[key]
	if !ok {
		return v, false
	}
	k.order.MoveToFront(e)
	return e.Value.(one[V]).value, true
}

// Put keeps v, which costs so much, unless there is a value of key already or it
// costs more than all may.
func (k *Kept[V]) Put(key string, v V, cost int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.byKey[key]; ok || cost > k.Most {
		return
	}
	if k.byKey == nil {
		k.byKey = make(map[string]*list.Element)
	}
	k.byKey[key] = k.order.PushFront(one[V]{key, v, cost})
	for k.cost += cost; k.cost > k.Most; {
		old := k.order.Remove(k.order.Back()).(one[V])
		delete(k.byKey, old.key)
		k.cost -= old.cost
	}
}
