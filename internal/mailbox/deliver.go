package mailbox

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// summaryOctets is how much of a message is read for its summary: more than
// nearly every message has, little enough to hold for each one arriving.
const summaryOctets = 1 << 20

func newBuffer() any { return new(bytes.Buffer) }

// Deliver puts a message into the INBOX of every account its recipients lead
// to: one message in each, over one content. When the error is nil, the
// message is durable and every later State has it. The ID is that of the
// first of the messages. An error of content is returned wrapped at most.
func (m *Mailbox) Deliver(ctx context.Context, env mail.Envelope, content io.Reader) (mail.ID, error) {
	if len(env.Recipients) == 0 {
		return 0, errors.New("mailbox: a message without recipients has nowhere to go")
	}
	var chosen choice
	d, err := m.put(ctx, content, func(head []byte) { chosen = m.selector.choose(head) })
	if err != nil {
		return 0, err
	}
	if m.seal != nil {
		env = m.seal(m.kept(), env, d.Size)
	}
	recs := m.share(d, env, chosen)
	if err := m.record(ctx, recs...); err != nil {
		m.abandon(ctx, d.Key, err)
		return 0, err
	}
	return recs[0].Delivered.ID, nil
}

// kept returns all messages there are now.
func (m *Mailbox) kept() iter.Seq[*mail.Message] {
	return func(yield func(*mail.Message) bool) {
		for _, msg := range m.State().All.From(0) {
			if !yield(msg) {
				return
			}
		}
	}
}

// put stores content and summarises it. look, if not nil, sees the beginning.
func (m *Mailbox) put(ctx context.Context, content io.Reader, look func(head []byte)) (store.Delivered, error) {
	buf := m.buffer.Get().(*bytes.Buffer)
	defer m.recycle(buf)
	if _, err := buf.ReadFrom(io.LimitReader(content, summaryOctets)); err != nil {
		return store.Delivered{}, fmt.Errorf("mailbox: content: %w", err)
	}
	var all io.Reader = bytes.NewReader(buf.Bytes())
	if buf.Len() == summaryOctets {
		all = io.MultiReader(all, content)
	}
	key, size, err := m.store.Put(ctx, all)
	if err != nil {
		return store.Delivered{}, fmt.Errorf("mailbox: content: %w", err)
	}
	if look != nil {
		look(buf.Bytes())
	}
	sum := m.summaries.Summarize(buf.Bytes(), size == int64(buf.Len()))
	return store.Delivered{Key: key, Size: size, Time: time.Now().UTC(), Summary: sum}, nil
}

// recycle keeps the buffer for the next message.
func (m *Mailbox) recycle(buf *bytes.Buffer) {
	if buf.Cap() > 2*summaryOctets {
		return
	}
	buf.Reset()
	m.buffer.Put(buf)
}

// abandon deletes content that no record names because of why. It is best
// effort: the store sweeps what is left behind.
func (m *Mailbox) abandon(ctx context.Context, key string, why error) {
	if _, kept := errors.AsType[*unseen](why); kept {
		return
	}
	if err := m.store.Delete(context.WithoutCancel(ctx), key); err != nil {
		m.log.Warn("content of a refused message is left for the sweep", "key", key, "err", err)
	}
}

// share makes one record for each account that recipients of env lead to, in
// the order of the recipients, each with those recipients.
func (m *Mailbox) share(d store.Delivered, env mail.Envelope, chosen choice) []store.Record {
	var recs []store.Record
	at := make(map[string]int)
	for _, rcpt := range env.Recipients {
		account, selected := chosen.account(env, rcpt)
		if !selected {
			account = m.Account(rcpt.Final)
		}
		i, ok := at[account]
		if !ok {
			i = len(recs)
			at[account] = i
			one := d
			one.ID, one.Account, one.Selected = newID(), account, selected
			own := env
			own.Recipients = nil
			one.Envelope = &own
			recs = append(recs, store.Record{Delivered: &one})
		}
		e := recs[i].Delivered.Envelope
		e.Recipients = append(e.Recipients, rcpt)
	}
	if len(recs) > 1 {
		for _, rec := range recs {
			rec.Delivered.Sharers = len(recs)
		}
	}
	return recs
}

// newID returns an ID that cannot be guessed: it stands in links.
func newID() mail.ID {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return mail.ID(binary.BigEndian.Uint64(b[:]))
}

// Append puts a message into a mailbox as IMAP APPEND does (RFC 9051
// §6.3.12). A zero date means now. The error is ErrNotExist if there is no
// such mailbox.
func (m *Mailbox) Append(ctx context.Context, box *Box, flags mail.Flags, date time.Time, content io.Reader) (mail.UID, error) {
	if _, ok := m.State().Current(box); !ok {
		return 0, ErrNotExist
	}
	d, err := m.put(ctx, content, nil)
	if err != nil {
		return 0, err
	}
	if !date.IsZero() {
		d.Time = date.UTC()
	}
	d.ID, d.Account, d.Box, d.Flags = newID(), box.Account, box.ID, flags
	d.Envelope = &mail.Envelope{Client: mail.Client{Protocol: "IMAP", Identity: box.Account}}
	_, pos, err := m.append(ctx, store.Record{Delivered: &d})
	if err != nil {
		m.abandon(ctx, d.Key, err)
		return 0, err
	}
	return pos.UID(), nil
}

// A Found message comes from an archive, not from a client: it has a date and
// flags of its own.
type Found struct {
	Envelope mail.Envelope // what is known of it
	Flags    mail.Flags
	Time     time.Time // internal date; zero means now
}

// Import puts a message of an archive into the INBOX of an account, which is
// made if need be.
func (m *Mailbox) Import(ctx context.Context, account string, found Found, content io.Reader) (mail.ID, error) {
	d, err := m.put(ctx, content, nil)
	if err != nil {
		return 0, err
	}
	if !found.Time.IsZero() {
		d.Time = found.Time.UTC()
	}
	d.ID, d.Account, d.Flags, d.Envelope = newID(), account, found.Flags, &found.Envelope
	if err := m.record(ctx, store.Record{Delivered: &d}); err != nil {
		m.abandon(ctx, d.Key, err)
		return 0, err
	}
	return d.ID, nil
}
