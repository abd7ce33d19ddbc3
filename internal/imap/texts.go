package imap

import (
	"container/list"
	"sync"
)

// maxTexts bounds the octets of all texts that are kept.
const maxTexts = 32 << 20

// textCost is what a text costs besides its octets.
const textCost = 200

// texts keeps what was told of messages last: a client that lists a mailbox
// again, and the next client, get it for nothing.
type texts struct {
	mu    sync.Mutex
	byKey map[string]*list.Element // of text
	order list.List                // the last asked for in front
	cost  int
}

type text struct{ key, octets string }

func (t *texts) get(key string) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e, ok := t.byKey[key]
	if !ok {
		return "", false
	}
	t.order.MoveToFront(e)
	return e.Value.(text).octets, true
}

// put keeps a text, unless it is so long that it would push out many others.
func (t *texts) put(key, octets string) {
	if len(octets) > maxTexts/1000 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byKey == nil {
		t.byKey = make(map[string]*list.Element)
	}
	if _, ok := t.byKey[key]; ok {
		return
	}
	t.byKey[key] = t.order.PushFront(text{key, octets})
	for t.cost += len(key) + len(octets) + textCost; t.cost > maxTexts; {
		old := t.order.Remove(t.order.Back()).(text)
		delete(t.byKey, old.key)
		t.cost -= len(old.key) + len(old.octets) + textCost
	}
}
