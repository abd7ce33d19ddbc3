package mailbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// A Removal is messages that were expunged, whose content is kept until it is
// released. It must be, once.
type Removal struct {
	Messages []*mail.Message // ascending by UID

	mailbox  *Mailbox
	selected map[string]bool // accounts that a Selector chose
	keys     []string        // of their content, each as often as messages have it
	released sync.Once
}

// Take expunges messages as [Mailbox.Expunge] does, for every viewer and at
// once, but keeps their content, so that they can be put back. UIDs that are
// not there are passed over.
func (m *Mailbox) Take(ctx context.Context, uids mail.UIDSet) (*Removal, error) {
	state := m.State()
	r := &Removal{mailbox: m, selected: make(map[string]bool)}
	for _, span := range uids {
		for _, msg := range state.All.From(state.All.Ceil(span.First)) {
			if msg.UID > span.Last {
				break
			}
			r.Messages = append(r.Messages, msg)
			r.keys = append(r.keys, msg.Key)
			if a, ok := state.Account(msg.Account); ok && !a.Used.IsZero() {
				r.selected[a.Name] = true
			}
		}
	}
	m.burial.hold(r.keys)
	if err := m.Expunge(ctx, uids); err != nil {
		r.Release()
		return nil, err
	}
	return r, nil
}

// Release lets the content go for good.
func (r *Removal) Release() {
	r.released.Do(func() { r.mailbox.burial.release(r.keys) })
}

// Restore puts the messages back and returns how many they are. They keep ID,
// internal date, flags and envelope. They come with new UIDs, behind all
// others: one that has been reported as expunged must not be used again (RFC
// 9051 §2.3.1.1). A message that is there all the same, because it was moved
// or was never expunged, is passed over. Where the mailbox has gone it arrives
// in INBOX. It must not be called after Release, nor twice.
func (r *Removal) Restore(ctx context.Context) (int, error) {
	groups, order := make(map[string][]*mail.Message), []string{}
	state := r.mailbox.State()
	for _, msg := range r.Messages {
		if _, there := state.Find(msg.ID); there {
			continue
		}
		if groups[msg.Key] == nil {
			order = append(order, msg.Key)
		}
		groups[msg.Key] = append(groups[msg.Key], msg)
	}
	n := 0
	for _, key := range order {
		switch err := r.putBack(ctx, key, groups[key]); {
		case errors.Is(err, store.ErrNotExist): // it went before it was taken
		case err != nil:
			return n, fmt.Errorf("mailbox: restore: %w", err)
		default:
			n += len(groups[key])
		}
	}
	return n, nil
}

// putBack delivers messages again over one content. It is stored anew, for how
// many messages have the old one may change at any moment.
func (r *Removal) putBack(ctx context.Context, key string, messages []*mail.Message) error {
	m := r.mailbox
	rc, err := m.store.Get(ctx, key)
	if err != nil {
		return err
	}
	defer rc.Close()
	again, _, err := m.store.Put(ctx, io.Reader(rc))
	if err != nil {
		return err
	}
	var recs []store.Record
	for _, msg := range messages {
		recs = append(recs, store.Record{Delivered: &store.Delivered{
			ID: msg.ID, Account: msg.Account, Box: msg.Box, Key: again, Size: msg.Size, Time: msg.InternalDate, Flags: msg.Flags,
			Envelope: msg.Envelope, Summary: msg.Summary, Sharers: len(messages), Selected: r.selected[msg.Account],
		}})
	}
	if err := m.record(ctx, recs...); err != nil {
		m.abandon(ctx, again, err)
		return err
	}
	return nil
}
