package mailbox

import (
	"slices"
	"strings"

	"mailsink/internal/mail"
)

// Recipients is the name above the mailboxes of original recipients.
const Recipients = "Recipients"

// RecipientName returns the name of the mailbox of an original recipient: the
// address in small letters below [Recipients], with a slash in it as %2F and a
// percent sign as %25.
func RecipientName(original mail.Address) string {
	return Recipients + "/" + oneLevel(strings.ToLower(string(original)))
}

// oneLevel escapes what would part a name into levels, and what escapes.
func oneLevel(name string) string {
	if !strings.ContainsAny(name, "%/") {
		return name
	}
	return strings.NewReplacer("%", "%25", "/", "%2F").Replace(name)
}

// originals returns the names of the mailboxes of original recipients that m
// belongs to.
func originals(m *mail.Message) []string {
	if m.Envelope == nil {
		return nil
	}
	var names []string
	for i := range m.Envelope.Recipients {
		if original := m.Envelope.Recipients[i].Original; original != "" {
			names = append(names, RecipientName(original))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// file puts m, which has come to the INBOX of the i-th account, into the
// mailboxes of its original recipients.
func (f *fold) file(i int, m *mail.Message) {
	names := originals(m)
	if len(names) == 0 {
		return
	}
	a := *f.accounts[i]
	for _, name := range names {
		a.recipients = f.filed(a.recipients, a.Name, name, m)
		f.recipients = f.filed(f.recipients, Everyone, name, m)
	}
	f.setAccount(i, &a)
}

// filed returns d with m in the mailbox of that name.
func (f *fold) filed(d *directory, account, name string, m *mail.Message) *directory {
	b, there := d.get(name)
	switch {
	case there:
	case d != nil && d.len >= maxDirectory:
		return d
	default:
		b = &Box{Account: account, ID: virtualID(account, name), Name: name, UIDValidity: f.UIDValidity}
	}
	return d.with(name, b.add(m))
}

// A filing is which mailboxes of original recipients a change concerns.
type filing map[filed]struct{}

type filed struct {
	account  string
	original mail.Address
}

// note adds those of m.
func (n filing) note(m *mail.Message) {
	if m.Box != 0 || m.Envelope == nil {
		return
	}
	for i := range m.Envelope.Recipients {
		n[filed{m.Account, m.Envelope.Recipients[i].Original}] = struct{}{}
	}
}

// refile replaces every mailbox of n by what change makes of it.
func (f *fold) refile(n filing, change func(*Box) *Box) {
	done := make(map[string]bool) // of everyone
	for at := range n {           // two spellings of one address change it twice, which makes no difference
		name := RecipientName(at.original)
		i := f.account(at.account)
		a := *f.accounts[i]
		a.recipients = refiled(a.recipients, name, change)
		f.setAccount(i, &a)
		if !done[name] {
			done[name] = true
			f.recipients = refiled(f.recipients, name, change)
		}
	}
}

// refiled returns d with what change makes of a mailbox. One that is empty then
// goes.
func refiled(d *directory, name string, change func(*Box) *Box) *directory {
	b, ok := d.get(name)
	if !ok {
		return d
	}
	if b = change(b); b.Len() == 0 {
		return d.without(name)
	}
	return d.with(name, b)
}
