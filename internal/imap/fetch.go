package imap

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
	"mailsink/internal/store"
)

// An answer is what a FETCH says of one message.
type answer struct {
	number    uint32
	uid       imap.UID
	flags     []imap.Flag // nil: not told
	date      time.Time
	size      int64
	envelope  *imap.Envelope
	structure imap.BodyStructure

	document *document
	whole    io.ReadSeekCloser // instead of the document, where no item needs it
}

// fetch answers FETCH (RFC 9051 §6.4.5), one message at a time: at no time is
// more than one message held.
func (s *session) fetch(set imap.NumSet, o *imap.FetchOptions, emit func(*answer) error) error {
	if err := checkFetch(o); err != nil {
		return err
	}
	spans, err := s.spans(s.view, set)
	if err != nil {
		return err
	}
	seen, err := s.markSeen(spans, o)
	if err != nil {
		return err
	}
	var gone error
	for i, m := range within(s.view, spans) {
		err := s.fetchOne(i, m, o, seen, emit)
		switch {
		case errors.Is(err, store.ErrNotExist):
			gone = err // by another client; say so at the end, with what there is
		case err != nil:
			return err
		}
	}
	return gone
}

func (s *session) fetchOne(i int, m *mail.Message, o *imap.FetchOptions, seen mail.UIDSet, emit func(*answer) error) error {
	a := &answer{
		number: uint32(i + 1), uid: imap.UID(m.UID), date: m.InternalDate, size: m.Size,
		document: &document{ctx: s.ctx, service: s.service, message: m},
	}
	defer a.close()
	if err := a.load(s, o); err != nil {
		return err
	}
	if o.Flags || seen.Has(m.UID) {
		a.flags = s.wire(m.UID, s.flagsOf(m))
	}
	return emit(a)
}

// checkFetch refuses items that cannot be answered.
func checkFetch(o *imap.FetchOptions) error {
	for _, item := range o.BodySection {
		if err := checkPartial(item.Partial); err != nil {
			return err
		}
	}
	for _, item := range o.BinarySection {
		if err := checkPartial(item.Partial); err != nil {
			return err
		}
	}
	return nil
}

// markSeen sets \Seen where the items ask for it, and returns the messages
// that did not have it.
func (s *session) markSeen(spans []span, o *imap.FetchOptions) (mail.UIDSet, error) {
	if s.readOnly || !marksSeen(o) {
		return nil, nil
	}
	now := s.current()
	var uids mail.UIDSet
	for _, old := range within(s.view, spans) {
		m, ok := now.Get(old.UID)
		if !ok || m.Flags.Has(mail.Seen) {
			continue
		}
		uids = uids.Append(m.UID)
		// Changes that others made and the client has not been told of are
		// told by the next sync: what it knows then differs.
		s.told.knows(m.UID, s.flagsOf(old).With(mail.Seen))
	}
	return uids, s.Mailbox.Flag(s.ctx, uids, store.AddFlags, mail.NewFlags(mail.Seen))
}

func marksSeen(o *imap.FetchOptions) bool {
	for _, item := range o.BodySection {
		if !item.Peek {
			return true
		}
	}
	for _, item := range o.BinarySection {
		if !item.Peek {
			return true
		}
	}
	return false
}

// load reads what the items need, before anything is said of the message.
func (a *answer) load(s *session, o *imap.FetchOptions) (err error) {
	if o.Envelope || o.BodyStructure != nil {
		root, err := a.document.root()
		if err != nil {
			return err
		}
		if o.Envelope {
			a.envelope = envelope(root)
		}
		if o.BodyStructure != nil {
			a.structure = structure(root)
		}
	}
	switch {
	case len(o.BinarySection)+len(o.BinarySectionSize) > 0 || needsTree(o.BodySection):
		if _, err = a.document.root(); err == nil {
			_, err = a.document.content()
		}
	case len(o.BodySection) > 0 && !a.document.read:
		a.whole, err = s.Mailbox.Content(s.ctx, a.document.message)
	}
	return err
}

// needsTree reports whether any item is less than the whole message.
func needsTree(items []*imap.FetchItemBodySection) bool {
	for _, item := range items {
		if len(item.Part) > 0 || item.Specifier != imap.PartSpecifierNone {
			return true
		}
	}
	return false
}

func (a *answer) close() {
	if a.whole != nil {
		a.whole.Close()
	}
}

// body returns what BODY[…] names. It may be read until the next call.
func (a *answer) body(item *imap.FetchItemBodySection) body {
	if a.whole != nil {
		from, to := clip(a.size, item.Partial)
		if _, err := a.whole.Seek(from, io.SeekStart); err != nil {
			return body{to - from, bytes.NewReader(nil)} // is found too short, and the connection closed
		}
		return body{to - from, io.LimitReader(a.whole, to-from)}
	}
	octets := section(a.document.octets, a.document.tree, item)
	from, to := clip(int64(len(octets)), item.Partial)
	return bodyOf(octets[from:to])
}

// binary returns what BINARY[…] names (RFC 3516), as far as it can be decoded.
func (a *answer) binary(item *imap.FetchItemBinarySection) body {
	octets := a.decoded(item.Part)
	from, to := clip(int64(len(octets)), item.Partial)
	return bodyOf(octets[from:to])
}

func (a *answer) binarySize(item *imap.FetchItemBinarySectionSize) uint32 {
	return uint32(len(a.decoded(item.Part)))
}

func (a *answer) decoded(path []int) []byte {
	if len(path) == 0 {
		return a.document.octets
	}
	var part *mime.Part
	if part = a.document.tree.Section(path); part == nil {
		return nil
	}
	return part.Decoded(a.document.octets)
}
