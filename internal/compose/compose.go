package compose

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"slices"
	"strings"
	"time"
	"unicode"
)

// A Composition is a message as JSON describes it.
type Composition struct {
	From        string            `json:"from"` // "Ann <ann@example.com>"
	To          []string          `json:"to"`
	Cc          []string          `json:"cc"`
	Bcc         []string          `json:"bcc"`
	ReplyTo     []string          `json:"replyTo"`
	Subject     string            `json:"subject"`
	Text        string            `json:"text"`
	HTML        string            `json:"html"`
	Headers     map[string]string `json:"headers"`
	Attachments []Enclosure       `json:"attachments"`
}

// An Enclosure is a file in a composition.
type Enclosure struct {
	Filename  string `json:"filename"`
	Type      string `json:"type"`
	Content   []byte `json:"content"`   // base64
	ContentID string `json:"contentID"` // for cid: in the HTML
}

// Letter writes the message. The error is an [*Error].
func (c Composition) Letter() (Letter, error) {
	var l Letter
	w := &composer{}
	from, err := w.addresses("From", []string{c.From})
	if err != nil {
		return l, err
	}
	if len(from) != 1 {
		return l, fault("from must be one address.")
	}
	l.From = from[0]
	for _, list := range []struct {
		name  string
		given []string
		rcpt  bool
	}{{"To", c.To, true}, {"Cc", c.Cc, true}, {"Reply-To", c.ReplyTo, false}} {
		found, err := w.addresses(list.name, list.given)
		if err != nil {
			return l, err
		}
		if list.rcpt {
			l.To = append(l.To, found...)
		}
	}
	blind, err := (&composer{}).addresses("Bcc", c.Bcc)
	if err != nil {
		return l, err
	}
	l.To = append(l.To, blind...)
	if err := w.fields(c); err != nil {
		return l, err
	}
	err = w.body(c)
	l.Content = w.out.Bytes()
	return l, err
}

// A composer writes a message (RFC 5322, RFC 2045).
type composer struct{ out bytes.Buffer }

func (w *composer) field(name, body string) { fmt.Fprintf(&w.out, "%s: %s\r\n", name, body) }

// addresses writes a field of addresses, and returns them without their names.
func (w *composer) addresses(name string, given []string) ([]string, error) {
	var shown, bare []string
	for _, text := range given {
		list, err := netmail.ParseAddressList(text)
		if err != nil || strings.ContainsAny(text, "\r\n\x00") {
			return nil, fault("%.80q in %s is not an address; write ann@example.com or Ann <ann@example.com>.", text, strings.ToLower(name))
		}
		for _, a := range list {
			shown = append(shown, a.String())
			bare = append(bare, a.Address)
		}
	}
	if len(shown) > 0 {
		w.field(name, strings.Join(shown, ",\r\n "))
	}
	return bare, nil
}

// fields writes the rest of the header.
func (w *composer) fields(c Composition) error {
	set := map[string]string{
		"Subject":      c.Subject,
		"Date":         time.Now().UTC().Format(time.RFC1123Z),
		"Message-Id":   "<" + rand.Text() + "@mailsink.test>",
		"Mime-Version": "1.0",
	}
	for name, body := range c.Headers {
		key := textproto.CanonicalMIMEHeaderKey(name)
		if !fieldName(name) || strings.HasPrefix(key, "Content-") || slices.Contains([]string{"From", "To", "Cc", "Bcc", "Reply-To"}, key) {
			return fault("%.80q cannot be the name of a field in headers; addresses and content have members of their own.", name)
		}
		set[key] = body
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		body := set[name]
		if strings.ContainsAny(body, "\r\n\x00") {
			return fault("The field %s must be one line.", name)
		}
		w.field(name, mime.QEncoding.Encode("utf-8", body))
	}
	return nil
}

// fieldName reports whether name is one (RFC 5322 §2.2).
func fieldName(name string) bool {
	return name != "" && len(name) < 80 && strings.IndexFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || r == ':' }) < 0
}

// body writes text, HTML and files: each level of multipart only if needed.
func (w *composer) body(c Composition) error {
	if len(c.Attachments) == 0 {
		return w.texts(c, func(h textproto.MIMEHeader) (io.Writer, error) { return w.entity(h), nil })
	}
	mixed := multipart.NewWriter(&w.out)
	w.field("Content-Type", "multipart/mixed; boundary="+mixed.Boundary())
	w.out.WriteString("\r\n")
	if err := w.texts(c, mixed.CreatePart); err != nil {
		return err
	}
	for _, e := range c.Attachments {
		if err := e.write(mixed); err != nil {
			return err
		}
	}
	return mixed.Close()
}

// entity writes the fields of the message itself as those of a part.
func (w *composer) entity(h textproto.MIMEHeader) io.Writer {
	for _, name := range slices.Sorted(maps.Keys(h)) {
		w.field(name, h.Get(name))
	}
	w.out.WriteString("\r\n")
	return &w.out
}

func (w *composer) texts(c Composition, create func(textproto.MIMEHeader) (io.Writer, error)) error {
	if c.Text == "" || c.HTML == "" {
		kind, text := "text/plain", c.Text
		if c.HTML != "" {
			kind, text = "text/html", c.HTML
		}
		return writeText(create, kind, text)
	}
	var inner bytes.Buffer
	both := multipart.NewWriter(&inner)
	for _, t := range [][2]string{{"text/plain", c.Text}, {"text/html", c.HTML}} {
		if err := writeText(both.CreatePart, t[0], t[1]); err != nil {
			return err
		}
	}
	if err := both.Close(); err != nil {
		return err
	}
	out, err := create(textproto.MIMEHeader{"Content-Type": {"multipart/alternative; boundary=" + both.Boundary()}})
	if err != nil {
		return err
	}
	_, err = inner.WriteTo(out)
	return err
}

func writeText(create func(textproto.MIMEHeader) (io.Writer, error), kind, text string) error {
	out, err := create(textproto.MIMEHeader{
		"Content-Type":              {kind + "; charset=utf-8"},
		"Content-Transfer-Encoding": {"quoted-printable"},
	})
	if err != nil {
		return err
	}
	qp := quotedprintable.NewWriter(out)
	if _, err := io.WriteString(qp, text); err != nil {
		return err
	}
	return qp.Close()
}

// write adds a file to a multipart.
func (e Enclosure) write(mixed *multipart.Writer) error {
	kind, _, err := mime.ParseMediaType(e.Type)
	if e.Type == "" {
		kind, err = "application/octet-stream", nil
	}
	if err != nil || strings.HasPrefix(kind, "multipart/") || strings.HasPrefix(kind, "message/") {
		return fault("%.80q cannot be the type of an attachment.", e.Type)
	}
	h := textproto.MIMEHeader{
		"Content-Type":              {kind},
		"Content-Transfer-Encoding": {"base64"},
		"Content-Disposition":       {mime.FormatMediaType("attachment", map[string]string{"filename": fileName(e.Filename)})},
	}
	if e.ContentID != "" {
		if strings.ContainsAny(e.ContentID, "\r\n\x00<> ") {
			return fault("%.80q cannot be a content ID.", e.ContentID)
		}
		h.Set("Content-Id", "<"+e.ContentID+">")
		h.Set("Content-Disposition", strings.Replace(h.Get("Content-Disposition"), "attachment", "inline", 1))
	}
	out, err := mixed.CreatePart(h)
	if err != nil {
		return err
	}
	text := base64.StdEncoding.EncodeToString(e.Content)
	for len(text) > 76 { // RFC 2045 §6.8
		if _, err := io.WriteString(out, text[:76]+"\r\n"); err != nil {
			return err
		}
		text = text[76:]
	}
	_, err = io.WriteString(out, text+"\r\n")
	return err
}

// fileName takes controls out of a name; all else stays as it was given.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
}
