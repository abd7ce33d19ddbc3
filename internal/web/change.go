package web

import (
	"context"
	"net/http"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

// A patchAsk is the body of PATCH /v1/messages/{id}.
type patchAsk struct {
	Flags struct {
		Add    []mail.Flag `json:"add"`
		Remove []mail.Flag `json:"remove"`
	} `json:"flags"`
	Mailbox string `json:"mailbox"` // to move to, of the same account; empty to stay
}

// patch changes the flags of a message, or moves it.
func (s *Server) patch(w http.ResponseWriter, r *http.Request) error {
	_, m, err := s.find(r)
	if err != nil {
		return err
	}
	var ask patchAsk
	if err := decode(r, &ask); err != nil {
		return err
	}
	for _, f := range append(ask.Flags.Add, ask.Flags.Remove...) {
		if !validFlag(f) {
			return badRequest("%.40q is not a flag; system flags are \\Seen, \\Answered, \\Flagged, \\Deleted and \\Draft, others are words of printable ASCII.", string(f))
		}
	}
	if err := s.change(r.Context(), m, ask); err != nil {
		return err
	}
	st := s.Mailbox.State()
	after, ok := st.Find(m.ID)
	if !ok {
		return gone()
	}
	return reply(w, http.StatusOK, messageOf(st, after))
}

func (s *Server) change(ctx context.Context, m *mail.Message, ask patchAsk) error {
	uid := mail.UIDs(m.UID)
	box, err := s.target(m, ask.Mailbox)
	if err != nil {
		return err
	}
	if len(ask.Flags.Add) > 0 {
		if err := s.Mailbox.Flag(ctx, uid, store.AddFlags, mail.NewFlags(ask.Flags.Add...)); err != nil {
			return err
		}
	}
	if len(ask.Flags.Remove) > 0 {
		if err := s.Mailbox.Flag(ctx, uid, store.RemoveFlags, mail.NewFlags(ask.Flags.Remove...)); err != nil {
			return err
		}
	}
	if box == nil {
		return nil
	}
	_, err = s.Mailbox.Copy(ctx, uid, box, true)
	return err
}

// target returns the mailbox to move m to, nil for none.
func (s *Server) target(m *mail.Message, name string) (*mailbox.Box, error) {
	if name == "" {
		return nil, nil
	}
	b, ok := s.Mailbox.State().Box(m.Account, name)
	if !ok {
		return nil, newProblem(http.StatusNotFound, "The account %s has no mailbox of that name; GET /v1/accounts/%s/mailboxes lists them.", m.Account, m.Account)
	}
	if b.ID == m.Box {
		return nil, nil
	}
	return b, nil
}

// validFlag reports whether f is a system flag or a keyword (RFC 9051 §2.3.2,
// §9: atom).
func validFlag(f mail.Flag) bool {
	switch f {
	case mail.Seen, mail.Answered, mail.Flagged, mail.Deleted, mail.Draft:
		return true
	}
	for i := range len(f) {
		switch c := f[i]; {
		case c <= ' ' || c >= 0x7f, c == '(', c == ')', c == '{', c == '%', c == '*', c == '"', c == '\\', c == ']':
			return false
		}
	}
	return f != "" && len(f) <= 100
}

// expunge removes one message. It takes no body: one that has a body means
// something else.
func (s *Server) expunge(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength != 0 {
		return badRequest("DELETE takes no body: it removes the one message of its URL. For several, POST /v1/actions.")
	}
	_, m, err := s.find(r)
	if err != nil {
		return err
	}
	if err := s.Mailbox.Expunge(r.Context(), mail.UIDs(m.UID)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// An actionAsk is the body of POST /v1/actions. It names messages by their IDs
// or by a query, never by saying nothing.
type actionAsk struct {
	Op      string       `json:"op"`
	IDs     *[]string    `json:"ids"`
	Q       *string      `json:"q"`
	Account string       `json:"account"`
	Mailbox string       `json:"mailbox"`
	AsOf    *mail.ModSeq `json:"asof"` // with q: what arrived later is left alone
}

// An actionAnswer is the reply to it.
type actionAnswer struct {
	Count  int    `json:"count"`
	Cursor string `json:"cursor"`
}

// actions does one thing to many messages.
func (s *Server) actions(w http.ResponseWriter, r *http.Request) error {
	var ask actionAsk
	if err := decode(r, &ask); err != nil {
		return err
	}
	do, ok := s.operation(ask.Op)
	if !ok {
		return badRequest("op must be delete, read, unread, pin or unpin, not %.40q.", ask.Op)
	}
	uids, n, err := s.targets(r.Context(), ask)
	if err != nil {
		return err
	}
	if err := do(r.Context(), uids); err != nil {
		return err
	}
	st := s.Mailbox.State()
	return reply(w, http.StatusOK, actionAnswer{n, cursorOf(st, st.ModSeq)})
}

func (s *Server) operation(op string) (func(context.Context, mail.UIDSet) error, bool) {
	flag := func(how store.FlagOp, f mail.Flag) func(context.Context, mail.UIDSet) error {
		return func(ctx context.Context, uids mail.UIDSet) error {
			return s.Mailbox.Flag(ctx, uids, how, mail.NewFlags(f))
		}
	}
	switch op {
	case "delete":
		return s.Mailbox.Expunge, true
	case "read":
		return flag(store.AddFlags, mail.Seen), true
	case "unread":
		return flag(store.RemoveFlags, mail.Seen), true
	case "pin":
		return flag(store.AddFlags, mail.Flagged), true
	case "unpin":
		return flag(store.RemoveFlags, mail.Flagged), true
	}
	return nil, false
}

// targets returns the messages that ask is about, and how many they are.
func (s *Server) targets(ctx context.Context, ask actionAsk) (mail.UIDSet, int, error) {
	switch {
	case (ask.IDs == nil) == (ask.Q == nil):
		return nil, 0, badRequest("Say which messages: either ids, a list, or q, a query, with asof.")
	case ask.IDs != nil:
		return s.byID(*ask.IDs)
	case ask.AsOf == nil || *ask.AsOf == 0:
		return nil, 0, badRequest("A query needs asof, the asof of the list it was made on, so that messages nobody has seen yet are left alone.")
	}
	return s.byQuery(ctx, ask)
}

func (s *Server) byID(ids []string) (mail.UIDSet, int, error) {
	st := s.Mailbox.State()
	var uids []mail.UID
	for _, text := range ids {
		id, ok := parseID(text)
		if !ok {
			return nil, 0, badRequest("%.40q is not the ID of a message; nothing was changed.", text)
		}
		if m, ok := st.Find(id); ok {
			uids = append(uids, m.UID)
		}
	}
	return mail.UIDs(uids...), len(uids), nil
}

// actionBudget is how long the messages of a query may be looked for.
const actionBudget = 10 * time.Second

func (s *Server) byQuery(ctx context.Context, ask actionAsk) (mail.UIDSet, int, error) {
	v, err := s.newView(ask.Account, ask.Mailbox, *ask.Q)
	if err != nil {
		return nil, 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, actionBudget)
	defer cancel()
	src := v.in(s.Mailbox.State())
	var uids []mail.UID
	for m := range s.newest(ctx, v, src, src.position(*ask.AsOf)) {
		uids = append(uids, m.UID)
	}
	if ctx.Err() != nil {
		return nil, 0, newProblem(http.StatusServiceUnavailable, "Finding these messages took too long, so nothing was changed; narrow the query.")
	}
	return mail.UIDs(uids...), len(uids), nil
}
