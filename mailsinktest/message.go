package mailsinktest

import (
	"fmt"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// A Message is one message as the sink has it. It is a copy: change it as you
// like.
type Message struct {
	ID      string // across the sink, as in the HTTP API
	Account string // it is kept in
	Date    time.Time

	// ReversePath is the envelope's MAIL FROM; empty for the null one.
	ReversePath string
	// Recipients are the envelope's: as given in RCPT TO, and as rewritten.
	Recipients []Recipient

	From        []Contact // of the header, as are the next two
	To, Cc      []Contact
	Subject     string
	Text        string // the plain text, or that of the HTML where there is none
	HTML        string // as it came; empty for none
	Links       []Link
	Codes       []string // one-time codes, likeliest first
	Attachments []Attachment
	Defects     []string // what is wrong with the message, a sentence each
	Raw         []byte   // the content, octet for octet as it was sent

	uid    mail.UID
	fields []mime.Field
}

// A Recipient is one RCPT TO.
type Recipient struct {
	Original string // as given
	Final    string // as rewritten
	Rule     string // the last rule that rewrote it, table:line; empty for none
}

// A Contact is an address with the name that a header gives it.
type Contact struct{ Name, Address string }

// A Link is a reference to somewhere else.
type Link struct{ URL, Text string }

// An Attachment is a file that was sent along.
type Attachment struct {
	Name    string
	Type    string // media type: "application/pdf"
	Content []byte // decoded
}

// Originals returns the recipients as they were given in RCPT TO.
func (m *Message) Originals() []string {
	list := make([]string, len(m.Recipients))
	for i, r := range m.Recipients {
		list[i] = r.Original
	}
	return list
}

// Header returns the first header field of that name, in any case: unfolded
// and decoded; empty for none.
func (m *Message) Header(name string) string {
	for _, f := range m.fields {
		if f.Is(name) {
			return f.Text()
		}
	}
	return ""
}

// String returns one line for failures: who wrote to whom about what.
func (m *Message) String() string {
	return fmt.Sprintf("from <%s> to %s: %q", m.ReversePath, strings.Join(m.Originals(), ", "), m.Subject)
}

// message returns the whole of c.
func (c *candidate) message() *Message {
	doc := c.doc()
	m := &Message{
		ID: c.ID.String(), Account: c.Message.Account, Date: c.InternalDate, ReversePath: string(c.Envelope.ReversePath),
		Recipients: recipients(c.Envelope), From: contacts(c.Summary.From), To: contacts(c.Summary.To), Cc: contacts(c.Summary.Cc),
		Subject: c.Summary.Subject, Text: doc.Text(), HTML: doc.HTML(), Codes: doc.Codes(), Raw: append([]byte(nil), doc.Content...),
		uid: c.UID, fields: doc.Root.Fields,
	}
	for _, l := range doc.Links() {
		m.Links = append(m.Links, Link(l))
	}
	for _, p := range doc.Attachments() {
		m.Attachments = append(m.Attachments, Attachment{p.Filename, p.MediaType(), p.Decoded(doc.Content)})
	}
	for _, d := range doc.Defects() {
		m.Defects = append(m.Defects, d.Text)
	}
	return m
}

func recipients(env *mail.Envelope) []Recipient {
	var list []Recipient
	for _, r := range env.Recipients {
		to := Recipient{Original: string(r.Original), Final: string(r.Final)}
		if n := len(r.Trace); n > 0 {
			to.Rule = fmt.Sprintf("%s:%d", r.Trace[n-1].Table, r.Trace[n-1].Line)
		}
		list = append(list, to)
	}
	return list
}

func contacts(list []mail.Contact) []Contact {
	var out []Contact
	for _, c := range list {
		out = append(out, Contact{c.Name, string(c.Address)})
	}
	return out
}
