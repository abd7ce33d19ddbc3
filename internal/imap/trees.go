package imap

import (
	"mailsink/internal/mime"
	"mailsink/internal/recent"
)

// maxTrees bounds the parts and fields of all trees that are kept. A message
// of everyday has about 20, at 100 octets each.
const maxTrees = 200_000

// trees keeps the trees of messages that were asked for last: clients ask for
// the structure first and for the parts after. Trees are never changed.
type trees struct{ kept recent.Kept[*mime.Part] }

func newTrees() *trees { return &trees{recent.Kept[*mime.Part]{Most: maxTrees}} }

// get returns the tree of the content of that key, or nil.
func (t *trees) get(key string) *mime.Part {
	root, _ := t.kept.Get(key)
	return root
}

// put keeps a tree, unless it is so large that it would push out most others.
func (t *trees) put(key string, root *mime.Part) {
	cost := 0
	root.Walk(func(p *mime.Part) bool {
		cost += 1 + len(p.Fields) + len(p.Params) + len(p.DispositionParams)
		return true
	})
	if cost <= maxTrees/4 {
		t.kept.Put(key, root, cost)
	}
}
