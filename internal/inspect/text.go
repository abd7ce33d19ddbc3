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
		s.Findings = append(s.Findings, Finding{Level: Warning, Text: fmt.Sprintf("The HTML has %d kB; Gmail cuts it off after 102 kB.", s.HTML/1000)})
	}
	if s.Message > tooLarge {
		s.Findings = append(s.Findings, Finding{Level: Warning, Text: fmt.Sprintf("The message has %d MB; many servers refuse more than 25 MB.", s.Message/1_000_000)})
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
		t.Findings = append(t.Findings, Finding{Level: Warning, Text: "There is no plain text beside the HTML; some programs show nothing else, and filters mind."})
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
		t.Findings = append(t.Findings, Finding{Level: Warning, Text: fmt.Sprintf("The plain text has only %.0f %% of the words of the HTML.", t.Shared*100)})
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

// unsubscribe looks at the fields that let recipients leave a list.
func unsubscribe(root *mime.Part) []Finding {
	var list, post string
	for _, f := range root.Fields {
		switch strings.ToLower(f.Name) {
		case "list-unsubscribe":
			list = f.Text()
		case "list-unsubscribe-post":
			post = f.Text()
		}
	}
	switch {
	case list == "" && post == "":
		return []Finding{{Level: Note, Text: "There is no List-Unsubscribe. Bulk mail needs it; single messages do not."}}
	case list == "":
		return []Finding{{Level: Error, Text: "List-Unsubscribe-Post without List-Unsubscribe means nothing (RFC 8058)."}}
	case post == "":
		return []Finding{{Level: Warning, Text: "List-Unsubscribe without List-Unsubscribe-Post: large providers ask bulk senders for one click (RFC 8058).", Where: short(list)}}
	case !strings.Contains(strings.ReplaceAll(post, " ", ""), "List-Unsubscribe=One-Click"):
		return []Finding{{Level: Error, Text: "List-Unsubscribe-Post must be List-Unsubscribe=One-Click (RFC 8058).", Where: short(post)}}
	case !strings.Contains(list, "<https:"):
		return []Finding{{Level: Error, Text: "One click needs an https: address in List-Unsubscribe (RFC 8058).", Where: short(list)}}
	}
	return []Finding{{Level: Note, Text: "Recipients can leave with one click.", Where: short(list)}}
}
