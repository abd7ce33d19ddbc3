package imap

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"mailsink/internal/imap/grams"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/mime"
)

const (
	maxIndex = 64 << 20 // octets of all signatures
	// indexRest is how long nothing must have happened before messages are
	// indexed: who brings mail goes first.
	indexRest = 100 * time.Millisecond
)

// An index tells of messages which words cannot be in them, so that a search
// reads few. It is built when there is nothing else to do, and by searches.
type index struct {
	start sync.Once
	work  sync.WaitGroup
	asked atomic.Int64 // when a client last asked for anything, in Unix nanoseconds

	mu   sync.RWMutex
	m    map[string]grams.Signature // by the key of the content
	cost int
}

// get returns the signature of a content, or nil.
func (x *index) get(key string) grams.Signature {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.m[key]
}

// put keeps a signature. When there is no more room it begins anew: most of
// what is kept then is of messages that are gone, or old.
func (x *index) put(key string, s grams.Signature) {
	x.mu.Lock()
	defer x.mu.Unlock()
	cost := len(key) + 8*len(s) + textCost
	if x.m == nil || x.cost+cost > maxIndex {
		x.m, x.cost = make(map[string]grams.Signature), 0
	}
	if _, ok := x.m[key]; !ok {
		x.m[key] = s
		x.cost += cost
	}
}

// full reports whether most of the room is taken.
func (x *index) full() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.cost > maxIndex*3/4
}

// signature makes the signature of everything that a search may look for.
func signature(b *grams.Builder, root *mime.Part, content []byte) grams.Signature {
	root.Walk(func(p *mime.Part) bool {
		for i := range p.Fields {
			f := &p.Fields[i]
			b.Add(folded(f.Name + ": " + f.Text()))
			if p == root && isAddressField(f.Name) {
				b.Add(folded(addressText(f)))
			}
		}
		if hasText(p) {
			b.Add(folded(p.Text(content)))
		}
		return true
	})
	return b.Signature()
}

func isAddressField(name string) bool {
	switch len(name) {
	case 2, 3, 4:
		switch folded(name) {
		case "to", "cc", "bcc", "from":
			return true
		}
	}
	return false
}

// rulesOut reports whether needle cannot be in the message, as far as that is
// known.
func (d *document) rulesOut(needle string) bool {
	s := d.service.index.get(d.message.Key)
	return s != nil && !s.MayHold(needle)
}

// learn adds the message to the index, once all of it has been read.
func (d *document) learn() {
	if d.tree == nil || !d.read || d.service.index.get(d.message.Key) != nil {
		return
	}
	d.service.index.put(d.message.Key, signature(new(grams.Builder), d.tree, d.octets))
}

// indexing begins to index in the background, if it has not begun.
func (v *service) indexing() {
	v.index.start.Do(func() { v.index.work.Go(func() { v.indexUntil(v.ctx) }) })
}

// indexUntil indexes messages, the newest first, whenever there is rest, until
// ctx is done.
func (v *service) indexUntil(ctx context.Context) {
	var b grams.Builder
	for {
		state := v.Mailbox.State()
		if !pause(ctx, indexRest) {
			return
		}
		if !v.rests(state) || !v.indexAll(ctx, &b, state) {
			continue
		}
		if _, err := v.Mailbox.Wait(ctx, state.ModSeq); err != nil {
			return
		}
	}
}

// rests reports whether nothing happens: no mail since state, and no command.
func (v *service) rests(state *mailbox.State) bool {
	return v.Mailbox.State() == state && time.Since(time.Unix(0, v.index.asked.Load())) > indexRest/2
}

// indexAll indexes for as long as there is rest, and reports whether it is
// done.
func (v *service) indexAll(ctx context.Context, b *grams.Builder, state *mailbox.State) bool {
	for _, m := range state.All.Backward(state.All.Len()) {
		if v.index.full() {
			return true
		}
		if ctx.Err() != nil || !v.rests(state) {
			return false
		}
		v.indexOne(ctx, b, m)
	}
	return true
}

func (v *service) indexOne(ctx context.Context, b *grams.Builder, m *mail.Message) {
	if v.index.get(m.Key) != nil {
		return
	}
	octets, err := v.Mailbox.Octets(ctx, m)
	if err != nil {
		return // gone, or for a search to find out
	}
	v.index.put(m.Key, signature(b, mime.Parse(octets), octets))
}
