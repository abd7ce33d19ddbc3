package mailbox

import (
	"slices"
	"strings"

	"mailsink/internal/mail"
)

// Recipients is the name above the mailboxes of original recipients.
const Recipients = "Recipients"

// recipientKey returns what the mailbox of an original recipient is found by:
// the address in small letters.
func recipientKey(original mail.Address) string { return strings.ToLower(string(original)) }

// nameOf returns the name of the mailbox of a key: the key below [Recipients],
// with a slash in it as %2F and a percent sign as %25.
func nameOf(key string) string { return Recipients + "/" + oneLevel(key) }

// oneLevel escapes what would part a name into levels, and what escapes.
func oneLevel(name string) string {
	if !strings.ContainsAny(name, "%/") {
		return name
	}
	return strings.NewReplacer("%", "%25", "/", "%2F").Replace(name)
}

// originals returns the keys of the mailboxes of original recipients that m
// belongs to.
func originals(m *mail.Message) []string {
	if m.Envelope == nil || len(m.Envelope.Recipients) == 0 {
		return nil
	}
	keys := make([]string, 0, len(m.Envelope.Recipients))
	for i := range m.Envelope.Recipients {
		if original := m.Envelope.Recipients[i].Original; original != "" {
			keys = append(keys, recipientKey(original))
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// file puts m, which has come to the INBOX of the i-th account, into the
// mailboxes of its original recipients.
func (f *fold) file(i int, m *mail.Message) {
	if m.Envelope == nil {
		return
	}
	a := f.own(i)
	file := func(key string) {
		a.recipients = f.filed(a.recipients, a.Name, key, m)
		f.recipients = f.filed(f.recipients, Everyone, key, m)
	}
	if rcpts := m.Envelope.Recipients; len(rcpts) == 1 && rcpts[0].Original != "" {
		file(recipientKey(rcpts[0].Original))
		return
	}
	for _, key := range originals(m) {
		file(key)
	}
}

// filed returns d with m in the mailbox of that key.
func (f *fold) filed(d *directory, account, key string, m *mail.Message) *directory {
	b, there := d.get(key)
	switch {
	case there && b.batch == f.batch: // so d is this State's too
		b.add(m, f.batch)
		return d
	case there:
	case d != nil && d.len >= maxDirectory:
		return d
	default:
		name := nameOf(key)
		b = &Box{Account: account, ID: virtualID(account, name), Name: name, UIDValidity: f.UIDValidity}
	}
	return d.with(key, b.add(m, f.batch), f.batch)
}

// A filing is which mailboxes of original recipients a change concerns.
type filing map[filed]struct{}

type filed struct{ account, key string }

// note adds those of m.
func (n filing) note(m *mail.Message) {
	if m.Box != 0 || m.Envelope == nil {
		return
	}
	for i := range m.Envelope.Recipients {
		n[filed{m.Account, recipientKey(m.Envelope.Recipients[i].Original)}] = struct{}{}
	}
}

// refile replaces every mailbox of n by what change makes of it.
func (f *fold) refile(n filing, change func(*Box) *Box) {
	done := make(map[string]bool) // of everyone
	for at := range n {
		a := f.own(f.account(at.account))
		a.recipients = f.refiled(a.recipients, at.key, change)
		if !done[at.key] {
			done[at.key] = true
			f.recipients = f.refiled(f.recipients, at.key, change)
		}
	}
}

// refiled returns d with what change makes of a mailbox. One that is empty then
// goes.
func (f *fold) refiled(d *directory, key string, change func(*Box) *Box) *directory {
	b, ok := d.get(key)
	if !ok {
		return d
	}
	if b = change(b); b.Len() == 0 {
		return d.without(key, f.batch)
	}
	return d.with(key, b, f.batch)
}
