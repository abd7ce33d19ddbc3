package mailbox

import (
	"context"
	"maps"
	"slices"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/pause"
	"mailsink/internal/store"
)

// Drop removes an account with all that is in it. What arrives after the
// State through, of which the caller may not know, stays, and with it the
// account. The error is ErrNotExist if there is no such account.
func (m *Mailbox) Drop(ctx context.Context, account string, through mail.ModSeq) error {
	a, ok := m.State().Account(account)
	if !ok {
		return ErrNotExist
	}
	return m.record(ctx, store.Record{Dropped: &store.Dropped{Account: a.Name, Through: store.Pos(through)}})
}

// drop removes the messages of an account, and the account if none is left.
func (f *fold) drop(r *store.Dropped) {
	f.dropped++
	i, ok := f.index[r.Account]
	if !ok {
		return
	}
	empty := true
	for _, b := range f.accounts[i].Boxes {
		n := b.Ceil(r.Through.UID() + 1)
		empty = empty && n == b.Len()
		if n > 0 {
			f.remove(b.UIDs(0, n))
		}
	}
	if !empty {
		return
	}
	f.dropped++
	f.accounts, f.ownAccounts = slices.Delete(slices.Clone(f.accounts), i, i+1), true
	f.index, f.ownIndex = maps.Clone(f.index), true
	delete(f.index, r.Account)
	for j, a := range f.accounts[i:] {
		f.index[a.Name] = i + j
	}
}

// use notes that mail came to an account that was selected.
func (f *fold) use(account string, at time.Time) {
	i := f.account(account)
	if at.After(f.accounts[i].Used) {
		f.own(i).Used = at
	}
}

// expire drops selected accounts that have not been used for an age, until ctx
// is done. It sleeps until the next one may be due.
func (m *Mailbox) expire(ctx context.Context, age time.Duration) {
	for pause.For(m.sweep(ctx, age, time.Now()), ctx.Done()) {
	}
}

// sweep drops the accounts that are due at now, and returns when the next one
// may be.
func (m *Mailbox) sweep(ctx context.Context, age time.Duration, now time.Time) time.Duration {
	next := age
	state := m.State()
	for _, a := range state.Accounts() {
		if a.Used.IsZero() {
			continue
		}
		if rest := age - now.Sub(a.Used); rest > 0 {
			next = min(next, rest)
			continue
		}
		if err := m.Drop(ctx, a.Name, state.ModSeq); err != nil && ctx.Err() == nil {
			m.log.Warn("an account that is not used any more could not be dropped; it will be tried again", "account", a.Name, "err", err)
		}
	}
	return next
}
