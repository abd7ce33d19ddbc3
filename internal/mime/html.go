package mime

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxToken bounds one token of HTML: a data: URL of megabytes ends the text.
const maxToken = 16 << 20

// A Link is a reference that a message makes.
type Link struct {
	URL  string `json:"url"`
	Text string `json:"text,omitempty"` // what is shown for it, at most 200 octets
}

// htmlText returns the text of HTML as a reader sees it: no markup, scripts or
// styles, blocks on lines of their own, white space squeezed. It stops soon
// after limit octets of text.
func htmlText(source string, limit int) string {
	w := textWriter{limit: limit}
	w.out.Grow(min(limit, len(source)/2))
	w.read(source)
	return strings.TrimSpace(w.out.String())
}

// htmlLinks returns the links of HTML.
func htmlLinks(source string, limit int) []Link {
	w := textWriter{limit: len(source), maxLinks: limit}
	w.read(source)
	return w.links
}

// A textWriter turns the tokens of HTML into text and links.
type textWriter struct {
	out      strings.Builder
	limit    int
	space    bool // white space is due
	breaks   int  // line ends are due
	skip     atom.Atom
	pre      int
	maxLinks int
	links    []Link
	linkFrom int // where the text of the open link starts in out; -1 if none is open
}

func (w *textWriter) read(source string) {
	z := html.NewTokenizer(strings.NewReader(source))
	z.SetMaxBuf(maxToken)
	w.linkFrom = -1
	for w.out.Len() < w.limit {
		switch token := z.Next(); token {
		case html.ErrorToken:
			w.closeLink()
			return
		case html.TextToken:
			if w.skip == 0 {
				w.text(w.octets(z))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			w.start(z, atom.Lookup(name), more)
			if token == html.SelfClosingTagToken && (w.skip == atom.Svg || w.skip == atom.Math) {
				w.skip = 0
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(atom.Lookup(name))
		}
	}
}

// octets returns the text that the tokenizer stands at. Where there is nothing
// to decode in it, that saves a copy.
func (w *textWriter) octets(z *html.Tokenizer) []byte {
	raw := z.Raw()
	if w.pre > 0 || bytes.IndexByte(raw, '&') >= 0 || bytes.IndexByte(raw, 0) >= 0 {
		return z.Text()
	}
	return raw
}

// text writes text with its white space squeezed.
func (w *textWriter) text(b []byte) {
	for i := 0; i < len(b); {
		n := 0
		for i+n < len(b) && !isHTMLSpace(b[i+n]) {
			n++
		}
		if n > 0 {
			w.word(b[i : i+n])
			i += n
			continue
		}
		if w.pre > 0 && b[i] == '\n' {
			w.breaks++
		}
		w.space = true
		i++
	}
}

func isHTMLSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'
}

// word writes what separates it from the text before, and b.
func (w *textWriter) word(b []byte) {
	switch {
	case w.out.Len() == 0:
	case w.breaks > 0:
		w.out.WriteString("\n\n"[:min(w.breaks, 2)])
	case w.space:
		w.out.WriteByte(' ')
	}
	w.space, w.breaks = false, 0
	w.out.Write(b)
}

func (w *textWriter) start(z *html.Tokenizer, tag atom.Atom, attributes bool) {
	switch tag {
	case atom.Script, atom.Style, atom.Title, atom.Template, atom.Object, atom.Iframe, atom.Textarea, atom.Svg, atom.Math:
		if w.skip == 0 {
			w.skip = tag
		}
	case atom.Br:
		w.breaks++
	case atom.Pre:
		w.pre++
	case atom.A, atom.Area:
		w.closeLink()
		if attributes && w.maxLinks > len(w.links) {
			w.openLink(attribute(z, "href"))
		}
	case atom.Img:
		if attributes && w.skip == 0 {
			w.text([]byte(attribute(z, "alt")))
		}
	case atom.Td, atom.Th:
		w.space = true
	case atom.Li:
		w.breaks = max(w.breaks, 1)
		w.word([]byte("•"))
		w.space = true
	default:
		w.breaks = max(w.breaks, blockBreaks(tag))
	}
}

func (w *textWriter) end(tag atom.Atom) {
	switch {
	case tag == w.skip && tag != 0:
		w.skip = 0
	case tag == atom.Pre:
		w.pre = max(0, w.pre-1)
		w.breaks = max(w.breaks, 1)
	case tag == atom.A:
		w.closeLink()
	default:
		w.breaks = max(w.breaks, blockBreaks(tag))
	}
}

// blockBreaks returns how many line ends stand around an element.
func blockBreaks(tag atom.Atom) int {
	switch tag {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Ul, atom.Ol, atom.Table:
		return 2
	case atom.Div, atom.Tr, atom.Li, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Center, atom.Hr,
		atom.Dl, atom.Dt, atom.Dd, atom.Address, atom.Form, atom.Body, atom.Main, atom.Nav, atom.Pre:
		return 1
	}
	return 0
}

func attribute(z *html.Tokenizer, name string) string {
	for {
		key, value, more := z.TagAttr()
		if string(key) == name {
			return string(value)
		}
		if !more {
			return ""
		}
	}
}

func (w *textWriter) openLink(url string) {
	url = cleanURL(url)
	if url == "" || !linkable(url) {
		return
	}
	w.links = append(w.links, Link{URL: url})
	w.linkFrom = w.out.Len()
}

// closeLink gives the open link its text.
func (w *textWriter) closeLink() {
	if w.linkFrom >= 0 && len(w.links) > 0 {
		text := w.out.String()[w.linkFrom:]
		w.links[len(w.links)-1].Text = clean(text[:min(len(text), 4*maxName)], maxName)
	}
	w.linkFrom = -1
}

// cleanURL takes out of a URL what browsers take out: white space around it,
// controls anywhere.
func cleanURL(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, strings.TrimSpace(s))
}

// linkable reports whether a URL leads anywhere: not to script, to data inside
// itself, to a file of the reader or a place in the same page.
func linkable(url string) bool {
	if url[0] == '#' {
		return false
	}
	scheme, _, ok := strings.Cut(url, ":")
	if !ok {
		return true
	}
	switch lower(scheme) {
	case "javascript", "vbscript", "data", "file", "about", "blob", "cid", "mid":
		return false
	}
	return true
}

// textLinks returns the http and https URLs in plain text.
func textLinks(text string, limit int) []Link {
	var links []Link
	for len(links) < limit {
		i := strings.Index(text, "://")
		if i < 0 {
			break
		}
		scheme := urlScheme(text[:i])
		end := i + 3
		for end < len(text) && isURLByte(text[end]) {
			end++
		}
		if url := trimURL(text[i-len(scheme) : end]); scheme != "" && len(url) > len(scheme)+3 {
			links = append(links, Link{URL: url})
		}
		text = text[end:]
	}
	return links
}

// urlScheme returns http or https, as written, if s ends with it.
func urlScheme(s string) string {
	for _, n := range []int{len("https"), len("http")} {
		if len(s) < n {
			continue
		}
		tail := s[len(s)-n:]
		if strings.EqualFold(tail, "https"[:n]) {
			return tail
		}
	}
	return ""
}

func isURLByte(c byte) bool {
	return c > ' ' && c != 0x7f && c != '<' && c != '>' && c != '"' && c != '`'
}

// trimURL takes off the punctuation of the sentence around a URL. A closing
// bracket belongs to it if it closes one inside.
func trimURL(url string) string {
	round := strings.Count(url, ")") - strings.Count(url, "(")
	square := strings.Count(url, "]") - strings.Count(url, "[")
	for url != "" {
		switch c := url[len(url)-1]; {
		case strings.IndexByte(".,;:!?'*_", c) >= 0:
		case c == ')' && round > 0:
			round--
		case c == ']' && square > 0:
			square--
		default:
			return strings.ToValidUTF8(url, "\ufffd")
		}
		url = url[:len(url)-1]
	}
	return url
}
