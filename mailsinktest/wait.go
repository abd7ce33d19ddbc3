package mailsinktest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

// Wait returns the oldest message for which every match holds, as soon as
// there is one. Without a deadline in ctx it gives up after a while, 10 seconds
// unless Patience says otherwise. The error then says what was waited for,
// what came instead and, of a sink with Page, where its page shows that: the
// mail of the account, if matches name one.
func (s *Sink) Wait(ctx context.Context, matches ...Match) (*Message, error) {
	list, err := s.WaitN(ctx, 1, matches...)
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// WaitN is Wait for n messages; it returns the oldest n, in order of arrival.
func (s *Sink) WaitN(ctx context.Context, n int, matches ...Match) ([]*Message, error) {
	if err := broken(matches); err != nil {
		return nil, err
	}
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.patience)
		defer cancel()
	}
	found, err := s.watch(ctx, n, matches)
	if err != nil {
		return nil, fmt.Errorf("mailsinktest: waited for %s: %d of %d came (%w)%s%s", describe(matches), len(found), n, err, s.overview(), s.seen(matches))
	}
	return found, nil
}

// None returns nil if no message matches until the deadline of ctx. Without a
// deadline it looks once: all that was acknowledged to its sender is there. The
// error names the message that should not have come, or says that ctx was
// cancelled before its deadline.
func (s *Sink) None(ctx context.Context, matches ...Match) error {
	if err := broken(matches); err != nil {
		return err
	}
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, 0)
		defer cancel()
	}
	found, err := s.watch(ctx, 1, matches)
	switch {
	case len(found) > 0:
		return fmt.Errorf("mailsinktest: hoped for no message with %s, but one came %s%s", describe(matches), found[0], s.seen(matches))
	case errors.Is(err, context.DeadlineExceeded):
		return nil
	}
	return fmt.Errorf("mailsinktest: the wait for no message with %s was cut short: %w", describe(matches), err)
}

// Messages returns the messages there are for which every match holds, oldest
// first. A Query with a mistake holds for none.
func (s *Sink) Messages(matches ...Match) []*Message {
	if broken(matches) != nil {
		return nil
	}
	found, _ := s.scan(s.box.State().All.List, 0, matches, -1)
	return found
}

// Codes returns the one-time codes of the messages there are, those of the
// newest message first.
func (s *Sink) Codes(matches ...Match) []string {
	var codes []string
	for _, m := range slices.Backward(s.Messages(matches...)) {
		codes = append(codes, m.Codes...)
	}
	return codes
}

// Clear removes the messages there are.
func (s *Sink) Clear(ctx context.Context) error {
	all := s.box.State().All
	if err := s.box.Expunge(ctx, all.UIDs(0, all.Len())); err != nil {
		return fmt.Errorf("mailsinktest: %w", err)
	}
	return nil
}

// watch collects the oldest n messages that match, as they come. With an error
// it returns what it has.
func (s *Sink) watch(ctx context.Context, n int, matches []Match) ([]*Message, error) {
	var found []*Message
	var seen mail.UID
	st := s.box.State()
	for {
		more, last := s.scan(st.All.List, seen, matches, n-len(found))
		found, seen = append(found, more...), last
		if len(found) >= n {
			return found, nil
		}
		next, err := s.box.Wait(ctx, st.ModSeq)
		if err != nil {
			return found, err
		}
		st = next
	}
}

// scan returns the messages behind seen that match, n at most unless n is
// negative, and the last UID it looked at.
func (s *Sink) scan(list mailbox.List, seen mail.UID, matches []Match, n int) ([]*Message, mail.UID) {
	var found []*Message
	for _, m := range list.From(list.Ceil(seen + 1)) {
		if len(found) == n {
			break
		}
		seen = m.UID
		var err error
		c := newCandidate(m, func() (content []byte, _ error) {
			content, err = s.box.Octets(s.life, m)
			return content, err
		})
		c.repeated = func(m *mail.Message) bool { return s.box.Repeated(s.life, m) }
		if !all(matches, c) {
			continue
		}
		if msg := c.message(); !errors.Is(err, store.ErrNotExist) {
			found = append(found, msg)
		}
	}
	return found, seen
}

// overviewed is how many messages a failed wait tells of.
const overviewed = 10

// overview says what is in the sink.
func (s *Sink) overview() string {
	list := s.Messages()
	if len(list) == 0 {
		return "; the sink is empty"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "; in the sink are %d:", len(list))
	for _, m := range list[max(0, len(list)-overviewed):] {
		fmt.Fprintf(&b, "\n\t%s", m)
	}
	return b.String()
}

// seen says where the page shows the mail of the account that matches name, or
// all mail; it is empty of a sink without a page.
func (s *Sink) seen(matches []Match) string {
	if s.page == nil {
		return ""
	}
	for _, m := range matches {
		if m.account != "" {
			return "\n\tsee " + s.URL() + "/run/" + url.PathEscape(m.account)
		}
	}
	return "\n\tsee " + s.URL() + "/"
}
