package order

import (
	"strings"
	"time"

	"mailsink/internal/mime"
)

// maxReferences bounds the References of one message; of more, the last count.
const maxReferences = 1_000

// A Header is what the header of a message says that it is ordered by. Text
// has gone through [Fold].
type Header struct {
	From, To, Cc           string // the mailbox of the first address
	DisplayFrom, DisplayTo string // its name, else the address (RFC 5957 §3)

	Subject string // base subject
	Reply   bool   // the subject says that it answers or forwards

	Sent time.Time // of the Date field; zero if it has none or a broken one

	ID         string   // Message-ID, without brackets; empty if there is none that is one
	References []string // what it answers, the oldest first
}

// Read returns the Header of a message. It looks at nothing but the fields of
// root.
func Read(root *mime.Part) *Header {
	h := &Header{References: references(root)}
	if f := last(root, "Subject"); f != nil {
		base, reply := BaseSubject(f.Text())
		h.Subject, h.Reply = Fold(base), reply
	}
	if f := last(root, "Date"); f != nil {
		h.Sent = mime.ParseDate(f.Unfolded())
	}
	if f := last(root, "Message-ID"); f != nil {
		h.ID, _ = nextID(f.Unfolded())
	}
	h.From, h.DisplayFrom = firstAddress(root.Field("From"))
	h.To, h.DisplayTo = firstAddress(root.Field("To"))
	h.Cc, _ = firstAddress(root.Field("Cc"))
	return h
}

// last returns the last field of that name, or nil.
func last(root *mime.Part, name string) *mime.Field {
	for i := len(root.Fields) - 1; i >= 0; i-- {
		if root.Fields[i].Is(name) {
			return &root.Fields[i]
		}
	}
	return nil
}

// firstAddress returns the mailbox of the first address of f, and what is
// shown for it. Of a group both are its name.
func firstAddress(f *mime.Field) (mailbox, display string) {
	if f == nil {
		return "", ""
	}
	all := mime.ParseAddresses(f.Unfolded())
	if len(all) == 0 {
		return "", ""
	}
	a := all[0]
	switch {
	case a.Kind == mime.GroupStart:
		name := Fold(mime.DecodeHeader(a.Name))
		return name, name
	case a.Name != "":
		return Fold(a.Mailbox), Fold(mime.DecodeHeader(a.Name))
	case a.Host == "":
		return Fold(a.Mailbox), Fold(a.Mailbox)
	}
	return Fold(a.Mailbox), Fold(a.Mailbox + "@" + a.Host)
}

// references returns the IDs in References, or the first one in In-Reply-To
// where there is none (RFC 5256 §3, step 1).
func references(root *mime.Part) []string {
	var ids []string
	if f := last(root, "References"); f != nil {
		for id, rest := nextID(f.Unfolded()); id != ""; id, rest = nextID(rest) {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		return ids[max(0, len(ids)-maxReferences):]
	}
	if f := last(root, "In-Reply-To"); f != nil {
		if id, _ := nextID(f.Unfolded()); id != "" {
			return []string{id}
		}
	}
	return nil
}

// nextID returns the first msg-id in s (RFC 5322 §3.6.4), normalised: without
// brackets, quotes and white space; and what follows it. It is "" where there
// is none.
func nextID(s string) (id, rest string) {
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return "", ""
		}
		s = s[i+1:]
		end := strings.IndexByte(s, '>')
		if end < 0 {
			return "", ""
		}
		if id = normalID(s[:end]); id != "" {
			return id, s[end+1:]
		}
	}
}

// normalID returns the inside of a msg-id, or "" if it is none.
func normalID(s string) string {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || domain == "" || strings.ContainsAny(s, "<>") {
		return ""
	}
	if strings.ContainsAny(s, "\"\\ \t") {
		s = strings.NewReplacer(`\\`, `\`, `\`, "", `"`, "", " ", "", "\t", "").Replace(s)
	}
	return s
}
