package compat

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"mailsink/internal/compose"
	"mailsink/internal/jsonbody"
)

// mailgun returns the sending API of Mailgun.
func (f *facade) mailgun() []Route {
	return []Route{
		intake("/v3/{domain}/messages", mailgunError, f.mailgunSend),
		intake("/v3/{domain}/messages.mime", mailgunError, f.mailgunRaw),
	}
}

func mailgunError(w http.ResponseWriter, e *fault) {
	write(w, e.status, map[string]string{"message": e.detail})
}

// A form is the fields and files of a body.
type form struct {
	values map[string][]string
	files  map[string][]upload
}

type upload struct {
	name, kind string
	content    []byte
}

// readForm reads application/x-www-form-urlencoded and multipart/form-data
// (RFC 7578) into memory: the gate has bounded the body.
func readForm(r *http.Request) (form, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return form{}, jsonbody.Unread(err)
		}
		return form{values: r.PostForm}, nil
	case err != nil || kind != "multipart/form-data":
		return form{}, &fault{http.StatusUnsupportedMediaType, "The body must be a form: multipart/form-data, or application/x-www-form-urlencoded."}
	}
	f := form{make(map[string][]string), make(map[string][]upload)}
	parts := multipart.NewReader(r.Body, params["boundary"])
	for n := 0; ; n++ {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil || n > 1000 {
			return form{}, jsonbody.Unread(err)
		}
		content, err := io.ReadAll(p)
		if err != nil {
			return form{}, jsonbody.Unread(err)
		}
		name := p.FormName()
		if p.FileName() == "" {
			f.values[name] = append(f.values[name], string(content))
		} else {
			f.files[name] = append(f.files[name], upload{p.FileName(), p.Header.Get("Content-Type"), content})
		}
	}
}

func (f form) get(name string) string {
	if list := f.values[name]; len(list) > 0 {
		return list[0]
	}
	return ""
}

func (f form) composition() (compose.Composition, error) {
	c := compose.Composition{
		From: f.get("from"), To: f.values["to"], Cc: f.values["cc"], Bcc: f.values["bcc"],
		Subject: f.get("subject"), Text: f.get("text"), HTML: f.get("html"), Headers: make(map[string]string),
	}
	for key, list := range f.values {
		name, isHeader := strings.CutPrefix(key, "h:")
		switch {
		case !isHeader:
		case strings.EqualFold(name, "Reply-To"):
			c.ReplyTo = list
		default:
			c.Headers[name] = list[0]
		}
	}
	for _, u := range f.files["attachment"] {
		c.Attachments = append(c.Attachments, compose.Enclosure{Filename: u.name, Type: u.kind, Content: u.content})
	}
	for _, u := range f.files["inline"] {
		c.Attachments = append(c.Attachments, compose.Enclosure{Filename: u.name, Type: u.kind, Content: u.content, ContentID: strings.ReplaceAll(u.name, " ", "_")})
	}
	if tags := f.values["o:tag"]; len(tags) > 0 {
		c.Headers["X-Mailgun-Tag"] = strings.Join(tags, ", ")
	}
	variables := f.variables()
	if text, err := json.Marshal(variables); err == nil && len(variables) > 0 {
		c.Headers["X-Mailgun-Variables"] = string(text)
	}
	template(&c, f.get("template"), variables)
	return c, incomplete(c)
}

// variables returns what a template is filled with: t:variables, and every
// v:name.
func (f form) variables() map[string]any {
	all := make(map[string]any)
	if text := f.get("t:variables"); text != "" && json.Unmarshal([]byte(text), &all) != nil {
		all["t:variables"] = text
	}
	for key := range f.values {
		if name, ok := strings.CutPrefix(key, "v:"); ok {
			all[name] = object(f.get(key))
		}
	}
	return all
}

func (f *facade) mailgunSend(w http.ResponseWriter, r *http.Request) error {
	body, err := readForm(r)
	if err != nil {
		return err
	}
	c, err := body.composition()
	if err != nil {
		return err
	}
	l, err := c.Letter()
	if err != nil {
		return err
	}
	return f.mailgunPost(w, r, l)
}

// mailgunRaw takes a whole message in.
func (f *facade) mailgunRaw(w http.ResponseWriter, r *http.Request) error {
	body, err := readForm(r)
	if err != nil {
		return err
	}
	content := []byte(body.get("message"))
	if files := body.files["message"]; len(files) > 0 {
		content = files[0].content
	}
	to := body.values["to"]
	if len(to) == 0 {
		return badRequest("to parameter is missing")
	}
	var each []string
	for _, list := range to {
		for address := range strings.SplitSeq(list, ",") {
			each = append(each, address)
		}
	}
	l, err := compose.Whole(content, "", each)
	if err != nil {
		return err
	}
	return f.mailgunPost(w, r, l)
}

func (f *facade) mailgunPost(w http.ResponseWriter, r *http.Request, l compose.Letter) error {
	id, err := f.post(r, l)
	if err != nil {
		return err
	}
	write(w, http.StatusOK, map[string]string{"id": "<" + id.String() + "@" + r.PathValue("domain") + ">", "message": "Queued. Thank you."})
	return nil
}
