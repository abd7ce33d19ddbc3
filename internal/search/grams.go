package search

import (
	"strings"
	"unicode/utf8"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// A Condition is what the text of a message must have, or else a query cannot
// match: all of Grams, all of All, and one of Any unless there are none. The
// zero Condition asks for nothing. It never rules out a message that matches;
// who has narrowed the messages down by it asks the query of the rest.
type Condition struct {
	Grams []uint32 // as [TextGrams] has them
	All   []Condition
	Any   []Condition
}

// Empty reports whether c asks for nothing.
func (c Condition) Empty() bool { return len(c.Grams)+len(c.All)+len(c.Any) == 0 }

// Condition returns what q needs of the text of a message.
func (q *Query) Condition() Condition { return q.root.condition() }

func (n not) condition() Condition  { return Condition{} }
func (t test) condition() Condition { return t.text }

func (n and) condition() Condition {
	var c Condition
	for _, child := range n {
		if part := child.condition(); !part.Empty() {
			c.All = append(c.All, part)
		}
	}
	return c
}

func (n or) condition() Condition {
	var c Condition
	for _, child := range n {
		part := child.condition()
		if part.Empty() {
			return Condition{}
		}
		c.Any = append(c.Any, part)
	}
	return c
}

// conditionOf returns what a term with pattern p needs of the text.
func conditionOf(t term, p pattern) Condition {
	switch t.field {
	case "", "body", "subject", "from", "to", "cc", "reply-to", "addressed", "rcpt", "bcc", "final", "mailfrom", "filename", "message-id":
	default:
		return Condition{} // it asks for something else than text
	}
	if p.re != nil || t.text == "<>" {
		return Condition{}
	}
	if t.field == "message-id" {
		p = idPattern(p)
	}
	var c Condition
	for _, piece := range p.pieces {
		eachGram(piece, func(g uint32) { c.Grams = append(c.Grams, g) })
	}
	return c
}

// TextGrams calls emit for every gram of the text that a query can ask for:
// what is in the header and the envelope, the text of the content, and the
// names of its files. A gram may come often.
func TextGrams(m *mail.Message, content []byte, emit func(gram uint32)) {
	s := &subject{Message: m, octets: func() ([]byte, error) { return content, nil }}
	text, body := s.text(), s.body()
	eachGram(text, emit)
	if !strings.Contains(text, body) {
		eachGram(body, emit)
	}
	for _, short := range shortTexts(m) {
		eachGram(fold(short), emit)
	}
	s.document().Root.Walk(func(p *mime.Part) bool {
		eachGram(fold(p.Filename), emit)
		return true
	})
}

// shortTexts returns what the header and the envelope of m have for searching.
func shortTexts(m *mail.Message) []string {
	sum := m.Summary
	texts := []string{sum.Subject, sum.Snippet, sum.MessageID, string(m.Envelope.ReversePath)}
	for _, contacts := range [][]mail.Contact{sum.From, sum.To, sum.Cc, sum.ReplyTo} {
		for _, c := range contacts {
			texts = append(texts, string(c.Address), c.Name)
		}
	}
	for _, r := range m.Envelope.Recipients {
		texts = append(texts, string(r.Original), string(r.Final))
	}
	return texts
}

// ideographs is where scripts begin whose words are one or two characters.
const ideographs = 0x2e80

// eachGram calls emit for every three characters of folded text, and for every
// two where one is an ideograph.
func eachGram(s string, emit func(uint32)) {
	var a, b rune
	n := 0
	for _, c := range s {
		if c == utf8.RuneError {
			n = 0
			continue
		}
		if n++; n >= 2 && (b >= ideographs || c >= ideographs) {
			emit(gramOf(0, b, c))
		}
		if n >= 3 {
			emit(gramOf(a, b, c))
		}
		a, b = b, c
	}
}

// gramOf mixes three characters into a number whose lower bits are as good as
// its higher ones.
func gramOf(a, b, c rune) uint32 {
	h := uint64(a)<<42 ^ uint64(b)<<21 ^ uint64(c)
	h = (h ^ h>>31) * 0x9e3779b97f4a7c15
	return uint32(h >> 32)
}
