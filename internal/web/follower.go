package web

import (
	"context"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A follower is a viewer of the feed: it holds the state it last told of, and
// says how a newer one differs.
type follower struct {
	server *Server
	view   view
	seen   *mailbox.State
	told   mail.ModSeq // the position its viewer knows of
	known  *members    // of a view with a query
}

// members are the messages that a query found, and how many are unread. It is
// nil where they are not counted: there is no query, or they are too many.
type members struct {
	unread map[mail.UID]bool
	counts counts
}

// maxMembers bounds what is remembered for one viewer.
const maxMembers = 50_000

// set adds m, or notes that it has been read.
func (k *members) set(m *mail.Message) {
	k.drop(m.UID)
	unread := !m.Flags.Has(mail.Seen)
	k.unread[m.UID] = unread
	k.add(unread, 1)
}

// drop removes a message, and reports whether it was there.
func (k *members) drop(uid mail.UID) bool {
	unread, ok := k.unread[uid]
	if ok {
		delete(k.unread, uid)
		k.add(unread, -1)
	}
	return ok
}

func (k *members) add(unread bool, n int) {
	k.counts.Total += n
	if unread {
		k.counts.Unread += n
	}
}

// newFollower begins at st.
func (s *Server) newFollower(ctx context.Context, v view, st *mailbox.State) *follower {
	f := &follower{server: s, view: v, seen: st, told: st.ModSeq}
	f.count(ctx)
	return f
}

// count finds the members of the view among what has been seen. Where that
// takes too long they are not counted.
func (f *follower) count(ctx context.Context) {
	f.known = nil
	if f.view.query.All() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, sumBudget)
	defer cancel()
	src := f.view.in(f.seen)
	known := &members{unread: make(map[mail.UID]bool)}
	for m := range f.server.newest(ctx, f.view, src, src.Len()) {
		if known.set(m); known.counts.Total > maxMembers {
			return
		}
	}
	if ctx.Err() == nil {
		f.known = known
	}
}

// counts returns how many messages are in the view, nil if that is not known.
func (f *follower) counts() *counts {
	switch {
	case f.known != nil:
		c := f.known.counts
		return &c
	case !f.view.query.All():
		return nil
	}
	src := f.view.in(f.seen)
	return &counts{src.total, src.unread}
}

// advance moves on to st and returns the frame that tells it. ok is false
// where nothing happened in the view; the next frame then covers this one.
func (f *follower) advance(ctx context.Context, st *mailbox.State) (frame any, ok bool) {
	before, now := f.view.in(f.seen), f.view.in(st)
	f.seen = st
	from := f.told + 1
	if before.box != nil && now.box != nil && before.box.ID != now.box.ID {
		return f.skip(ctx, from), true // another mailbox of the same name
	}
	d := now.Since(before.List)
	if len(d.Added)+len(d.Changed)+len(d.Expunged) > maxFrame {
		return f.skip(ctx, from), true
	}
	b := f.batch(ctx, before, now, d)
	if b.empty() {
		return nil, false
	}
	b.From, b.To = from, st.ModSeq
	f.told = st.ModSeq
	f.server.told.add(st)
	b.Counts = f.counts()
	return b, true
}

// skip gives up telling what happened from position from on.
func (f *follower) skip(ctx context.Context, from mail.ModSeq) gap {
	f.told = f.seen.ModSeq
	f.server.told.add(f.seen)
	f.count(ctx)
	return newGap(from, f.told)
}

func (f *follower) batch(ctx context.Context, before, now source, d mailbox.Delta) batch {
	b := batch{Type: "batch"}
	moved := make(map[mail.ID]bool) // what left and came again under a new UID
	for _, m := range d.Added {
		if len(d.Expunged) > 0 {
			moved[m.ID] = true
		}
	}
	told := make(map[mail.ID]bool)
	for _, i := range d.Expunged {
		m := before.At(i)
		if !before.has(m) || !f.drop(m.UID) {
			continue
		}
		if told[m.ID] = true; !moved[m.ID] {
			b.Gone = append(b.Gone, m.ID)
		}
	}
	for _, m := range d.Changed {
		f.changed(ctx, &b, now, m)
	}
	for _, m := range d.Added {
		switch in := f.server.matches(ctx, f.view, now, m); {
		case in && told[m.ID]:
			f.keep(m)
			b.Upd = append(b.Upd, f.view.row(m))
		case in:
			f.keep(m)
			b.Rows = append(b.Rows, f.view.row(m))
		case told[m.ID]:
			b.Gone = append(b.Gone, m.ID)
		}
	}
	return b
}

// changed tells what a change of flags means to the view: read mail leaves
// is:unread, for example.
func (f *follower) changed(ctx context.Context, b *batch, now source, m *mail.Message) {
	if !now.has(m) {
		return
	}
	was := f.knows(m.UID)
	switch in := f.server.matches(ctx, f.view, now, m); {
	case in && was:
		f.keep(m)
		b.Upd = append(b.Upd, f.view.row(m))
	case in:
		f.keep(m)
		b.Rows = append(b.Rows, f.view.row(m))
	case was:
		f.drop(m.UID)
		b.Gone = append(b.Gone, m.ID)
	}
}

// knows reports whether a message was in the view, as far as that is known.
func (f *follower) knows(uid mail.UID) bool {
	if f.known == nil {
		return true
	}
	_, ok := f.known.unread[uid]
	return ok
}

func (f *follower) keep(m *mail.Message) {
	if f.known != nil {
		f.known.set(m)
	}
}

// drop forgets a message, and reports whether it was in the view.
func (f *follower) drop(uid mail.UID) bool { return f.known == nil || f.known.drop(uid) }
