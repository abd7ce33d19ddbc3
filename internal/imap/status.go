package imap

import (
	"slices"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// cmdStatus does STATUS (RFC 9051 §6.3.11).
func (s *session) cmdStatus(r *request) (string, error) {
	name, err := s.mailboxName(r)
	if err != nil {
		return "", err
	}
	if err := r.space(); err != nil {
		return "", err
	}
	items, err := statusItems(r)
	if err != nil {
		return "", err
	}
	if err := r.end(); err != nil {
		return "", err
	}
	b, ok := s.box(name)
	if !ok {
		return "", mailbox.ErrNotExist
	}
	s.enableByUse(slices.Contains(items, "HIGHESTMODSEQ"))
	s.putStatus(b, items)
	return "", nil
}

// statusItems reads what is asked of a mailbox.
func statusItems(r *request) ([]string, error) {
	var items []string
	err := r.list(func() error {
		item := r.word()
		switch item {
		case "MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "DELETED", "DELETED-STORAGE",
			"SIZE", "APPENDLIMIT", "HIGHESTMODSEQ", "MAILBOXID":
		default:
			return bad("Unknown item of STATUS")
		}
		if items = append(items, item); len(items) > 100 {
			return bad("Too many items of STATUS")
		}
		return nil
	})
	if err == nil && len(items) == 0 {
		return nil, bad("STATUS needs an item")
	}
	return items, err
}

func (s *session) putStatus(b *mailbox.Box, items []string) {
	words := make([]string, 0, len(items))
	for _, item := range items {
		words = append(words, item+" "+s.statusOf(b, item))
	}
	s.put("* STATUS ", s.wireName(b.Name), " (", strings.Join(words, " "), ")")
}

func (s *session) statusOf(b *mailbox.Box, item string) string {
	switch item {
	case "MESSAGES":
		return itoa(b.Len())
	case "RECENT":
		return itoa(s.recents.count(b))
	case "UIDNEXT":
		return itoa(uint32(b.NextUID()))
	case "UIDVALIDITY":
		return itoa(b.UIDValidity)
	case "UNSEEN":
		return itoa(b.Unseen)
	case "SIZE":
		return itoa(b.Bytes)
	case "APPENDLIMIT":
		return itoa(s.MaxSize)
	case "HIGHESTMODSEQ":
		return modSeq(b.ModSeq)
	case "MAILBOXID":
		return "(" + objectID(b) + ")"
	}
	count, bytes := deleted(b)
	if item == "DELETED" {
		return itoa(count)
	}
	return itoa(bytes)
}

// deleted counts the messages with \Deleted, and their octets.
func deleted(b *mailbox.Box) (count int, bytes int64) {
	for _, m := range b.From(0) {
		if m.Flags.Has(mail.Deleted) {
			count++
			bytes += m.Size
		}
	}
	return count, bytes
}

// modSeq returns a mod-sequence as it is told: never 0 (RFC 7162 §3.1.1).
func modSeq(m mail.ModSeq) string { return itoa(int64(max(m, 1))) }
