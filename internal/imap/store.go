package imap

import (
	"slices"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

// A storing is a STORE command.
type storing struct {
	set            set
	op             store.FlagOp
	silent         bool
	flags          mail.Flags
	unchangedSince mail.ModSeq
	conditional    bool
}

// cmdStore does STORE (RFC 9051 §6.4.6, RFC 7162 §3.1.3).
func (s *session) cmdStore(r *request) (string, error) {
	c, err := s.readStore(r)
	if err != nil {
		return "", err
	}
	if err := s.writable(); err != nil {
		return "", err
	}
	spans, err := s.spans(s.view, c.set)
	if err != nil {
		return "", err
	}
	s.enableByUse(c.conditional)
	failed, err := s.store(c, spans)
	if err != nil {
		return "", err
	}
	if c.silent && c.op != store.RemoveFlags { // the messages will not be told of
		s.tellKeywords(c.flags)
	}
	if len(failed) > 0 {
		return "MODIFIED " + setText(failed), nil
	}
	return "", nil
}

func (s *session) readStore(r *request) (c storing, err error) {
	if err = r.space(); err != nil {
		return c, err
	}
	if c.set, err = r.set(r.uid); err != nil {
		return c, err
	}
	if err = r.space(); err != nil {
		return c, err
	}
	if r.peek() == '(' {
		if c.unchangedSince, err = unchangedSince(r); err != nil {
			return c, err
		}
		c.conditional = true
		if err = r.space(); err != nil {
			return c, err
		}
	}
	if err = c.operation(r); err != nil {
		return c, err
	}
	flags, err := r.flags()
	if err != nil {
		return c, err
	}
	if c.flags, err = s.keywords.canonical(flags); err != nil {
		return c, err
	}
	return c, r.end()
}

// operation reads FLAGS, +FLAGS or -FLAGS, and .SILENT.
func (c *storing) operation(r *request) error {
	c.op = store.SetFlags
	if r.take('+') {
		c.op = store.AddFlags
	} else if r.take('-') {
		c.op = store.RemoveFlags
	}
	switch r.word() {
	case "FLAGS":
	case "FLAGS.SILENT":
		c.silent = true
	default:
		return bad("STORE changes FLAGS, +FLAGS or -FLAGS")
	}
	return r.space()
}

func unchangedSince(r *request) (mail.ModSeq, error) {
	var since int64
	err := r.list(func() (err error) {
		if r.word() != "UNCHANGEDSINCE" || r.space() != nil {
			return bad("The only modifier of STORE is UNCHANGEDSINCE")
		}
		since, err = r.number()
		return err
	})
	return mail.ModSeq(since), err
}

// store changes flags. Only what differs is recorded; what the client shall be
// told, it is told by the next sync. It returns the messages that were not
// changed because another client was quicker.
func (s *session) store(c storing, spans []span) (failed runs, err error) {
	now := s.current()
	var all, uids mail.UIDSet
	for i, old := range within(s.view, spans) {
		m := old
		if now != s.view {
			var ok bool
			if m, ok = now.Get(old.UID); !ok {
				continue
			}
		}
		if c.conditional && m.ModSeq > c.unchangedSince {
			failed.add(number(s.view, i, m, c.set.uid))
			continue
		}
		all = all.Append(m.UID)
		if changes(m.Flags, c.op, c.flags) {
			uids = uids.Append(m.UID)
		}
	}
	s.told.since = &change{uids: all, op: c.op, flags: c.flags, answer: !c.silent}
	return failed, s.Mailbox.Flag(s.ctx, uids, c.op, c.flags)
}

// changes reports whether a change makes flags different.
func changes(old mail.Flags, op store.FlagOp, flags mail.Flags) bool {
	switch op {
	case store.AddFlags:
		return slices.ContainsFunc(flags, func(f mail.Flag) bool { return !old.Has(f) })
	case store.RemoveFlags:
		return slices.ContainsFunc(flags, old.Has)
	}
	return !slices.Equal(old, flags)
}

// applied returns the flags after a change.
func applied(old mail.Flags, op store.FlagOp, flags mail.Flags) mail.Flags {
	switch op {
	case store.AddFlags:
		return old.With(flags...)
	case store.RemoveFlags:
		return old.Without(flags...)
	}
	return flags
}

// cmdExpunge does EXPUNGE and UID EXPUNGE (RFC 9051 §6.4.3, §6.4.9).
func (s *session) cmdExpunge(r *request) (string, error) {
	which := set{uid: true, ranges: []numbers{{1, 0}}}
	if r.uid {
		if err := r.space(); err != nil {
			return "", err
		}
		var err error
		if which, err = r.set(true); err != nil {
			return "", err
		}
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if err := s.writable(); err != nil {
		return "", err
	}
	any, err := s.expunge(which)
	if err != nil || !any || !s.enabled.qresync {
		return "", err
	}
	return "HIGHESTMODSEQ " + modSeq(s.current().ModSeq), nil
}

// expunge removes the messages of a set that have \Deleted.
func (s *session) expunge(which set) (any bool, err error) {
	now := s.current()
	spans, err := s.spans(now, which)
	if err != nil {
		return false, err
	}
	var uids mail.UIDSet
	for _, m := range within(now, spans) {
		if m.Flags.Has(mail.Deleted) {
			uids = uids.Append(m.UID)
		}
	}
	return len(uids) > 0, s.Mailbox.Expunge(s.ctx, uids)
}

// cmdCopy does COPY (RFC 9051 §6.4.7).
func (s *session) cmdCopy(r *request) (string, error) {
	return s.copy(r, false)
}

// cmdMove does MOVE (RFC 9051 §6.4.8). Where the new messages are is said
// before the old ones go.
func (s *session) cmdMove(r *request) (string, error) {
	code, err := s.copy(r, true)
	if err != nil || code == "" {
		return "", err
	}
	s.put("* OK [", code, "] Moved")
	if s.enabled.qresync {
		return "HIGHESTMODSEQ " + modSeq(s.current().ModSeq), nil
	}
	return "", nil
}

// copy copies messages to another mailbox, or moves them. The code is empty
// when there was nothing to copy.
func (s *session) copy(r *request, move bool) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	which, err := r.set(r.uid)
	if err != nil {
		return "", err
	}
	name, err := s.onlyMailbox(r)
	if err != nil {
		return "", err
	}
	if move {
		if err := s.writable(); err != nil {
			return "", err
		}
	}
	spans, err := s.spans(s.view, which)
	if err != nil {
		return "", err
	}
	to, err := s.target(name)
	if err != nil {
		return "", err
	}
	if !r.uid && s.misses(spans) {
		return "", no("EXPUNGEISSUED", "Some of the messages have been expunged")
	}
	return s.transfer(spans, to, move)
}

// misses reports whether some of the messages are not there any more.
func (s *session) misses(spans []span) bool {
	now := s.current()
	if now == s.view {
		return false
	}
	for _, m := range within(s.view, spans) {
		if _, ok := now.Index(m.UID); !ok {
			return true
		}
	}
	return false
}

func (s *session) transfer(spans []span, to *mailbox.Box, move bool) (string, error) {
	var uids mail.UIDSet
	for _, m := range within(s.view, spans) {
		uids = uids.Append(m.UID)
	}
	pairs, err := s.Mailbox.Copy(s.ctx, uids, to, move)
	if err != nil || len(pairs) == 0 {
		return "", err
	}
	now, ok := s.Mailbox.State().Current(to)
	if !ok {
		return "", nil // it was deleted just now
	}
	var from, made runs
	for _, p := range pairs {
		old, was := s.view.Get(p.From)
		m, is := now.Get(p.To)
		if was && is {
			from.add(uint32(s.view.UIDOf(old)))
			made.add(uint32(now.UIDOf(m)))
		}
	}
	if len(made) == 0 {
		return "", nil
	}
	return "COPYUID " + itoa(to.UIDValidity) + " " + setText(from) + " " + setText(made), nil
}
