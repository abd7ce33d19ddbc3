package compat

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/mime"
)

// mailhog returns the APIs of MailHog: version 2, and of version 1 what
// Mailpit does not have under the same path.
func (f *facade) mailhog() []Route {
	route := func(method, path string, h func(http.ResponseWriter, *http.Request) error) Route {
		return Route{Method: method, Path: path, Handler: handler(problem, h)}
	}
	return []Route{
		route("GET", "/api/v1/messages", f.mailhogV1), route("DELETE", "/api/v1/messages", f.mailhogDeleteAll),
		route("GET", "/api/v1/messages/{id}", f.mailhogOne), route("DELETE", "/api/v1/messages/{id}", f.mailhogDelete),
		route("GET", "/api/v1/messages/{id}/download", f.mailhogDownload),
		route("GET", "/api/v1/messages/{id}/mime/part/{n}/download", f.mailhogPart),
		route("POST", "/api/v1/messages/{id}/release", f.refuse(http.StatusBadRequest, noRelay)),
		{Method: "GET", Path: "/api/v1/events", Events: f.mailhogEvents},
		route("GET", "/api/v2/messages", f.mailhogList), route("GET", "/api/v2/search", f.mailhogSearch),
		route("GET", "/api/v2/outgoing-smtp", f.mailhogOutgoing),
		{Method: "GET", Path: "/api/v2/websocket", Socket: f.mailhogEvents},
	}
}

type mailhogPath struct {
	Relays          []string
	Mailbox, Domain string
	Params          string
}

type mailhogContent struct {
	Headers map[string][]string
	Body    string
	Size    int
	MIME    *mailhogParts
}

type mailhogParts struct{ Parts []mailhogContent }

type mailhogMessage struct {
	ID      string
	From    mailhogPath
	To      []mailhogPath
	Content mailhogContent
	Created string
	MIME    *mailhogParts
	Raw     struct {
		From string
		To   []string
		Data string
		Helo string
	}
}

func mailhogPathOf(a string) mailhogPath {
	local, domain := mail.Address(a).Split()
	return mailhogPath{Mailbox: local, Domain: domain}
}

func (f *facade) mailhogMessage(ctx context.Context, m *mail.Message) (mailhogMessage, error) {
	doc, err := f.document(ctx, m)
	if err != nil {
		return mailhogMessage{}, err
	}
	out := mailhogMessage{
		ID: m.ID.String(), From: mailhogPathOf(string(m.Envelope.ReversePath)), To: []mailhogPath{},
		Created: m.InternalDate.UTC().Format(time.RFC3339Nano), Content: mailhogContentOf(doc, doc.Root),
	}
	out.Content.Size, out.MIME, out.Content.MIME = int(m.Size), out.Content.MIME, nil
	out.Raw.From, out.Raw.To, out.Raw.Data, out.Raw.Helo = string(m.Envelope.ReversePath), originals(m), string(doc.Content), m.Envelope.Client.Hello
	for _, to := range out.Raw.To {
		out.To = append(out.To, mailhogPathOf(to))
	}
	return out, nil
}

// mailhogContentOf has the body as it came, in its transfer encoding.
func mailhogContentOf(doc *mime.Document, p *mime.Part) mailhogContent {
	c := mailhogContent{Headers: mailhogHeaders(p), Body: string(doc.Content[p.Body.Start:p.Body.End]), Size: p.Body.Len()}
	if p.IsMultipart() {
		c.MIME = &mailhogParts{}
		for _, child := range p.Children {
			c.MIME.Parts = append(c.MIME.Parts, mailhogContentOf(doc, child))
		}
	}
	return c
}

// mailhogHeaders has the names in the spelling of Go, as the original does.
func mailhogHeaders(p *mime.Part) map[string][]string {
	h := make(map[string][]string)
	for name, bodies := range fields(p) {
		key := http.CanonicalHeaderKey(name)
		switch key {
		case "Message-Id":
			key = "Message-ID"
		case "Mime-Version":
			key = "MIME-Version"
		}
		h[key] = append(h[key], bodies...)
	}
	return h
}

func (f *facade) mailhogAll(ctx context.Context, messages []*mail.Message) []mailhogMessage {
	list := []mailhogMessage{}
	for _, m := range messages {
		if one, err := f.mailhogMessage(ctx, m); err == nil { // else it went meanwhile
			list = append(list, one)
		}
	}
	return list
}

func (f *facade) mailhogReply(w http.ResponseWriter, r *http.Request, query string) error {
	start, limit, err := span(r, 50, 250)
	if err != nil {
		return err
	}
	found, err := f.listed(w, r, hunt{query: query})
	if err != nil {
		return err
	}
	items := f.mailhogAll(r.Context(), page(found, start, limit))
	write(w, http.StatusOK, map[string]any{"total": len(found), "count": len(items), "start": start, "items": items})
	return nil
}

func (f *facade) mailhogList(w http.ResponseWriter, r *http.Request) error {
	return f.mailhogReply(w, r, "")
}

// mailhogSearch looks for text as it is, without a language.
func (f *facade) mailhogSearch(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	text := q.Get("query")
	if strings.TrimSpace(text) == "" {
		return badRequest("query= must say what to look for.")
	}
	quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	switch q.Get("kind") {
	case "from":
		return f.mailhogReply(w, r, "(from:"+quoted+" OR mailfrom:"+quoted+")")
	case "to":
		return f.mailhogReply(w, r, "(rcpt:"+quoted+" OR to:"+quoted+" OR cc:"+quoted+")")
	case "containing":
		return f.mailhogReply(w, r, quoted)
	}
	return badRequest("kind= must be from, to or containing.")
}

func (f *facade) mailhogV1(w http.ResponseWriter, r *http.Request) error {
	found, err := f.newest(r.Context(), hunt{})
	if err != nil {
		return err
	}
	write(w, http.StatusOK, f.mailhogAll(r.Context(), found))
	return nil
}

func (f *facade) mailhogOne(w http.ResponseWriter, r *http.Request) error {
	m, err := f.find(r.PathValue("id"))
	if err != nil {
		return err
	}
	one, err := f.mailhogMessage(r.Context(), m)
	if err != nil {
		return err
	}
	write(w, http.StatusOK, one)
	return nil
}

// mailhogDelete removes the message of its path, and no other.
func (f *facade) mailhogDelete(w http.ResponseWriter, r *http.Request) error {
	return f.deleteOne(w, r, r.PathValue("id"))
}

// deleteOne removes one message; "latest" is not one.
func (f *facade) deleteOne(w http.ResponseWriter, r *http.Request, id string) error {
	if err := noBody(r); err != nil {
		return err
	}
	messages := f.byIDs([]string{id})
	if len(messages) == 0 {
		return gone()
	}
	if err := f.expunge(r.Context(), messages...); err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

// deleteAll removes every message that there is now. The path says so; a call
// with a body means something else.
func (f *facade) deleteAll(r *http.Request) error {
	if err := noBody(r); err != nil {
		return err
	}
	found, err := f.newest(r.Context(), hunt{})
	if err != nil {
		return err
	}
	return f.expunge(r.Context(), found...)
}

func (f *facade) mailhogDeleteAll(w http.ResponseWriter, r *http.Request) error {
	if err := f.deleteAll(r); err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

func (f *facade) mailhogDownload(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := f.opened(r)
	if err != nil {
		return err
	}
	return file(w, m.ID.String()+".eml", "message/rfc822", doc.Content)
}

// mailhogPart sends the n-th part of a multipart, decoded.
func (f *facade) mailhogPart(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := f.opened(r)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 0 || n >= len(doc.Root.Children) {
		return gone()
	}
	p := doc.Root.Children[n]
	return file(w, p.Filename, harmless(p.MediaType()), p.Decoded(doc.Content))
}

// mailhogOutgoing says that there are no servers to release to.
func (f *facade) mailhogOutgoing(w http.ResponseWriter, _ *http.Request) error {
	write(w, http.StatusOK, map[string]any{})
	return nil
}

// mailhogEvents tells every message that arrives.
func (f *facade) mailhogEvents() Talk {
	return f.changes(func(ctx context.Context, send func(any) error, before, now *mailbox.State) error {
		for _, m := range now.All.Since(before.All).Added {
			one, err := f.mailhogMessage(ctx, m)
			if err != nil {
				continue // it has gone
			}
			if err := send(one); err != nil {
				return err
			}
		}
		return nil
	})
}
