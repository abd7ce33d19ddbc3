package compat

import (
	"cmp"
	"net/http"

	"mailsink/internal/compose"
	"mailsink/internal/jsonbody"
)

// ses returns SendEmail of Amazon SES, version 2.
func (f *facade) ses() []Route {
	return []Route{intake("/v2/email/outbound-emails", sesError, f.sesSend)}
}

func sesError(w http.ResponseWriter, e *fault) {
	name := "BadRequestException"
	if e.status >= http.StatusInternalServerError {
		name = "InternalServiceErrorException"
	}
	w.Header().Set("X-Amzn-Errortype", name)
	write(w, e.status, map[string]string{"message": e.detail})
}

type sesText struct{ Data string }

type sesAttachment struct{ RawContent, FileName, ContentType, ContentID string }

type sesHeaders []struct{ Name, Value string }

type sesMail struct {
	FromEmailAddress string
	Destination      struct{ ToAddresses, CcAddresses, BccAddresses []string }
	ReplyToAddresses []string
	Content          struct {
		Simple *struct {
			Subject     sesText
			Body        struct{ Text, Html sesText }
			Headers     sesHeaders
			Attachments []sesAttachment
		}
		Raw      *struct{ Data []byte }
		Template *struct {
			TemplateName, TemplateArn, TemplateData string
			TemplateContent                         struct{ Subject, Text, Html string }
			Headers                                 sesHeaders
			Attachments                             []sesAttachment
		}
	}
}

func (m sesMail) letter() (compose.Letter, error) {
	d := m.Destination
	if m.Content.Raw != nil {
		var to []string
		for _, list := range [][]string{d.ToAddresses, d.CcAddresses, d.BccAddresses} {
			to = append(to, list...)
		}
		return compose.Whole(m.Content.Raw.Data, m.FromEmailAddress, to)
	}
	c := compose.Composition{
		From: m.FromEmailAddress, To: d.ToAddresses, Cc: d.CcAddresses, Bcc: d.BccAddresses, ReplyTo: m.ReplyToAddresses, Headers: make(map[string]string),
	}
	var headers sesHeaders
	var attached []sesAttachment
	if s := m.Content.Simple; s != nil {
		c.Subject, c.Text, c.HTML = s.Subject.Data, s.Body.Text.Data, s.Body.Html.Data
		headers, attached = s.Headers, s.Attachments
	}
	if t := m.Content.Template; t != nil {
		name := cmp.Or(t.TemplateName, t.TemplateArn, "inline")
		c.Subject, c.Text, c.HTML = t.TemplateContent.Subject, t.TemplateContent.Text, t.TemplateContent.Html
		template(&c, name, object(t.TemplateData))
		headers, attached = t.Headers, t.Attachments
	}
	for _, h := range headers {
		c.Headers[h.Name] = h.Value
	}
	for _, a := range attached {
		if err := attach(&c, a.FileName, a.ContentType, a.RawContent, a.ContentID); err != nil {
			return compose.Letter{}, err
		}
	}
	if err := incomplete(c); err != nil {
		return compose.Letter{}, err
	}
	return c.Letter()
}

func (f *facade) sesSend(w http.ResponseWriter, r *http.Request) error {
	var m sesMail
	if err := jsonbody.DecodeKnown(r, &m); err != nil {
		return err
	}
	l, err := m.letter()
	if err != nil {
		return err
	}
	id, err := f.post(r, l)
	if err != nil {
		return err
	}
	write(w, http.StatusOK, map[string]string{"MessageId": id.String()})
	return nil
}
