package web

import (
	"context"
	"net/http"
	"time"

	"mailsink/internal/inspect"
	"mailsink/internal/mime"
)

// checks replies with what recipients may stumble over in a message: those
// whose mail programs program names, else all. Nothing is fetched for it.
func (s *Server) checks(w http.ResponseWriter, r *http.Request) error {
	report, err := s.inspected(r)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, report)
}

func (s *Server) inspected(r *http.Request) (inspect.Report, error) {
	_, m, err := s.find(r)
	if err != nil {
		return inspect.Report{}, err
	}
	programs := r.URL.Query()["program"]
	for _, word := range programs {
		if !inspect.Known(word) {
			return inspect.Report{}, badRequest("No mail program is called %.40q; programs of /v1/messages/%s/checks names them all.", word, m.ID)
		}
	}
	content, err := s.Mailbox.Octets(r.Context(), m)
	if err != nil {
		return inspect.Report{}, err
	}
	return inspect.Message(mime.Open(content), programs...), nil
}

// authentication replies with what a message says of who answers for it.
// Nothing is looked up for it.
func (s *Server) authentication(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := s.document(r)
	if err != nil {
		return err
	}
	from := ""
	if len(m.Summary.From) > 0 {
		from = string(m.Summary.From[0].Address)
	}
	path := m.Envelope.ReversePath
	if original := m.Envelope.OriginalReversePath; original != "" {
		path = original // receivers would have seen what the client said
	}
	return reply(w, http.StatusOK, inspect.AuthenticationOf(doc, from, string(path), time.Now()))
}

// visitTime is how long servers may be asked about the links of one message.
const visitTime = 30 * time.Second

// A visitsAnswer is the reply to POST /v1/messages/{id}/checks/links.
type visitsAnswer struct {
	Links []inspect.Visit `json:"links"`
}

// visitLinks asks the servers of the links of a message whether they are there.
// It is the one thing in this package that leaves the machine, and so a POST
// of its own: nobody gets here by following a link. It takes no body, or an
// object without members.
func (s *Server) visitLinks(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength != 0 {
		if err := decode(r, new(struct{})); err != nil {
			return err
		}
	}
	report, err := s.inspected(r)
	if err != nil {
		return err
	}
	stopped, cancel := s.untilStop(r.Context())
	defer cancel()
	ctx, cancel := context.WithTimeout(stopped, visitTime)
	defer cancel()
	return reply(w, http.StatusOK, visitsAnswer{s.visitor.Visit(ctx, report.Links)})
}
