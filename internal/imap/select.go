package imap

import (
	"cmp"
	"slices"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A resync is what a client remembers of a mailbox (RFC 7162 §3.2.5).
type resync struct {
	uidValidity uint32
	modSeq      mail.ModSeq
	known       set
	hasKnown    bool
}

// cmdSelect does SELECT and EXAMINE (RFC 9051 §6.3.2, §6.3.3). Whatever comes
// of it, the mailbox that was selected is so no more.
func (s *session) cmdSelect(r *request) (string, error) {
	name, err := s.mailboxName(r)
	if err != nil {
		return "", err
	}
	var memory *resync
	if r.more() {
		if memory, err = s.selectParams(r); err != nil {
			return "", err
		}
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if s.view != nil {
		s.unselect()
		s.put("* OK [CLOSED] The previous mailbox is closed")
	}
	b, ok := s.box(name)
	if !ok {
		return "", mailbox.ErrNotExist
	}
	s.open(b, r.verb == "EXAMINE")
	if memory != nil && memory.uidValidity == b.UIDValidity {
		if err := s.resynchronize(memory); err != nil {
			return "", err
		}
	}
	if s.readOnly {
		return "READ-ONLY", nil
	}
	return "READ-WRITE", nil
}

// selectParams reads (CONDSTORE) and (QRESYNC (…)).
func (s *session) selectParams(r *request) (memory *resync, err error) {
	err = r.list(func() error {
		switch r.word() {
		case "CONDSTORE":
			s.enabled.condstore = true
			return nil
		case "QRESYNC":
			if !s.enabled.qresync {
				return bad("ENABLE QRESYNC comes first")
			}
			if err := r.space(); err != nil {
				return err
			}
			memory, err = readResync(r)
			return err
		}
		return bad("Unknown parameter of SELECT")
	})
	return memory, err
}

// readResync reads "(UIDVALIDITY MODSEQ [UIDS [(NUMBERS UIDS)]])".
func readResync(r *request) (*resync, error) {
	m := &resync{}
	if err := r.open(); err != nil {
		return nil, err
	}
	validity, err := r.number()
	if err != nil {
		return nil, err
	}
	if err := r.space(); err != nil {
		return nil, err
	}
	seen, err := r.number()
	if err != nil {
		return nil, err
	}
	m.uidValidity, m.modSeq = uint32(validity), mail.ModSeq(seen)
	if r.more() && r.peek() != '(' {
		if m.known, err = r.set(true); err != nil {
			return nil, err
		}
		m.hasKnown = true
		r.more()
	}
	if r.peek() == '(' { // pairs of numbers and UIDs: a hint that is not needed
		if err := r.list(func() error { _, err := r.set(true); return err }); err != nil {
			return nil, err
		}
	}
	if !r.take(')') {
		return nil, bad("A closing parenthesis is missing")
	}
	return m, nil
}

// open makes b the selected mailbox, and says what there is.
func (s *session) open(b *mailbox.Box, readOnly bool) {
	s.view, s.readOnly, s.keywords = b, readOnly, make(keywords)
	recent := s.claim()
	s.toldRecent = recent
	s.keywords.learn(b.Keywords)
	flags := s.keywords.list()
	s.put("* FLAGS (", flags, ")")
	if readOnly {
		s.put("* OK [PERMANENTFLAGS ()] No permanent flags permitted")
	} else {
		s.put("* OK [PERMANENTFLAGS (", flags, ` \*)] Flags permitted`)
	}
	s.put("* ", itoa(b.Len()), " EXISTS")
	if !s.enabled.rev2 {
		s.put("* ", itoa(recent), " RECENT")
		if i, ok := b.FirstUnseen(); ok {
			s.put("* OK [UNSEEN ", itoa(i+1), "] First unseen message")
		}
	}
	s.put("* OK [UIDVALIDITY ", itoa(b.UIDValidity), "] UIDs valid")
	s.put("* OK [UIDNEXT ", itoa(uint32(b.NextUID())), "] Predicted next UID")
	s.put("* OK [HIGHESTMODSEQ ", modSeq(b.ModSeq), "] Highest")
	s.put("* OK [MAILBOXID (", objectID(b), ")] Name for ever")
	if s.enabled.rev2 {
		s.put(`* LIST () "/" `, s.wireName(b.Name))
	}
}

// resynchronize says what has become of the messages that a client knows.
// UIDs that were never there count as vanished too (RFC 7162 §3.2.10.1).
func (s *session) resynchronize(m *resync) error {
	if !m.hasKnown {
		m.known = set{uid: true, ranges: []numbers{{1, uint32(max(s.view.NextUID(), 2) - 1)}}}
	}
	s.vanishedEarlier(m.known)
	spans, err := s.spans(s.view, m.known)
	if err != nil {
		return err
	}
	for i, msg := range within(s.view, spans) {
		if msg.ModSeq > m.modSeq {
			s.putFlags(i, msg, true)
			if err := s.relieve(); err != nil {
				return err
			}
		}
	}
	return nil
}

// vanishedEarlier says which UIDs of a set are not there.
func (s *session) vanishedEarlier(known set) {
	var gone []numbers
	for _, r := range s.bounded(known.ranges) {
		next, last := r.first, r.last
		for _, m := range s.view.From(s.view.CeilOf(mail.UID(next))) {
			uid := uint32(s.view.UIDOf(m))
			if uid > last {
				break
			}
			if uid > next {
				gone = append(gone, numbers{next, uid - 1})
			}
			next = uid + 1
		}
		if next <= last {
			gone = append(gone, numbers{next, last})
		}
	}
	if len(gone) > 0 {
		s.put("* VANISHED (EARLIER) ", setText(gone))
	}
}

// bounded returns ranges of UIDs in order, without overlap, and none that is
// still to come.
func (s *session) bounded(ranges []numbers) []numbers {
	top := uint32(s.view.NextUID()) - 1
	var out []numbers
	for _, r := range ranges {
		first, last := min(r.first, r.last), max(r.first, r.last)
		if first == 0 { // "*"
			first, last = last, top
		}
		out = append(out, numbers{max(first, 1), min(last, top)})
	}
	slices.SortFunc(out, func(a, b numbers) int { return cmp.Compare(a.first, b.first) })
	kept := out[:0]
	for _, r := range out {
		if n := len(kept); n > 0 {
			r.first = max(r.first, kept[n-1].last+1)
		}
		if r.first <= r.last {
			kept = append(kept, r)
		}
	}
	return kept
}

func (s *session) unselect() {
	s.view, s.readOnly, s.told, s.keywords = nil, false, told{}, nil
	s.recent, s.saved, s.contexts = nil, nil, nil
}

// cmdClose does CLOSE and UNSELECT (RFC 9051 §6.4.1, §6.4.2). What CLOSE
// expunges is not told.
func (s *session) cmdClose(r *request) (string, error) {
	if err := r.end(); err != nil {
		return "", err
	}
	if r.verb == "CLOSE" && !s.readOnly {
		if _, err := s.expunge(set{uid: true, ranges: []numbers{{1, 0}}}); err != nil {
			return "", err
		}
	}
	s.unselect()
	return "", nil
}

// enableByUse turns CONDSTORE on for a client that uses it (RFC 7162 §3.1).
func (s *session) enableByUse(uses bool) {
	if !uses || s.enabled.condstore {
		return
	}
	s.enabled.condstore = true
	if s.view != nil {
		s.put("* OK [HIGHESTMODSEQ ", modSeq(s.view.ModSeq), "] Highest")
	}
}
