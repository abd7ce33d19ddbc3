package imap

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/pause"
	"mailsink/internal/store"
)

// told is what the client knows besides the view.
type told struct {
	newer map[mail.UID]*mail.Message // than the view's: what was told while nothing might be expunged
	since *change                    // that this command has made
}

// A change of flags is what a command of the client has done, or a FETCH by
// the way.
type change struct {
	uids   mail.UIDSet // messages that were there
	op     store.FlagOp
	flags  mail.Flags
	answer bool // the client waits to be told, of each message
}

func (t *told) knows(m *mail.Message) {
	if t.newer == nil {
		t.newer = make(map[mail.UID]*mail.Message)
	}
	t.newer[m.UID] = m
}

// modSeqOf returns the mod-sequence of a message of the view as the client
// knows it.
func (s *session) modSeqOf(m *mail.Message) mail.ModSeq {
	if newer, ok := s.told.newer[m.UID]; ok {
		return newer.ModSeq
	}
	return m.ModSeq
}

// flagsOf returns the flags of a message as the client knows them.
func (s *session) flagsOf(m *mail.Message) mail.Flags {
	flags := m.Flags
	if newer, ok := s.told.newer[m.UID]; ok {
		flags = newer.Flags
	}
	if c := s.told.since; c != nil && c.uids.Has(m.UID) {
		flags = applied(flags, c.op, c.flags)
	}
	return flags
}

// poll says what has happened, as far as that may be said now.
func (s *session) poll(expunges bool) {
	if s.view != nil {
		if s.notify.delays() && s.pushing {
			expunges = false
		}
		s.sync(s.current(), expunges)
	}
	if s.notify != nil {
		s.tellOthers()
	}
}

// sync tells the client what has become of its view, and moves the view on to
// next: flags first, by the numbers that the client knows, then what is gone,
// then what is new. Where nothing may be expunged (RFC 9051 §7.5.1) and something is, the
// client is told of flags alone, and of the rest at a later command.
func (s *session) sync(next *mailbox.Box, expunges bool) {
	if next == s.view && s.told.since == nil {
		return
	}
	d := next.Since(s.view)
	changed := s.news(next, d.Changed)
	if len(d.Expunged) > 0 && !expunges {
		s.tellFlags(s.view, changed)
		for _, m := range d.Changed {
			s.told.knows(m)
		}
		s.told.since = nil
		return
	}
	old := s.view
	s.told = told{}
	s.tellFlags(old, changed)
	joined := s.leaving(old, next, d)
	s.view = next
	s.tellExpunged(old, d.Expunged)
	if len(d.Added) > 0 {
		s.tellAdded(d.Added)
	}
	if len(d.Added)+len(d.Expunged) > 0 {
		s.tellRecent()
	}
	s.tellNew(d.Added)
	s.joining(joined)
}

// tellAdded says that there are more messages, and first which keywords they
// brought.
func (s *session) tellAdded(added []*mail.Message) {
	var sets []mail.Flags
	for _, m := range added {
		sets = append(sets, m.Flags)
	}
	s.tellKeywords(sets...)
	s.put("* ", itoa(s.view.Len()), " EXISTS")
}

// tellRecent says how many messages are recent, if that has changed.
func (s *session) tellRecent() {
	recent := s.claim()
	if recent != s.toldRecent && !s.enabled.rev2 {
		s.put("* ", itoa(recent), " RECENT")
	}
	s.toldRecent = recent
}

// tellExpunged says which messages of old are gone, the last first.
func (s *session) tellExpunged(old *mailbox.Box, indexes []int) {
	if len(indexes) == 0 {
		return
	}
	if s.enabled.qresync {
		var gone runs
		for _, i := range slices.Backward(indexes) {
			gone.add(uint32(old.UIDOf(old.At(i))))
		}
		s.put("* VANISHED ", setText(gone))
		return
	}
	for _, i := range indexes {
		s.out = append(s.out, "* "...)
		s.out = strconv.AppendInt(s.out, int64(i+1), 10)
		s.out = append(s.out, " EXPUNGE\r\n"...)
		if s.relieve() != nil {
			return
		}
	}
}

// A telling is a message whose flags the client is told, or its
// mod-sequence alone where it knows the flags.
type telling struct {
	*mail.Message
	known bool
}

// news returns the messages that the client is to be told of, in order of UID:
// those whose flags it does not know, and those it has asked for.
func (s *session) news(next *mailbox.Box, changed []*mail.Message) []telling {
	var out []telling
	asked := s.told.since
	for _, m := range changed {
		if asked != nil && asked.answer && asked.uids.Has(m.UID) {
			continue // comes with the others
		}
		known := s.knowsFlags(m)
		if !known || s.enabled.condstore {
			out = append(out, telling{m, known})
		}
	}
	if asked == nil || !asked.answer {
		return out
	}
	for _, r := range asked.uids {
		for _, m := range next.From(next.Ceil(r.First)) {
			if m.UID > r.Last {
				break
			}
			out = append(out, telling{Message: m})
		}
	}
	slices.SortFunc(out, func(a, b telling) int { return cmp.Compare(a.UID, b.UID) })
	return out
}

// knowsFlags reports whether the client knows the flags that m has now.
func (s *session) knowsFlags(m *mail.Message) bool {
	if len(s.told.newer) == 0 && s.told.since == nil {
		return false
	}
	old, ok := s.view.Get(m.UID)
	return ok && slices.Equal(s.flagsOf(old), m.Flags)
}

// tellFlags says the flags of messages, which are in the box that the client
// numbers them by.
func (s *session) tellFlags(box *mailbox.Box, messages []telling) {
	var sets []mail.Flags
	for _, m := range messages {
		sets = append(sets, m.Flags)
	}
	s.tellKeywords(sets...)
	at := 0
	for _, m := range messages {
		i, ok := follows(box, at, m.UID)
		if !ok {
			continue
		}
		at = i
		s.putFlags(i, m.Message, !m.known)
		if s.relieve() != nil {
			return
		}
	}
}

// follows finds uid in b, most likely right behind index i.
func follows(b *mailbox.Box, i int, uid mail.UID) (int, bool) {
	for j := i; j < min(i+2, b.Len()); j++ {
		if b.At(j).UID == uid {
			return j, true
		}
	}
	return b.Index(uid)
}

// putFlags says the flags of a message unasked.
func (s *session) putFlags(i int, m *mail.Message, flags bool) {
	out := append(s.out, "* "...)
	out = strconv.AppendInt(out, int64(i+1), 10)
	out = append(out, " FETCH ("...)
	if s.tellsUIDs() {
		out = append(out, "UID "...)
		out = append(strconv.AppendUint(out, uint64(s.view.UIDOf(m)), 10), ' ')
	}
	if flags {
		out = append(out, "FLAGS "...)
		out = append(s.appendFlags(out, m.UID, m.Flags), ' ')
	}
	if s.enabled.condstore {
		out = append(out, "MODSEQ ("...)
		out = append(out, modSeq(m.ModSeq)...)
		out = append(out, ") "...)
	}
	s.out = append(bytes.TrimSuffix(out, []byte{' '}), ")\r\n"...)
}

// tellsUIDs reports whether flags come with the UID of their message: in
// answers to a command that gives UIDs (RFC 9051 §6.4.9), and to clients that
// count on it (RFC 7162 §3.2.4, RFC 5465 §5.3).
func (s *session) tellsUIDs() bool {
	return s.req.uid && !s.pushing || s.enabled.qresync || s.enabled.rev2 || s.notify != nil
}

// tellKeywords announces keywords before the first message that has them: some
// clients rely on it.
func (s *session) tellKeywords(sets ...mail.Flags) {
	fresh := false
	for _, flags := range sets {
		fresh = s.keywords.learn(flags) || fresh
	}
	if !fresh {
		return
	}
	flags := s.keywords.list()
	s.put("* FLAGS (", flags, ")")
	if !s.readOnly {
		s.put("* OK [PERMANENTFLAGS (", flags, ` \*)] Flags permitted`)
	}
}

const (
	// pace is how long a client that was told something is left alone: a
	// burst of mail is told in few pieces.
	pace = 15 * time.Millisecond
	// crowded is what every further session adds to the pace, so that many
	// who are all told the same leave time for something else, and slow the
	// most that it may become.
	crowded = 50 * time.Microsecond
	slow    = 60 * time.Millisecond
	// alive is how often a client that waits hears that the server is there,
	// so that nobody between the two forgets the connection.
	alive = 2 * time.Minute
)

// pace returns how long a client that was told something is left alone now.
func (v *service) pace() time.Duration {
	return max(pace, min(time.Duration(v.pushed.Load())*crowded, slow))
}

// push tells the client what happens until ctx is done.
func (s *session) push(ctx context.Context) {
	s.pushed.Add(1)
	defer s.pushed.Add(-1)
	for s.pushFor(ctx, alive) {
		s.put("* OK Still here")
	}
}

// pushFor is push for some time. It reports whether there is more to come.
func (s *session) pushFor(ctx context.Context, d time.Duration) bool {
	quiet, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	for {
		seen := s.Mailbox.State().ModSeq
		s.poll(true)
		told := len(s.out) > 0
		if s.flush() != nil {
			return false
		}
		s.release()
		if told && !pause.For(s.service.pace(), ctx.Done()) {
			return false
		}
		if _, err := s.Mailbox.Wait(quiet, seen); err != nil {
			return ctx.Err() == nil && quiet.Err() != nil // else told to stop, or the mailbox is closed
		}
	}
}
