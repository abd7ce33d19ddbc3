package web

import (
	"cmp"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"mailsink/internal/compose"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
)

// A sendAnswer is the reply to POST /v1/messages.
type sendAnswer struct {
	ID     mail.ID   `json:"id"`
	IDs    []mail.ID `json:"ids"` // one for each account that the recipients lead to
	Cursor string    `json:"cursor"`
}

// send takes a message in, as SMTP would, through the same rewriting. It is
// JSON that describes one, or a whole message. Its envelope stands beside it,
// as ?from= and ?to= or X-Envelope-From and X-Envelope-To, or is made of the
// addresses of its header.
func (s *Server) send(w http.ResponseWriter, r *http.Request) error {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var l compose.Letter
	switch {
	case err == nil && mediaType == "application/json":
		l, err = fromJSON(r)
	case err == nil && mediaType == "message/rfc822":
		l, err = s.whole(r)
	default:
		return newProblem(http.StatusUnsupportedMediaType, "Send application/json, or a whole message as message/rfc822.")
	}
	if err != nil {
		return err
	}
	id, err := s.sender().Send(r.Context(), mail.Client{Address: r.RemoteAddr, Protocol: "HTTP"}, l)
	if err != nil {
		return err
	}
	st := s.Mailbox.State()
	return reply(w, http.StatusCreated, sendAnswer{id, siblings(st, id), cursorOf(st, st.ModSeq)})
}

// whole reads a body that is a message.
func (s *Server) whole(r *http.Request) (compose.Letter, error) {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return compose.Letter{}, readProblem(err)
	}
	from, to := envelopeOf(r.URL.Query(), r.Header)
	return compose.Whole(content, from, to)
}

// fromJSON reads a body that describes a message.
func fromJSON(r *http.Request) (compose.Letter, error) {
	var c compose.Composition
	if err := decode(r, &c); err != nil {
		return compose.Letter{}, err
	}
	l, err := c.Letter()
	if err != nil {
		return l, err
	}
	from, to := envelopeOf(r.URL.Query(), r.Header)
	l.From = cmp.Or(from, l.From)
	if len(to) > 0 {
		l.To = to
	}
	return l, nil
}

// sender sends what the API is given.
func (s *Server) sender() compose.Sender {
	return compose.Sender{Mailbox: s.Mailbox, Router: s.Router, Begin: s.Begin, MaxSize: s.MaxSize, MaxRecipients: s.MaxRecipients}
}

// envelopeOf reads the envelope that stands beside a message.
func envelopeOf(q url.Values, h http.Header) (from string, to []string) {
	from = q.Get("from")
	if from == "" {
		from = h.Get("X-Envelope-From")
	}
	given := q["to"]
	if len(given) == 0 {
		given = h.Values("X-Envelope-To")
	}
	for _, list := range given {
		for address := range strings.SplitSeq(list, ",") {
			if address = strings.TrimSpace(address); address != "" {
				to = append(to, address)
			}
		}
	}
	return from, to
}

// siblings returns the IDs of the messages that one delivery made: they have
// consecutive UIDs and share their content.
func siblings(st *mailbox.State, id mail.ID) []mail.ID {
	m, ok := st.Find(id)
	if !ok {
		return []mail.ID{id}
	}
	ids := []mail.ID{id}
	for uid := m.UID + 1; ; uid++ {
		next, ok := st.All.Get(uid)
		if !ok || next.Key != m.Key {
			return ids
		}
		ids = append(ids, next.ID)
	}
}
