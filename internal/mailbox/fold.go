package mailbox

import (
	"maps"
	"slices"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// A fold makes the state after some records out of the state before them.
// What it makes depends on nothing else, so every reader of one journal
// arrives at the same states.
type fold struct {
	*State                  // as far as it is made
	sharers map[string]int  // how many messages have a content; absent means one
	dead    []string        // keys of content that no message has any more
	dropped int             // records that have lost their meaning
	gone    []*mail.Message // buried, and not forgotten yet

	ownAccounts, ownIndex bool   // the copies are ours to write to
	batch                 uint64 // numbers the States that were made
	hidden                bool   // nobody has seen the last of them: it may go on growing
}

// after folds recs into s and returns the next state. It takes over what
// f.sharers says of content, and adds to f.dead and f.dropped.
func (f *fold) after(s *State, recs []store.Record) *State {
	next := *s
	f.State, f.ownAccounts, f.ownIndex = &next, false, false
	f.batch++
	for _, rec := range recs {
		f.apply(rec)
	}
	return f.State
}

// toward folds recs as after does, on the way to the record at end. The states
// before it are one that grows: what a million states would copy is copied
// once. It reports whether the state is one to show.
func (f *fold) toward(end store.Pos, s *State, recs []store.Record) (next *State, arrived bool) {
	if !f.hidden {
		f.hidden = len(recs) > 0 && recs[len(recs)-1].Pos < end
		return f.after(s, recs), !f.hidden
	}
	for _, rec := range recs {
		f.apply(rec)
	}
	if store.Pos(f.ModSeq) >= end {
		f.show()
	}
	return f.State, !f.hidden
}

// show makes the state that has grown one that can be shown.
func (f *fold) show() {
	if !f.hidden {
		return
	}
	f.hidden = false
	f.ids.fill(f.All)
}

func (f *fold) apply(rec store.Record) {
	f.ModSeq = mail.ModSeq(rec.Pos)
	switch {
	case rec.Opened != nil:
		f.opened(rec.Opened)
	case rec.Delivered != nil:
		f.delivered(rec.Pos, rec.Delivered)
	case rec.Copied != nil:
		f.copied(rec.Pos, rec.Copied)
	case rec.Flagged != nil:
		f.flagged(rec.Flagged)
	case rec.Expunged != nil:
		f.dropped++
		if rec.Expunged.Unpinned {
			f.spare(rec.Expunged.UIDs)
			return
		}
		f.remove(rec.Expunged.UIDs)
	case rec.Created != nil:
		f.created(rec.Pos, rec.Created)
	case rec.Renamed != nil:
		f.renamed(rec.Renamed)
	case rec.Removed != nil:
		f.removed(rec.Removed)
	case rec.Subscribed != nil:
		f.subscribed(rec.Subscribed)
	case rec.Annotated != nil:
		f.annotated(rec.Annotated)
	case rec.Limited != nil:
		f.limited(rec.Pos, rec.Limited)
	case rec.Dropped != nil:
		f.drop(rec.Dropped)
	}
}

func (f *fold) opened(r *store.Opened) {
	if f.UIDValidity != 0 {
		return
	}
	f.UIDValidity = r.UIDValidity
	all, inboxes := *f.All, *f.Inboxes
	all.UIDValidity, inboxes.UIDValidity = r.UIDValidity, r.UIDValidity
	f.All, f.Inboxes = &all, &inboxes
}

func (f *fold) delivered(pos store.Pos, d *store.Delivered) {
	if _, known := f.sharers[d.Key]; !known && d.Sharers > 1 {
		f.sharers[d.Key] = d.Sharers
	}
	m := &mail.Message{
		UID: pos.UID(), ModSeq: max(d.ModSeq, mail.ModSeq(pos)), ID: d.ID, Account: d.Account, Box: d.Box,
		InternalDate: d.Time, Size: d.Size, Flags: d.Flags, Envelope: d.Envelope, Summary: d.Summary, Key: d.Key, Saved: d.Saved, Own: d.Own,
	}
	f.add(m)
	if d.Selected {
		f.use(d.Account, d.Time)
	}
	f.arrived(m.Account, m.InternalDate)
}

func (f *fold) copied(pos store.Pos, c *store.Copied) {
	src, ok := f.All.Get(c.From)
	if !ok {
		f.dropped++
		return
	}
	f.sharers[src.Key] = max(f.sharers[src.Key], 1) + 1
	m := *src
	m.UID, m.ModSeq, m.ID, m.Account, m.Box, m.Saved = pos.UID(), mail.ModSeq(pos), c.ID, c.Account, c.Box, c.Saved
	m.Own = 0
	f.add(&m)
	if c.Move {
		f.dropped++
		f.remove(mail.UIDs(c.From))
	}
	f.arrived(m.Account, time.Time{})
}

// add puts m into every list it belongs to. A mailbox that has gone in the
// meantime takes no more mail: its messages arrive in INBOX.
func (f *fold) add(m *mail.Message) {
	i := f.account(m.Account)
	m.Account = f.accounts[i].Name
	b, ok := f.accounts[i].byID(m.Box)
	if !ok {
		b, m.Box = f.accounts[i].Boxes[0], 0
	}
	b.number(m)
	f.editBox(i, m.Box, func(b *Box) *Box { return b.add(m, f.batch) })
	f.All = f.All.add(m, f.batch)
	if m.Box == 0 {
		f.Inboxes = f.Inboxes.add(m, f.batch)
		f.file(i, m)
	}
	if !f.hidden {
		f.ids.set(m.ID, m.UID)
	}
}

// account returns the index of the account of that name, made if need be.
func (f *fold) account(name string) int {
	if i, ok := f.index[name]; ok {
		return i
	}
	if !f.ownIndex {
		f.index, f.ownIndex = maps.Clone(f.index), true
	}
	i := len(f.accounts)
	f.index[name] = i
	inbox := &Box{Account: name, Name: Inbox, UIDValidity: f.UIDValidity, UIDNext: mail.UID(f.ModSeq) + 1, batch: f.batch}
	f.setAccount(i, &Account{Name: name, born: f.ModSeq, Boxes: []*Box{inbox}, batch: f.batch})
	return i
}

// own returns the i-th account, or a copy of it, that this state may change.
func (f *fold) own(i int) *Account {
	a := f.accounts[i]
	if a.batch == f.batch {
		return a
	}
	next := *a
	next.batch, next.Boxes = f.batch, slices.Clone(a.Boxes)
	f.setAccount(i, &next)
	return &next
}

func (f *fold) setAccount(i int, a *Account) {
	if !f.ownAccounts {
		f.accounts, f.ownAccounts = slices.Clone(f.accounts), true
	}
	if i == len(f.accounts) {
		f.accounts = append(f.accounts, a)
		return
	}
	f.accounts[i] = a
}

// editBox replaces a mailbox of the i-th account by what change makes of it.
// Where that is nil, the mailbox goes.
func (f *fold) editBox(i int, id mail.BoxID, change func(*Box) *Box) {
	a := f.own(i)
	j := slices.IndexFunc(a.Boxes, func(b *Box) bool { return b.ID == id })
	if j < 0 {
		return
	}
	if next := change(a.Boxes[j]); next != nil {
		a.Boxes[j] = next
	} else {
		a.Boxes = slices.Delete(a.Boxes, j, j+1)
	}
}

// A place is a mailbox that holds messages of a set.
type place struct {
	account string
	box     mail.BoxID
}

// edit applies change to every message of set, in every list it is in. Where
// change returns nil, the message goes.
func (f *fold) edit(set mail.UIDSet, change func(*mail.Message) *mail.Message) {
	places, concerned, left := make(map[place]bool), make(filing), false
	var last place
	f.All = f.All.edit(f.ModSeq, set, func(m *mail.Message) *mail.Message {
		if here := (place{m.Account, m.Box}); here != last || len(places) == 0 {
			places[here], last = true, here
		}
		concerned.note(m)
		after := change(m)
		left = left || after != nil
		return after
	})
	same := func(m *mail.Message) *mail.Message { // all lists share one message
		if !left {
			return nil
		}
		after, _ := f.All.Get(m.UID)
		return after
	}
	inboxes := false
	for p := range places {
		inboxes = inboxes || p.box == 0
		f.editBox(f.account(p.account), p.box, func(b *Box) *Box { return b.edit(f.ModSeq, set, same) })
	}
	if inboxes {
		f.Inboxes = f.Inboxes.edit(f.ModSeq, set, same)
	}
	f.refile(concerned, func(b *Box) *Box { return b.edit(f.ModSeq, set, same) })
}

func (f *fold) flagged(r *store.Flagged) {
	f.dropped++
	f.edit(r.UIDs, func(m *mail.Message) *mail.Message {
		next := *m
		next.ModSeq = f.ModSeq
		switch r.Op {
		case store.SetFlags:
			next.Flags = r.Flags
		case store.AddFlags:
			next.Flags = m.Flags.With(r.Flags...)
		case store.RemoveFlags:
			next.Flags = m.Flags.Without(r.Flags...)
		}
		return &next
	})
}

// remove takes the messages of set out of every list.
func (f *fold) remove(set mail.UIDSet) {
	if len(set) == 1 && set[0].First == set[0].Last {
		f.removeOne(set[0].First)
		return
	}
	f.edit(set, func(m *mail.Message) *mail.Message {
		f.bury(m)
		return nil
	})
	f.forget()
}

func (f *fold) removeOne(uid mail.UID) {
	m, ok := f.All.Get(uid)
	if !ok {
		return
	}
	set := mail.UIDs(uid)
	f.All = f.All.remove(f.ModSeq, set)
	f.editBox(f.account(m.Account), m.Box, func(b *Box) *Box { return b.remove(f.ModSeq, set) })
	if m.Box == 0 {
		f.Inboxes = f.Inboxes.remove(f.ModSeq, set)
	}
	concerned := make(filing)
	concerned.note(m)
	f.refile(concerned, func(b *Box) *Box { return b.remove(f.ModSeq, set) })
	f.bury(m)
	f.forget()
}

// bury notes that m is gone, and its content with the last message that has it.
func (f *fold) bury(m *mail.Message) {
	f.dropped++
	f.gone = append(f.gone, m)
	if n := f.sharers[m.Key]; n > 1 {
		f.sharers[m.Key] = n - 1
		return
	}
	delete(f.sharers, m.Key)
	f.dead = append(f.dead, m.Key)
}

// forget takes what was buried out of the IDs.
func (f *fold) forget() {
	if len(f.gone) > f.All.Len() {
		f.ids.fill(f.All)
	} else {
		f.ids.forget(f.gone)
	}
	clear(f.gone)
	f.gone = f.gone[:0]
	if cap(f.gone) > pageSize {
		f.gone = nil
	}
}

// created makes a mailbox. Compaction leaves one behind, with a name that is
// taken, where the last message of a mailbox was: it keeps UIDNEXT from going
// back.
func (f *fold) created(pos store.Pos, r *store.Created) {
	i := f.account(r.Account)
	if !r.Used.IsZero() {
		f.use(r.Account, r.Used)
	}
	a := *f.accounts[i]
	if taken, ok := a.Box(r.Name); ok {
		f.dropped++
		f.editBox(i, taken.ID, func(b *Box) *Box { return b.past(pos.UID(), r.Next) })
		if taken.ID == 0 {
			f.Inboxes = f.Inboxes.past(pos.UID(), 0)
		}
		return
	}
	a.Boxes = append(slices.Clone(a.Boxes), &Box{
		Account: a.Name, ID: mail.BoxID(pos), Name: r.Name, ModSeq: f.ModSeq,
		// A mailbox that takes the name of another is another: a client that
		// knew the old one by its name sees it by this.
		UIDValidity: f.UIDValidity + uint32(pos), UIDNext: pos.UID(),
	})
	f.setAccount(i, &a)
}

func (f *fold) renamed(r *store.Renamed) {
	f.dropped++
	i := f.account(r.Account)
	if _, taken := f.accounts[i].Box(r.Name); taken || r.Box == 0 {
		return
	}
	f.editBox(i, r.Box, func(b *Box) *Box {
		next := *b
		next.Name, next.ModSeq = r.Name, f.ModSeq
		return &next
	})
}

func (f *fold) removed(r *store.Removed) {
	f.dropped += 2
	i := f.account(r.Account)
	b, ok := f.accounts[i].byID(r.Box)
	if !ok || r.Box == 0 {
		return
	}
	if b.Len() > 0 {
		f.remove(b.UIDs(0, b.Len()))
	}
	f.editBox(i, r.Box, func(*Box) *Box { return nil })
	f.forgetAnnotations(i, r.Box)
}

func (f *fold) subscribed(r *store.Subscribed) {
	f.dropped++
	i := f.account(r.Account)
	a := *f.accounts[i]
	a.Subscriptions = slices.DeleteFunc(slices.Clone(a.Subscriptions), func(s string) bool { return s == r.Name })
	if r.On {
		a.Subscriptions = append(a.Subscriptions, r.Name)
		slices.Sort(a.Subscriptions)
	}
	f.setAccount(i, &a)
}
