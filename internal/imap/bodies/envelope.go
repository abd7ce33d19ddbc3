package bodies

import (
	"strings"

	"mailsink/internal/mime"
)

// maxAddresses bounds the addresses of one field.
const maxAddresses = 10_000

// AppendEnvelope appends the ENVELOPE of message, which is the root of a
// message or of an embedded one: ten fields in parentheses (RFC 9051 §7.5.2).
// Sender and Reply-To are From where they are missing or empty.
func AppendEnvelope(dst []byte, message *mime.Part) []byte {
	dst = append(dst, '(')
	dst = appendField(dst, last(message, "Date"))
	dst = append(dst, ' ')
	if f := last(message, "Subject"); f != nil {
		dst = appendShown(dst, strings.TrimPrefix(f.Raw(), " "))
	} else {
		dst = appendNil(dst)
	}
	from := addresses(message, "From")
	dst = appendAddresses(dst, from)
	for _, name := range [...]string{"Sender", "Reply-To"} {
		list := addresses(message, name)
		if len(list) == 0 {
			list = from
		}
		dst = appendAddresses(dst, list)
	}
	for _, name := range [...]string{"To", "Cc", "Bcc"} {
		dst = appendAddresses(dst, addresses(message, name))
	}
	for _, name := range [...]string{"In-Reply-To", "Message-ID"} {
		dst = append(dst, ' ')
		dst = appendField(dst, last(message, name))
	}
	return append(dst, ')')
}

// appendField appends the body of a field on one line, or NIL for none.
func appendField(dst []byte, f *mime.Field) []byte {
	if f == nil {
		return appendNil(dst)
	}
	return AppendString(dst, f.Unfolded())
}

// appendShown appends text that is there to be read, with one space where there
// is white space. What was written otherwise, or would have to be escaped, is a
// literal, as it is with Dovecot.
func appendShown(dst []byte, s string) []byte {
	shown := strings.Join(strings.FieldsFunc(s, isBlank), " ")
	if shown != "" && (shown != s || strings.ContainsAny(s, `"\`)) {
		return AppendLiteral(dst, []byte(withoutNUL(shown)), false)
	}
	return AppendString(dst, shown)
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' }

// last returns the last field of that name, or nil: where one comes twice,
// clients are used to that.
func last(message *mime.Part, name string) *mime.Field {
	for i := len(message.Fields) - 1; i >= 0; i-- {
		if message.Fields[i].Is(name) {
			return &message.Fields[i]
		}
	}
	return nil
}

// addresses returns the members of all fields of that name, as if they were
// one.
func addresses(message *mime.Part, name string) []mime.Address {
	var all []mime.Address
	for i := range message.Fields {
		if f := &message.Fields[i]; f.Is(name) && len(all) < maxAddresses {
			list := readAddresses(f.Raw())
			if all == nil {
				all = list
			} else {
				all = append(all, list...)
			}
		}
	}
	return all[:min(len(all), maxAddresses)]
}

// appendAddresses appends a space and a list of addresses, NIL if it is empty.
func appendAddresses(dst []byte, list []mime.Address) []byte {
	dst = append(dst, ' ')
	if len(list) == 0 {
		return appendNil(dst)
	}
	dst = append(dst, '(')
	for i := range list {
		dst = appendAddress(dst, &list[i])
	}
	return append(dst, ')')
}

// appendAddress appends name, route, mailbox and host. A host that is NIL
// makes an address the beginning of a group, or without a mailbox the end of
// one, so that something stands for what is missing.
func appendAddress(dst []byte, a *mime.Address) []byte {
	switch a.Kind {
	case mime.GroupStart:
		dst = append(dst, "(NIL NIL "...)
		dst = AppendString(dst, a.Name)
		return append(dst, " NIL)"...)
	case mime.GroupEnd:
		return append(dst, "(NIL NIL NIL NIL)"...)
	}
	dst = append(dst, '(')
	if a.Name == "" {
		dst = appendNil(dst)
	} else {
		dst = appendShown(dst, a.Name)
	}
	dst = append(dst, ' ')
	dst = AppendNString(dst, a.Route)
	dst = append(dst, ' ')
	dst = AppendString(dst, a.Mailbox)
	dst = append(dst, ' ')
	dst = AppendString(dst, a.Host)
	return append(dst, ')')
}
