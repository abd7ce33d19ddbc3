package web

import (
	"net/http"
	"strings"

	"mailsink/internal/mail"
)

// viewFile leads to what one message looks like: ID.html to its preview,
// ID.txt is its text. latest is the newest, or the newest that query= finds.
func (s *Server) viewFile(w http.ResponseWriter, r *http.Request) error {
	name, kind, ok := strings.Cut(r.PathValue("file"), ".")
	if !ok && name == "latest" {
		return s.latest(w, r)
	}
	m, err := s.named(r, name)
	if err != nil {
		return err
	}
	r.SetPathValue("id", m.ID.String())
	switch kind {
	case "txt":
		return s.text(w, r)
	case "html":
		d, err := s.detailOf(r.Context(), s.Mailbox.State(), m)
		if err != nil {
			return err
		}
		if d.Preview == "" {
			return newProblem(http.StatusNotFound, "The message has no HTML; its text is at /view/%s.txt.", m.ID)
		}
		w.Header().Set("Location", d.Preview)
		w.WriteHeader(http.StatusFound)
		return nil
	}
	return newProblem(http.StatusNotFound, "Say .html or .txt behind the ID.")
}

// named returns the message of an ID, or the newest for latest.
func (s *Server) named(r *http.Request, id string) (*mail.Message, error) {
	if id != "latest" {
		r.SetPathValue("id", id)
		_, m, err := s.find(r)
		return m, err
	}
	v, err := s.newView("", "", r.URL.Query().Get("query"))
	if err != nil {
		return nil, err
	}
	l := s.list(r.Context(), s.Mailbox.State(), v, span{limit: 1})
	if len(l.messages) == 0 {
		return nil, gone()
	}
	return l.messages[0], nil
}
