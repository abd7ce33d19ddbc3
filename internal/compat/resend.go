package compat

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"mailsink/internal/compose"
	"mailsink/internal/jsonbody"
)

// resend returns the sending API of Resend.
func (f *facade) resend() []Route {
	return []Route{intake("/emails", resendError, f.resendSend), intake("/emails/batch", resendError, f.resendBatch)}
}

func resendError(w http.ResponseWriter, e *fault) {
	status := e.status
	if status == http.StatusBadRequest {
		status = http.StatusUnprocessableEntity
	}
	write(w, status, map[string]any{"statusCode": status, "name": "validation_error", "message": e.detail})
}

// oneOrMany is a string or a list of them.
type oneOrMany []string

// UnmarshalJSON implements [json.Unmarshaler].
func (l *oneOrMany) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*l = make(oneOrMany, 1)
		return json.Unmarshal(b, &(*l)[0])
	}
	return json.Unmarshal(b, (*[]string)(l))
}

// resendOctets is base64, or what Node.js makes of a Buffer in JSON.
type resendOctets string

// UnmarshalJSON implements [json.Unmarshaler].
func (o *resendOctets) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(o))
	}
	var buffer struct{ Data []int }
	if err := json.Unmarshal(b, &buffer); err != nil {
		return err
	}
	octets := make([]byte, 0, len(buffer.Data))
	for _, n := range buffer.Data {
		octets = append(octets, byte(n))
	}
	*o = resendOctets(base64.StdEncoding.EncodeToString(octets))
	return nil
}

type resendMail struct {
	From        string            `json:"from"`
	To          oneOrMany         `json:"to"`
	Cc          oneOrMany         `json:"cc"`
	Bcc         oneOrMany         `json:"bcc"`
	ReplyTo     oneOrMany         `json:"reply_to"`
	Subject     string            `json:"subject"`
	Text        string            `json:"text"`
	HTML        string            `json:"html"`
	Headers     map[string]string `json:"headers"`
	Attachments []struct {
		Filename  string       `json:"filename"`
		Content   resendOctets `json:"content"`
		Path      string       `json:"path"`
		Type      string       `json:"content_type"`
		ContentID string       `json:"content_id"`
	} `json:"attachments"`
	Template *struct {
		ID        string `json:"id"`
		Variables any    `json:"variables"`
	} `json:"template"`
}

func (m resendMail) composition() (compose.Composition, error) {
	c := compose.Composition{
		From: m.From, To: m.To, Cc: m.Cc, Bcc: m.Bcc, ReplyTo: m.ReplyTo, Subject: m.Subject, Text: m.Text, HTML: m.HTML, Headers: m.Headers,
	}
	for _, a := range m.Attachments {
		if a.Path != "" && a.Content == "" {
			return c, badRequest("The attachment %.80q is to be fetched from a URL, and this sink fetches nothing; send its content.", a.Filename)
		}
		if err := attach(&c, a.Filename, a.Type, string(a.Content), a.ContentID); err != nil {
			return c, err
		}
	}
	if m.Template != nil {
		template(&c, m.Template.ID, m.Template.Variables)
	}
	return c, incomplete(c)
}

func (f *facade) resendSend(w http.ResponseWriter, r *http.Request) error {
	var m resendMail
	if err := jsonbody.DecodeKnown(r, &m); err != nil {
		return err
	}
	c, err := m.composition()
	if err != nil {
		return err
	}
	id, err := f.send(r, c)
	if err != nil {
		return err
	}
	write(w, http.StatusOK, map[string]string{"id": id.String()})
	return nil
}

// resendBatch sends all of a batch or, if one cannot be written, none.
func (f *facade) resendBatch(w http.ResponseWriter, r *http.Request) error {
	var all []resendMail
	if err := jsonbody.DecodeKnown(r, &all); err != nil {
		return err
	}
	if len(all) == 0 || len(all) > 100 {
		return badRequest("A batch has 1 to 100 messages.")
	}
	var letters []compose.Composition
	for _, m := range all {
		c, err := m.composition()
		if err != nil {
			return err
		}
		letters = append(letters, c)
	}
	data := []map[string]string{}
	for _, c := range letters {
		id, err := f.send(r, c)
		if err != nil {
			return err
		}
		data = append(data, map[string]string{"id": id.String()})
	}
	write(w, http.StatusOK, map[string]any{"data": data})
	return nil
}
