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
// now in the place where it came, every mailbox by its present name, and
// nothing of what has been and gone.
func (s *State) revise(sharers map[string]int) store.Revise {
	return func(rec store.Record) (store.Record, store.Verdict) {
		switch {
		case rec.Delivered != nil, rec.Copied != nil:
			return s.reviseMessage(rec, sharers)
		case rec.Created != nil:
			return s.reviseBox(rec)
		case rec.Flagged != nil, rec.Expunged != nil, rec.Renamed != nil, rec.Removed != nil:
			return rec, store.Drop
		case rec.Subscribed != nil:
			a, ok := s.Account(rec.Subscribed.Account)
			if !ok || !rec.Subscribed.On || !slices.Contains(a.Subscriptions, rec.Subscribed.Name) {
				return rec, store.Drop
			}
		}
		return rec, store.Keep
	}
}

func (s *State) reviseMessage(rec store.Record, sharers map[string]int) (store.Record, store.Verdict) {
	m, ok := s.All.Get(rec.Pos.UID())
	if !ok {
		return rec, store.Drop
	}
	shared := sharers[m.Key]
	if d := rec.Delivered; d != nil && d.Box == m.Box && d.Sharers == shared && max(d.ModSeq, mail.ModSeq(rec.Pos)) == m.ModSeq {
		return rec, store.Keep
	}
	return store.Record{Delivered: &store.Delivered{
		ID: m.ID, Account: m.Account, Box: m.Box, Key: m.Key, Size: m.Size, Time: m.InternalDate, Flags: m.Flags,
		Envelope: m.Envelope, Summary: m.Summary, Sharers: shared, ModSeq: m.ModSeq,
	}}, store.Replace
}

func (s *State) reviseBox(rec store.Record) (store.Record, store.Verdict) {
	b, ok := s.Current(&Box{Account: rec.Created.Account, ID: mail.BoxID(rec.Pos)})
	switch {
	case !ok:
		return rec, store.Drop
	case b.Name == rec.Created.Name:
		return rec, store.Keep
	}
	return store.Record{Created: &store.Created{Account: b.Account, Name: b.Name}}, store.Replace
}

// A burial is content that waits to be deleted.
type burial struct {
	mu   sync.Mutex
	keys []string
	wake chan struct{}
}

func (b *burial) add(keys []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keys = append(b.keys, keys...)
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
