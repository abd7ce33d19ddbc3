package web

import (
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
)

// Mailboxes returns the saved views as the mailboxes that other doors show.
// One that cannot be read any more, as a query of another version, is left out.
func (s *Server) Mailboxes() []mailbox.View {
	var views []mailbox.View
	for _, v := range s.shelf.get() {
		q, err := search.Parse(v.Q, time.Now())
		if err != nil {
			continue
		}
		q = q.Using(s.texts).Knowing(s.repeated)
		views = append(views, mailbox.View{Name: v.Name, Account: v.Account, Mailbox: v.Mailbox, Match: func(m *mail.Message) bool {
			return q.Match(m, func() ([]byte, error) { return s.Mailbox.Octets(s.life, m) })
		}})
	}
	return views
}
