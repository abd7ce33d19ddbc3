package web

import (
	"net/http"

	"mailsink/internal/compose"
	"mailsink/internal/mail"
)

// A ruleAnswer says where an address goes: what a client would be told at
// RCPT, the final addresses, and by which rules.
type ruleAnswer struct {
	Address mail.Address   `json:"address"`
	Reply   string         `json:"reply"`
	Final   []mail.Address `json:"final"` // in order; empty if the reply refuses
	Steps   []mail.Step    `json:"steps"`
	Error   string         `json:"error"`
}

// ruleQuery replies with where an address goes.
func (s *Server) ruleQuery(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	address := mail.Address(q.Get("address"))
	if !compose.ValidPath(string(address)) {
		return badRequest("address= must be an address such as ann@example.com.")
	}
	route := s.sender().Route(r.Context(), mail.Address(q.Get("sender")), address)
	a := ruleAnswer{Address: address, Reply: compose.ReplyText(route.Reply), Final: []mail.Address{}, Steps: orEmpty(route.Steps)}
	for _, f := range route.Finals {
		a.Final = append(a.Final, f.Address)
	}
	return reply(w, http.StatusOK, a)
}
