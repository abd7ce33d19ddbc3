package imap

import (
	"slices"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

// store changes flags (RFC 9051 §6.4.6). Only what differs is recorded; what
// the client shall be told, it is told by the next sync.
func (s *session) store(set imap.NumSet, change *imap.StoreFlags) error {
	if err := s.writable(); err != nil {
		return err
	}
	flags, err := s.keywords.canonical(change.Flags)
	if err != nil {
		return err
	}
	spans, err := s.spans(s.view, set)
	if err != nil {
		return err
	}
	op := flagOp(change.Op)
	now := s.current()
	var uids mail.UIDSet
	for _, old := range within(s.view, spans) {
		m, ok := now.Get(old.UID)
		if !ok {
			continue
		}
		after := applied(m.Flags, op, flags)
		if !slices.Equal(after, m.Flags) {
			uids = uids.Append(m.UID)
		}
		if change.Silent {
			s.told.knows(m.UID, after)
		} else {
			s.told.owes(m.UID)
		}
	}
	return s.Mailbox.Flag(s.ctx, uids, op, flags)
}

func flagOp(op imap.StoreFlagsOp) store.FlagOp {
	switch op {
	case imap.StoreFlagsAdd:
		return store.AddFlags
	case imap.StoreFlagsDel:
		return store.RemoveFlags
	}
	return store.SetFlags
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

// expunge removes the messages with \Deleted, of all or of set (RFC 9051
// §6.4.3, §6.4.9).
func (s *session) expunge(set imap.NumSet) error {
	if err := s.writable(); err != nil {
		return err
	}
	now := s.current()
	spans := []span{{0, now.Len()}}
	if set != nil {
		var err error
		if spans, err = s.spans(now, set); err != nil {
			return err
		}
	}
	var uids mail.UIDSet
	for _, m := range within(now, spans) {
		if m.Flags.Has(mail.Deleted) {
			uids = uids.Append(m.UID)
		}
	}
	return s.Mailbox.Expunge(s.ctx, uids)
}

// copy copies messages to another mailbox, or moves them (RFC 9051 §6.4.7,
// §6.4.8). The data is nil when there was nothing to copy.
func (s *session) copy(set imap.NumSet, name string, move bool) (*imap.CopyData, error) {
	if move {
		if err := s.writable(); err != nil {
			return nil, err
		}
	}
	spans, err := s.spans(s.view, set)
	if err != nil {
		return nil, err
	}
	to, err := s.target(name)
	if err != nil {
		return nil, err
	}
	var uids mail.UIDSet
	for _, m := range within(s.view, spans) {
		uids = uids.Append(m.UID)
	}
	pairs, err := s.Mailbox.Copy(s.ctx, uids, to, move)
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	return copyData(to, pairs), nil
}

func copyData(to *mailbox.Box, pairs []mailbox.Pair) *imap.CopyData {
	data := &imap.CopyData{UIDValidity: to.UIDValidity}
	for _, p := range pairs {
		data.SourceUIDs.AddNum(imap.UID(p.From))
		data.DestUIDs.AddNum(imap.UID(p.To))
	}
	return data
}

// append adds a message of the client's own (RFC 9051 §6.3.12).
func (s *session) append(name string, r imap.LiteralReader, o *imap.AppendOptions) (*imap.AppendData, error) {
	to, err := s.target(name)
	if err != nil {
		return nil, err
	}
	known := s.keywords
	if s.view == nil || s.view.ID != to.ID || s.view.Account != to.Account {
		known = nil
	}
	flags, err := known.canonical(o.Flags)
	if err != nil {
		return nil, err
	}
	uid, err := s.Mailbox.Append(s.ctx, to, flags, o.Time, r)
	if err != nil {
		return nil, err
	}
	return &imap.AppendData{UID: imap.UID(uid), UIDValidity: to.UIDValidity}, nil
}
