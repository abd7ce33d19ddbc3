package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

const (
	maxLimit      = 500
	pageBudget    = 2 * time.Second        // to find the messages of a page
	sumBudget     = 200 * time.Millisecond // to count the rest
	readBudget    = 15 * time.Millisecond  // the same where messages must be read for it
	countedAnyway = 64                     // messages, however long it takes
)

// A span is which messages of a view are asked for, by their rank among those
// that had arrived at asof. The newest has rank 0.
type span struct {
	offset, limit int
	asof          mail.ModSeq // 0 means now
	order         order       // of the ranks
}

// spanOf reads offset=, limit=, asof= and sort=.
func spanOf(q url.Values, limit int) (sp span, err error) {
	sp.limit = limit
	if sp.order, err = orderOf(q.Get("sort")); err != nil {
		return sp, err
	}
	asof, err := number(q, "asof", 0)
	if err != nil {
		return sp, err
	}
	sp.asof = mail.ModSeq(asof)
	offset, err := number(q, "offset", 0)
	if err != nil {
		return sp, err
	}
	sp.offset = int(min(offset, 1<<40))
	n, err := number(q, "limit", uint64(limit))
	if n > maxLimit {
		err = badRequest("limit= may be %d at most; ask for the rest with offset= or after=.", maxLimit)
	}
	sp.limit = int(n)
	return sp, err
}

func number(q url.Values, name string, def uint64) (uint64, error) {
	text := q.Get(name)
	if text == "" {
		return def, nil
	}
	n, err := strconv.ParseUint(text, 10, 63)
	if err != nil {
		return 0, badRequest("%s= must be a number, not %.40q.", name, text)
	}
	return n, nil
}

// A listing is part of a view at one moment.
type listing struct {
	messages []*mail.Message // newest first
	total    int
	unread   int
	atLeast  bool     // total and unread are of what was counted in time; there may be more
	partial  bool     // time ran out before the page was whole
	next     mail.UID // of the first message that was not looked at, where partial
	note     string   // a sentence that says so
}

// list returns the messages of v in st that sp asks for. By rank it is a look
// into a list; with a query it is a search, newest first, that ends with the
// page and the time to count.
func (s *Server) list(ctx context.Context, st *mailbox.State, v view, sp span) listing {
	src := v.narrow(st, v.in(st))
	n := src.Len()
	if sp.asof > 0 {
		n = src.position(sp.asof)
	}
	if sp.order != byNewest {
		return s.sorted(ctx, v, src, sp, n)
	}
	if !v.plain(src) {
		return s.search(ctx, v, src, sp, n)
	}
	l := listing{total: n, unread: src.unread}
	for _, m := range src.From(n) {
		if !m.Flags.Has(mail.Seen) {
			l.unread--
		}
	}
	for _, m := range src.Backward(n - sp.offset) {
		if len(l.messages) == sp.limit {
			break
		}
		l.messages = append(l.messages, m)
	}
	return l
}

func (s *Server) search(ctx context.Context, v view, src source, sp span, n int) listing {
	var l listing
	began := time.Now()
	seen := 0
	ctx, cancel := context.WithTimeout(ctx, pageBudget)
	defer cancel()
	look, budget := s.newLook(ctx, v, src, n), sumBudget
	if v.query.Reads() {
		budget = readBudget
	}
	for i, m := range src.Backward(n) {
		full := len(l.messages) == sp.limit
		if i%32 == 0 && full && n-i > countedAnyway && time.Since(began) > budget {
			l.atLeast = true
			return l
		}
		matches, err := look.at(m)
		if err != nil {
			l.cut(m, full, n-i-1, n)
			return l
		}
		if !matches {
			continue
		}
		l.total++
		if !m.Flags.Has(mail.Seen) {
			l.unread++
		}
		if seen++; seen > sp.offset && !full {
			l.messages = append(l.messages, m)
		}
	}
	return l
}

// cut notes that time ran out at m.
func (l *listing) cut(m *mail.Message, full bool, looked, of int) {
	if l.atLeast = true; full {
		return
	}
	l.partial, l.next = true, m.UID
	l.note = fmt.Sprintf("The search took longer than %v and was cut off: it has looked at the newest %d of %d messages. Narrow the query, or go on with the next page.", pageBudget, looked, of)
}

// A rowsAnswer is the reply to GET /v1/rows.
type rowsAnswer struct {
	Total   int         `json:"total"`
	Unread  int         `json:"unread"`
	AtLeast bool        `json:"atLeast,omitempty"` // there was no time to count all
	Partial bool        `json:"partial,omitempty"` // there was no time to find all
	Note    string      `json:"note,omitempty"`    // with partial
	Rows    []row       `json:"rows"`
	AsOf    mail.ModSeq `json:"asof"`
	Cursor  string      `json:"cursor"`
}

// rows replies with rows by rank inside a snapshot, so that arrivals do not
// shift what someone scrolls through.
func (s *Server) rows(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(r.URL.Query())
	if err != nil {
		return err
	}
	sp, err := spanOf(r.URL.Query(), 200)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, s.rowsAnswer(r.Context(), v, sp))
}

func (s *Server) rowsAnswer(ctx context.Context, v view, sp span) rowsAnswer {
	st := s.Mailbox.State()
	l := s.list(ctx, st, v, sp)
	if sp.asof == 0 || sp.asof > st.ModSeq {
		sp.asof = st.ModSeq
		s.told.add(st) // so that a feed may begin here
	}
	return rowsAnswer{l.total, l.unread, l.atLeast, l.partial, l.note, rowsOf(v, l.messages), sp.asof, cursorOf(st, st.ModSeq)}
}
