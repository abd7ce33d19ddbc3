package search

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

func knownField(name string) bool {
	switch name {
	case "rcpt", "in", "mailbox", "final", "to", "cc", "bcc", "from", "reply-to", "addressed", "mailfrom",
		"subject", "body", "code", "link", "filename", "type", "message-id", "header",
		"tag", "run", "rule", "session", "user", "ip", "helo", "is", "has",
		"after", "before", "newer", "older", "on", "larger", "smaller":
		return true
	}
	return false
}

// newTest returns what a term asks.
func newTest(t term, now time.Time) (node, error) {
	switch t.field {
	case "is":
		return newIs(t)
	case "has":
		return newHas(t)
	case "after", "before", "on", "newer", "older":
		return newWhen(t, now)
	case "larger", "smaller":
		return newSize(t)
	case "header":
		return newHeader(t)
	}
	p, err := newPattern(t)
	if err != nil {
		return nil, err
	}
	if holds := contentTest(t.field, p); holds != nil {
		return test{content: true, text: conditionOf(t, p), holds: holds}, nil
	}
	asked := test{needs: newNeed(t.field, p), text: conditionOf(t, p), holds: messageTest(t, p)}
	if t.field == "rcpt" || t.field == "addressed" {
		asked.rcpt = &p
	}
	return asked, nil
}

// messageTest asks what the message is known by without its content.
func messageTest(t term, p pattern) func(*subject) bool {
	switch t.field {
	case "rcpt":
		return func(s *subject) bool { return anyRecipient(s, p.names) }
	case "final":
		return func(s *subject) bool {
			return slices.ContainsFunc(s.Envelope.Recipients, func(r mail.Recipient) bool { return p.names(string(r.Final)) })
		}
	case "in", "mailbox":
		return func(s *subject) bool { return p.is(s.Account) }
	case "from":
		return func(s *subject) bool { return anyContact(s.Summary.From, p) }
	case "to":
		return func(s *subject) bool { return anyContact(s.Summary.To, p) }
	case "cc":
		return func(s *subject) bool { return anyContact(s.Summary.Cc, p) }
	case "reply-to":
		return func(s *subject) bool { return anyContact(s.Summary.ReplyTo, p) }
	case "bcc":
		return func(s *subject) bool {
			return anyRecipient(s, func(a string) bool { return p.names(a) && !named(s.Summary, a) })
		}
	case "addressed":
		return func(s *subject) bool { return addressed(s, p) }
	case "mailfrom":
		return reversePathTest(t, p)
	case "subject":
		return func(s *subject) bool { return p.within(s.Summary.Subject) }
	case "message-id":
		p = idPattern(p)
		return func(s *subject) bool { return p.names(s.Summary.MessageID) }
	}
	return contextTest(t.field, p)
}

// contextTest asks how the message came.
func contextTest(field string, p pattern) func(*subject) bool {
	switch field {
	case "rule":
		return func(s *subject) bool { return slices.ContainsFunc(rules(s.Message), p.within) }
	case "session":
		return func(s *subject) bool { return p.is(s.Envelope.Client.Session) }
	case "user":
		return func(s *subject) bool { return p.names(s.Envelope.Client.Identity) }
	case "ip":
		return func(s *subject) bool { return p.names(host(s.Envelope.Client.Address)) }
	case "helo":
		return func(s *subject) bool { return p.names(s.Envelope.Client.Hello) }
	}
	return func(s *subject) bool { // tag
		return slices.ContainsFunc(s.Flags, func(f mail.Flag) bool { return f.IsTag() && p.is(string(f)) })
	}
}

// contentTest asks what only the content knows; nil for other fields.
func contentTest(field string, p pattern) func(*subject) bool {
	switch field {
	case "":
		return func(s *subject) bool { return glance(s, p) || s.in(allText, "t", p) }
	case "body":
		return func(s *subject) bool { return s.in(bodyText, "b", p) }
	case "run":
		return func(s *subject) bool { return known(s, p) || ofDocument(runIn(p))(s) }
	case "code":
		return ofDocument(func(d *mime.Document) bool { return slices.ContainsFunc(d.Codes(), p.is) })
	case "link":
		return ofDocument(func(d *mime.Document) bool {
			return slices.ContainsFunc(d.Links(), func(l mime.Link) bool { return p.within(l.URL) })
		})
	case "filename":
		return ofDocument(func(d *mime.Document) bool {
			return anyPart(d, func(q *mime.Part) bool { return q.Filename != "" && p.names(q.Filename) })
		})
	case "type":
		return ofDocument(func(d *mime.Document) bool {
			return anyPart(d, func(q *mime.Part) bool { return p.names(q.MediaType()) })
		})
	}
	return nil
}

// runFields are the header fields in which a message says which run of tests
// it is of.
func runFields() [2]string { return [2]string{"X-Test-Run", "X-Mailsink-Run"} }

// known reports whether p is the run of tests that a message is of, as far as
// that is known without its header: its account, the user who sent it, or what
// stands behind the + in a recipient.
func known(s *subject, p pattern) bool {
	return p.is(s.Account) || p.is(s.Envelope.Client.Identity) || anyRecipient(s, func(address string) bool {
		local, _, _ := strings.Cut(address, "@")
		_, tag, ok := strings.Cut(local, "+")
		return ok && p.is(tag)
	})
}

func runIn(p pattern) func(*mime.Document) bool {
	return func(d *mime.Document) bool {
		for _, name := range runFields() {
			if f := d.Root.Field(name); f != nil && p.is(f.Text()) {
				return true
			}
		}
		return false
	}
}

func ofDocument(f func(*mime.Document) bool) func(*subject) bool {
	return func(s *subject) bool { d := s.document(); return d != nil && f(d) }
}

func anyPart(d *mime.Document, f func(*mime.Part) bool) bool {
	found := false
	d.Root.Walk(func(q *mime.Part) bool {
		found = found || f(q)
		return !found
	})
	return found
}

// glance looks for p in what needs no content: most words are there.
func glance(s *subject, p pattern) bool {
	return p.within(s.Summary.Subject) || p.within(s.Summary.Snippet) || addressed(s, p) || p.names(string(s.Envelope.ReversePath))
}

func addressed(s *subject, p pattern) bool {
	sum := s.Summary
	return anyRecipient(s, p.names) || anyContact(sum.From, p) || anyContact(sum.To, p) || anyContact(sum.Cc, p) || anyContact(sum.ReplyTo, p)
}

func anyRecipient(s *subject, f func(string) bool) bool {
	return slices.ContainsFunc(s.Envelope.Recipients, func(r mail.Recipient) bool { return f(string(r.Original)) })
}

func anyContact(contacts []mail.Contact, p pattern) bool {
	return slices.ContainsFunc(contacts, func(c mail.Contact) bool {
		return p.names(string(c.Address)) || c.Name != "" && p.within(c.Name)
	})
}

// named reports whether the header of a message names an address.
func named(sum *mail.Summary, address string) bool {
	is := func(c mail.Contact) bool { return strings.EqualFold(string(c.Address), address) }
	return slices.ContainsFunc(sum.To, is) || slices.ContainsFunc(sum.Cc, is)
}

// reversePathTest knows the null reverse-path, <>, besides patterns.
func reversePathTest(t term, p pattern) func(*subject) bool {
	if t.text == "<>" {
		return func(s *subject) bool { return s.Envelope.ReversePath == "" }
	}
	return func(s *subject) bool { return p.names(string(s.Envelope.ReversePath)) }
}

// idPattern takes the angle brackets off a msg-id.
func idPattern(p pattern) pattern {
	if len(p.pieces) == 1 {
		p.pieces = []string{strings.TrimSuffix(strings.TrimPrefix(p.pieces[0], "<"), ">")}
	}
	return p
}

// rules names the rules that rewrote the recipients: table:line.
func rules(m *mail.Message) []string {
	var all []string
	for _, r := range m.Envelope.Recipients {
		for _, step := range r.Trace {
			all = append(all, step.Table+":"+strconv.Itoa(step.Line))
		}
	}
	return all
}

// host returns the address without the port.
func host(address string) string {
	if ap, err := netip.ParseAddrPort(address); err == nil {
		return ap.Addr().String()
	}
	return address
}

// newHeader reads header:Name and header:Name=value.
func newHeader(t term) (node, error) {
	name, value, hasValue := strings.Cut(t.text, "=")
	if name == "" || t.regexp || strings.Contains(name, wildcard) {
		return nil, t.fail("header: needs the name of a field, as in header:X-Mailer or header:X-Mailer=acme")
	}
	p, err := newPattern(term{text: value, pos: t.pos})
	if err != nil {
		return nil, err
	}
	named := Condition{Buckets: append(bucketsOf(fold(name)+":"), p.buckets()...)}
	return test{content: true, text: named, holds: ofDocument(func(d *mime.Document) bool {
		return slices.ContainsFunc(d.Root.Fields, func(f mime.Field) bool {
			return f.Is(name) && (!hasValue || p.within(f.Text()))
		})
	})}, nil
}
