package compat

import (
	"net/http"
	"strconv"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// caged is the policy of octets that came by mail: they neither run nor load
// anything.
const caged = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"

// octets sends something that came by mail.
func octets(w http.ResponseWriter, kind string, body []byte) error {
	h := w.Header()
	h.Set("Content-Security-Policy", caged)
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	// A client that went away needs no reply.
	_, _ = w.Write(body)
	return nil
}

// file sends octets to be saved, not shown.
func file(w http.ResponseWriter, name, kind string, body []byte) error {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\/`, r) {
			return '_'
		}
		return r
	}, name)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return octets(w, kind, body)
}

// harmless returns a media type that no browser runs.
func harmless(kind string) string {
	switch kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf":
		return kind
	case "text/plain":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// partID is the number of a part; the only part of a message is 1.
func partID(p *mime.Part) string {
	if p.ID == "" {
		return "1"
	}
	return p.ID
}

// person is an address with its name, as most have it.
type person struct {
	Name    string
	Address string
}

func people(list []mail.Contact) []person {
	out := make([]person, 0, len(list))
	for _, c := range list {
		out = append(out, person{c.Name, string(c.Address)})
	}
	return out
}

// sender returns who a message is from, by its header, else its envelope.
func sender(m *mail.Message) person {
	if len(m.Summary.From) > 0 {
		return people(m.Summary.From[:1])[0]
	}
	return person{Address: string(m.Envelope.ReversePath)}
}

// originals returns the forward-paths of a message as given, each once.
func originals(m *mail.Message) []string {
	list := []string{}
	seen := make(map[mail.Address]bool)
	for _, r := range m.Envelope.Recipients {
		if !seen[r.Original] {
			seen[r.Original] = true
			list = append(list, string(r.Original))
		}
	}
	return list
}

// blind returns the recipients that the header does not name.
func blind(m *mail.Message) []person {
	named := make(map[string]bool)
	for _, c := range append(append([]mail.Contact{}, m.Summary.To...), m.Summary.Cc...) {
		named[strings.ToLower(string(c.Address))] = true
	}
	list := []person{}
	for _, a := range originals(m) {
		if !named[strings.ToLower(a)] {
			list = append(list, person{Address: a})
		}
	}
	return list
}

// tagsOf returns the keywords that people gave.
func tagsOf(m *mail.Message) []string {
	tags := []string{}
	for _, f := range m.Flags {
		if f.IsTag() {
			tags = append(tags, string(f))
		}
	}
	return tags
}

// fields returns a header as names and unfolded bodies, as they came.
func fields(p *mime.Part) map[string][]string {
	h := make(map[string][]string)
	for _, f := range p.Fields {
		h[f.Name] = append(h[f.Name], f.Unfolded())
	}
	return h
}
