package expect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mailsink/internal/client"
)

// A Difference is one thing that a message has and should not have so.
type Difference struct {
	What      string // "subject", "header X-Campaign"
	Want, Got string
}

// chooses reports whether e is about m.
func (e *Expectation) chooses(m *client.Message) bool {
	if !e.To.none() && !slices.ContainsFunc(m.Originals(), e.To.isAddress) {
		return false
	}
	if e.From.none() || e.From.isAddress(string(m.Envelope.ReversePath)) {
		return true
	}
	for _, f := range m.Summary.From {
		if e.From.isAddress(string(f.Address)) {
			return true
		}
	}
	return false
}

// differences returns what m has otherwise than e wants it.
func (e *Expectation) differences(m *client.Message) []Difference {
	var list []Difference
	want := func(what string, p Pattern, ok bool, got string) {
		if !p.none() && !ok {
			list = append(list, Difference{what, p.text, got})
		}
	}
	want("subject", e.Subject, e.Subject.is(m.Summary.Subject), m.Summary.Subject)
	want("text", e.Text, e.Text.isIn(m.Text), excerpt(m.Text))
	want("html", e.HTML, e.HTML.isIn(m.HTML), excerpt(m.HTML))
	want("code", e.Code, slices.ContainsFunc(m.Codes, e.Code.is), words(m.Codes))
	var links, files []string
	for _, l := range m.Links {
		links = append(links, l.URL)
	}
	want("link", e.Link, slices.ContainsFunc(links, e.Link.isIn), words(links))
	for _, a := range m.Attachments {
		files = append(files, a.Filename)
	}
	for _, p := range e.Attachments {
		want("attachment", p, slices.ContainsFunc(files, p.is), words(files))
	}
	for _, name := range slices.Sorted(maps.Keys(e.Headers)) {
		bodies := fields(m, name)
		want("header "+name, e.Headers[name], slices.ContainsFunc(bodies, e.Headers[name].is), words(bodies))
	}
	return list
}

// fields returns the bodies of the header fields of a name.
func fields(m *client.Message, name string) []string {
	var list []string
	for _, f := range m.Headers {
		if strings.EqualFold(f.Name, name) {
			list = append(list, f.Body)
		}
	}
	return list
}

// maxExcerpt is how much of a text a report shows, in characters.
const maxExcerpt = 200

// excerpt returns the beginning of a text on one line.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxExcerpt {
		return string(r[:maxExcerpt]) + "…"
	}
	return s
}

func words(list []string) string {
	if len(list) == 0 {
		return "(none)"
	}
	return strings.Join(list, ", ")
}

// wanted says how many messages e wants.
func (e *Expectation) wanted() string {
	switch {
	case e.Count == nil:
		return "at least 1 message"
	case *e.Count == 0:
		return "no message"
	case *e.Count == 1:
		return "exactly 1 message"
	}
	return fmt.Sprintf("exactly %d messages", *e.Count)
}
