package web

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	mailmime "mailsink/internal/mime"
)

// A sendAnswer is the reply to POST /v1/messages.
type sendAnswer struct {
	ID     mail.ID   `json:"id"`
	IDs    []mail.ID `json:"ids"` // one for each account that the recipients lead to
	Cursor string    `json:"cursor"`
}

// send takes a message in, as SMTP would, through the same rewriting. It is
// JSON that describes one, or a whole message with its envelope beside it:
// ?from= and ?to=, or X-Envelope-From and X-Envelope-To, or else the addresses
// of its header.
func (s *Server) send(w http.ResponseWriter, r *http.Request) error {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	var l letter
	switch {
	case err == nil && mediaType == "application/json":
		l, err = s.compose(r)
	case err == nil && mediaType == "message/rfc822":
		l, err = s.whole(r)
	default:
		return newProblem(http.StatusUnsupportedMediaType, "Send application/json, or a whole message as message/rfc822.")
	}
	if err != nil {
		return err
	}
	if int64(len(l.content)) > s.MaxSize {
		return mail.ErrTooLarge
	}
	env, err := s.envelope(r, l)
	if err != nil {
		return err
	}
	id, err := s.Mailbox.Deliver(r.Context(), env, bytes.NewReader(l.content))
	if err != nil {
		return err
	}
	st := s.Mailbox.State()
	return reply(w, http.StatusCreated, sendAnswer{id, siblings(st, id), cursorOf(st, st.ModSeq)})
}

// A letter is a message to be sent: its envelope and its content.
type letter struct {
	from    string
	to      []string
	content []byte
}

// whole reads a body that is a message.
func (s *Server) whole(r *http.Request) (letter, error) {
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return letter{}, readProblem(err)
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return letter{}, badRequest("The body is empty; send a message, header first.")
	}
	l := letter{content: content}
	sum := mailmime.Summarize(content, true)
	l.from, l.to = envelopeOf(r.URL.Query(), r.Header)
	if l.from == "" && len(sum.From) > 0 {
		l.from = string(sum.From[0].Address)
	}
	if len(l.to) == 0 {
		for _, c := range append(append(sum.To, sum.Cc...), bccOf(content)...) {
			l.to = append(l.to, string(c.Address))
		}
	}
	return l, nil
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

func bccOf(content []byte) []mail.Contact {
	if f := mailmime.Parse(content).Field("Bcc"); f != nil {
		return mailmime.ParseAddressList(f.Unfolded())
	}
	return nil
}

// envelope routes the recipients of l as RCPT would.
func (s *Server) envelope(r *http.Request, l letter) (mail.Envelope, error) {
	env := mail.Envelope{
		ReversePath: mail.Address(trimBrackets(l.from)),
		Client:      mail.Client{Address: r.RemoteAddr, Protocol: "HTTP"},
	}
	if env.ReversePath != "" && !validPath(string(env.ReversePath)) {
		return env, badRequest("%.80q is not an address to send from.", l.from)
	}
	switch {
	case len(l.to) == 0:
		return env, badRequest("The message has no recipient; say to.")
	case len(l.to) > s.MaxRecipients:
		return env, badRequest("The message has more than %d recipients; send it in several.", s.MaxRecipients)
	}
	for _, to := range l.to {
		path := mail.Address(trimBrackets(to))
		if !validPath(string(path)) {
			return env, badRequest("%.80q is not an address to send to.", to)
		}
		route := s.route(r.Context(), env.ReversePath, path)
		if route.Reply.Refuses() {
			return env, newProblem(http.StatusUnprocessableEntity, "The recipient %s is refused: %s", path, replyText(route.Reply))
		}
		for _, f := range route.Finals {
			env.Recipients = append(env.Recipients, mail.Recipient{Original: path, Final: f.Address, Trace: route.Steps, External: f.External})
		}
	}
	return env, nil
}

// route asks the Router. Without one every address leads to itself.
func (s *Server) route(ctx context.Context, reversePath, path mail.Address) mail.Route {
	if s.Router != nil {
		return s.Router.Route(ctx, reversePath, path)
	}
	return mail.Route{
		Finals: []mail.Final{{Address: path}},
		Reply:  mail.Reply{Code: 250, Enhanced: "2.1.5", Text: "Ok"},
	}
}

func trimBrackets(s string) string {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "<"); ok && strings.HasSuffix(inner, ">") {
		return inner[:len(inner)-1]
	}
	return s
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
