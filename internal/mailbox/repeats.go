package mailbox

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/maphash"
	"slices"
	"sync"

	"mailsink/internal/mail"
)

// repeats knows which messages look alike, so that those which came again are
// found without asking all others. It is made when it is first asked, and then
// follows the State: 100,000 messages take some 10 MB.
type repeats struct {
	mu   sync.Mutex
	seed maphash.Seed
	list List                  // what it knows
	uids map[uint64][]mail.UID // by the mark of what they look like
}

// Repeated reports whether msg came before: whether an earlier message that is
// still there, in any account, has the same Message-ID or, where both have
// none, the same content. What one transaction left in several accounts, and
// what was copied, did not come again.
func (m *Mailbox) Repeated(ctx context.Context, msg *mail.Message) bool {
	all := m.State().All
	for _, uid := range m.repeats.like(all.List, msg) {
		earlier, ok := all.Get(uid)
		if ok && before(earlier, msg) && m.same(ctx, earlier, msg) {
			return true
		}
	}
	return false
}

// before reports whether a came before b, and was not delivered with it.
func before(a, b *mail.Message) bool {
	if a.Key == b.Key {
		return false
	}
	if by := a.InternalDate.Compare(b.InternalDate); by != 0 {
		return by < 0
	}
	return a.UID < b.UID
}

// same reports whether two messages that look alike are.
func (m *Mailbox) same(ctx context.Context, a, b *mail.Message) bool {
	if a.Summary.MessageID != "" || b.Summary.MessageID != "" {
		return a.Summary.MessageID == b.Summary.MessageID
	}
	if a.Size != b.Size {
		return false
	}
	first, err := m.Octets(ctx, a)
	if err != nil {
		return false // it went in the meantime
	}
	second, err := m.Octets(ctx, b)
	return err == nil && bytes.Equal(first, second)
}

// like returns the messages of list that look like msg.
func (r *repeats) like(list List, msg *mail.Message) []mail.UID {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.follow(list)
	return slices.Clone(r.uids[r.mark(msg)])
}

// follow enters what came since the last time and takes out what went. A list
// that is older than what is known changes nothing.
func (r *repeats) follow(list List) {
	if r.uids == nil {
		r.seed, r.uids = maphash.MakeSeed(), make(map[uint64][]mail.UID)
	}
	if list.Len() > 0 && r.list.Len() > 0 && list.At(list.Len()-1).UID < r.list.At(r.list.Len()-1).UID {
		return
	}
	d := list.Since(r.list)
	for _, i := range d.Expunged {
		m := r.list.At(i)
		mark := r.mark(m)
		if r.uids[mark] = slices.DeleteFunc(r.uids[mark], func(uid mail.UID) bool { return uid == m.UID }); len(r.uids[mark]) == 0 {
			delete(r.uids, mark)
		}
	}
	for _, m := range d.Added {
		mark := r.mark(m)
		r.uids[mark] = append(r.uids[mark], m.UID)
	}
	r.list = list
}

// mark is the same for messages that may be the same.
func (r *repeats) mark(m *mail.Message) uint64 {
	var h maphash.Hash
	h.SetSeed(r.seed)
	if m.Summary.MessageID != "" {
		h.WriteString(m.Summary.MessageID)
		return h.Sum64()
	}
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(m.Size)))
	h.WriteString(m.Summary.Subject)
	h.WriteString(m.Summary.Snippet)
	return h.Sum64()
}
