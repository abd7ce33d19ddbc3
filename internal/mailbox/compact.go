package mailbox

import (
	"context"
	"maps"
	"slices"
	"sync"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// compactAfter is how many records must have lost their meaning before the
// journal is compacted, and they must be half of it.
const compactAfter = 10_000

// settle puts away what the last fold left behind: content without a message
// and records without a meaning.
func (m *Mailbox) settle(ctx context.Context, f *fold, state *State) {
	if len(f.dead) > 0 {
		m.burial.add(f.dead)
		f.dead = nil
	}
	if f.dropped < max(compactAfter, state.All.Len()) || !m.compacting.CompareAndSwap(false, true) {
		return // not yet, or the last one still runs: it must not overtake
	}
	f.dropped = 0
	sharers := maps.Clone(f.sharers)
	m.work.Go(func() {
		defer m.compacting.Store(false)
		if err := m.store.Compact(ctx, store.Pos(state.ModSeq), state.revise(sharers)); err != nil && ctx.Err() == nil {
			m.log.Warn("the journal could not be compacted; it will be tried again", "err", err)
		}
	})
}

// revise says what the journal needs to hold for s: every message as it is
// now in the place where it came, every mailbox by its present name, the last
// limits, and nothing of what has been and gone.
func (s *State) revise(sharers map[string]int) store.Revise {
	return func(rec store.Record) (store.Record, store.Verdict) {
		switch {
		case rec.Delivered != nil:
			return s.reviseMessage(rec, rec.Delivered.Account, sharers)
		case rec.Copied != nil:
			return s.reviseMessage(rec, rec.Copied.Account, sharers)
		case rec.Created != nil:
			return s.reviseBox(rec)
		case rec.Subscribed != nil:
			return s.reviseSubscription(rec)
		case rec.Annotated != nil:
			return s.reviseAnnotation(rec)
		case rec.Limited != nil:
			return s.reviseLimits(rec)
		case rec.Renamed != nil:
			return s.trace(rec.Pos, rec.Renamed.Account)
		case rec.Removed != nil:
			return s.trace(rec.Pos, rec.Removed.Account)
		case rec.Flagged != nil, rec.Expunged != nil, rec.Dropped != nil:
			return rec, store.Drop
		}
		return rec, store.Keep
	}
}

func (s *State) reviseMessage(rec store.Record, account string, sharers map[string]int) (store.Record, store.Verdict) {
	m, ok := s.All.Get(rec.Pos.UID())
	if !ok {
		return s.trace(rec.Pos, account)
	}
	shared := sharers[m.Key]
	if d := rec.Delivered; d != nil && d.Box == m.Box && d.Sharers == shared && max(d.ModSeq, mail.ModSeq(rec.Pos)) == m.ModSeq && d.Own == m.Own {
		return rec, store.Keep
	}
	return store.Record{Delivered: &store.Delivered{
		ID: m.ID, Account: m.Account, Box: m.Box, Key: m.Key, Size: m.Size, Time: m.InternalDate, Flags: m.Flags,
		Envelope: m.Envelope, Summary: m.Summary, Sharers: shared, ModSeq: m.ModSeq, Selected: rec.Delivered != nil && rec.Delivered.Selected, Saved: m.Saved, Own: m.Own,
	}}, store.Replace
}

func (s *State) reviseBox(rec store.Record) (store.Record, store.Verdict) {
	b, ok := s.Current(&Box{Account: rec.Created.Account, ID: mail.BoxID(rec.Pos)})
	switch {
	case !ok:
		return s.trace(rec.Pos, rec.Created.Account)
	case b.Name == rec.Created.Name:
		return rec, store.Keep
	}
	return store.Record{Created: &store.Created{Account: b.Account, Name: b.Name, Used: rec.Created.Used}}, store.Replace
}

func (s *State) reviseSubscription(rec store.Record) (store.Record, store.Verdict) {
	r := rec.Subscribed
	if a, ok := s.Account(r.Account); ok && mail.ModSeq(rec.Pos) >= a.born && r.On && slices.Contains(a.Subscriptions, r.Name) {
		return rec, store.Keep
	}
	return s.trace(rec.Pos, r.Account)
}

func (s *State) reviseLimits(rec store.Record) (store.Record, store.Verdict) {
	if rec.Pos != s.limitedAt {
		return rec, store.Drop
	}
	limits := s.Limits
	limits.Since = store.Pos(s.ModSeq)
	return store.Record{Limited: &limits}, store.Replace
}

// trace decides over a record that has lost its meaning: it goes, unless it
// made the account or was the last to give out a UID in a mailbox. Then the
// name of the mailbox takes its place.
func (s *State) trace(pos store.Pos, account string) (store.Record, store.Verdict) {
	a, ok := s.Account(account)
	if !ok {
		return store.Record{}, store.Drop
	}
	for _, b := range a.Boxes {
		if b.UIDNext == pos.UID()+1 && b.ID < mail.BoxID(pos) {
			return store.Record{Created: &store.Created{Account: a.Name, Name: b.Name, Used: a.Used, Next: b.own}}, store.Replace
		}
	}
	if a.born == mail.ModSeq(pos) {
		return store.Record{Created: &store.Created{Account: a.Name, Name: Inbox, Used: a.Used}}, store.Replace
	}
	return store.Record{}, store.Drop
}

// A burial is content that waits to be deleted.
type burial struct {
	mu   sync.Mutex
	keys []string
	held map[string]*hold // content that a [Removal] may bring back
	wake chan struct{}
}

// A hold keeps content from being deleted.
type hold struct {
	removals int
	dead     bool // no message has it any more
}

func (b *burial) add(keys []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, key := range keys {
		if h, ok := b.held[key]; ok {
			h.dead = true
		} else {
			b.keys = append(b.keys, key)
		}
	}
	b.call()
}

// call wakes who deletes. The burial is locked.
func (b *burial) call() {
	select {
	case b.wake <- struct{}{}:
	default: // it has been woken already
	}
}

func (b *burial) take() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	keys := b.keys
	b.keys = nil
	return keys
}

// hold keeps keys until they are released.
func (b *burial) hold(keys []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, key := range keys {
		h := b.held[key]
		if h == nil {
			h = new(hold)
			b.held[key] = h
		}
		h.removals++
	}
}

// release ends a hold. What has died meanwhile is deleted.
func (b *burial) release(keys []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, key := range keys {
		h := b.held[key]
		if h.removals--; h.removals > 0 {
			continue
		}
		delete(b.held, key)
		if h.dead {
			b.keys = append(b.keys, key)
		}
	}
	b.call()
}

// bury deletes content that no message has any more, behind the fold, which
// must not wait for a disk.
func (m *Mailbox) bury(ctx context.Context) {
	for {
		select {
		case <-m.burial.wake:
		case <-ctx.Done():
			return
		}
		if err := m.store.Delete(ctx, m.burial.take()...); err != nil && ctx.Err() == nil {
			m.log.Warn("content of expunged messages is left for the sweep", "err", err)
		}
	}
}
