package inspect

import (
	"fmt"
	"strings"
	"unicode"

	"mailsink/internal/mime"
)

// clipped is where Gmail cuts a message off, and tooLarge what many servers
// refuse, in octets.
const (
	clipped  = 102 << 10
	tooLarge = 25 << 20
)

// size says how large the message is, and who minds.
func (p *page) size() Size {
	s := Size{Message: len(p.doc.Content), HTML: len(p.source)}
	p.doc.Root.Walk(func(part *mime.Part) bool {
		if part.Type == "text" && part.Subtype == "plain" && part.Disposition != "attachment" {
			s.Text += len(part.Decoded(p.doc.Content))
		}
		return true
	})
	if s.HTML > clipped {
		s.Findings = append(s.Findings, found("size.clipped", "", "kb", s.HTML>>10))
	}
	if s.Message > tooLarge {
		s.Findings = append(s.Findings, found("size.large", "", "mb", s.Message>>20))
	}
	return s
}

// maxMissing is how many words are told that the text lacks.
const maxMissing = 30

// leastShared is how much of the HTML the text should have.
const leastShared = .6

// text sets the plain text against the HTML.
func (p *page) text() TextReport {
	var t TextReport
	plain := plainOf(p.doc)
	switch {
	case p.source == "":
		t.Shared = 1
		return t
	case strings.TrimSpace(plain) == "":
		t.Findings = append(t.Findings, found("text.none", ""))
		return t
	}
	has := make(map[string]bool)
	for _, word := range words(plain) {
		has[word] = true
	}
	seen := make(map[string]bool)
	shared := 0
	for _, word := range words(p.visible.String()) {
		if seen[word] {
			continue
		}
		seen[word] = true
		if has[word] {
			shared++
		} else if len(t.Missing) < maxMissing {
			t.Missing = append(t.Missing, word)
		}
	}
	t.Shared = 1
	if len(seen) > 0 {
		t.Shared = float64(shared) / float64(len(seen))
	}
	if t.Shared < leastShared {
		t.Findings = append(t.Findings, found("text.differs", "", "percent", fmt.Sprintf("%.0f", t.Shared*100)))
	}
	return t
}

func plainOf(doc *mime.Document) string {
	var b strings.Builder
	doc.Root.Walk(func(part *mime.Part) bool {
		if part.Type == "text" && part.Subtype == "plain" && part.Disposition != "attachment" {
			b.WriteString(part.Text(doc.Content))
			b.WriteByte('\n')
		}
		return true
	})
	return b.String()
}

// words returns the words of a text in lower case; what has fewer than two
// letters says nothing.
func words(s string) []string {
	all := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var out []string
	for _, word := range all {
		if len(word) > 1 {
			out = append(out, word)
		}
	}
	return out
}
