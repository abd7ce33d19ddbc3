package imap

import (
	"context"
	"errors"
	"net"
	"os"
	"time"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

const (
	maxFailures = 5  // failed logins of a connection
	maxBad      = 50 // commands refused in a row as not well formed
	maxBadFirst = 20 // the same before the login
)

// A session is one client. It runs on one goroutine, which reads a command,
// does it, and says the difference between the view and what there is now.
type session struct {
	*service
	*wire
	ctx    context.Context
	cancel context.CancelFunc
	begun  time.Time
	req    request
	over   bool

	account  string // empty before the login
	username string // as the client logged in
	failures int    // of logins
	bad      int    // commands in a row
	enabled  enabled

	// view is the selected mailbox as the client knows it, or nil. A message
	// sequence number is an index into it, plus one.
	view       *mailbox.Box
	readOnly   bool
	told       told
	keywords   keywords
	recent     mail.UIDSet // messages that this session is the first to see
	toldRecent uint32      // how many they are, as the client was told
	saved      mail.UIDSet // the last result of SEARCH RETURN (SAVE)
	contexts   []*live     // searches that are kept up to date
	notify     *notify     // what is told unasked; nil for as usual
	idling     bool
}

// enabled is what the client has said it understands (RFC 5161).
type enabled struct {
	condstore, qresync bool
	utf8, rev2         bool
}

func newSession(v *service, sock net.Conn) *session {
	s := &session{service: v, wire: newWire(v.Server, sock, v.implicit), begun: time.Now()}
	s.ctx, s.cancel = context.WithCancel(v.ctx)
	s.req.lexer.w = s.wire
	s.expect(s.begun.Add(v.LoginTimeout))
	return s
}

// Run implements [mailsink/internal/keeper.Conn].
func (s *session) Run() {
	defer s.leaveAll()
	if s.shake() != nil {
		return
	}
	s.put("* OK [CAPABILITY ", s.capabilities(), "] IMAP server ready")
	for !s.over {
		if err := s.await(); err != nil {
			s.farewell(err)
			return
		}
		s.turn()
	}
	s.flush()
}

func (s *session) leaveAll() {
	s.cancel()
	s.sever()
	s.unselect()
	if s.account != "" {
		s.leave(s.account)
	}
}

// Stop implements [mailsink/internal/keeper.Conn].
func (s *session) Stop() { s.stop() }

// Sever implements [mailsink/internal/keeper.Conn].
func (s *session) Sever() {
	s.cancel()
	s.sever()
}

// await waits for the first octet of a command.
func (s *session) await() error {
	if s.in.Buffered() > 0 {
		s.expectRest()
		return nil
	}
	if err := s.flush(); err != nil {
		return err
	}
	s.release()
	if s.account == "" {
		s.expect(s.begun.Add(s.LoginTimeout))
	} else {
		s.expect(time.Now().Add(s.IdleTimeout))
	}
	err := s.listen()
	s.expectRest()
	return err
}

// expectRest sets the time for the rest of a command that has begun.
func (s *session) expectRest() {
	if s.account != "" {
		s.expect(time.Now().Add(s.CommandTimeout))
	}
}

// listen waits until the client says something. A client that wants it hears
// meanwhile what happens.
func (s *session) listen() error {
	if !s.idling && s.notify == nil {
		_, err := s.in.Peek(1)
		return err
	}
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	pushed := make(chan struct{})
	s.pushing = true
	go func() {
		defer close(pushed)
		s.push(ctx)
	}()
	_, err := s.in.Peek(1)
	cancel()
	<-pushed
	s.pushing = false
	return err
}

// farewell ends a connection that cannot be read: with BYE if the server stops
// or the client was too slow.
func (s *session) farewell(err error) {
	switch {
	case s.stopping.Load():
		s.put("* BYE The server is shutting down")
	case errors.Is(err, os.ErrDeadlineExceeded):
		s.put("* BYE Too long without a whole command")
	}
	s.flush()
}

// hangUp says BYE, and that the session is over.
func (s *session) hangUp(text string) {
	s.put("* BYE ", text)
	s.over = true
}

// box returns a mailbox of the account as it is now. INBOX is there before
// any mail is.
func (s *session) box(name string) (*mailbox.Box, bool) {
	state := s.Mailbox.State()
	b, ok := state.Resolve(s.account, name, s.views())
	if !ok && isInbox(name) {
		return &mailbox.Box{Account: s.account, Name: mailbox.Inbox, UIDValidity: state.UIDValidity, UIDNext: 1}, true
	}
	return b, ok
}

// views returns the searches that have a mailbox each.
func (s *session) views() []mailbox.View {
	if s.Views == nil {
		return nil
	}
	return s.Views()
}

// isVirtual refuses to change what is made of the messages of others.
func isVirtual() error {
	return no(goimap.ResponseCodeCannot, "The mailbox is virtual: it shows messages of INBOX, and has none of its own")
}

// target is box for commands that write: an account without mail is made.
func (s *session) target(name string) (*mailbox.Box, error) {
	b, ok := s.box(name)
	switch {
	case mailbox.Reserved(name), ok && b.Virtual():
		return nil, isVirtual()
	case !ok:
		return nil, no(goimap.ResponseCodeTryCreate, "There is no such mailbox; CREATE it first")
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
		UIDValidity: s.view.UIDValidity, UIDNext: s.view.UIDNext, ModSeq: s.view.ModSeq,
	}
}

// writable returns an error unless the selected mailbox may be changed.
func (s *session) writable() error {
	if s.readOnly {
		return no("READ-ONLY", "The mailbox was opened with EXAMINE, so nothing in it can be changed")
	}
	return nil
}
