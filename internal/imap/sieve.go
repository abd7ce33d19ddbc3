package imap

import (
	"context"
	"sync"

	"mailsink/internal/imap/grams"
	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

const (
	maxSieved = 256 << 20 // octets of what is known of all messages
	maxGlean  = 1 << 20   // octets of a message that is looked at before anyone asks
)

// A sieve knows of messages which texts they cannot hold.
type sieve struct {
	sets  *grams.Cache
	begin sync.Once
	work  sync.WaitGroup
}

// may reports whether needle may be in a text or a field of a message.
func (v *service) may(d *document, needle string) (bool, error) {
	set := v.sieve.sets.Get(d.message.Key)
	if set == nil {
		var err error
		if set, err = v.sift(d); err != nil {
			return false, err
		}
	}
	return set.May(needle), nil
}

// rulesOut reports whether needle is known not to be in a text or a field of a
// message, which is not read to find out.
func (v *service) rulesOut(d *document, needle string) bool {
	set := v.sieve.sets.Get(d.message.Key)
	return set != nil && !set.May(needle)
}

// sift reads a message for the sieve.
func (v *service) sift(d *document) (grams.Set, error) {
	root, err := d.root()
	if err != nil {
		return nil, err
	}
	content, err := d.content()
	if err != nil {
		return nil, err
	}
	var texts []string
	root.Walk(func(p *mime.Part) bool {
		for i := range p.Fields {
			f := &p.Fields[i]
			texts = append(texts, fieldText(f))
			if p == root && isAddressField(f) {
				texts = append(texts, folded(addressText(f)))
			}
		}
		if isText(p) {
			texts = append(texts, folded(p.Text(content)))
		}
		return true
	})
	set := grams.Of(texts...)
	v.sieve.sets.Put(d.message.Key, set)
	return set, nil
}

// glean begins to sift what there is and what comes, so that the first search
// does not have to. There is nothing to begin it for before anyone logs in.
func (v *service) glean() {
	v.sieve.begin.Do(func() { v.sieve.work.Go(func() { v.gleaning(v.ctx) }) })
}

func (v *service) gleaning(ctx context.Context) {
	state := v.Mailbox.State()
	for next := mail.UID(1); ; {
		for _, m := range state.All.From(state.All.Ceil(next)) {
			next = m.UID + 1
			if ctx.Err() != nil || v.sieve.sets.Full() {
				return
			}
			if m.Size > maxGlean || v.sieve.sets.Get(m.Key) != nil {
				continue
			}
			v.sift(&document{ctx: ctx, service: v, message: m, passing: true}) // what cannot be read is told to who asks for it
		}
		var err error
		if state, err = v.Mailbox.Wait(ctx, state.ModSeq); err != nil {
			return
		}
	}
}
