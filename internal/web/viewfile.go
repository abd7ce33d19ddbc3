package web

import (
	"net/http"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// viewFile shows what one message looks like: ID.html is its HTML, made
// harmless as in the preview, ID.txt is its text. latest is the newest, or the
// newest that query= finds. The ID alone leads to the page.
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
	switch {
	case kind == "txt":
		return s.text(w, r)
	case kind == "html":
		return s.show(w, r, m)
	case !ok:
		w.Header().Set("Location", s.WebRoot+"/m/"+m.ID.String())
		w.WriteHeader(http.StatusFound)
		return nil
	}
	return newProblem(http.StatusNotFound, "Say .html or .txt behind the ID.")
}

// show serves the HTML of a message in its cage. Its pictures are below the
// preview, and so is the permission to see them.
func (s *Server) show(w http.ResponseWriter, r *http.Request, m *mail.Message) error {
	content, err := s.Mailbox.Octets(r.Context(), m)
	if err != nil {
		return err
	}
	doc := mime.Open(content)
	if doc.HTML() == "" {
		return newProblem(http.StatusNotFound, "The message has no HTML; its text is at /view/%s.txt.", m.ID)
	}
	clean := newSanitizer(doc)
	clean.pictures = "../preview/" + s.token(m.ID, time.Now()) + "/"
	cageHeaders(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(doctype(doc.HTML())+clean.rewrite(doc.HTML())))
	return nil
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
