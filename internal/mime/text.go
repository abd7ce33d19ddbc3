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
	label := p.Charset
	if label == "" && p.Subtype == "html" {
		label = metaCharset(decoded)
	}
	return toUTF8(decoded, label)
}

// metaCharset returns what <meta charset=…> or <meta http-equiv> in the first
// KiB of HTML says.
func metaCharset(html []byte) string {
	head := bytes.ToLower(html[:min(len(html), 1024)])
	i := bytes.Index(head, []byte("<meta"))
	if i < 0 {
		return ""
	}
	j := bytes.Index(head[i:], []byte("charset="))
	if j < 0 {
		return ""
	}
	value := bytes.TrimLeft(head[i+j+len("charset="):], " \"'")
	if end := bytes.IndexAny(value, " \"'>;/"); end >= 0 {
		value = value[:end]
	}
	label := charsetLabel(string(value))
	if strings.HasPrefix(label, "utf-16") {
		return "utf-8" // it could not be read if it were
	}
	return label
}

func validUTF8(s string) bool { return utf8.ValidString(s) }

// isBody reports whether p is text to be read with the message, not beside
// it.
func (p *Part) isBody() bool {
	if p.Type != "text" && !(p.Type == "multipart" && !p.IsMultipart()) || p.Disposition == "attachment" {
		return false
	}
	if p.Filename != "" && p.ID != "" && p.Disposition != "inline" {
		return false
	}
	switch p.Subtype {
	case "plain", "html", "xhtml", "xhtml+xml", "enriched", "richtext", "markdown", "x-markdown", "x-plain":
		return true
	}
	return p.ID == "" || p.Type == "multipart"
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
