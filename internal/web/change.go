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
	done, err := s.remove(r.Context(), mail.UIDs(m.UID))
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, done)
}

// An actionAsk is the body of POST /v1/actions. It names messages by their IDs
// or by a query, never by saying nothing.
type actionAsk struct {
	Op      string       `json:"op"`
	Tag     mail.Flag    `json:"tag"` // for tag and untag
	IDs     *[]string    `json:"ids"`
	Q       *string      `json:"q"`
	Account string       `json:"account"`
	Mailbox string       `json:"mailbox"`
	AsOf    *mail.ModSeq `json:"asof"` // with q: what arrived later is left alone
}

// actions does one thing to many messages.
func (s *Server) actions(w http.ResponseWriter, r *http.Request) error {
	var ask actionAsk
	if err := decode(r, &ask); err != nil {
		return err
	}
	do, ok := s.operation(ask)
	switch tags := ask.Op == "tag" || ask.Op == "untag"; {
	case !ok:
		return badRequest("op must be delete, read, unread, pin, unpin, tag or untag, not %.40q.", ask.Op)
	case tags && (!validFlag(ask.Tag) || ask.Tag[0] == '\\'):
		return badRequest("tag must be a word of printable ASCII, not %.40q.", string(ask.Tag))
	case !tags && ask.Tag != "":
		return badRequest("Only the ops tag and untag have a tag.")
	}
	uids, err := s.targets(r.Context(), ask)
	if err != nil {
		return err
	}
	done, err := do(r.Context(), uids)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, done)
}

// An operation does something to messages, and says to how many.
type operation func(context.Context, mail.UIDSet) (removed, error)

func size(uids mail.UIDSet) (n int) {
	for _, r := range uids {
		n += int(r.Last-r.First) + 1
	}
	return n
}

func (s *Server) operation(ask actionAsk) (operation, bool) {
	flag := func(how store.FlagOp, f mail.Flag) operation {
		return func(ctx context.Context, uids mail.UIDSet) (removed, error) {
			err := s.Mailbox.Flag(ctx, uids, how, mail.NewFlags(f))
			st := s.Mailbox.State()
			return removed{Count: size(uids), Cursor: cursorOf(st, st.ModSeq)}, err
		}
	}
	switch ask.Op {
	case "delete":
		return s.remove, true
	case "read":
		return flag(store.AddFlags, mail.Seen), true
	case "unread":
		return flag(store.RemoveFlags, mail.Seen), true
	case "pin":
		return flag(store.AddFlags, mail.Flagged), true
	case "unpin":
		return flag(store.RemoveFlags, mail.Flagged), true
	case "tag":
		return flag(store.AddFlags, ask.Tag), true
	case "untag":
		return flag(store.RemoveFlags, ask.Tag), true
	}
	return nil, false
}

// targets returns the messages that ask is about, of those that are there.
func (s *Server) targets(ctx context.Context, ask actionAsk) (mail.UIDSet, error) {
	switch {
	case (ask.IDs == nil) == (ask.Q == nil):
		return nil, badRequest("Say which messages: either ids, a list, or q, a query, with asof.")
	case ask.IDs != nil:
		return s.byID(*ask.IDs)
	case ask.AsOf == nil || *ask.AsOf == 0:
		return nil, badRequest("A query needs asof, the asof of the list it was made on, so that messages nobody has seen yet are left alone.")
	}
	return s.byQuery(ctx, ask)
}

func (s *Server) byID(ids []string) (mail.UIDSet, error) {
	st := s.Mailbox.State()
	var uids []mail.UID
	for _, text := range ids {
		id, ok := parseID(text)
		if !ok {
			return nil, badRequest("%.40q is not the ID of a message; nothing was changed.", text)
		}
		if m, ok := st.Find(id); ok {
			uids = append(uids, m.UID)
		}
	}
	return mail.UIDs(uids...), nil
}

// actionBudget is how long the messages of a query may be looked for.
const actionBudget = 10 * time.Second

func (s *Server) byQuery(ctx context.Context, ask actionAsk) (mail.UIDSet, error) {
	v, err := s.newView(ask.Account, ask.Mailbox, *ask.Q)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, actionBudget)
	defer cancel()
	st := s.Mailbox.State()
	src := v.narrow(st, v.in(st))
	if v.plain(src) {
		return src.UIDs(0, src.position(*ask.AsOf)), nil
	}
	var uids []mail.UID
	for m := range s.newest(ctx, v, src, src.position(*ask.AsOf)) {
		uids = append(uids, m.UID)
	}
	if ctx.Err() != nil {
		return nil, newProblem(http.StatusServiceUnavailable, "Finding these messages took too long, so nothing was changed; narrow the query.")
	}
	return mail.UIDs(uids...), nil
}
