package compat

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/mime"
)

// mailcatcher returns the API of MailCatcher. Its messages have numbers: here
// their UIDs.
func (f *facade) mailcatcher() []Route {
	route := func(method, path string, h func(http.ResponseWriter, *http.Request) error) Route {
		return Route{Method: method, Path: path, Handler: handler(problem, h)}
	}
	list := route("GET", "/messages", f.catcherList)
	list.Socket = f.catcherEvents
	return []Route{
		list, route("DELETE", "/messages", f.catcherDeleteAll),
		route("GET", "/messages/{file}", f.catcherShow), route("DELETE", "/messages/{file}", f.catcherDelete),
		route("GET", "/messages/{file}/parts/{cid}", f.catcherPart),
	}
}

func catcherSummary(m *mail.Message) map[string]any {
	recipients := []string{}
	for _, r := range originals(m) {
		recipients = append(recipients, "<"+r+">")
	}
	return map[string]any{
		"id": m.UID, "sender": "<" + string(m.Envelope.ReversePath) + ">", "recipients": recipients,
		"subject": m.Summary.Subject, "size": fmt.Sprint(m.Size), "created_at": m.InternalDate.UTC().Format(instant),
	}
}

// catcherList lists oldest first, as the original does.
func (f *facade) catcherList(w http.ResponseWriter, _ *http.Request) error {
	list := []map[string]any{}
	for _, m := range f.Mailbox.State().All.From(0) {
		list = append(list, catcherSummary(m))
	}
	write(w, http.StatusOK, list)
	return nil
}

func (f *facade) catcherFind(number string) (*mail.Message, error) {
	uid, err := strconv.ParseUint(number, 10, 32)
	if err == nil {
		if m, ok := f.Mailbox.State().All.Get(mail.UID(uid)); ok {
			return m, nil
		}
	}
	return nil, gone()
}

// catcherShow sends one aspect of a message: 12.json, .html, .plain, .source
// or .eml.
func (f *facade) catcherShow(w http.ResponseWriter, r *http.Request) error {
	number, format, _ := strings.Cut(r.PathValue("file"), ".")
	m, err := f.catcherFind(number)
	if err != nil {
		return err
	}
	doc, err := f.document(r.Context(), m)
	if err != nil {
		return err
	}
	html, plain := doc.HTML(), doc.Text()
	switch {
	case format == "json":
		write(w, http.StatusOK, catcherDetail(m, doc, html != ""))
		return nil
	case format == "html" && html != "":
		return octets(w, "text/html; charset=utf-8", []byte(html))
	case format == "plain":
		return octets(w, "text/plain; charset=utf-8", []byte(plain))
	case format == "source":
		return octets(w, "text/plain; charset=utf-8", doc.Content)
	case format == "eml":
		return file(w, m.ID.String()+".eml", "message/rfc822", doc.Content)
	}
	return gone()
}

func catcherDetail(m *mail.Message, doc *mime.Document, html bool) map[string]any {
	d := catcherSummary(m)
	formats := []string{"source", "plain"}
	if html {
		formats = append(formats, "html")
	}
	attached := []map[string]any{}
	for _, p := range doc.Attachments() {
		cid := partID(p)
		attached = append(attached, map[string]any{
			"cid": cid, "type": p.MediaType(), "filename": p.Filename, "size": len(p.Decoded(doc.Content)), "href": fmt.Sprintf("/messages/%d/parts/%s", m.UID, cid),
		})
	}
	d["formats"], d["type"], d["attachments"] = formats, doc.Root.MediaType(), attached
	return d
}

func (f *facade) catcherPart(w http.ResponseWriter, r *http.Request) error {
	m, err := f.catcherFind(r.PathValue("file"))
	if err != nil {
		return err
	}
	doc, err := f.document(r.Context(), m)
	if err != nil {
		return err
	}
	cid := r.PathValue("cid")
	p := doc.Part(cid)
	if p == nil {
		p = doc.Inline(cid)
	}
	if p == nil {
		return gone()
	}
	return file(w, p.Filename, harmless(p.MediaType()), p.Decoded(doc.Content))
}

func (f *facade) catcherDelete(w http.ResponseWriter, r *http.Request) error {
	if err := noBody(r); err != nil {
		return err
	}
	m, err := f.catcherFind(r.PathValue("file"))
	if err != nil {
		return err
	}
	if err := f.expunge(r.Context(), m); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (f *facade) catcherDeleteAll(w http.ResponseWriter, r *http.Request) error {
	if err := f.deleteAll(r); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// catcherEvents tells what comes and goes.
func (f *facade) catcherEvents() Talk {
	return f.changes(func(_ context.Context, send func(any) error, before, now *mailbox.State) error {
		d := now.All.Since(before.All)
		if len(d.Expunged) > 0 && len(d.Expunged) == before.All.Len() {
			if err := send(map[string]any{"type": "clear"}); err != nil {
				return err
			}
			d.Expunged = nil
		}
		for _, i := range d.Expunged {
			if err := send(map[string]any{"type": "remove", "id": before.All.At(i).UID}); err != nil {
				return err
			}
		}
		for _, m := range d.Added {
			if err := send(map[string]any{"type": "add", "message": catcherSummary(m)}); err != nil {
				return err
			}
		}
		return nil
	})
}
