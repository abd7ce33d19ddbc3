package mailbox

import (
	"hash/fnv"
	"iter"
	"strings"

	"mailsink/internal/mail"
)

// A virtual mailbox shows messages of other mailboxes, with their UIDs and
// their flags. What is done to a message in one of them is done to the message,
// and seen in all; nothing can be put into it, and it cannot be renamed or
// removed.
type virtual struct {
	base *Box  // that it was made of
	view *View // nil for the mailbox of an original recipient
}

// Virtual reports whether b is a virtual mailbox.
func (b *Box) Virtual() bool { return b.virtual != nil }

// Reserved reports whether name is that of a virtual mailbox, or of what is
// above them, whether there is one or not: nobody may create or rename there.
func Reserved(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	return top == Recipients || top == Views
}

// Resolve returns the mailbox of an account by its name, virtual ones and those
// of views included. Addresses in names have no case.
func (s *State) Resolve(account, name string, views []View) (*Box, bool) {
	if b, ok := s.Box(account, name); ok || !Reserved(name) {
		return b, ok
	}
	if rest, ok := strings.CutPrefix(name, Recipients+"/"); ok {
		b, ok := s.directory(account).get(unescaped(strings.ToLower(rest)))
		if !ok {
			return nil, false
		}
		return s.shown(b), true
	}
	for i := range views {
		if v := &views[i]; v.boxName() == name && v.shownTo(account) {
			return v.open(s, account), true
		}
	}
	return nil, false
}

// unescaped undoes oneLevel, of which it is given the result in small letters.
func unescaped(name string) string {
	return strings.NewReplacer("%2f", "/", "%25", "%").Replace(name)
}

// directory returns the mailboxes of original recipients of an account.
func (s *State) directory(account string) *directory {
	if strings.EqualFold(account, Everyone) {
		return s.recipients
	}
	if a, ok := s.Account(account); ok {
		return a.recipients
	}
	return nil
}

// shown returns the mailbox of an original recipient as viewers see it. Its
// UIDNEXT and HIGHESTMODSEQ are those of the sink: they never go back, even if
// all that it ever held is forgotten.
func (s *State) shown(b *Box) *Box {
	next := *b
	next.UIDNext, next.ModSeq, next.virtual = max(b.UIDNext, s.All.UIDNext), max(b.ModSeq, s.ModSeq), &virtual{base: b}
	return &next
}

// VirtualBoxes yields the virtual mailboxes of an account for a list of names:
// those of original recipients by name, then the views. How many messages are
// in a view is not known here; [State.Resolve] finds out.
func (s *State) VirtualBoxes(account string, views []View) iter.Seq[*Box] {
	return func(yield func(*Box) bool) {
		for b := range s.directory(account).all() {
			if !yield(s.shown(b)) {
				return
			}
		}
		for i := range views {
			if v := &views[i]; v.shownTo(account) && !yield(v.empty(s, account)) {
				return
			}
		}
	}
}

// currentVirtual returns a virtual mailbox as it is in s. One whose messages
// are all gone stays, empty, for who looks at it.
func (s *State) currentVirtual(b *Box) *Box {
	if b.virtual.view != nil {
		return b.virtual.view.follow(b, s)
	}
	base, ok := s.directory(b.Account).get(unescaped(strings.ToLower(strings.TrimPrefix(b.Name, Recipients+"/"))))
	switch {
	case ok && base == b.virtual.base:
		return b
	case ok:
		return s.shown(base)
	case b.Len() == 0:
		return b
	}
	return s.shown(&Box{Account: b.Account, ID: b.ID, Name: b.Name, UIDValidity: b.UIDValidity})
}

// virtualID returns an ID that no mailbox of the journal has.
func virtualID(account, name string) mail.BoxID {
	h := fnv.New64a()
	h.Write([]byte(account + "\x00" + name)) // never fails
	return mail.BoxID(h.Sum64() | 1<<63)
}
