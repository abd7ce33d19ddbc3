package web

import (
	"context"
	"iter"
	"net/url"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
)

// A view says which messages someone looks at: those of an account or of one
// of its mailboxes, or all there are, as far as they match a query.
type view struct {
	account string
	mailbox string
	query   *search.Query
}

// view reads q=, account= and mailbox=.
func (s *Server) view(q url.Values) (view, error) {
	return s.newView(q.Get("account"), q.Get("mailbox"), q.Get("q"))
}

func (s *Server) newView(account, box, query string) (view, error) {
	if box != "" && account == "" {
		return view{}, badRequest("A mailbox belongs to an account; say account= too.")
	}
	parsed, err := search.Parse(query, time.Now())
	if err != nil {
		return view{}, err
	}
	return view{strings.ToLower(account), box, parsed.Using(s.texts).Knowing(s.repeated)}, nil
}

// repeated reports whether a message came before.
func (s *Server) repeated(m *mail.Message) bool { return s.Mailbox.Repeated(s.life, m) }

// A source is where a view finds its messages in one state. What is not there
// yet is empty, because it may come.
type source struct {
	mailbox.List
	box    *mailbox.Box // that the list is of; nil for none
	only   string       // account whose messages alone count; empty for all
	unread int          // messages without \Seen that count
	total  int          // messages that count
}

// in returns the source of v in st.
func (v view) in(st *mailbox.State) source {
	if v.account == "" {
		return boxSource(st.All)
	}
	name := v.mailbox
	if v.account == mailbox.Everyone && name == "" {
		name = mailbox.Inbox
	}
	if name != "" {
		if b, ok := st.Box(v.account, name); ok {
			return boxSource(b)
		}
		return source{}
	}
	a, ok := st.Account(v.account)
	if !ok {
		return source{List: st.All.List, box: st.All, only: v.account}
	}
	src := source{List: st.All.List, box: st.All, only: a.Name}
	for _, b := range a.Boxes {
		src.total += b.Len()
		src.unread += b.Unseen
	}
	return src
}

func boxSource(b *mailbox.Box) source {
	return source{List: b.List, box: b, total: b.Len(), unread: b.Unseen}
}

// narrow returns a source of the same messages that can be read by rank, where
// there is one: most accounts have a single mailbox.
func (v view) narrow(st *mailbox.State, src source) source {
	if src.only == "" {
		return src
	}
	if a, ok := st.Account(v.account); ok && len(a.Boxes) == 1 {
		return boxSource(a.Boxes[0])
	}
	return src
}

// has reports whether m counts, the query aside.
func (src source) has(m *mail.Message) bool { return src.only == "" || m.Account == src.only }

// concerns reports whether m is in the view as it is in st, the query aside.
func (v view) concerns(st *mailbox.State, m *mail.Message) bool {
	switch {
	case v.account == "":
		return true
	case v.account == mailbox.Everyone && (v.mailbox == "" || strings.EqualFold(v.mailbox, mailbox.Inbox)):
		return m.Box == 0
	case v.mailbox == "":
		return m.Account == v.account
	}
	b, ok := st.Box(v.account, v.mailbox)
	return ok && m.Account == b.Account && m.Box == b.ID
}

// plain reports whether every message of src is in the view.
func (v view) plain(src source) bool { return src.only == "" && v.query.All() }

// matches reports whether m is in the view.
func (s *Server) matches(ctx context.Context, v view, src source, m *mail.Message) bool {
	return src.has(m) && v.query.Match(m, func() ([]byte, error) { return s.Mailbox.Octets(ctx, m) })
}

// A look asks messages whether they are in a view: the index first, then the
// query. It is for one goroutine.
type look struct {
	server *Server
	ctx    context.Context
	view   view
	source source
	may    func(*mail.Message) bool
	reads  bool
	asked  int
}

// fewMessages are asked without the index, which may have to be made first.
const fewMessages = 200

// newLook returns a look at n messages of src, about.
func (s *Server) newLook(ctx context.Context, v view, src source, n int) *look {
	l := &look{server: s, ctx: ctx, view: v, source: src, reads: v.query.Reads(), may: func(*mail.Message) bool { return true }}
	if s.Narrow != nil && n > fewMessages {
		l.may = s.Narrow(ctx, v.query)
	}
	return l
}

// at reports whether m is in the view. The error is that of the context: then
// it is not known.
func (l *look) at(m *mail.Message) (bool, error) {
	if l.asked++; l.asked%64 == 0 && l.ctx.Err() != nil {
		return false, context.Cause(l.ctx)
	}
	if !l.source.has(m) || !l.may(m) {
		return false, nil
	}
	matches := l.server.matches(l.ctx, l.view, l.source, m)
	if l.reads && l.ctx.Err() != nil {
		return false, context.Cause(l.ctx) // it may not have been read
	}
	return matches, nil
}

// newest yields the messages of the view in the first n of src, newest first,
// until ctx is done.
func (s *Server) newest(ctx context.Context, v view, src source, n int) iter.Seq[*mail.Message] {
	return func(yield func(*mail.Message) bool) {
		look := s.newLook(ctx, v, src, n)
		for _, m := range src.Backward(n) {
			matches, err := look.at(m)
			if err != nil || matches && !yield(m) {
				return
			}
		}
	}
}

// position returns how many messages of src had arrived at asof.
func (src source) position(asof mail.ModSeq) int {
	if asof >= mail.ModSeq(^mail.UID(0)) {
		return src.Len()
	}
	return src.Ceil(mail.UID(asof) + 1)
}
