package imap

import (
	"container/list"
	"sync"

	"mailsink/internal/mime"
)

// maxTrees bounds the parts and fields of all trees that are kept. A message
// of everyday has about 20, at 100 octets each.
const maxTrees = 200_000

// trees keeps the trees of messages that were asked for last: clients ask for
// the structure first and for the parts after. Trees are never changed.
type trees struct {
	mu    sync.Mutex
	byKey map[string]*list.Element // of tree
	order list.List                // the last asked for in front
	cost  int
}

type tree struct {
	key  string
	root *mime.Part
	cost int
}

// get returns the tree of the content of that key, or nil.
func (t *trees) get(key string) *mime.Part {
	t.mu.Lock()
	defer t.mu.Unlock()
	e, ok := t.byKey[key]
	if !ok {
		return nil
	}
	t.order.MoveToFront(e)
	return e.Value.(tree).root
}

// put keeps a tree, unless it is so large that it would push out most others.
func (t *trees) put(key string, root *mime.Part) {
	cost := 0
	root.Walk(func(p *mime.Part) bool {
		cost += 1 + len(p.Fields) + len(p.Params) + len(p.DispositionParams)
		return true
	})
	if cost > maxTrees/4 {
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
	t.byKey[key] = t.order.PushFront(tree{key, root, cost})
	for t.cost += cost; t.cost > maxTrees; {
		e := t.order.Back()
		old := t.order.Remove(e).(tree)
		delete(t.byKey, old.key)
		t.cost -= old.cost
	}
}
