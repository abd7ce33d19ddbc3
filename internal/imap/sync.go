package imap

import (
	"context"
	"errors"
	"slices"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// updates takes what a client is told unasked (RFC 9051 §7.5).
type updates interface {
	WriteExpunge(number uint32) error
	WriteNumMessages(n uint32) error
	WriteNumRecent(n uint32) error
	WriteMailboxFlags(flags []imap.Flag) error
	WriteMessageFlags(number uint32, uid imap.UID, flags []imap.Flag) error
}

// told is what the client knows, or shall be told, besides the view.
type told struct {
	flags map[mail.UID]mail.Flags // newer than the view's
	owed  map[mail.UID]struct{}   // answers to STORE
}

func (t *told) knows(uid mail.UID, flags mail.Flags) {
	if t.flags == nil {
		t.flags = make(map[mail.UID]mail.Flags)
	}
	t.flags[uid] = flags
}

func (t *told) owes(uid mail.UID) {
	if t.owed == nil {
		t.owed = make(map[mail.UID]struct{})
	}
	t.owed[uid] = struct{}{}
}

// flagsOf returns the flags of a message as the client knows them.
func (s *session) flagsOf(m *mail.Message) mail.Flags {
	if flags, ok := s.told.flags[m.UID]; ok {
		return flags
	}
	return m.Flags
}

func (s *session) poll(w updates, allowExpunge bool) error {
	if s.view == nil {
		return nil
	}
	return s.sync(w, s.current(), allowExpunge)
}

// sync tells the client what has become of its view, and moves the view on to
// next. Where nothing may be expunged (RFC 9051 §7.5.1) and something is, the
// client is told of flags alone, and of the rest at a later command.
func (s *session) sync(w updates, next *mailbox.Box, allowExpunge bool) error {
	d := next.Since(s.view)
	changed := s.news(next, d.Changed)
	if len(d.Expunged) > 0 && !allowExpunge {
		err := s.tellFlags(w, s.view, changed)
		for _, m := range changed {
			s.told.knows(m.UID, m.Flags)
		}
		s.told.owed = nil
		return err
	}
	s.view, s.told = next, told{}
	var errs []error
	for _, i := range d.Expunged {
		errs = append(errs, w.WriteExpunge(uint32(i+1)))
	}
	if len(d.Added) > 0 {
		errs = append(errs, w.WriteNumMessages(uint32(next.Len())), w.WriteNumRecent(s.claim()))
		errs = append(errs, s.tellKeywords(w, d.Added))
	}
	errs = append(errs, s.tellFlags(w, next, changed))
	return errors.Join(errs...)
}

// news returns the messages whose flags the client does not know, or has asked
// for, in order of UID.
func (s *session) news(next *mailbox.Box, changed []*mail.Message) []*mail.Message {
	var out []*mail.Message
	for _, m := range changed {
		if flags, ok := s.told.flags[m.UID]; ok && slices.Equal(flags, m.Flags) {
			continue
		}
		delete(s.told.owed, m.UID)
		out = append(out, m)
	}
	if len(s.told.owed) == 0 {
		return out
	}
	for uid := range s.told.owed {
		if m, ok := next.Get(uid); ok {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b *mail.Message) int { return int(int64(a.UID) - int64(b.UID)) })
	return out
}

// tellFlags says the flags of messages, which are in the box that the client
// numbers them by.
func (s *session) tellFlags(w updates, box *mailbox.Box, messages []*mail.Message) error {
	errs := []error{s.tellKeywords(w, messages)}
	for _, m := range messages {
		if i, ok := box.Index(m.UID); ok {
			errs = append(errs, w.WriteMessageFlags(uint32(i+1), imap.UID(m.UID), s.wire(m.UID, m.Flags)))
		}
	}
	return errors.Join(errs...)
}

// tellKeywords announces keywords before the first message that has them: some
// clients rely on it.
func (s *session) tellKeywords(w updates, messages []*mail.Message) error {
	fresh := false
	for _, m := range messages {
		fresh = s.keywords.learn(m.Flags) || fresh
	}
	if !fresh {
		return nil
	}
	return w.WriteMailboxFlags(s.keywords.list())
}

// idle tells the client what happens until stop is closed (RFC 2177).
func (s *session) idle(w updates, stop <-chan struct{}) error {
	s.idling.Lock()
	defer s.idling.Unlock()
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		select {
		case <-stop:
		case <-ctx.Done():
		}
		cancel()
	}()
	defer func() { <-stopped }()
	defer cancel()
	for {
		seen := s.Mailbox.State().ModSeq
		if err := s.poll(w, true); err != nil {
			return err
		}
		if err := s.conn.flush(); err != nil {
			return err
		}
		if _, err := s.Mailbox.Wait(ctx, seen); err != nil {
			<-stopped
			return nil
		}
	}
}
