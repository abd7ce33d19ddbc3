package web

import (
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"mailsink/internal/mime"
)

// A sanitizer rewrites HTML so that it neither runs nor loads anything: what
// it lets through is a list, not what it takes out. The policy that the HTML
// is served with says the same, and is the lock.
type sanitizer struct {
	inline   map[string]int // number of an inline part, by Content-ID and Content-Location
	pictures string         // stands before the path of an inline part
	out      strings.Builder
	remote   []string // URLs that would have been loaded, each once
	seen     map[string]bool
	bare     bool // nothing but what is remote is of interest

	// fetched are the places of URLs in remoteURLs, where this server gets
	// pictures, styles and fonts from elsewhere; nil where it does not.
	fetched map[string]int
	place   string   // stands before the number of such a URL
	base    *url.URL // that a style sheet from elsewhere is at; nil for the message
}

func newSanitizer(doc *mime.Document) *sanitizer {
	s := &sanitizer{inline: make(map[string]int), seen: make(map[string]bool), place: "remote/"}
	for n, p := range inlineParts(doc) {
		for _, name := range []string{p.ContentID, p.Location} {
			if _, taken := s.inline[name]; name != "" && !taken {
				s.inline[name] = n
			}
		}
	}
	return s
}

// rewrite returns source made harmless.
func (s *sanitizer) rewrite(source string) string {
	s.read(source, 0)
	return s.out.String()
}

// remoteURLs returns the URLs that source would load from elsewhere.
func (s *sanitizer) remoteURLs(source string) []string {
	s.bare = true
	s.read(source, 0)
	return s.remote
}

// maxNoscript bounds how deep markup hides in markup.
const maxNoscript = 2

func (s *sanitizer) read(source string, depth int) {
	z := html.NewTokenizer(strings.NewReader(source))
	raw := atom.Atom(0) // the element whose text is not markup
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				s.text(string(z.Raw()))
			}
			return
		case html.TextToken:
			s.content(raw, z, depth)
			raw = 0
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			raw = t.DataAtom
			s.start(t)
		case html.EndTagToken:
			raw = 0
			if t := z.Token(); allowed(t.DataAtom) && t.DataAtom != atom.Br {
				s.write("</" + t.DataAtom.String() + ">")
			}
		}
	}
}

func (s *sanitizer) write(text string) {
	if !s.bare {
		s.out.WriteString(text)
	}
}

func (s *sanitizer) text(text string) { s.write(html.EscapeString(text)) }

// content writes the text in an element. Of what browsers without script take
// for markup, it is markup.
func (s *sanitizer) content(in atom.Atom, z *html.Tokenizer, depth int) {
	switch in {
	case atom.Script, atom.Iframe, atom.Noembed, atom.Noframes, atom.Title:
	case atom.Style:
		s.write(s.css(string(z.Raw())))
	case atom.Noscript:
		if depth < maxNoscript {
			s.read(string(z.Raw()), depth+1)
		}
	case atom.Xmp, atom.Plaintext:
		s.text(string(z.Raw()))
	default:
		s.text(string(z.Text()))
	}
}

// allowed reports whether an element does nothing but show. Others lose their
// tags and keep their content.
func allowed(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.Acronym, atom.Address, atom.Area, atom.Article, atom.Aside, atom.B, atom.Bdi, atom.Bdo,
		atom.Big, atom.Blockquote, atom.Body, atom.Br, atom.Button, atom.Caption, atom.Center, atom.Cite, atom.Code, atom.Col,
		atom.Colgroup, atom.Dd, atom.Del, atom.Details, atom.Dfn, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Em,
		atom.Fieldset, atom.Figcaption, atom.Figure, atom.Font, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4,
		atom.H5, atom.H6, atom.Head, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.I, atom.Img, atom.Input, atom.Ins,
		atom.Kbd, atom.Label, atom.Legend, atom.Li, atom.Main, atom.Map, atom.Mark, atom.Marquee, atom.Menu, atom.Nav,
		atom.Nobr, atom.Ol, atom.Optgroup, atom.Option, atom.P, atom.Pre, atom.Q, atom.S, atom.Samp, atom.Section,
		atom.Select, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Style, atom.Sub, atom.Summary, atom.Sup,
		atom.Table, atom.Tbody, atom.Td, atom.Textarea, atom.Tfoot, atom.Th, atom.Thead, atom.Time, atom.Tr, atom.Tt,
		atom.U, atom.Ul, atom.Var, atom.Wbr:
		return true
	}
	return false
}

// harmless reports whether an attribute does nothing but show.
func harmless(name string) bool {
	switch name {
	case "abbr", "align", "alt", "bgcolor", "border", "bordercolor", "cellpadding", "cellspacing", "char", "checked", "class",
		"clear", "color", "cols", "colspan", "coords", "datetime", "dir", "disabled", "face", "for", "headers", "height",
		"hspace", "id", "label", "lang", "link", "vlink", "alink", "media", "multiple", "name", "noshade", "nowrap", "open",
		"placeholder", "readonly", "reversed", "role", "rows", "rowspan", "rules", "scope", "selected", "shape", "size",
		"span", "start", "summary", "text", "title", "type", "usemap", "valign", "value", "vspace", "width", "wrap",
		"marginheight", "marginwidth", "leftmargin", "topmargin", "compact", "frame":
		return true
	}
	return strings.HasPrefix(name, "aria-") || strings.HasPrefix(name, "data-")
}

func (s *sanitizer) start(t html.Token) {
	s.note(t)
	if t.DataAtom == atom.Link {
		s.sheet(t)
	}
	if !allowed(t.DataAtom) {
		return
	}
	s.write("<" + t.DataAtom.String())
	for _, a := range t.Attr {
		name := a.Key
		value, ok := s.attribute(t.DataAtom, name, a.Val)
		if ok && plainName(name) {
			s.write(" " + name + `="` + html.EscapeString(value) + `"`)
		}
	}
	if t.DataAtom == atom.A || t.DataAtom == atom.Area {
		s.write(` target="_blank" rel="noopener noreferrer nofollow"`)
	}
	s.write(">")
}

// sheet lets a style sheet from elsewhere through, where this server gets it.
func (s *sanitizer) sheet(t html.Token) {
	attrs := make(map[string]string)
	for _, a := range t.Attr {
		attrs[a.Key] = a.Val
	}
	n, ok := s.fetched[cleanURL(attrs["href"])]
	if !ok || !slices.Contains(strings.Fields(strings.ToLower(attrs["rel"])), "stylesheet") {
		return
	}
	s.write(`<link rel="stylesheet" href="` + s.pictures + s.place + strconv.Itoa(n) + `" media="` + html.EscapeString(attrs["media"]) + `">`)
}

// plainName reports whether the name of an attribute needs no quoting.
func plainName(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return r != '-' && r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) < 0
}

// attribute returns what becomes of an attribute; ok is false if it goes.
func (s *sanitizer) attribute(element atom.Atom, name, value string) (string, bool) {
	switch name {
	case "href":
		if element != atom.A && element != atom.Area {
			return "", false
		}
		return link(value)
	case "src":
		if element != atom.Img && element != atom.Input {
			return "", false
		}
		return s.picture(value), true
	case "background":
		u, ok := s.local(value)
		return u, ok
	case "style":
		return s.css(value), true
	}
	return value, harmless(name)
}

// blank stands for a picture that is not loaded.
const blank = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="

func (s *sanitizer) picture(source string) string {
	if u, ok := s.local(source); ok {
		return u
	}
	return blank
}

// note counts what an element would load, whether it is let through or not.
func (s *sanitizer) note(t html.Token) {
	for _, a := range t.Attr {
		switch {
		case a.Key == "src", a.Key == "background", a.Key == "poster", a.Key == "lowsrc", a.Key == "dynsrc",
			a.Key == "data" && t.DataAtom == atom.Object, a.Key == "code" && t.DataAtom == atom.Applet,
			(a.Key == "href" || a.Key == "xlink:href") && loadsHref(t):
			s.noteURL(a.Val)
		case a.Key == "srcset" || a.Key == "imagesrcset":
			for candidate := range strings.SplitSeq(a.Val, ",") {
				if fields := strings.Fields(candidate); len(fields) > 0 {
					s.noteURL(fields[0])
				}
			}
		case a.Key == "style" && !allowed(t.DataAtom):
			s.css(a.Val)
		}
	}
}

// loadsHref reports whether t loads its href, rather than being a link to
// follow.
func loadsHref(t html.Token) bool {
	switch t.Data {
	case "image", "use", "feimage":
		return true
	case "link":
		for _, a := range t.Attr {
			if rel := strings.ToLower(a.Val); a.Key == "rel" {
				return strings.Contains(rel, "style") || strings.Contains(rel, "icon") || strings.Contains(rel, "pre")
			}
		}
	}
	return false
}

// noteURL counts u if it leads elsewhere.
func (s *sanitizer) noteURL(u string) {
	if u = s.resolve(cleanURL(u)); isRemote(u) && !s.seen[u] && len(s.remote) < maxRemote {
		s.seen[u] = true
		s.remote = append(s.remote, u)
	}
}

// resolve returns where u leads from a style sheet from elsewhere. From a
// message, which has no address, it leads nowhere else.
func (s *sanitizer) resolve(u string) string {
	if s.base == nil || u == "" || scheme(u) == "data" {
		return u
	}
	if ref, err := s.base.Parse(u); err == nil {
		return ref.String()
	}
	return u
}

// maxRemote bounds what is counted of one message.
const maxRemote = 10_000
