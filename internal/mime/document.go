package mime

import "strings"

// A Document is a message to be read: its octets and their tree.
type Document struct {
	Content []byte
	Root    *Part
}

// Open parses content, which must not change while the Document is in use.
func Open(content []byte) *Document {
	return &Document{Content: content, Root: Parse(content)}
}

// Text returns the text of the message: its text/plain, or where a piece of
// it is HTML alone, the text of that. Pieces follow each other with an empty
// line between them. Embedded messages are not part of it.
func (d *Document) Text() string {
	return strings.Join(reading{d, d.bodyText}.pieces(d.Root), "\n\n")
}

// A reading finds what is read as a message: of is the text of a body.
type reading struct {
	*Document
	of func(*Part) string
}

// pieces returns the texts below p that say anything.
func (r reading) pieces(p *Part) (pieces []string) {
	switch {
	case !p.IsMultipart() && !p.isBody():
	case !p.IsMultipart():
		if s := r.of(p); strings.TrimSpace(s) != "" {
			return []string{s}
		}
	case p.Subtype == "alternative":
		return r.alternative(p)
	case p.Subtype == "related":
		return r.pieces(p.Children[p.related()])
	default:
		for _, c := range p.Children {
			pieces = append(pieces, r.pieces(c)...)
		}
	}
	return pieces
}

// alternative takes the first alternative in plain text that says anything,
// else the first of any kind that does (RFC 2046 §5.1.4).
func (r reading) alternative(p *Part) []string {
	for _, html := range []bool{false, true} {
		for _, c := range p.Children {
			if hasHTML(c) != html {
				continue
			}
			if pieces := r.pieces(c); len(pieces) > 0 {
				return pieces
			}
		}
	}
	return nil
}

// hasHTML reports whether the text of p comes from HTML.
func hasHTML(p *Part) bool {
	found := false
	p.Walk(func(q *Part) bool {
		found = found || q.isHTML()
		return !found && q.Message == nil
	})
	return found
}

// bodyText returns the text of a body, without the markup if it is HTML.
func (d *Document) bodyText(p *Part) string {
	s := p.Text(d.Content)
	if p.isHTML() {
		return htmlText(s, len(s)+1)
	}
	return s
}

// HTML returns the HTML of the message as UTF-8, as it came: it is not safe
// to show without a cage. Of alternatives it is the last. It is empty where
// there is none.
func (d *Document) HTML() string {
	var pieces []string
	d.html(d.Root, &pieces)
	return strings.Join(pieces, "\n")
}

func (d *Document) html(p *Part, pieces *[]string) {
	switch {
	case !p.IsMultipart():
		if p.isHTML() && p.isBody() {
			*pieces = append(*pieces, p.Text(d.Content))
		}
	case p.Subtype == "alternative":
		for i := len(p.Children) - 1; i >= 0; i-- {
			n := len(*pieces)
			if d.html(p.Children[i], pieces); len(*pieces) > n {
				return
			}
		}
	case p.Subtype == "related":
		d.html(p.Children[p.related()], pieces)
	default:
		for _, c := range p.Children {
			d.html(c, pieces)
		}
	}
}

// Attachments returns the files that were sent along, in their order:
// embedded messages as one each, files that were pasted into plain text by
// uuencode or yEnc, and not what is shown inside the HTML.
func (d *Document) Attachments() []*Part {
	var found []*Part
	d.attachments(d.Root, false, &found)
	return found
}

func (d *Document) attachments(p *Part, inRelated bool, found *[]*Part) {
	switch {
	case p.IsMultipart():
		root := p.related()
		for i, c := range p.Children {
			d.attachments(c, root >= 0 && i != root, found)
		}
	case p.isAttachment(inRelated):
		*found = append(*found, p)
	case p.isBody() && !p.isHTML() && identity(p.Encoding):
		*found = append(*found, pasted(d.Content, p)...)
	}
}

// sectionOf returns the ID of p, "1" for the root.
func sectionOf(p *Part) string {
	if p.ID == "" {
		return "1"
	}
	return p.ID
}

// Part returns the part of that ID, or nil. The root of a message that has no
// parts answers to "1" too, as in IMAP.
func (d *Document) Part(id string) *Part {
	if id == "1" && !d.Root.IsMultipart() {
		return d.Root
	}
	var found *Part
	d.Root.Walk(func(p *Part) bool {
		if found == nil && p.ID == id {
			found = p
		}
		return found == nil
	})
	if found == nil && strings.Contains(id, ".u") {
		for _, p := range d.Attachments() {
			if p.ID == id {
				return p
			}
		}
	}
	return found
}

// Inline returns the part that cid:id refers to (RFC 2392), or nil. id is
// given without "cid:", percent-encoded or not.
func (d *Document) Inline(id string) *Part {
	decoded := string(appendPercent(nil, id))
	var found *Part
	d.Root.Walk(func(p *Part) bool {
		if found == nil && p.ContentID != "" && (p.ContentID == id || p.ContentID == decoded) {
			found = p
		}
		return found == nil
	})
	return found
}

// maxLinks bounds the links of one message.
const maxLinks = 10_000

// Links returns the links of the message, each URL once: those of its HTML,
// then those that only its text has. Where they lead was not looked at.
func (d *Document) Links() []Link {
	var links []Link
	seen := make(map[string]bool)
	for _, found := range [][]Link{htmlLinks(d.HTML(), maxLinks), textLinks(d.plainText(), maxLinks)} {
		for _, l := range found {
			if !seen[l.URL] && len(links) < maxLinks {
				seen[l.URL] = true
				links = append(links, l)
			}
		}
	}
	return links
}

// plainText returns the text/plain bodies.
func (d *Document) plainText() string {
	var pieces []string
	d.Root.Walk(func(p *Part) bool {
		if !p.IsMultipart() && p.isBody() && !p.isHTML() {
			pieces = append(pieces, p.Text(d.Content))
		}
		return p.Message == nil
	})
	return strings.Join(pieces, "\n")
}

// Defects returns everything that is wrong with the message.
func (d *Document) Defects() []Defect { return d.Root.AllDefects() }
