package web

import (
	"net/http"

	"mailsink/internal/compose"
	"mailsink/internal/mail"
)

// ruleQuery replies with where an address goes.
func (s *Server) ruleQuery(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	address := mail.Address(q.Get("address"))
	if !compose.AskablePath(string(address)) {
		return badRequest("address= must be an address such as ann@example.com.")
	}
	question := compose.Question{ReversePath: mail.Address(q.Get("sender")), Address: address}
	return reply(w, http.StatusOK, question.Answer(r.Context(), s.router(), s.Mailbox.Account))
}

// router returns what routes one transaction.
func (s *Server) router() compose.Router {
	if s.Begin != nil {
		return s.Begin()
	}
	return s.sender()
}
