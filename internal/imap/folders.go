package imap

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mailbox"
)

const (
	delimiter    = '/'
	maxName      = 1000   // octets of the name of a mailbox
	maxLevels    = 50     // of the hierarchy
	maxMailboxes = 10_000 // of an account
)

// boxes returns the mailboxes of the account; INBOX always is one.
func (s *session) boxes() []*mailbox.Box {
	inbox, _ := s.box(mailbox.Inbox)
	out := []*mailbox.Box{inbox}
	if a, ok := s.Mailbox.State().Account(s.account); ok {
		for _, b := range a.Boxes {
			if b.ID != 0 {
				out = append(out, b)
			}
		}
	}
	return out
}

// subscriptions returns the names that the account subscribes to.
func (s *session) subscriptions() []string {
	a, ok := s.Mailbox.State().Account(s.account)
	if !ok {
		return nil
	}
	return a.Subscriptions
}

// checkName returns an error unless a mailbox may have that name.
func checkName(name string) error {
	switch {
	case len(name) > maxName:
		return no(imap.ResponseCodeLimit, "The name is longer than 1000 octets")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, isControl):
		return no(imap.ResponseCodeCannot, "The name holds controls, or is not Unicode")
	case strings.ContainsAny(name, "*%"):
		return no(imap.ResponseCodeCannot, "The name holds a wildcard")
	}
	levels := strings.Split(name, "/")
	if len(levels) > maxLevels {
		return no(imap.ResponseCodeLimit, "The name has more than 50 levels")
	}
	for _, level := range levels {
		if level == "" || level == "." || level == ".." {
			return no(imap.ResponseCodeCannot, "A level of the name is empty or made of dots")
		}
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 }

// parents returns the names above name, the highest first: "a" and "a/b" for
// "a/b/c".
func parents(name string) []string {
	var out []string
	for i := range len(name) {
		if name[i] == delimiter {
			out = append(out, name[:i])
		}
	}
	return out
}

// create makes a mailbox and the names above it (RFC 9051 §6.3.4).
func (s *session) create(name string) error {
	name = strings.TrimSuffix(name, "/") // says that names below it are to come
	if err := checkName(name); err != nil {
		return err
	}
	if _, taken := s.box(name); taken {
		return mailbox.ErrExists
	}
	if err := s.createParents(name); err != nil {
		return err
	}
	if len(s.boxes()) >= maxMailboxes {
		return no(imap.ResponseCodeLimit, "The account has 10000 mailboxes already")
	}
	_, err := s.Mailbox.Create(s.ctx, s.account, name)
	return err
}

func (s *session) createParents(name string) error {
	above := parents(name)
	if len(s.boxes())+len(above) > maxMailboxes {
		return no(imap.ResponseCodeLimit, "The account has 10000 mailboxes already")
	}
	for _, p := range above {
		if _, there := s.box(p); there {
			continue
		}
		if _, err := s.Mailbox.Create(s.ctx, s.account, p); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes a mailbox. Names below it stay (RFC 9051 §6.3.5).
func (s *session) remove(name string) error {
	b, ok := s.box(name)
	switch {
	case ok:
		return s.Mailbox.Remove(s.ctx, b)
	case len(s.below(name)) > 0:
		return no(imap.ResponseCodeHasChildren, "There are mailboxes below that name")
	}
	return mailbox.ErrNotExist
}

// below returns the mailboxes whose names begin with name and a delimiter.
func (s *session) below(name string) []*mailbox.Box {
	return slices.DeleteFunc(s.boxes(), func(b *mailbox.Box) bool { return !strings.HasPrefix(b.Name, name+"/") })
}

// rename gives a mailbox and all below it other names. That of INBOX moves its
// messages to a new mailbox (RFC 9051 §6.3.6).
func (s *session) rename(name, newName string) error {
	newName = strings.TrimSuffix(newName, "/")
	if err := checkName(newName); err != nil {
		return err
	}
	if strings.EqualFold(name, mailbox.Inbox) {
		return s.renameInbox(newName)
	}
	if strings.HasPrefix(newName, name+"/") {
		return no(imap.ResponseCodeCannot, "A mailbox cannot be moved below itself")
	}
	namings := make([]mailbox.Naming, 0, 1)
	if b, ok := s.box(name); ok {
		namings = append(namings, mailbox.Naming{Box: b, Name: newName})
	}
	for _, b := range s.below(name) {
		to := newName + strings.TrimPrefix(b.Name, name)
		if err := checkName(to); err != nil {
			return err
		}
		namings = append(namings, mailbox.Naming{Box: b, Name: to})
	}
	if len(namings) == 0 {
		return mailbox.ErrNotExist
	}
	if _, taken := s.box(newName); taken {
		return mailbox.ErrExists
	}
	if err := s.createParents(newName); err != nil {
		return err
	}
	return s.Mailbox.Rename(s.ctx, namings...)
}

func (s *session) renameInbox(newName string) error {
	if err := s.create(newName); err != nil {
		return err
	}
	inbox, _ := s.box(mailbox.Inbox)
	to, err := s.target(newName)
	if err != nil || inbox.Len() == 0 {
		return err
	}
	_, err = s.Mailbox.Copy(s.ctx, inbox.UIDs(0, inbox.Len()), to, true)
	return err
}

// subscribe adds a name to the subscriptions, or takes it away.
func (s *session) subscribe(name string, on bool) error {
	if strings.EqualFold(name, mailbox.Inbox) {
		name = mailbox.Inbox
	}
	if on {
		if err := checkName(name); err != nil {
			return err
		}
		if len(s.subscriptions()) >= maxMailboxes {
			return no(imap.ResponseCodeLimit, "The account has 10000 subscriptions already")
		}
	}
	return s.Mailbox.Subscribe(s.ctx, s.account, name, on)
}
