package web

import (
	"context"
	"net/http"
	"time"

	"mailsink/internal/inspect"
	"mailsink/internal/mime"
)

// checks replies with what recipients may stumble over in a message.
// Nothing is fetched for it.
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
	content, err := s.Mailbox.Octets(r.Context(), m)
	if err != nil {
		return inspect.Report{}, err
	}
	return inspect.Message(mime.Open(content)), nil
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
