package inspect

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"mailsink/internal/mime"
)

// Bounds of what is told of one message.
const (
	maxLinks   = 1000
	maxImages  = 1000
	maxWhere   = 80 // octets of a place
	maxOfAKind = 20 // findings of one kind
)

// A page is the HTML of a message while it is read.
type page struct {
	doc    *mime.Document
	source string

	links    []Link
	images   []Image
	names    map[string]bool // id and name attributes, that anchors lead to
	features map[string]*use // by slug
	findings []Finding
	counts   map[string]int // findings, by code
	lang     bool
	title    bool
	heading  int // level of the last heading
	visible  strings.Builder

	invisible, form, script bool // what filters mind
}

// read walks the tree once.
func (p *page) read(root *html.Node) {
	p.names, p.counts = make(map[string]bool), make(map[string]int)
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			p.textNode(n)
			continue
		}
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "id" || a.Key == "name" {
				p.names[a.Val] = true
			}
		}
		p.element(n)
		p.readsWell(n)
	}
}

func (p *page) textNode(n *html.Node) {
	if n.Parent == nil {
		return
	}
	switch n.Parent.DataAtom {
	case atom.Style, atom.Script, atom.Title, atom.Noscript, atom.Head:
	default:
		p.visible.WriteString(n.Data)
		p.visible.WriteByte(' ')
	}
}

func (p *page) element(n *html.Node) {
	switch n.DataAtom {
	case atom.A, atom.Area:
		if href, ok := attr(n, "href"); ok && len(p.links) < maxLinks {
			p.links = append(p.links, Link{URL: strings.TrimSpace(href), Text: nameOf(n)})
		}
	case atom.Img:
		if len(p.images) < maxImages {
			p.images = append(p.images, p.image(n))
		}
	case atom.Html:
		lang, _ := attr(n, "lang")
		p.lang = strings.TrimSpace(lang) != ""
	case atom.Title:
		p.title = strings.TrimSpace(textOf(n)) != ""
	case atom.Form:
		p.form = true
	case atom.Script:
		p.script = true
	}
}

// find notes something about the page as a whole, as long as it has not been
// noted too often.
func (p *page) find(code, where string, args ...any) {
	if p.counts[code]++; p.counts[code] <= maxOfAKind {
		p.findings = append(p.findings, found(code, where, args...))
	}
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// textOf returns the text in an element.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && b.Len() < 4*maxWhere {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// nameOf returns how an element is called: its text and that of its pictures.
func nameOf(n *html.Node) string {
	if label, ok := attr(n, "aria-label"); ok && strings.TrimSpace(label) != "" {
		return strings.TrimSpace(label)
	}
	name := textOf(n)
	for d := range n.Descendants() {
		if d.DataAtom == atom.Img {
			alt, _ := attr(d, "alt")
			name = strings.TrimSpace(name + " " + alt)
		}
	}
	return name
}

// short cuts a place to what fits on a line.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= maxWhere {
		return s
	}
	return strings.ToValidUTF8(s[:maxWhere], "") + "…"
}

// number reads a length such as 12 or 12px.
func number(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	return f, err == nil
}
