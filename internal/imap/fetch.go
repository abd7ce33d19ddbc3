package imap

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/imap/bodies"
	"mailsink/internal/mail"
	"mailsink/internal/mime"
	"mailsink/internal/store"
)

// dateTime is the form of date-time (RFC 9051 §9).
const dateTime = "02-Jan-2006 15:04:05 -0700"

// cmdFetch does FETCH (RFC 9051 §6.4.5), one message at a time: at no time is
// more than one message held.
func (s *session) cmdFetch(r *request) (string, error) {
	f, err := s.readFetch(r)
	if err != nil {
		return "", err
	}
	s.enableByUse(f.changed || f.asks(itemModSeq))
	s.poll(false)
	f.complete(s, r.uid)
	spans, err := s.spans(s.view, f.set)
	if err != nil {
		return "", err
	}
	if f.vanished {
		s.vanishedEarlier(f.set)
	}
	seen, err := s.markSeen(&f, spans)
	if err != nil {
		return "", err
	}
	return "", s.fetch(&f, spans, seen)
}

func (f *fetching) asks(kind itemKind) bool {
	return slices.ContainsFunc(f.items, func(it item) bool { return it.kind == kind })
}

// complete adds what goes without saying.
func (f *fetching) complete(s *session, uid bool) {
	if f.changed && !f.asks(itemModSeq) {
		f.items = append(f.items, item{kind: itemModSeq})
	}
	if uid && !f.asks(itemUID) {
		f.items = slices.Insert(f.items, 0, item{kind: itemUID})
	}
}

func (s *session) fetch(f *fetching, spans []span, seen mail.UIDSet) error {
	var gone error
	for i, m := range within(s.view, spans) {
		if f.changed && s.modSeqOf(m) <= f.changedSince {
			continue
		}
		switch err := s.fetchOne(i, m, f.items, seen.Has(m.UID)); {
		case errors.Is(err, store.ErrNotExist):
			gone = err // by another client; say so at the end, with what there is
		case err != nil:
			return err
		}
		if err := s.relieve(); err != nil {
			return err
		}
		if s.ctx.Err() != nil {
			return s.ctx.Err()
		}
	}
	return gone
}

// markSeen sets \Seen where the items ask for it, and returns the messages
// that did not have it.
func (s *session) markSeen(f *fetching, spans []span) (mail.UIDSet, error) {
	marks := slices.ContainsFunc(f.items, func(it item) bool {
		return (it.kind == itemSection || it.kind == itemBinary) && !it.peek
	})
	if s.readOnly || !marks {
		return nil, nil
	}
	now := s.current()
	var uids mail.UIDSet
	for _, old := range within(s.view, spans) {
		if f.changed && s.modSeqOf(old) <= f.changedSince {
			continue
		}
		if m, ok := now.Get(old.UID); ok && !m.Flags.Has(mail.Seen) {
			uids = uids.Append(m.UID)
		}
	}
	if len(uids) == 0 {
		return nil, nil
	}
	s.told.since = &change{uids: uids, op: store.AddFlags, flags: mail.NewFlags(mail.Seen)}
	return uids, s.Mailbox.Flag(s.ctx, uids, store.AddFlags, mail.NewFlags(mail.Seen))
}

// fetchOne says what is asked of one message. If that fails nothing is said of
// it, as long as nothing has been sent.
func (s *session) fetchOne(i int, m *mail.Message, items []item, seen bool) error {
	before, sent := len(s.out), s.sent
	out := append(s.out, "* "...)
	out = strconv.AppendInt(out, int64(i+1), 10)
	s.out = append(out, " FETCH ("...)
	d := &document{ctx: s.ctx, service: s.service, message: m}
	first := len(s.out)
	for _, it := range items {
		if len(s.out) > first {
			s.out = append(s.out, ' ')
		}
		if seen && it.kind != itemUID {
			seen = false
			if !slices.ContainsFunc(items, func(it item) bool { return it.kind == itemFlags }) {
				s.appendItem(d, item{kind: itemFlags})
				s.out = append(s.out, ' ')
			}
		}
		if err := s.appendItem(d, it); err != nil {
			if s.sent != sent {
				s.sever() // a literal was cut short: what follows would be read as its rest
			} else {
				s.out = s.out[:before]
			}
			return err
		}
	}
	s.out = append(s.out, ")\r\n"...)
	return nil
}

// appendItem adds one item.
func (s *session) appendItem(d *document, it item) error {
	switch it.kind {
	case itemEnvelope, itemBody, itemStructure, itemPreview:
		return s.appendText(d, it.kind)
	case itemThreadID:
		id, err := s.threadID(d.message)
		s.out = append(append(append(s.out, "THREADID ("...), id...), ')')
		return err
	case itemSection:
		return s.appendSection(d, it)
	case itemBinary, itemBinarySize:
		return s.appendBinary(d, it)
	}
	s.out = s.appendFact(s.out, d.message, it.kind)
	return nil
}

// appendFact adds an item that needs no content.
func (s *session) appendFact(out []byte, m *mail.Message, kind itemKind) []byte {
	switch kind {
	case itemUID:
		return strconv.AppendUint(append(out, "UID "...), uint64(s.view.UIDOf(m)), 10)
	case itemFlags:
		return s.appendFlags(append(out, "FLAGS "...), m.UID, s.flagsOf(m))
	case itemDate:
		out = append(out, "INTERNALDATE \""...)
		return append(m.InternalDate.AppendFormat(out, dateTime), '"')
	case itemSize:
		return strconv.AppendInt(append(out, "RFC822.SIZE "...), m.Size, 10)
	case itemModSeq:
		return append(append(append(out, "MODSEQ ("...), modSeq(s.modSeqOf(m))...), ')')
	case itemEmailID: // the same for all messages with that content (RFC 8474 §5.1)
		return append(append(append(out, "EMAILID ("...), emailID(m)...), ')')
	}
	saved := m.InternalDate // RFC 8514
	if m.Saved != 0 {
		saved = time.Unix(m.Saved, 0).UTC()
	}
	out = append(out, "SAVEDATE \""...)
	return append(saved.AppendFormat(out, dateTime), '"')
}

// appendText adds an item that is worth keeping for the next one who asks.
func (s *session) appendText(d *document, kind itemKind) error {
	name := map[itemKind]string{itemEnvelope: "ENVELOPE", itemBody: "BODY", itemStructure: "BODYSTRUCTURE", itemPreview: "PREVIEW"}[kind]
	s.out = append(append(s.out, name...), ' ')
	key := name + d.message.Key
	if kept, ok := s.envelopes.get(key); ok {
		s.out = append(s.out, kept...)
		return nil
	}
	before := len(s.out)
	if kind == itemEnvelope {
		top, _, err := d.header()
		if err != nil {
			return err
		}
		s.out = bodies.AppendEnvelope(s.out, top)
	} else if err := s.appendStructure(d, kind); err != nil {
		return err
	}
	s.envelopes.put(key, string(s.out[before:]))
	return nil
}

func (s *session) appendStructure(d *document, kind itemKind) error {
	root, err := d.root()
	if err != nil {
		return err
	}
	switch kind {
	case itemBody:
		s.out = bodies.AppendBody(s.out, root)
	case itemStructure:
		s.out = bodies.AppendBodyStructure(s.out, root)
	default:
		octets, err := d.content()
		if err != nil {
			return err
		}
		s.out = bodies.AppendString(s.out, bodies.Preview(octets, root))
	}
	return nil
}

// appendSection adds BODY[…].
func (s *session) appendSection(d *document, it item) error {
	if it.section.Kind == bodies.Whole && len(it.section.Path) == 0 {
		return s.appendWhole(d, it)
	}
	root, octets, err := d.of(it.section)
	if err != nil {
		return err
	}
	s.out = append(append(s.out, it.name...), ' ')
	spans := bodies.Locate(octets, root, it.section)
	if p := it.partial; p != nil {
		spans = spans.Clip(p.offset, p.size)
	}
	s.out = appendLiteral(s.out, int64(spans.Len()))
	return s.passSpans(spans, octets)
}

// passSpans adds pieces of a content, and sends them as they become many.
func (s *session) passSpans(spans bodies.Spans, content []byte) error {
	for _, span := range spans {
		for piece := range slices.Chunk(span.Of(content), outputBuffer) {
			s.out = append(s.out, piece...)
			if err := s.relieve(); err != nil {
				return err
			}
		}
	}
	return nil
}

// of returns what is needed for a section: the header alone where that is all.
func (d *document) of(sec bodies.Section) (root *mime.Part, octets []byte, err error) {
	if len(sec.Path) == 0 && sec.Kind != bodies.Text {
		return d.header()
	}
	if root, err = d.root(); err == nil {
		octets, err = d.content()
	}
	return root, octets, err
}

func appendLiteral(out []byte, n int64) []byte {
	out = append(out, '{')
	out = strconv.AppendInt(out, n, 10)
	return append(out, "}\r\n"...)
}

// appendWhole adds BODY[], which is passed on without being held.
func (s *session) appendWhole(d *document, it item) error {
	from, to := it.partial.clip(d.message.Size)
	var rc io.ReadSeekCloser
	if !d.read {
		var err error
		if rc, err = s.Mailbox.Content(s.ctx, d.message); err != nil {
			return err
		}
		defer rc.Close()
	}
	s.out = append(append(s.out, it.name...), ' ')
	s.out = appendLiteral(s.out, to-from)
	if o, ok := rc.(store.Octets); ok {
		d.octets, d.read = o.Octets(), true
	}
	if d.read && int64(len(d.octets)) >= to {
		return s.passSpans(bodies.Spans{{Start: int(from), End: int(to)}}, d.octets)
	}
	return s.pass(rc, from, to)
}

// pass sends a range of content, in pieces.
func (s *session) pass(rc io.ReadSeeker, from, to int64) error {
	if _, err := rc.Seek(from, io.SeekStart); err != nil {
		return err
	}
	for from < to {
		n := int(min(to-from, outputBuffer))
		s.out = slices.Grow(s.out, n)
		piece := s.out[len(s.out) : len(s.out)+n]
		if _, err := io.ReadFull(rc, piece); err != nil {
			return err
		}
		s.out = s.out[:len(s.out)+n]
		from += int64(n)
		if err := s.relieve(); err != nil {
			return err
		}
	}
	return nil
}

// appendBinary adds BINARY[…] or BINARY.SIZE[…] (RFC 3516).
func (s *session) appendBinary(d *document, it item) error {
	root, err := d.root()
	if err != nil {
		return err
	}
	octets, err := d.content()
	if err != nil {
		return err
	}
	decoded, literal8, err := bodies.Binary(octets, root, it.section.Path)
	if err != nil {
		return no(goimap.ResponseCodeUnknownCTE, "A part is encoded in a way that is not known here")
	}
	s.out = append(append(s.out, it.name...), ' ')
	if it.kind == itemBinarySize {
		s.out = strconv.AppendInt(s.out, int64(len(decoded)), 10)
		return nil
	}
	from, to := it.partial.clip(int64(len(decoded)))
	s.out = bodies.AppendLiteral(s.out, decoded[from:to], literal8)
	return nil
}

// emailID names the content of a message (RFC 8474 §5.1).
func emailID(m *mail.Message) string { return "E" + digest(m.Key) }

// threadID names what a message is part of (RFC 8474 §5.2): the first message
// that it says it answers, or itself. It follows from the message alone, so
// that it never changes.
func (s *session) threadID(m *mail.Message) (string, error) {
	h, err := s.orderHeader(m)
	switch {
	case err != nil:
		return "", err
	case len(h.References) > 0:
		return "T" + digest(h.References[0]), nil
	case h.ID != "":
		return "T" + digest(h.ID), nil
	}
	return "T" + digest(m.Key), nil
}

// threadTest tests for a thread.
func (s *session) threadTest(id string) test {
	return test{reads: true, holds: func(c *candidate) (bool, error) {
		of, err := s.threadID(c.message)
		return of == id, err
	}}
}

// digest makes an identifier of anything.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:12])
}
