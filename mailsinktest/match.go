package mailsinktest

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
	"mailsink/internal/search"
)

// A Match says which messages are meant. Several must all hold; none at all
// means any message.
type Match struct {
	text string
	err  error

	account string // that it is of; empty for any
	ok      func(*candidate) bool
}

// String returns the match as it was written: To("ann@example.com").
func (m Match) String() string { return m.text }

// A candidate is a message that may be the one; its content is read once, and
// only if a match asks for it.
type candidate struct {
	*mail.Message
	doc      func() *mime.Document
	repeated func(*mail.Message) bool // whether a message came before; nil where it is not known
}

func newCandidate(m *mail.Message, octets func() ([]byte, error)) *candidate {
	return &candidate{Message: m, doc: sync.OnceValue(func() *mime.Document {
		content, err := octets()
		if err != nil {
			content = nil // it went in the meantime: a message without content
		}
		return mime.Open(content)
	})}
}

// To is a message that was for an address: a recipient as it was given in RCPT
// TO, before rewriting, in any case. Bcc needs no more than that.
func To(address string) Match {
	return Match{text: fmt.Sprintf("To(%q)", address), ok: func(c *candidate) bool {
		for _, r := range c.Envelope.Recipients {
			if strings.EqualFold(string(r.Original), address) {
				return true
			}
		}
		return false
	}}
}

// From is a message from an address: its reverse-path, or one in the From
// field, in any case.
func From(address string) Match {
	return Match{text: fmt.Sprintf("From(%q)", address), ok: func(c *candidate) bool {
		for _, f := range c.Summary.From {
			if strings.EqualFold(string(f.Address), address) {
				return true
			}
		}
		return strings.EqualFold(string(c.Envelope.ReversePath), address)
	}}
}

// Account is a message in the account of that name, where rules make several.
func Account(name string) Match {
	return Match{text: fmt.Sprintf("Account(%q)", name), account: name, ok: func(c *candidate) bool { return strings.EqualFold(c.Message.Account, name) }}
}

// Subject is a message whose subject holds text.
func Subject(text string) Match {
	return Match{text: fmt.Sprintf("Subject(%q)", text), ok: func(c *candidate) bool { return strings.Contains(c.Summary.Subject, text) }}
}

// Body is a message whose text or HTML holds text.
func Body(text string) Match {
	return Match{text: fmt.Sprintf("Body(%q)", text), ok: func(c *candidate) bool {
		return strings.Contains(c.doc().Text(), text) || strings.Contains(c.doc().HTML(), text)
	}}
}

// Regexp is a message whose subject, text or HTML matches re.
func Regexp(re *regexp.Regexp) Match {
	return Match{text: fmt.Sprintf("Regexp(%q)", re), ok: func(c *candidate) bool {
		return re.MatchString(c.Summary.Subject) || re.MatchString(c.doc().Text()) || re.MatchString(c.doc().HTML())
	}}
}

// HasCode is a message with a one-time code.
func HasCode() Match {
	return Match{text: "HasCode()", ok: func(c *candidate) bool { return len(c.doc().Codes()) > 0 }}
}

// HasAttachment is a message with an attached file of that name.
func HasAttachment(name string) Match {
	return Match{text: fmt.Sprintf("HasAttachment(%q)", name), ok: func(c *candidate) bool {
		for _, p := range c.doc().Attachments() {
			if p.Filename == name {
				return true
			}
		}
		return false
	}}
}

// Query is a message that the search language of the page finds:
// "has:link -from:shop@example.com". A mistake in it is the error of what it is
// given to.
func Query(q string) Match {
	m := Match{text: fmt.Sprintf("Query(%q)", q)}
	query, err := search.Parse(q, time.Now())
	if err != nil {
		m.err = fmt.Errorf("mailsinktest: %s: %w", m.text, err)
		return m
	}
	m.ok = func(c *candidate) bool {
		return query.Knowing(c.repeated).Match(c.Message, func() ([]byte, error) { return c.doc().Content, nil })
	}
	return m
}

// After is a message that came later than another.
func After(msg *Message) Match {
	return Match{text: fmt.Sprintf("After(%q)", msg.Subject), ok: func(c *candidate) bool { return c.UID > msg.uid }}
}

// broken returns what is wrong with the matches themselves.
func broken(matches []Match) error {
	for _, m := range matches {
		if m.err != nil {
			return m.err
		}
	}
	return nil
}

// all reports whether every match holds.
func all(matches []Match, c *candidate) bool {
	for _, m := range matches {
		if !m.ok(c) {
			return false
		}
	}
	return true
}

// describe writes matches as they stand in the test.
func describe(matches []Match) string {
	if len(matches) == 0 {
		return "any message"
	}
	texts := make([]string, len(matches))
	for i, m := range matches {
		texts[i] = m.text
	}
	return strings.Join(texts, ", ")
}
