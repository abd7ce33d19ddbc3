package web

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"mailsink/internal/archive"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// export replies with the messages of a view as an archive, oldest first, one
// message at a time. A reply that ends early is cut off, so that nobody takes
// a part for the whole.
func (s *Server) export(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	form := q.Get("format")
	if form == "report" {
		return s.report(w, r)
	}
	v, err := s.reported(q)
	if err != nil {
		return err
	}
	kind, extension, err := archive.Describe(form)
	if err != nil {
		return badRequest("format= must be mbox, maildir, tar, eml or report.")
	}
	st := s.Mailbox.State()
	src := v.in(st)
	one := form == "eml"
	if one && !s.single(r, v, src) {
		return badRequest("An .eml is one message, and q= does not mean exactly one; narrow it, or ask for format=tar.")
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", disposition("mailsink."+extension))
	if v.plain(src) {
		h.Set(countField, fmt.Sprint(src.Len()))
	}
	if err := s.write(w, r, form, v, src); err != nil {
		s.Log.Warn("an export was cut off", "client", r.RemoteAddr, "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// countField says how many messages an export will have, where that is known
// before.
const countField = "Mailsink-Count"

// single reports whether exactly one message is in a view.
func (s *Server) single(r *http.Request, v view, src source) bool {
	n := 0
	for range s.newest(r.Context(), v, src, src.Len()) {
		if n++; n > 1 {
			break
		}
	}
	return n == 1
}

// write writes the messages of a view. Those that go meanwhile are left out.
func (s *Server) write(w http.ResponseWriter, r *http.Request, form string, v view, src source) error {
	out, err := archive.NewWriter(w, form)
	if err != nil {
		return err
	}
	control, look := http.NewResponseController(w), s.newLook(r.Context(), v, src, src.Len())
	for _, m := range src.From(0) {
		matches, err := look.at(m)
		if err != nil {
			return err
		}
		if !matches {
			continue
		}
		// Where the connection has no deadlines, as in tests, there is none to set.
		_ = control.SetWriteDeadline(time.Now().Add(bodyTimeout))
		if err := s.add(r, out, m); err != nil && !errors.Is(problemCause(err), errGone) {
			return err
		}
	}
	return out.Close()
}

// errGone is that a message has been expunged meanwhile.
var errGone = errors.New("web: the message has gone")

// problemCause turns every error that means so into errGone.
func problemCause(err error) error {
	if p := problemOf(err); p != nil && p.Status == http.StatusNotFound {
		return errGone
	}
	return err
}

func (s *Server) add(r *http.Request, out archive.Writer, m *mail.Message) error {
	content, err := s.Mailbox.Content(r.Context(), m)
	if err != nil {
		return err
	}
	defer content.Close()
	return out.Add(archive.Item{ID: m.ID.String(), Time: m.InternalDate, Flags: m.Flags, Account: m.Account, Envelope: *m.Envelope, Size: m.Size}, content)
}

// An importAnswer is the reply to POST /v1/import.
type importAnswer struct {
	Count  int    `json:"count"`
	Cursor string `json:"cursor"`
}

// An interrupted is the reply to an import that ended early: Count messages
// are there.
type interrupted struct {
	*problem
	importAnswer
}

// defaultAccount takes messages in that nobody gave an account.
const defaultAccount = "imported"

// load takes in the messages of an archive as they come, each with its own
// date and flags, into account=, or the one that the archive says.
func (s *Server) load(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	form, account := q.Get("format"), strings.ToLower(q.Get("account"))
	if _, _, err := archive.Describe(form); err != nil {
		return badRequest("format= must be mbox, maildir, tar or eml.")
	}
	if account != "" && (account == mailbox.Everyone || strings.ContainsFunc(account, func(r rune) bool { return r <= ' ' || r == 0x7f })) {
		return badRequest("account= must be the name of an account, such as %s.", defaultAccount)
	}
	n := 0
	for m, err := range archive.Read(r.Body, form, s.MaxSize) {
		if err == nil {
			err = s.loadOne(r, account, m)
		}
		if err != nil {
			return s.interrupted(w, n, err)
		}
		n++
	}
	st := s.Mailbox.State()
	return reply(w, http.StatusOK, importAnswer{n, cursorOf(st, st.ModSeq)})
}

func (s *Server) loadOne(r *http.Request, account string, m archive.Message) error {
	switch {
	case account != "":
	case m.Account != "":
		account = m.Account
	default:
		account = defaultAccount
	}
	if m.Envelope.Client.Protocol == "" {
		m.Envelope.Client = mail.Client{Address: r.RemoteAddr, Protocol: "HTTP"}
	}
	found := mailbox.Found{Envelope: m.Envelope, Flags: m.Flags, Time: m.Time}
	_, err := s.Mailbox.Import(r.Context(), account, found, bytes.NewReader(m.Content))
	return err
}

// interrupted says why an import ended, and how much of it is there.
func (s *Server) interrupted(w http.ResponseWriter, n int, err error) error {
	var p *problem
	switch {
	case errors.Is(err, archive.ErrDamaged):
		p = newProblem(http.StatusBadRequest, "What was sent is no such archive, or ends too early; %d messages of it are there.", n)
	case errors.Is(err, mail.ErrTooLarge):
		p = newProblem(http.StatusRequestEntityTooLarge, "Message %d is larger than --max-size allows; the %d before it are there.", n+1, n)
	default:
		if p = problemOf(err); p == nil {
			return err
		}
	}
	st := s.Mailbox.State()
	w.Header().Set("Content-Type", "application/problem+json")
	return reply(w, p.Status, interrupted{p, importAnswer{n, cursorOf(st, st.ModSeq)}})
}
