package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"sync"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// What was deleted can come back for a while, unless it was too much to keep.
const (
	undoTime   = 30 * time.Second
	maxUndos   = 64
	undoOctets = 256 << 20 // of content that is kept for all of them
)

// An undo is one removal that can be taken back.
type undo struct {
	token   string
	removal *mailbox.Removal
	octets  int64
	timer   *time.Timer
}

// undos are the removals that can be taken back, oldest first.
type undos struct {
	mu   sync.Mutex
	list []undo
}

// add keeps a removal for a while and returns the token that takes it back;
// empty for one that is too large, which is released. The oldest make room.
func (u *undos) add(r *mailbox.Removal) string {
	n := undo{token: rand.Text(), removal: r}
	for _, m := range r.Messages {
		n.octets += m.Size
	}
	if n.octets > undoOctets || len(r.Messages) == 0 {
		r.Release()
		return ""
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	for len(u.list) >= maxUndos || n.octets+u.octets() > undoOctets {
		u.list[0].timer.Stop()
		u.list[0].removal.Release()
		u.list = slices.Delete(u.list, 0, 1)
	}
	u.keep(n)
	return n.token
}

func (u *undos) octets() (sum int64) {
	for _, n := range u.list {
		sum += n.octets
	}
	return sum
}

// keep takes n in until its time is over. undos is locked.
func (u *undos) keep(n undo) {
	n.timer = time.AfterFunc(undoTime, func() {
		if n, ok := u.take(n.token); ok {
			n.removal.Release()
		}
	})
	u.list = append(u.list, n)
}

// take takes the removal of a token out: whoever has it must release it.
func (u *undos) take(token string) (undo, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	i := slices.IndexFunc(u.list, func(n undo) bool { return n.token == token })
	if i < 0 {
		return undo{}, false
	}
	n := u.list[i]
	n.timer.Stop()
	u.list = slices.Delete(u.list, i, i+1)
	return n, true
}

// putBack keeps for another while what could not be restored now.
func (u *undos) putBack(n undo) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.keep(n)
}

// clear releases everything.
func (u *undos) clear() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, n := range u.list {
		n.timer.Stop()
		n.removal.Release()
	}
	u.list = nil
}

// A removed is the reply to what removes messages.
type removed struct {
	Count  int    `json:"count"`
	Cursor string `json:"cursor"`
	Undo   string `json:"undo,omitempty"` // for POST /v1/undo/{token}; empty where it was too much to keep
}

// remove expunges messages, in a way that can be taken back for a while.
func (s *Server) remove(ctx context.Context, uids mail.UIDSet) (removed, error) {
	if n, octets := weight(s.Mailbox.State(), uids); octets > undoOctets {
		err := s.Mailbox.Expunge(ctx, uids)
		st := s.Mailbox.State()
		return removed{Count: n, Cursor: cursorOf(st, st.ModSeq)}, err
	}
	r, err := s.Mailbox.Take(ctx, uids)
	if err != nil {
		return removed{}, err
	}
	token := s.undos.add(r)
	st := s.Mailbox.State()
	return removed{len(r.Messages), cursorOf(st, st.ModSeq), token}, nil
}

// weight returns how many messages of uids there are, and their octets.
func weight(st *mailbox.State, uids mail.UIDSet) (n int, octets int64) {
	for _, span := range uids {
		for _, m := range st.All.From(st.All.Ceil(span.First)) {
			if m.UID > span.Last {
				break
			}
			n++
			octets += m.Size
		}
	}
	return n, octets
}

// undo puts back what was removed under the token of the path. It takes no
// body, or an object without members.
func (s *Server) undo(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength != 0 {
		if err := decode(r, new(struct{})); err != nil {
			return err
		}
	}
	n, ok := s.undos.take(r.PathValue("token"))
	if !ok {
		return newProblem(http.StatusNotFound, "This cannot be undone: it has been, or it was longer ago than %v.", undoTime)
	}
	count, err := n.removal.Restore(r.Context())
	if err != nil {
		s.undos.putBack(n)
		return err
	}
	n.removal.Release()
	st := s.Mailbox.State()
	return reply(w, http.StatusOK, removed{Count: count, Cursor: cursorOf(st, st.ModSeq)})
}
