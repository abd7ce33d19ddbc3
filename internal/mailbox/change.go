package mailbox

import (
	"context"
	"slices"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// Flag changes the flags of messages. UIDs that are not there are passed over.
func (m *Mailbox) Flag(ctx context.Context, uids mail.UIDSet, op store.FlagOp, flags mail.Flags) error {
	if len(uids) == 0 {
		return nil
	}
	return m.record(ctx, store.Record{Flagged: &store.Flagged{UIDs: uids, Op: op, Flags: flags}})
}

// Expunge removes messages for good. UIDs that are not there are passed over.
func (m *Mailbox) Expunge(ctx context.Context, uids mail.UIDSet) error {
	if len(uids) == 0 {
		return nil
	}
	return m.record(ctx, store.Record{Expunged: &store.Expunged{UIDs: uids}})
}

// A Pair says which message was made of which (RFC 4315: COPYUID).
type Pair struct{ From, To mail.UID }

// Copy makes new messages of old ones in another mailbox, in order of UID,
// over the same content. With move, the old ones go, and the new ones keep
// their IDs. UIDs that are not there are passed over. When it fails, copies
// that were made are taken back (RFC 9051 §6.4.7); what was moved stays where
// it is (RFC 6851 §3.3).
func (m *Mailbox) Copy(ctx context.Context, uids mail.UIDSet, to *Box, move bool) ([]Pair, error) {
	state := m.State()
	if _, ok := state.Current(to); !ok {
		return nil, ErrNotExist
	}
	var pairs []Pair
	for piece := range slices.Chunk(copies(state, uids, to, move), m.together) {
		state, last, err := m.append(ctx, piece...)
		if err != nil {
			m.takeBack(ctx, pairs, move)
			return nil, err
		}
		pairs = append(pairs, made(state, piece, last.UID())...)
	}
	return pairs, nil
}

// copies returns the records that copy messages of state.
func copies(state *State, uids mail.UIDSet, to *Box, move bool) (recs []store.Record) {
	now := time.Now().Unix()
	for _, r := range uids {
		for _, msg := range state.All.From(state.All.Ceil(r.First)) {
			if msg.UID > r.Last {
				break
			}
			c := store.Copied{From: msg.UID, ID: msg.ID, Account: to.Account, Box: to.ID, Move: move, Saved: now}
			if !move {
				c.ID = newID()
			}
			recs = append(recs, store.Record{Copied: &c})
		}
	}
	return recs
}

// made says what recs, of which the last stands at last, made of what. It
// leaves out what was expunged just before.
func made(state *State, recs []store.Record, last mail.UID) (pairs []Pair) {
	first := last - mail.UID(len(recs)) + 1
	for i, rec := range recs {
		p := Pair{From: rec.Copied.From, To: first + mail.UID(i)}
		if _, ok := state.All.Index(p.To); ok {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

// takeBack expunges the copies that were made before one failed.
func (m *Mailbox) takeBack(ctx context.Context, pairs []Pair, move bool) {
	if move || len(pairs) == 0 {
		return
	}
	var uids mail.UIDSet
	for _, p := range pairs {
		uids = uids.Append(p.To)
	}
	if err := m.Expunge(context.WithoutCancel(ctx), uids); err != nil {
		m.log.Warn("copies could not be taken back", "copies", len(pairs), "err", err)
	}
}

// Create makes a mailbox, and the account if need be. The error is ErrExists
// if there is one of that name.
func (m *Mailbox) Create(ctx context.Context, account, name string) (*Box, error) {
	if _, taken := m.State().Box(account, name); taken {
		return nil, ErrExists
	}
	state, pos, err := m.append(ctx, store.Record{Created: &store.Created{Account: account, Name: name}})
	if err != nil {
		return nil, err
	}
	b, ok := state.Current(&Box{Account: account, ID: mail.BoxID(pos)})
	if !ok {
		return nil, ErrExists // another client was quicker
	}
	return b, nil
}

// Remove deletes mailboxes with all messages in them.
func (m *Mailbox) Remove(ctx context.Context, boxes ...*Box) error {
	var recs []store.Record
	for _, b := range boxes {
		if b.ID == 0 {
			return ErrInbox
		}
		recs = append(recs, store.Record{Removed: &store.Removed{Account: b.Account, Box: b.ID}})
	}
	return m.record(ctx, recs...)
}

// A Naming gives a mailbox another name.
type Naming struct {
	Box  *Box
	Name string
}

// Rename gives mailboxes other names, all at one moment, as RENAME of a
// mailbox with children asks for. Messages keep their UIDs.
func (m *Mailbox) Rename(ctx context.Context, namings ...Naming) error {
	var recs []store.Record
	state := m.State()
	for _, n := range namings {
		if n.Box.ID == 0 {
			return ErrInbox
		}
		if _, taken := state.Box(n.Box.Account, n.Name); taken {
			return ErrExists
		}
		recs = append(recs, store.Record{Renamed: &store.Renamed{Account: n.Box.Account, Box: n.Box.ID, Name: n.Name}})
	}
	return m.record(ctx, recs...)
}

// Subscribe adds a name to the subscriptions of an account, or takes it away.
// There need be no mailbox of that name (RFC 9051 §6.3.7).
func (m *Mailbox) Subscribe(ctx context.Context, account, name string, on bool) error {
	return m.record(ctx, store.Record{Subscribed: &store.Subscribed{Account: account, Name: name, On: on}})
}
