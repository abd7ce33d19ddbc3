package mailbox

import (
	"cmp"

	"mailsink/internal/mail"
)

// A Box is one mailbox at one moment: a list of messages and what IMAP says
// of it as a whole. It never changes. A viewer keeps the Box it last showed;
// a message sequence number is an index into it, plus one.
type Box struct {
	List
	Account     string // empty for views over several accounts
	ID          mail.BoxID
	Name        string
	UIDValidity uint32
	UIDNext     mail.UID    // one more than the greatest UID that ever was
	ModSeq      mail.ModSeq // of the last change (HIGHESTMODSEQ)
	Unseen      int         // messages without \Seen
	Bytes       int64       // of all messages
	Keywords    mail.Flags  // that its messages have, or have had

	own     mail.UID // the next UID, in a mailbox that a client made
	unseen  mail.UID // no message before it is without \Seen
	virtual *virtual // nil for a mailbox with messages of its own
	batch   uint64   // the State that it was made for, which may change it
}

// Since compares b with an older state of itself.
func (b *Box) Since(old *Box) Delta {
	if b == old {
		return Delta{}
	}
	return b.List.Since(old.List)
}

// add returns the box with m behind its messages: b itself where batch may
// change it.
func (b *Box) add(m *mail.Message, batch uint64) *Box {
	if b.batch != batch {
		next := *b
		next.batch = batch
		b = &next
	}
	b.push(m)
	b.UIDNext = m.UID + 1
	b.own = max(b.own, m.Own+1)
	b.ModSeq = max(b.ModSeq, m.ModSeq)
	b.count(m, 1)
	return b
}

// numbersOwn reports whether the messages of b have UIDs of its own, as in a
// mailbox that a client made: they begin with 1 and have no gaps but where
// messages have gone. Those of INBOX are the UIDs of the sink, so that views
// over it have the same.
func (b *Box) numbersOwn() bool { return b.ID != 0 && b.virtual == nil && b.Account != "" }

// UIDOf returns the UID that m, which is in b, has there (RFC 9051 §2.3.1.1).
func (b *Box) UIDOf(m *mail.Message) mail.UID {
	if b.numbersOwn() {
		return m.Own
	}
	return m.UID
}

// NextUID returns what RFC 9051 calls UIDNEXT: more than any UID in b, and in
// a mailbox with UIDs of its own the next one exactly.
func (b *Box) NextUID() mail.UID {
	if b.numbersOwn() {
		return max(b.own, 1)
	}
	return b.UIDNext
}

// CeilOf returns the index of the first message whose UID in b is at least
// uid.
func (b *Box) CeilOf(uid mail.UID) int {
	if !b.numbersOwn() {
		return b.Ceil(uid)
	}
	return b.search(func(m *mail.Message) int { return cmp.Compare(m.Own, uid) })
}

// number gives m, which is new in b, its UID there.
func (b *Box) number(m *mail.Message) {
	if !b.numbersOwn() {
		m.Own = 0
	} else if m.Own == 0 {
		m.Own = max(b.own, 1)
	}
}

// past returns the box with a UIDNEXT beyond uid, and where it has UIDs of its
// own, with own as the next at least.
func (b *Box) past(uid, own mail.UID) *Box {
	next := *b
	next.UIDNext, next.own = max(b.UIDNext, uid+1), max(b.own, own)
	return &next
}

// count adds m to the totals, or with sign -1 takes it away.
func (b *Box) count(m *mail.Message, sign int) {
	b.Bytes += int64(sign) * m.Size
	if !m.Flags.Has(mail.Seen) {
		b.Unseen += sign
		if sign > 0 && (b.Unseen == 1 || m.UID < b.unseen) {
			b.unseen = m.UID
		}
	}
	if sign > 0 {
		b.learn(m.Flags)
	}
}

// learn adds the keywords among flags.
func (b *Box) learn(flags mail.Flags) {
	for _, f := range flags {
		if f[0] != '\\' && !b.Keywords.Has(f) {
			b.Keywords = b.Keywords.With(f)
		}
	}
}

// FirstUnseen returns the index of the first message without \Seen.
func (b *Box) FirstUnseen() (int, bool) {
	if b.Unseen == 0 {
		return 0, false
	}
	for i, m := range b.From(b.Ceil(b.unseen)) {
		if !m.Flags.Has(mail.Seen) {
			return i, true
		}
	}
	return 0, false
}

// seek moves unseen on to the first message without \Seen, so that nobody
// looks at those before it again.
func (b *Box) seek() {
	if i, ok := b.FirstUnseen(); ok {
		b.unseen = b.At(i).UID
	}
}

// edit returns the box with f applied to the messages of set. Where f returns
// nil, the message goes.
func (b *Box) edit(at mail.ModSeq, set mail.UIDSet, f func(*mail.Message) *mail.Message) *Box {
	next := *b
	next.ModSeq = at
	next.List = b.List.edit(set, func(m *mail.Message) *mail.Message {
		after := f(m)
		next.count(m, -1)
		if after != nil {
			next.count(after, 1)
		}
		return after
	})
	next.seek()
	return &next
}

// remove returns the box without the messages of set. Taking away the oldest
// alone, as retention does with every arrival, costs no copy.
func (b *Box) remove(at mail.ModSeq, set mail.UIDSet) *Box {
	if b.Len() > 0 && len(set) == 1 && set[0].First == set[0].Last && b.At(0).UID == set[0].First {
		next := *b
		next.ModSeq = at
		next.count(b.At(0), -1)
		next.List = b.List.drop()
		return &next
	}
	return b.edit(at, set, func(*mail.Message) *mail.Message { return nil })
}
