package compat

import (
	"context"
	"math"
	"net/http"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
	"mailsink/internal/store"
)

// maildev returns the API of MailDev.
func (f *facade) maildev() []Route {
	route := func(method, path string, h func(http.ResponseWriter, *http.Request) error) Route {
		return Route{Method: method, Path: path, Handler: handler(problem, h)}
	}
	return []Route{
		route("GET", "/email", f.devList), route("DELETE", "/email/all", f.devDeleteAll), route("PATCH", "/email/read-all", f.devReadAll),
		route("GET", "/email/{id}", f.devOne), route("DELETE", "/email/{id}", f.devDelete),
		route("GET", "/email/{id}/html", f.devHTML), route("GET", "/email/{id}/source", f.devSource), route("GET", "/email/{id}/download", f.devDownload),
		route("GET", "/email/{id}/attachment/{filename}", f.devAttachment),
		route("POST", "/email/{id}/relay", f.refuse(http.StatusBadRequest, noRelay)), route("POST", "/email/{id}/relay/{to}", f.refuse(http.StatusBadRequest, noRelay)),
		route("GET", "/config", f.devConfig),
	}
}

type devPerson struct {
	Address string `json:"address"`
	Name    string `json:"name"`
}

func devPeople(list []person) []devPerson {
	out := []devPerson{}
	for _, p := range list {
		out = append(out, devPerson{p.Address, p.Name})
	}
	return out
}

type devFile struct {
	ContentType       string `json:"contentType"`
	FileName          string `json:"fileName"`
	GeneratedFileName string `json:"generatedFileName"`
	ContentID         string `json:"contentId"`
	Length            int    `json:"length"`
}

type devEmail struct {
	ID          string            `json:"id"`
	Time        string            `json:"time"`
	Read        bool              `json:"read"`
	Subject     string            `json:"subject"`
	From        []devPerson       `json:"from"`
	To          []devPerson       `json:"to"`
	Cc          []devPerson       `json:"cc"`
	Bcc         []devPerson       `json:"bcc"`
	Blind       []devPerson       `json:"calculatedBcc"`
	MessageID   string            `json:"messageId"`
	Date        string            `json:"date"`
	Text        string            `json:"text"`
	HTML        string            `json:"html"`
	Headers     map[string]string `json:"headers"`
	Size        int64             `json:"size"`
	Attachments []devFile         `json:"attachments,omitempty"`
	Envelope    struct {
		From          devPerson   `json:"from"`
		To            []devPerson `json:"to"`
		Host          string      `json:"host"`
		RemoteAddress string      `json:"remoteAddress"`
	} `json:"envelope"`
}

func (f *facade) devEmail(ctx context.Context, m *mail.Message) (devEmail, error) {
	doc, err := f.document(ctx, m)
	if err != nil {
		return devEmail{}, err
	}
	date := m.Summary.Date
	if date.IsZero() {
		date = m.InternalDate
	}
	e := devEmail{
		ID: m.ID.String(), Time: m.InternalDate.UTC().Format(instant), Read: m.Flags.Has(mail.Seen), Subject: m.Summary.Subject,
		From: devPeople([]person{sender(m)}), To: devPeople(people(m.Summary.To)), Cc: devPeople(people(m.Summary.Cc)), Bcc: []devPerson{}, Blind: devPeople(blind(m)),
		MessageID: m.Summary.MessageID, Date: date.UTC().Format(time.RFC3339), Text: doc.Text(), HTML: doc.HTML(), Headers: make(map[string]string), Size: m.Size,
	}
	for _, field := range doc.Root.Fields {
		e.Headers[strings.ToLower(field.Name)] = field.Text()
	}
	e.Envelope.From, e.Envelope.Host = devPerson{Address: string(m.Envelope.ReversePath)}, m.Envelope.Client.Hello
	e.Envelope.RemoteAddress = m.Envelope.Client.Address
	for _, to := range originals(m) {
		e.Envelope.To = append(e.Envelope.To, devPerson{Address: to})
	}
	for _, p := range doc.Attachments() {
		e.Attachments = append(e.Attachments, devFile{p.MediaType(), p.Filename, devFileName(p), p.ContentID, len(p.Decoded(doc.Content))})
	}
	return e, nil
}

// devFileName names a file in the path of its message: by its part, never by
// what the message says.
func devFileName(p *mime.Part) string { return "part-" + partID(p) }

// devList lists oldest first; skip and limit part it. Other parameters of the
// query are members, with dots between levels, that must have a value.
func (f *facade) devList(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	skip, err := number(r, "skip", 0)
	if err != nil {
		return err
	}
	limit, err := number(r, "limit", math.MaxInt32)
	if err != nil {
		return err
	}
	list := []devEmail{}
	for _, m := range f.Mailbox.State().All.From(0) {
		e, err := f.devEmail(r.Context(), m)
		if err != nil {
			continue // it has gone
		}
		matches := true
		for key := range q {
			matches = matches && e.has(key, q.Get(key))
		}
		if matches {
			list = append(list, e)
		}
	}
	write(w, http.StatusOK, page(list, skip, limit))
	return nil
}

// has reports whether a member is, or one of its addresses is, value.
func (e devEmail) has(key, value string) bool {
	if key == "skip" || key == "limit" {
		return true
	}
	if name, ok := strings.CutPrefix(key, "headers."); ok {
		return e.Headers[strings.ToLower(name)] == value
	}
	list := map[string][]devPerson{
		"from.address": e.From, "to.address": e.To, "cc.address": e.Cc, "calculatedBcc.address": e.Blind,
		"envelope.to.address": e.Envelope.To, "envelope.from.address": {e.Envelope.From},
	}
	for _, p := range list[key] {
		if strings.EqualFold(p.Address, value) {
			return true
		}
	}
	text, known := map[string]string{"subject": e.Subject, "id": e.ID, "messageId": e.MessageID, "text": e.Text}[key]
	return known && text == value
}

func (f *facade) devOne(w http.ResponseWriter, r *http.Request) error {
	m, err := f.find(r.PathValue("id"))
	if err != nil {
		return err
	}
	e, err := f.devEmail(r.Context(), m)
	if err != nil {
		return err
	}
	write(w, http.StatusOK, e)
	return nil
}

func (f *facade) devHTML(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := f.opened(r)
	if err != nil {
		return err
	}
	html := doc.HTML()
	if html == "" {
		return &fault{http.StatusNotFound, "The message has no HTML."}
	}
	return octets(w, "text/html; charset=utf-8", []byte(html))
}

func (f *facade) devSource(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := f.opened(r)
	if err != nil {
		return err
	}
	return octets(w, "text/plain; charset=utf-8", doc.Content)
}

func (f *facade) devDownload(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := f.opened(r)
	if err != nil {
		return err
	}
	return file(w, m.ID.String()+".eml", "message/rfc822", doc.Content)
}

func (f *facade) devAttachment(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := f.opened(r)
	if err != nil {
		return err
	}
	name := r.PathValue("filename")
	for _, p := range doc.Attachments() {
		if name == devFileName(p) || name == p.Filename {
			return file(w, p.Filename, harmless(p.MediaType()), p.Decoded(doc.Content))
		}
	}
	return gone()
}

func (f *facade) devDelete(w http.ResponseWriter, r *http.Request) error {
	if err := f.deleteOne(w, r, r.PathValue("id")); err != nil {
		return err
	}
	_, err := w.Write([]byte("true"))
	return err
}

// devDeleteAll removes what its path says: all.
func (f *facade) devDeleteAll(w http.ResponseWriter, r *http.Request) error {
	if err := f.deleteAll(r); err != nil {
		return err
	}
	write(w, http.StatusOK, true)
	return nil
}

func (f *facade) devReadAll(w http.ResponseWriter, r *http.Request) error {
	if err := noBody(r); err != nil {
		return err
	}
	unread, err := f.newest(r.Context(), hunt{query: "is:unread"})
	if err != nil {
		return err
	}
	if err := f.Mailbox.Flag(r.Context(), uidsOf(unread), store.AddFlags, mail.NewFlags(mail.Seen)); err != nil {
		return err
	}
	write(w, http.StatusOK, len(unread))
	return nil
}

func (f *facade) devConfig(w http.ResponseWriter, _ *http.Request) error {
	write(w, http.StatusOK, map[string]any{"version": "mailsink " + f.Version, "smtpPort": 0, "isOutgoingEnabled": false})
	return nil
}
