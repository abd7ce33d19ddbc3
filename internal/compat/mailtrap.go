package compat

import (
	"maps"
	"net/http"

	"mailsink/internal/compose"
	"mailsink/internal/jsonbody"
)

// mailtrap returns the sending API of Mailtrap, live and sandbox.
func (f *facade) mailtrap() []Route {
	var routes []Route
	for _, inbox := range []string{"", "/{inbox}"} {
		routes = append(routes, intake("/api/send"+inbox, mailtrapError, f.mailtrapSend), intake("/api/batch"+inbox, mailtrapError, f.mailtrapBatch))
	}
	return routes
}

func mailtrapError(w http.ResponseWriter, e *fault) {
	write(w, e.status, map[string]any{"success": false, "errors": []string{e.detail}})
}

type mailtrapPerson struct{ Email, Name string }

func (p mailtrapPerson) String() string { return named(p.Name, p.Email) }

type mailtrapMail struct {
	From        *mailtrapPerson   `json:"from"`
	To          []mailtrapPerson  `json:"to"`
	Cc          []mailtrapPerson  `json:"cc"`
	Bcc         []mailtrapPerson  `json:"bcc"`
	ReplyTo     *mailtrapPerson   `json:"reply_to"`
	Subject     string            `json:"subject"`
	Text        string            `json:"text"`
	HTML        string            `json:"html"`
	Category    string            `json:"category"`
	Headers     map[string]string `json:"headers"`
	Template    string            `json:"template_uuid"`
	Variables   any               `json:"template_variables"`
	Attachments []struct {
		Content   string `json:"content"`
		Filename  string `json:"filename"`
		Type      string `json:"type"`
		ContentID string `json:"content_id"`
	} `json:"attachments"`
}

func (m mailtrapMail) composition() (compose.Composition, error) {
	c := compose.Composition{To: texts(m.To), Cc: texts(m.Cc), Bcc: texts(m.Bcc), Subject: m.Subject, Text: m.Text, HTML: m.HTML, Headers: maps.Clone(m.Headers)}
	if m.From != nil {
		c.From = m.From.String()
	}
	if m.ReplyTo != nil {
		c.ReplyTo = []string{m.ReplyTo.String()}
	}
	if m.Category != "" {
		if c.Headers == nil {
			c.Headers = make(map[string]string)
		}
		c.Headers["X-Category"] = m.Category
	}
	for _, a := range m.Attachments {
		if err := attach(&c, a.Filename, a.Type, a.Content, a.ContentID); err != nil {
			return c, err
		}
	}
	template(&c, m.Template, m.Variables)
	return c, incomplete(c)
}

// with returns m with what base says where m says nothing.
func (m mailtrapMail) with(base mailtrapMail) mailtrapMail {
	if m.From == nil {
		m.From = base.From
	}
	if m.ReplyTo == nil {
		m.ReplyTo = base.ReplyTo
	}
	for _, s := range []struct{ own, base *string }{{&m.Subject, &base.Subject}, {&m.Text, &base.Text}, {&m.HTML, &base.HTML}, {&m.Category, &base.Category}, {&m.Template, &base.Template}} {
		if *s.own == "" {
			*s.own = *s.base
		}
	}
	if m.Headers == nil {
		m.Headers = base.Headers
	}
	if m.Attachments == nil {
		m.Attachments = base.Attachments
	}
	if m.Variables == nil {
		m.Variables = base.Variables
	}
	return m
}

func (f *facade) mailtrapOne(r *http.Request, m mailtrapMail) (string, error) {
	c, err := m.composition()
	if err != nil {
		return "", err
	}
	id, err := f.send(r, c)
	return id.String(), err
}

func (f *facade) mailtrapSend(w http.ResponseWriter, r *http.Request) error {
	var m mailtrapMail
	if err := jsonbody.DecodeKnown(r, &m); err != nil {
		return err
	}
	id, err := f.mailtrapOne(r, m)
	if err != nil {
		return err
	}
	write(w, http.StatusOK, map[string]any{"success": true, "message_ids": []string{id}})
	return nil
}

func (f *facade) mailtrapBatch(w http.ResponseWriter, r *http.Request) error {
	var ask struct {
		Base     mailtrapMail   `json:"base"`
		Requests []mailtrapMail `json:"requests"`
	}
	if err := jsonbody.DecodeKnown(r, &ask); err != nil {
		return err
	}
	if len(ask.Requests) == 0 || len(ask.Requests) > 500 {
		return badRequest("'requests' must have 1 to 500 messages.")
	}
	var replies []map[string]any
	for _, m := range ask.Requests {
		if id, err := f.mailtrapOne(r, m.with(ask.Base)); err != nil {
			replies = append(replies, map[string]any{"success": false, "errors": []string{faultOf(err).detail}})
		} else {
			replies = append(replies, map[string]any{"success": true, "message_ids": []string{id}})
		}
	}
	write(w, http.StatusOK, map[string]any{"success": true, "responses": replies})
	return nil
}
