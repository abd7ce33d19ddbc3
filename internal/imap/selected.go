package imap

import (
	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// open selects a mailbox (RFC 9051 §6.3.2, §6.3.3).
func (s *session) open(name string, readOnly bool) (*imap.SelectData, error) {
	s.unselect()
	b, ok := s.box(name)
	if !ok {
		return nil, no(imap.ResponseCodeNonExistent, "There is no such mailbox")
	}
	s.view, s.readOnly, s.keywords = b, readOnly, make(keywords)
	data := &imap.SelectData{
		NumMessages: uint32(b.Len()), NumRecent: s.claim(),
		UIDNext: imap.UID(b.UIDNext), UIDValidity: b.UIDValidity,
	}
	unseen := b.Unseen > 0
	for i, m := range b.From(0) {
		s.keywords.learn(m.Flags)
		if unseen && !m.Flags.Has(mail.Seen) {
			data.FirstUnseenSeqNum, unseen = uint32(i+1), false
		}
	}
	data.Flags = s.keywords.list()
	if !readOnly {
		data.PermanentFlags = append(s.keywords.list(), imap.FlagWildcard)
	}
	return data, nil
}

func (s *session) unselect() {
	s.view, s.readOnly, s.told, s.keywords = nil, false, told{}, nil
	s.recent, s.saved = nil, nil
}

// status answers STATUS (RFC 9051 §6.3.11).
func (s *session) status(name string, o *imap.StatusOptions) (*imap.StatusData, error) {
	b, ok := s.box(name)
	if !ok {
		return nil, no(imap.ResponseCodeNonExistent, "There is no such mailbox")
	}
	return s.statusOf(b, o), nil
}

func (s *session) statusOf(b *mailbox.Box, o *imap.StatusOptions) *imap.StatusData {
	messages, unseen, bytes := uint32(b.Len()), uint32(b.Unseen), b.Bytes
	var recent, deleted, limit uint32
	var deletedBytes int64
	limit = uint32(min(s.MaxSize, 1<<32-1))
	if o.NumDeleted || o.DeletedStorage {
		for _, m := range b.From(0) {
			if m.Flags.Has(mail.Deleted) {
				deleted++
				deletedBytes += m.Size
			}
		}
	}
	if o.NumRecent {
		recent = s.recents.count(b)
	}
	return &imap.StatusData{
		Mailbox: b.Name, NumMessages: &messages, NumRecent: &recent, UIDNext: imap.UID(b.UIDNext), UIDValidity: b.UIDValidity,
		NumUnseen: &unseen, NumDeleted: &deleted, Size: &bytes, AppendLimit: &limit, DeletedStorage: &deletedBytes,
	}
}
