package imap

import (
	"slices"
	"strconv"
	"strings"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mailbox"
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

// objectID names a mailbox of the account for ever (RFC 8474).
func objectID(b *mailbox.Box) string { return "M" + strconv.FormatUint(uint64(b.ID), 36) }

// cmdCreate does CREATE (RFC 9051 §6.3.4). Special uses follow from names, so
// none can be given.
func (s *session) cmdCreate(r *request) (string, error) {
	name, err := s.mailboxName(r)
	if err != nil {
		return "", err
	}
	uses := false
	if r.more() {
		if uses, err = createUse(r); err != nil {
			return "", err
		}
	}
	if err := r.end(); err != nil {
		return "", err
	}
	if uses {
		return "", no("USEATTR", "Special uses follow from the names of mailboxes here")
	}
	b, err := s.create(name)
	if err != nil {
		return "", err
	}
	return "MAILBOXID (" + objectID(b) + ")", nil
}

// createUse reads "(USE (\Drafts))".
func createUse(r *request) (uses bool, err error) {
	err = r.list(func() error {
		if r.word() != "USE" {
			return bad("The only parameter of CREATE is USE")
		}
		if err := r.space(); err != nil {
			return err
		}
		return r.list(func() error {
			uses = true
			r.take('\\')
			_, err := r.atom()
			return err
		})
	})
	return uses, err
}

// create makes a mailbox. Names above it that are none are listed as \Noselect,
// as Dovecot has it.
func (s *session) create(name string) (*mailbox.Box, error) {
	name = strings.TrimSuffix(name, "/") // says that names below it are to come
	if err := checkName(name); err != nil {
		return nil, err
	}
	if mailbox.Reserved(name) {
		return nil, isVirtual()
	}
	if _, taken := s.box(name); taken {
		return nil, mailbox.ErrExists
	}
	if len(s.boxes()) >= maxMailboxes {
		return nil, no(goimap.ResponseCodeLimit, "The account has 10000 mailboxes already")
	}
	return s.Mailbox.Create(s.ctx, s.account, name)
}

// cmdDelete does DELETE. Names below the mailbox stay (RFC 9051 §6.3.5).
func (s *session) cmdDelete(r *request) (string, error) {
	name, err := s.onlyMailbox(r)
	if err != nil {
		return "", err
	}
	b, ok := s.box(name)
	switch {
	case ok && b.Virtual():
		return "", isVirtual()
	case ok:
		return "", s.Mailbox.Remove(s.ctx, b)
	case len(s.below(name)) > 0:
		return "", no(goimap.ResponseCodeHasChildren, "There are mailboxes below that name")
	}
	return "", mailbox.ErrNotExist
}

// below returns the mailboxes whose names begin with name and a delimiter.
func (s *session) below(name string) []*mailbox.Box {
	return slices.DeleteFunc(s.boxes(), func(b *mailbox.Box) bool { return !strings.HasPrefix(b.Name, name+"/") })
}

// cmdRename does RENAME: of a mailbox with all below it. That of INBOX moves
// its messages to a new mailbox (RFC 9051 §6.3.6).
func (s *session) cmdRename(r *request) (string, error) {
	name, err := s.mailboxName(r)
	if err != nil {
		return "", err
	}
	newName, err := s.onlyMailbox(r)
	if err != nil {
		return "", err
	}
	newName = strings.TrimSuffix(newName, "/")
	if err := checkName(newName); err != nil {
		return "", err
	}
	if isInbox(name) {
		return "", s.renameInbox(newName)
	}
	return "", s.rename(name, newName)
}

func (s *session) rename(name, newName string) error {
	if mailbox.Reserved(name) || mailbox.Reserved(newName) {
		return isVirtual()
	}
	if strings.HasPrefix(newName, name+"/") {
		return no(goimap.ResponseCodeCannot, "A mailbox cannot be moved below itself")
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
	return s.Mailbox.Rename(s.ctx, namings...)
}

func (s *session) renameInbox(newName string) error {
	if _, err := s.create(newName); err != nil {
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

// cmdSubscribe does SUBSCRIBE and UNSUBSCRIBE (RFC 9051 §6.3.7).
func (s *session) cmdSubscribe(r *request) (string, error) {
	name, err := s.onlyMailbox(r)
	if err != nil {
		return "", err
	}
	name = strings.TrimSuffix(name, "/")
	if r.verb == "SUBSCRIBE" {
		if err := checkName(name); err != nil {
			return "", err
		}
		if _, there := s.box(name); !there && !mailbox.Reserved(name) && len(s.below(name)) == 0 {
			return "", mailbox.ErrNotExist
		}
		if len(s.subscriptions()) >= maxMailboxes {
			return "", no(goimap.ResponseCodeLimit, "The account has 10000 subscriptions already")
		}
	}
	return "", s.Mailbox.Subscribe(s.ctx, s.account, name, r.verb == "SUBSCRIBE")
}

// cmdNamespace does NAMESPACE (RFC 2342).
func (s *session) cmdNamespace(r *request) (string, error) {
	if err := r.end(); err != nil {
		return "", err
	}
	s.put(`* NAMESPACE (("" "/")) NIL NIL`)
	return "", nil
}
