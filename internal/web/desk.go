package web

import (
	"context"
	"sync"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
)

// A desk wakes waits. Without it each of a thousand waits would wake with
// every message, to find that it is not theirs; the desk looks at each new
// message once, asks every query about it, and wakes whom it concerns. It is a
// filter and nothing more: who is woken looks for itself, in a State, from a
// position. While nobody waits no goroutine runs.
type desk struct {
	server *Server

	mu      sync.Mutex
	tickets *search.Index[*ticket]
	at      mail.ModSeq        // every message up to here has been asked about
	stop    context.CancelFunc // of the clerk; nil while there is none
}

// A ticket is the place of one wait at the desk.
type ticket struct {
	*waiting
	from mail.ModSeq   // no message up to here is for it
	busy bool          // the clerk is asking about a message later than from
	call chan struct{} // closed when there is one, or with err
	err  error         // why nothing more comes
}

// enter lets w be called for messages after from. A desk that is past that
// calls it at once.
func (d *desk) enter(w *waiting, from mail.ModSeq) *ticket {
	t := &ticket{waiting: w, from: from, call: make(chan struct{})}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop == nil {
		d.open(from)
	}
	if d.at > from {
		close(t.call)
	} else {
		d.tickets.Add(t, t.view.query)
	}
	return t
}

// leave takes t back. It returns the position up to which no message is for
// it, and the error that it was called with.
func (d *desk) leave(t *ticket) (mail.ModSeq, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.tickets.Has(t) {
		d.tickets.Remove(t)
		if !t.busy {
			t.from = max(t.from, d.at)
		}
	}
	if d.tickets.Len() == 0 && d.stop != nil {
		d.stop()
		d.stop = nil
	}
	return t.from, t.err
}

// open starts a clerk. The desk is locked.
func (d *desk) open(from mail.ModSeq) {
	ctx, stop := context.WithCancel(d.server.life)
	d.at, d.stop, d.tickets = from, stop, search.NewIndex[*ticket]()
	d.server.work.Go(func() { d.clerk(ctx, from) })
}

// clerk asks about messages as they arrive until ctx is done.
func (d *desk) clerk(ctx context.Context, at mail.ModSeq) {
	for {
		st, err := d.server.Mailbox.Wait(ctx, at)
		if err != nil {
			d.close(ctx, err)
			return
		}
		for _, m := range st.All.From(st.All.Ceil(mail.UID(at) + 1)) {
			d.ask(ctx, st, m)
		}
		at = st.ModSeq
		d.locked(ctx, func() { d.at = at })
	}
}

// locked does f as long as the clerk of ctx has the desk.
func (d *desk) locked(ctx context.Context, f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if ctx.Err() == nil {
		f()
	}
}

// ask calls the tickets that m is for: first those whose queries need not read
// it, then, with the desk open, the others.
func (d *desk) ask(ctx context.Context, st *mailbox.State, m *mail.Message) {
	subject := search.NewSubject(m, func() ([]byte, error) { return d.server.Mailbox.Octets(ctx, m) })
	before := mail.ModSeq(m.UID) - 1
	var deep []*ticket
	d.locked(ctx, func() {
		for t := range d.tickets.Candidates(m) {
			switch {
			case !t.view.concerns(st, m):
			case t.view.query.Reads():
				t.from, t.busy = max(t.from, before), true
				deep = append(deep, t)
			case t.view.query.Finds(subject):
				d.call(t, before)
			}
		}
		d.at = mail.ModSeq(m.UID)
	})
	for _, t := range deep {
		found := t.view.query.Finds(subject)
		d.locked(ctx, func() {
			t.busy = false
			if found && d.tickets.Has(t) {
				d.call(t, before)
			}
		})
	}
}

func (d *desk) call(t *ticket, from mail.ModSeq) {
	d.tickets.Remove(t)
	t.from = max(t.from, from)
	close(t.call)
}

// close calls everyone with err: nothing more comes.
func (d *desk) close(ctx context.Context, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if ctx.Err() != nil && d.server.life.Err() == nil {
		return // nobody waits, or another clerk has the desk
	}
	for _, t := range d.tickets.All() {
		t.err = err
		d.call(t, 0)
	}
}
