package compat

import (
	"net/http"
	"strconv"
	"time"

	"mailsink/internal/compose"
	"mailsink/internal/jsonbody"
)

// postmark returns the sending API of Postmark.
func (f *facade) postmark() []Route {
	return []Route{
		intake("/email", postmarkError, f.postmarkSend), intake("/email/batch", postmarkError, f.postmarkBatch),
		intake("/email/withTemplate", postmarkError, f.postmarkSend), intake("/email/batchWithTemplates", postmarkError, f.postmarkTemplates),
	}
}

// invalidRequest is the code that Postmark has for what is wrong in a message.
const invalidRequest = 300

func postmarkError(w http.ResponseWriter, e *fault) {
	status := e.status
	if status == http.StatusBadRequest {
		status = http.StatusUnprocessableEntity
	}
	write(w, status, postmarkReply{ErrorCode: invalidRequest, Message: e.detail})
}

type postmarkReply struct {
	To          string `json:",omitempty"`
	Cc          string `json:",omitempty"`
	Bcc         string `json:",omitempty"`
	SubmittedAt string `json:",omitempty"`
	MessageID   string `json:",omitempty"`
	ErrorCode   int
	Message     string
}

type postmarkMail struct {
	From, To, Cc, Bcc, ReplyTo  string
	Subject, TextBody, HtmlBody string
	Tag, MessageStream          string
	TemplateAlias               string
	TemplateID                  any `json:"TemplateId"`
	TemplateModel               any
	Metadata                    map[string]string
	Headers                     []struct{ Name, Value string }
	Attachments                 []struct{ Name, Content, ContentType, ContentID string }
}

func (m postmarkMail) composition() (compose.Composition, error) {
	c := compose.Composition{
		From: m.From, To: split(m.To), Cc: split(m.Cc), Bcc: split(m.Bcc), ReplyTo: split(m.ReplyTo),
		Subject: m.Subject, Text: m.TextBody, HTML: m.HtmlBody, Headers: make(map[string]string),
	}
	for _, h := range m.Headers {
		c.Headers[h.Name] = h.Value
	}
	if m.Tag != "" {
		c.Headers["X-PM-Tag"] = m.Tag
	}
	for name, value := range m.Metadata {
		c.Headers["X-PM-Metadata-"+name] = value
	}
	for _, a := range m.Attachments {
		id := a.ContentID
		if len(id) > 4 && id[:4] == "cid:" {
			id = id[4:]
		}
		if err := attach(&c, a.Name, a.ContentType, a.Content, id); err != nil {
			return c, err
		}
	}
	name := m.TemplateAlias
	if number, ok := m.TemplateID.(float64); ok && name == "" {
		name = strconv.FormatFloat(number, 'f', -1, 64)
	}
	template(&c, name, m.TemplateModel)
	return c, incomplete(c)
}

func (f *facade) postmarkOne(r *http.Request, m postmarkMail) (postmarkReply, error) {
	c, err := m.composition()
	if err != nil {
		return postmarkReply{}, err
	}
	id, err := f.send(r, c)
	if err != nil {
		return postmarkReply{}, err
	}
	return postmarkReply{m.To, m.Cc, m.Bcc, time.Now().UTC().Format(instant), id.String(), 0, "OK"}, nil
}

func (f *facade) postmarkSend(w http.ResponseWriter, r *http.Request) error {
	var m postmarkMail
	if err := jsonbody.DecodeKnown(r, &m); err != nil {
		return err
	}
	reply, err := f.postmarkOne(r, m)
	if err != nil {
		return err
	}
	write(w, http.StatusOK, reply)
	return nil
}

func (f *facade) postmarkBatch(w http.ResponseWriter, r *http.Request) error {
	var all []postmarkMail
	if err := jsonbody.DecodeKnown(r, &all); err != nil {
		return err
	}
	return f.postmarkAll(w, r, all)
}

func (f *facade) postmarkTemplates(w http.ResponseWriter, r *http.Request) error {
	var ask struct{ Messages []postmarkMail }
	if err := jsonbody.DecodeKnown(r, &ask); err != nil {
		return err
	}
	return f.postmarkAll(w, r, ask.Messages)
}

func (f *facade) postmarkAll(w http.ResponseWriter, r *http.Request, all []postmarkMail) error {
	if len(all) == 0 || len(all) > 500 {
		return badRequest("A batch has 1 to 500 messages.")
	}
	replies := []postmarkReply{}
	for _, m := range all {
		reply, err := f.postmarkOne(r, m)
		if err != nil {
			reply = postmarkReply{ErrorCode: invalidRequest, Message: faultOf(err).detail}
		}
		replies = append(replies, reply)
	}
	write(w, http.StatusOK, replies)
	return nil
}
