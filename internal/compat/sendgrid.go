package compat

import (
	"maps"
	"net/http"
	"strings"

	"mailsink/internal/compose"
	"mailsink/internal/jsonbody"
	"mailsink/internal/mail"
)

// sendgrid returns the v3 mail send of SendGrid.
func (f *facade) sendgrid() []Route {
	return []Route{intake("/v3/mail/send", sendgridError, f.sendgridSend)}
}

func sendgridError(w http.ResponseWriter, e *fault) {
	write(w, e.status, map[string]any{"errors": []map[string]any{{"message": e.detail, "field": nil, "help": nil}}})
}

type sendgridPerson struct{ Email, Name string }

func (p sendgridPerson) String() string { return named(p.Name, p.Email) }

type sendgridMail struct {
	From             sendgridPerson            `json:"from"`
	ReplyTo          *sendgridPerson           `json:"reply_to"`
	ReplyToList      []sendgridPerson          `json:"reply_to_list"`
	Subject          string                    `json:"subject"`
	Headers          map[string]string         `json:"headers"`
	Template         string                    `json:"template_id"`
	Personalizations []sendgridPersonalization `json:"personalizations"`
	Content          []struct{ Type, Value string }
	Attachments      []struct {
		Content   string `json:"content"`
		Filename  string `json:"filename"`
		Type      string `json:"type"`
		ContentID string `json:"content_id"`
	} `json:"attachments"`
	Settings struct {
		Sandbox struct {
			Enable bool `json:"enable"`
		} `json:"sandbox_mode"`
	} `json:"mail_settings"`
}

type sendgridPersonalization struct {
	From          *sendgridPerson   `json:"from"`
	To            []sendgridPerson  `json:"to"`
	Cc            []sendgridPerson  `json:"cc"`
	Bcc           []sendgridPerson  `json:"bcc"`
	Subject       string            `json:"subject"`
	Headers       map[string]string `json:"headers"`
	Substitutions map[string]string `json:"substitutions"`
	Data          any               `json:"dynamic_template_data"`
}

// compositions returns one message for each personalization.
func (m sendgridMail) compositions() ([]compose.Composition, error) {
	var all []compose.Composition
	for _, p := range m.Personalizations {
		c := compose.Composition{
			From: m.From.String(), To: texts(p.To), Cc: texts(p.Cc), Bcc: texts(p.Bcc), Subject: m.Subject,
			ReplyTo: texts(m.ReplyToList), Headers: maps.Clone(m.Headers),
		}
		if c.Headers == nil {
			c.Headers = make(map[string]string)
		}
		maps.Copy(c.Headers, p.Headers)
		if p.From != nil {
			c.From = p.From.String()
		}
		if p.Subject != "" {
			c.Subject = p.Subject
		}
		if m.ReplyTo != nil {
			c.ReplyTo = append(c.ReplyTo, m.ReplyTo.String())
		}
		m.fill(&c, p)
		for _, a := range m.Attachments {
			if err := attach(&c, a.Filename, a.Type, a.Content, a.ContentID); err != nil {
				return nil, err
			}
		}
		template(&c, m.Template, p.Data)
		if err := incomplete(c); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if len(all) == 0 || len(all) > 1000 {
		return nil, badRequest("personalizations must have 1 to 1000 members.")
	}
	return all, nil
}

// fill writes the content, with the words that p substitutes.
func (m sendgridMail) fill(c *compose.Composition, p sendgridPersonalization) {
	var pairs []string
	for old, by := range p.Substitutions {
		if old != "" {
			pairs = append(pairs, old, by)
		}
	}
	r := strings.NewReplacer(pairs...)
	c.Subject = r.Replace(c.Subject)
	for _, part := range m.Content {
		switch part.Type {
		case "text/plain":
			c.Text = r.Replace(part.Value)
		case "text/html":
			c.HTML = r.Replace(part.Value)
		}
	}
}

func (f *facade) sendgridSend(w http.ResponseWriter, r *http.Request) error {
	var m sendgridMail
	if err := jsonbody.DecodeKnown(r, &m); err != nil {
		return err
	}
	all, err := m.compositions()
	if err != nil {
		return err
	}
	if m.Settings.Sandbox.Enable { // it asks for a check, not for mail
		w.WriteHeader(http.StatusOK)
		return nil
	}
	var first mail.ID
	for _, c := range all {
		id, err := f.send(r, c)
		if err != nil {
			return err
		}
		if first == 0 {
			first = id
		}
	}
	w.Header().Set("X-Message-Id", first.String())
	w.WriteHeader(http.StatusAccepted)
	return nil
}
