package mime

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"mailsink/internal/mail"
)

const (
	maxSnippet  = 140      // characters
	maxContacts = 100      // in one field of a summary
	maxPeek     = 64 << 10 // octets decoded to find a snippet
)

// A Summarizer makes summaries and keeps the room that one took for the next.
// The zero Summarizer is ready. It is safe for concurrent use.
type Summarizer struct{ parsers sync.Pool }

// Summarize returns what a list shows of the message that begins with prefix.
// complete says that prefix is all of it; if it is not, the summary is marked
// as partial. It is called for every delivery, before the reply.
func (z *Summarizer) Summarize(prefix []byte, complete bool) *mail.Summary {
	p, ok := z.parsers.Get().(*parser)
	if !ok {
		p = new(parser)
	}
	p.borrow = true
	root := p.parse(prefix, complete)
	s := &mail.Summary{Partial: !complete}
	summarizeHeader(s, root)
	var room [2][4]*Part
	t := tally{summary: s, plain: room[0][:0], html: room[1][:0]}
	t.count(root, false)
	s.Snippet = t.snippet(prefix)
	pack(s) // from here on s has nothing of the tree, nor of prefix
	p.reset()
	z.parsers.Put(p)
	return s
}

// Summarize is [Summarizer.Summarize] for those who make few summaries.
func Summarize(prefix []byte, complete bool) mail.Summary {
	var z Summarizer
	return *z.Summarize(prefix, complete)
}

// pack gives the strings of s one memory of their own. Until then they are
// pieces of the whole header, which would stay as long as they do.
func pack(s *mail.Summary) {
	lists := [...][]mail.Contact{s.From, s.To, s.Cc, s.ReplyTo}
	all := make([]byte, 0, 1024)
	all = append(append(append(all, s.Subject...), s.MessageID...), s.Snippet...)
	for _, list := range lists {
		for i := range list {
			all = append(append(all, list[i].Name...), list[i].Address...)
		}
	}
	rest := string(all)
	next := func(n int) (piece string) {
		piece, rest = rest[:n], rest[n:]
		return piece
	}
	s.Subject, s.MessageID, s.Snippet = next(len(s.Subject)), next(len(s.MessageID)), next(len(s.Snippet))
	for _, list := range lists {
		for i := range list {
			list[i].Name = next(len(list[i].Name))
			list[i].Address = mail.Address(next(len(list[i].Address)))
		}
	}
}

// summarizeHeader reads the header fields of the root. Of a field that comes
// twice the first counts.
func summarizeHeader(s *mail.Summary, root *Part) {
	var seen [7]bool
	once := func(i int) bool {
		first := !seen[i]
		seen[i] = true
		return first
	}
	label := root.Charset
	for i := range root.Fields {
		f := &root.Fields[i]
		switch {
		case f.Is("Subject") && once(0):
			s.Subject = clean(decodeWords(f.Unfolded(), label), maxSubject)
		case f.Is("From") && once(1):
			s.From = contacts(s.From, f.raw, label, maxContacts)
		case f.Is("To") && once(2):
			s.To = contacts(s.To, f.raw, label, maxContacts)
		case f.Is("Cc") && once(3):
			s.Cc = contacts(s.Cc, f.raw, label, maxContacts)
		case f.Is("Reply-To") && once(4):
			s.ReplyTo = contacts(s.ReplyTo, f.raw, label, maxContacts)
		case f.Is("Message-ID") && once(5):
			s.MessageID = trimID(f.Unfolded())
		case f.Is("Date") && once(6):
			s.Date = ParseDate(f.Unfolded())
		}
	}
}

// A tally is what a walk over the tree finds for a summary.
type tally struct {
	summary *mail.Summary
	plain   []*Part
	html    []*Part
}

// count counts p and the parts beneath it. A message inside is one
// attachment, whatever it holds.
func (t *tally) count(p *Part, inRelated bool) {
	t.summary.Defects += len(p.Defects)
	switch {
	case p.IsMultipart():
		root := p.related()
		for i, c := range p.Children {
			t.count(c, root >= 0 && i != root)
		}
	case p.isAttachment(inRelated):
		t.summary.Attachments++
	case p.isHTML():
		t.summary.HTML = true
		t.html = append(t.html, p)
	case p.isBody():
		t.plain = append(t.plain, p)
	}
	if p.Message != nil {
		t.summary.Defects += len(p.Message.AllDefects())
	}
}

// snippet returns the first words of the first text that has any.
func (t *tally) snippet(content []byte) string {
	for _, parts := range [][]*Part{t.plain, t.html} {
		for _, p := range parts[:min(len(parts), 10)] {
			if s := p.snippet(content); s != "" {
				return s
			}
		}
	}
	return ""
}

// snippet decodes only as much of the body as it takes.
func (p *Part) snippet(content []byte) string {
	body := p.Body.Of(content)
	label := p.Charset
	if p.isHTML() {
		if label == "" || !isKnownCharset(label) {
			label = p.textLabel(decodeTransfer(body[:min(len(body), 2048)], p.Encoding))
		}
		body = body[bodyElement(body[:min(len(body), maxPeek)]):]
	}
	peek := 512
	if !p.isHTML() {
		peek = 256 // there is nothing but text in it
	}
	for ; ; peek *= 8 {
		chunk := body[:min(peek, len(body))]
		text := toUTF8(decodeTransfer(chunk, p.Encoding), label)
		if p.isHTML() {
			text = htmlText(text, 4*maxSnippet)
		}
		s, full := snippetOf(text)
		if full || len(chunk) == len(body) || peek >= maxPeek {
			return s
		}
	}
}

// bodyElement returns where <body> begins in HTML, which may be encoded, or 0.
// What stands before it has no text, but styles that take long to pass.
func bodyElement(html []byte) int {
	for _, tag := range []string{"<body", "<BODY"} {
		if i := bytes.Index(html, []byte(tag)); i >= 0 {
			return i
		}
	}
	return 0
}

// snippetOf returns the beginning of text on one line; full is true if there
// was more.
func snippetOf(text string) (s string, full bool) {
	b := make([]byte, 0, 3*maxSnippet)
	n, space := 0, false
	for _, r := range text {
		if r > ' ' && r < 0x7f && !space && n+2 < maxSnippet { // most are like this
			b = append(b, byte(r))
			n++
			continue
		}
		if r <= ' ' || r >= 0x7f {
			switch {
			case r == ' ', r == 0xa0, isBreak(r):
				space = n > 0
				continue
			case invisible(r):
				continue
			case isUnsafe(r):
				r = utf8.RuneError
			}
		}
		if n+2 >= maxSnippet {
			return string(append(b, "…"...)), true
		}
		if space {
			b = append(b, ' ')
			n++
			space = false
		}
		b = utf8.AppendRune(b, r)
		n++
	}
	return string(b), false
}

// invisible reports whether r takes no room: the padding that newsletters put
// behind their first words.
func invisible(r rune) bool {
	switch {
	case r == 0xad, r == 0x34f, r == 0x200b, r == 0x200c, r == 0x2060, r == 0xfeff, r == 0x61c, r == 0x200e, r == 0x200f:
		return true
	}
	return false
}
