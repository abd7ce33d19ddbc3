package mailbox

import (
	"strings"

	"mailsink/internal/mail"
)

// Views is the name above the mailboxes of views.
const Views = "Views"

// A View is a virtual mailbox of what a test finds in others.
//
// Who has selected one sees what comes and what goes. A message that a change
// of its flags makes one of the view, or none any more, is so when the mailbox
// is next selected: UIDs only grow in a mailbox that is looked at, and a view
// of unread mail should not lose what is being read.
type View struct {
	Name    string // one level below [Views]: slashes are no levels
	Account string // whose mail it is about; empty for all that the viewer may see
	Mailbox string // of the account; empty for all of them
	Match   func(*mail.Message) bool
}

// boxName returns the name of the mailbox.
func (v *View) boxName() string { return Views + "/" + oneLevel(v.Name) }

// shownTo reports whether the view is a mailbox of an account.
func (v *View) shownTo(account string) bool {
	return v.Account == "" || strings.EqualFold(account, Everyone) || strings.EqualFold(account, v.Account)
}

// empty returns the mailbox without looking for its messages.
func (v *View) empty(s *State, account string) *Box {
	name := v.boxName()
	return &Box{
		Account: account, ID: virtualID(account, name), Name: name, UIDValidity: s.UIDValidity,
		UIDNext: s.All.UIDNext, ModSeq: s.ModSeq, virtual: &virtual{base: v.base(s, account), view: v},
	}
}

// base returns the mailbox that has all messages of the view, among others.
func (v *View) base(s *State, account string) *Box {
	owner := v.owner(account)
	if owner == "" || v.Mailbox == "" && !strings.EqualFold(owner, Everyone) {
		return s.All
	}
	name := v.Mailbox
	if name == "" {
		name = Inbox
	}
	if b, ok := s.Box(owner, name); ok {
		return b
	}
	return &Box{UIDValidity: s.UIDValidity, UIDNext: 1}
}

// owner returns the account whose messages alone are in the view, empty for
// none.
func (v *View) owner(account string) string {
	if v.Account == "" && !strings.EqualFold(account, Everyone) {
		return account
	}
	return v.Account
}

// test returns what decides about a message.
func (v *View) test(account string) func(*mail.Message) bool {
	owner := strings.ToLower(v.owner(account))
	return func(m *mail.Message) bool {
		return (owner == "" || owner == Everyone || m.Account == owner) && v.Match(m)
	}
}

// open returns the mailbox with the messages that match now.
func (v *View) open(s *State, account string) *Box {
	b := v.empty(s, account)
	b.UIDNext = 1
	match := v.test(account)
	for _, m := range b.virtual.base.From(0) {
		if match(m) {
			b.add(m, b.batch) // it is new
		}
	}
	return b.at(s)
}

// at returns b, which is new, as of s.
func (b *Box) at(s *State) *Box {
	b.UIDNext, b.ModSeq = s.All.UIDNext, s.ModSeq
	return b
}

// follow returns b, which is of the view, as it is in s.
func (v *View) follow(b *Box, s *State) *Box {
	old, base := b.virtual.base, v.base(s, b.Account)
	if base == old {
		return b
	}
	next := *b
	next.virtual = &virtual{base: base, view: v}
	d := base.Since(old)
	if set := b.touched(old, d); len(set) > 0 {
		edited := next.edit(s.ModSeq, set, func(m *mail.Message) *mail.Message {
			now, _ := base.Get(m.UID)
			return now
		})
		next = *edited
	}
	match := v.test(b.Account)
	out := &next
	for _, m := range d.Added {
		if match(m) {
			out.add(m, out.batch)
		}
	}
	return out.at(s)
}

// touched returns which messages of b a difference of its base is about.
func (b *Box) touched(old *Box, d Delta) mail.UIDSet {
	var uids []mail.UID
	note := func(uid mail.UID) {
		if _, ok := b.Index(uid); ok {
			uids = append(uids, uid)
		}
	}
	for _, i := range d.Expunged {
		note(old.At(i).UID)
	}
	for _, m := range d.Changed {
		note(m.UID)
	}
	return mail.UIDs(uids...)
}
