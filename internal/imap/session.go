package imap

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

// maxFailures is how many failed logins a connection may have.
const maxFailures = 5

// A session is one client.
type session struct {
	*service
	ctx    context.Context
	cancel context.CancelFunc
	conn   *conn
	closed atomic.Bool
	idling sync.Mutex // held by IDLE

	account  string // empty before the login
	failures int    // of logins

	// view is the selected mailbox as the client knows it, or nil. A message
	// sequence number is an index into it, plus one.
	view     *mailbox.Box
	readOnly bool
	told     told
	keywords keywords
	recent   mail.UIDSet // messages that this session is the first to see
	saved    mail.UIDSet // the last result of SEARCH RETURN (SAVE)
}

func newSession(v *service, c *conn) *session {
	s := &session{service: v, conn: c}
	s.ctx, s.cancel = context.WithCancel(v.ctx)
	return s
}

func (s *session) close() {
	s.cancel()
	s.idling.Lock() // the engine does not wait for its IDLE when a client just goes
	defer s.idling.Unlock()
	s.view = nil
	s.closed.Store(true)
}

// login finds the account of a user.
func (s *session) login(username, password string) error {
	if s.Auth != nil {
		if err := s.Auth(s.ctx, username, password); err != nil {
			return s.refuseLogin(err)
		}
		s.account = s.Mailbox.Account(mail.Address(username))
		return nil
	}
	s.account = mailbox.Everyone
	state := s.Mailbox.State()
	for _, name := range []string{username, s.Mailbox.Account(mail.Address(username))} {
		if a, ok := state.Account(name); ok {
			s.account = a.Name
		}
	}
	return nil
}

func (s *session) refuseLogin(err error) error {
	s.failures++
	s.Log.Info("an IMAP login was refused", "client", s.conn.RemoteAddr().String(), "err", err)
	select {
	case <-time.After(s.AuthDelay):
	case <-s.ctx.Done():
	}
	return no(imap.ResponseCodeAuthenticationFailed, "Authentication failed")
}

// box returns a mailbox of the account as it is now. INBOX is there before
// any mail is.
func (s *session) box(name string) (*mailbox.Box, bool) {
	state := s.Mailbox.State()
	b, ok := state.Box(s.account, name)
	if !ok && strings.EqualFold(name, mailbox.Inbox) {
		return &mailbox.Box{Account: s.account, Name: mailbox.Inbox, UIDValidity: state.UIDValidity, UIDNext: 1}, true
	}
	return b, ok
}

// target is box for commands that write: an account without mail is made.
func (s *session) target(name string) (*mailbox.Box, error) {
	b, ok := s.box(name)
	if !ok {
		return nil, no(imap.ResponseCodeTryCreate, "There is no such mailbox; CREATE it first")
	}
	if _, made := s.Mailbox.State().Current(b); made {
		return b, nil
	}
	if err := s.Mailbox.Subscribe(s.ctx, s.account, mailbox.Inbox, true); err != nil {
		return nil, err
	}
	b, _ = s.box(name)
	return b, nil
}

// current returns the selected mailbox as it is now. One that has been deleted
// is empty.
func (s *session) current() *mailbox.Box {
	if b, ok := s.Mailbox.State().Current(s.view); ok {
		return b
	}
	return &mailbox.Box{
		Account: s.view.Account, ID: s.view.ID, Name: s.view.Name,
		UIDValidity: s.view.UIDValidity, UIDNext: s.view.UIDNext,
	}
}

// writable returns an error unless the selected mailbox may be changed.
func (s *session) writable() error {
	if s.readOnly {
		return no("READ-ONLY", "The mailbox was opened with EXAMINE, so nothing in it can be changed")
	}
	return nil
}

func no(code imap.ResponseCode, text string) *imap.Error {
	return &imap.Error{Type: imap.StatusResponseTypeNo, Code: code, Text: text}
}

func bad(text string) *imap.Error {
	return &imap.Error{Type: imap.StatusResponseTypeBad, Code: imap.ResponseCodeClientBug, Text: text}
}

// reply turns an error of the mailbox into the answer that the client gets.
func (s *session) reply(err error) *imap.Error {
	switch {
	case errors.Is(err, mailbox.ErrNotExist):
		return no(imap.ResponseCodeNonExistent, "There is no such mailbox")
	case errors.Is(err, mailbox.ErrExists):
		return no(imap.ResponseCodeAlreadyExists, "There is a mailbox of that name already")
	case errors.Is(err, mailbox.ErrInbox):
		return no(imap.ResponseCodeCannot, "INBOX always stays")
	case errors.Is(err, mail.ErrFull):
		return no(imap.ResponseCodeOverQuota, "No room is left to keep the message")
	case errors.Is(err, mail.ErrTooLarge):
		return no(imap.ResponseCodeTooBig, "The message is too large")
	case errors.Is(err, store.ErrNotExist):
		return no("EXPUNGEISSUED", "Some of the messages have been expunged")
	case s.ctx.Err() != nil:
		return no(imap.ResponseCodeUnavailable, "The server is shutting down")
	case errors.As(err, new(*net.OpError)), errors.Is(err, net.ErrClosed):
		return no(imap.ResponseCodeUnavailable, "The connection is broken") // nobody hears it
	}
	s.Log.Error("an IMAP command failed", "account", s.account, "err", err)
	return no(imap.ResponseCodeUnavailable, "The command failed; try again later")
}
