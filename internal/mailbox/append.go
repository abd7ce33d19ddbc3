package mailbox

import (
	"context"
	"io"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// A Held message is kept by the store, and in no mailbox yet.
type Held struct{ delivered store.Delivered }

// Hold stores a message that is to be appended, with the flags it shall have.
// A zero date means now. What comes of it must end in [Mailbox.AppendHeld] or
// [Mailbox.Release].
func (m *Mailbox) Hold(ctx context.Context, flags mail.Flags, date time.Time, content io.Reader) (Held, error) {
	d, err := m.put(ctx, content, nil)
	if err != nil {
		return Held{}, err
	}
	if !date.IsZero() {
		d.Saved, d.Time = d.Time.Unix(), date.UTC()
	}
	d.Flags = flags
	return Held{d}, nil
}

// AppendHeld puts messages into a mailbox all at one moment, or none (RFC
// 3502), and returns their UIDs. If that fails they are released. The error is
// ErrNotExist if there is no such mailbox.
func (m *Mailbox) AppendHeld(ctx context.Context, box *Box, held ...Held) (mail.UIDSet, error) {
	if _, ok := m.State().Current(box); !ok {
		m.Release(ctx, held...)
		return nil, ErrNotExist
	}
	recs := make([]store.Record, 0, len(held))
	for _, h := range held {
		d := h.delivered
		d.ID, d.Account, d.Box = newID(), box.Account, box.ID
		d.Envelope = &mail.Envelope{Client: mail.Client{Protocol: "IMAP", Identity: box.Account}}
		recs = append(recs, store.Record{Delivered: &d})
	}
	_, last, err := m.append(ctx, recs...)
	if err != nil {
		m.letGo(ctx, err, held)
		return nil, err
	}
	return mail.UIDSet{{First: last.UID() - mail.UID(len(recs)-1), Last: last.UID()}}, nil
}

// Release lets go of messages that are not appended after all.
func (m *Mailbox) Release(ctx context.Context, held ...Held) { m.letGo(ctx, nil, held) }

// letGo abandons what is held, because of why.
func (m *Mailbox) letGo(ctx context.Context, why error, held []Held) {
	for _, h := range held {
		m.abandon(ctx, h.delivered.Key, why)
	}
}
