package mime

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Text returns the decoded body of p as UTF-8, by its charset; HTML without a
// charset may name one in a <meta>. Of HTML it is the source. Octets that the
// charset does not know are U+FFFD. The string is always valid UTF-8.
func (p *Part) Text(content []byte) string {
	return p.textOf(p.Decoded(content))
}

func (p *Part) textOf(decoded []byte) string {
	return toUTF8(decoded, p.textLabel(decoded))
}

// textLabel returns the charset of the text that begins with decoded: that of
// the header, or where it has none that means anything, what HTML says of
// itself.
func (p *Part) textLabel(decoded []byte) string {
	if p.isHTML() && (p.Charset == "" || !isKnownCharset(p.Charset)) {
		if label := metaCharset(decoded); label != "" {
			return label
		}
	}
	return p.Charset
}

// metaCharset returns what <meta charset=…>, <meta http-equiv> or the
// declaration of XML says in the first KiB of HTML.
func metaCharset(html []byte) string {
	head := bytes.ToLower(html[:min(len(html), 1024)])
	var label string
	switch i := bytes.Index(head, []byte("<meta")); {
	case bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<?xml")):
		declaration, _, _ := bytes.Cut(head, []byte("?>"))
		label = valueAfter(declaration, "encoding")
	case i >= 0:
		label = valueAfter(head[i:], "charset")
	}
	if strings.HasPrefix(label, "utf-16") {
		return "utf-8" // it could not be read if it were
	}
	return label
}

// valueAfter returns the value of the first name= in head, with quotes or
// without.
func valueAfter(head []byte, name string) string {
	for {
		i := bytes.Index(head, []byte(name))
		if i < 0 {
			return ""
		}
		head = bytes.TrimLeft(head[i+len(name):], " \t\r\n")
		if value, ok := bytes.CutPrefix(head, []byte("=")); ok {
			value = bytes.TrimLeft(value, " \t\r\n\"'")
			if end := bytes.IndexAny(value, " \t\r\n\"'>;/"); end >= 0 {
				value = value[:end]
			}
			return charsetLabel(string(value))
		}
	}
}

func validUTF8(s string) bool { return utf8.ValidString(s) }

// isBody reports whether p is text to be read with the message, not beside
// it.
func (p *Part) isBody() bool {
	if p.Type != "text" && !(p.Type == "multipart" && !p.IsMultipart()) || p.Disposition == "attachment" {
		return false
	}
	if p.Filename != "" && p.Disposition != "inline" && !p.alternative && !isFirst(p.ID) {
		return false
	}
	switch p.Subtype {
	case "plain", "html", "xhtml", "xhtml+xml", "enriched", "richtext", "markdown", "x-markdown", "x-plain":
		return true
	}
	return p.ID == "" || p.Type == "multipart"
}

// isFirst reports whether the part of that ID comes before all others: some
// give their text a name, and no disposition.
func isFirst(id string) bool {
	return id == "" || id == "1" || strings.HasPrefix(id, "1.") && isFirst(id[len("1."):])
}

// related returns the index of the child that a multipart/related is about:
// what its start parameter names, else the first (RFC 2387 §3.2). Of any other
// part it is -1.
func (p *Part) related() int {
	if p.Subtype != "related" {
		return -1
	}
	if start := trimID(p.Param("start")); start != "" {
		for i, c := range p.Children {
			if c.ContentID == start {
				return i
			}
		}
	}
	return 0
}

// isHTML reports whether the body of p is HTML.
func (p *Part) isHTML() bool {
	return p.Type == "text" && (p.Subtype == "html" || p.Subtype == "xhtml" || p.Subtype == "xhtml+xml")
}

// isAttachment reports whether p is a file sent along: every body that is not
// read with the message, unless it is shown inside it. inRelated says that p
// is part of a multipart/related.
func (p *Part) isAttachment(inRelated bool) bool {
	if p.IsMultipart() || p.isBody() {
		return false
	}
	return !inRelated || p.ContentID == "" || p.Disposition == "attachment"
}
