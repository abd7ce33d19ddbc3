package mailbox

import (
	"context"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/pause"
	"mailsink/internal/store"
)

// limited sets the limits. They hold for what comes after r.Since: what
// compaction kept from before has been spared already.
func (f *fold) limited(pos store.Pos, r *store.Limited) {
	f.Limits, f.limitedAt, f.limitedSince = *r, pos, r.Since
	f.Limits.Since = 0
	for i := range f.accounts {
		f.retainAccount(i, time.Time{})
	}
	f.retain(time.Time{})
}

// arrived enforces the limits after a message came to an account at now: the
// oldest messages go first, pinned ones (\Flagged) stay. It is part of the
// fold, so every reader of the journal drops the same messages at the same
// moment, and nothing can fall behind.
func (f *fold) arrived(account string, now time.Time) {
	if i, ok := f.index[account]; ok {
		f.retainAccount(i, now)
	}
	f.retain(now)
}

// retain enforces the limits of the whole.
func (f *fold) retain(now time.Time) {
	if store.Pos(f.ModSeq) <= f.limitedSince {
		return
	}
	for i := 0; f.over(i, now); {
		m := f.All.At(i)
		if m.Flags.Has(mail.Flagged) {
			i++
			continue
		}
		f.removeOne(m.UID)
	}
}

// over reports whether a limit asks for the message at index i to go. The
// newest message always stays: it has been acknowledged.
func (f *fold) over(i int, now time.Time) bool {
	if i >= f.All.Len()-1 {
		return false
	}
	return exceeds(f.Limits.Total(), holding{f.All.Len(), f.All.Bytes}, f.All.At(i), now)
}

// A holding is how much there is of something.
type holding struct {
	messages int
	bytes    int64
}

// exceeds reports whether l asks for m to go, the oldest of what is held.
func exceeds(l store.Limit, h holding, m *mail.Message, now time.Time) bool {
	switch {
	case l.Messages > 0 && h.messages > l.Messages:
		return true
	case l.Bytes > 0 && h.bytes > l.Bytes:
		return true
	case l.Age > 0 && !now.IsZero():
		return now.Sub(m.InternalDate) > l.Age
	}
	return false
}

// retainAccount enforces the limits of one account.
func (f *fold) retainAccount(i int, now time.Time) {
	l, ok := f.Limits.Of(f.accounts[i].Name)
	if !ok || store.Pos(f.ModSeq) <= f.limitedSince {
		return
	}
	oldest := oldestOf(f.accounts[i])
	for {
		m := oldest.next()
		h := heldBy(f.accounts[i])
		if m == nil || m.UID == newestOf(f.accounts[i]) || !exceeds(l, h, m, now) {
			return
		}
		f.removeOne(m.UID)
	}
}

func heldBy(a *Account) (h holding) {
	for _, b := range a.Boxes {
		h.messages += b.Len()
		h.bytes += b.Bytes
	}
	return h
}

func newestOf(a *Account) (uid mail.UID) {
	for _, b := range a.Boxes {
		if n := b.Len(); n > 0 {
			uid = max(uid, b.At(n-1).UID)
		}
	}
	return uid
}

// A ripening yields the messages of an account that are not pinned, oldest
// first, from all of its mailboxes. The lists are as they were at the start.
type ripening struct {
	lists []List
	at    []int
}

func oldestOf(a *Account) *ripening {
	r := &ripening{at: make([]int, len(a.Boxes))}
	for _, b := range a.Boxes {
		r.lists = append(r.lists, b.List)
	}
	return r
}

func (r *ripening) next() *mail.Message {
	var first *mail.Message
	from := 0
	for k, l := range r.lists {
		for r.at[k] < l.Len() && l.At(r.at[k]).Flags.Has(mail.Flagged) {
			r.at[k]++
		}
		if r.at[k] < l.Len() {
			if m := l.At(r.at[k]); first == nil || m.UID < first.UID {
				first, from = m, k
			}
		}
	}
	if first != nil {
		r.at[from]++
	}
	return first
}

// spare removes the messages of set that are not pinned.
func (f *fold) spare(set mail.UIDSet) {
	f.edit(set, func(m *mail.Message) *mail.Message {
		if m.Flags.Has(mail.Flagged) {
			return m
		}
		f.bury(m)
		return nil
	})
	f.forget()
}

// Bounds of how long ripen sleeps.
const (
	ripenLeast = time.Second
	ripenMost  = time.Minute
)

// ripen removes messages that have become too old, also while no mail comes,
// until ctx is done. Which ones go is decided here, once, and becomes a
// record; one that is pinned before the record counts stays.
func (m *Mailbox) ripen(ctx context.Context) {
	for {
		old, rest := m.State().ripe(time.Now())
		if len(old) > 0 {
			err := m.record(ctx, store.Record{Expunged: &store.Expunged{UIDs: old, Unpinned: true}})
			if err != nil && ctx.Err() == nil {
				m.log.Warn("messages that are too old could not be removed; it will be tried again", "err", err)
			}
		}
		if !pause.For(min(max(rest, ripenLeast), ripenMost), ctx.Done()) {
			return
		}
	}
}

// ripe returns the messages that are too old at now, and how long it is until
// the next one is.
func (s *State) ripe(now time.Time) (old mail.UIDSet, rest time.Duration) {
	rest = ripenMost
	ages := make(map[string]time.Duration)
	for _, m := range s.All.From(0) {
		age, ok := ages[m.Account]
		if !ok {
			age = s.Limits.AgeOf(m.Account)
			ages[m.Account] = age
		}
		if age == 0 || m.Flags.Has(mail.Flagged) {
			continue
		}
		if left := age - now.Sub(m.InternalDate); left < 0 {
			old = old.Append(m.UID)
		} else {
			rest = min(rest, left+1)
		}
	}
	return old, rest
}
