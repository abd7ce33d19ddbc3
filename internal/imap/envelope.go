package imap

import (
	"strings"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mime"
)

// maxEnvelope bounds the addresses of one field in an ENVELOPE.
const maxEnvelope = 10_000

// envelope returns the ENVELOPE of a message (RFC 9051 §7.5.2). Text in ASCII
// is passed on as it was written, encoded-words and all; the engine encodes
// what is not.
func envelope(root *mime.Part) *imap.Envelope {
	e := &imap.Envelope{
		Subject: text(root, "Subject"),
		From:    addresses(root, "From"), Sender: addresses(root, "Sender"), ReplyTo: addresses(root, "Reply-To"),
		To: addresses(root, "To"), Cc: addresses(root, "Cc"), Bcc: addresses(root, "Bcc"),
		MessageID: identifiers(root, "Message-ID"),
	}
	if f := root.Field("Date"); f != nil {
		e.Date = mime.ParseDate(f.Unfolded())
	}
	if id := identifiers(root, "In-Reply-To"); id != "" {
		e.InReplyTo = []string{id}
	}
	return e
}

// text returns the body of a field for an ENVELOPE.
func text(root *mime.Part, name string) string {
	f := root.Field(name)
	if f == nil {
		return ""
	}
	return encodable(f.Unfolded())
}

// encodable returns s as it is if it is ASCII, else decoded: octets that are
// no UTF-8 would become an encoded-word that nobody can read.
func encodable(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return mime.DecodeHeader(s)
		}
	}
	return s
}

// identifiers returns the msg-ids of a field as they are, without the first
// and the last bracket, which the engine adds.
func identifiers(root *mime.Part, name string) string {
	s := text(root, name)
	return strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">")
}

// addresses returns the members of all fields of that name.
func addresses(root *mime.Part, name string) []imap.Address {
	var out []imap.Address
	for i := range root.Fields {
		if !root.Fields[i].Is(name) {
			continue
		}
		for _, a := range mime.ParseAddresses(root.Fields[i].Unfolded()) {
			if len(out) == maxEnvelope {
				return out
			}
			out = append(out, address(a))
		}
	}
	return out
}

// address returns one member. A NIL host would make it the bound of a group,
// so that something stands for a domain that is missing.
func address(a mime.Address) imap.Address {
	switch a.Kind {
	case mime.GroupStart:
		return imap.Address{Mailbox: orMissing(encodable(a.Name), "MISSING_GROUP")}
	case mime.GroupEnd:
		return imap.Address{}
	}
	return imap.Address{
		Name:    encodable(a.Name),
		Mailbox: orMissing(a.Mailbox, "MISSING_MAILBOX"), Host: orMissing(a.Host, "MISSING_DOMAIN"),
	}
}

func orMissing(s, missing string) string {
	if s == "" {
		return missing
	}
	return s
}
