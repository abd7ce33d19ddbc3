package mime

import (
	"bytes"
	"strings"
)

// checkHeader notes octets in the header of part that do not belong there.
func (p *parser) checkHeader(part *Part, text string) {
	if strings.IndexByte(text, 0) >= 0 {
		p.defect(part, Span{part.Header.Start, part.Header.Start}, "The header holds NUL octets.")
	}
	if isASCII(text) {
		return
	}
	for i := range part.Fields {
		f := &part.Fields[i]
		if !isASCII(f.Name) {
			p.defect(part, f.Span, "The name of a field holds octets beyond ASCII.")
		}
		if !isASCII(f.raw) && !validUTF8(f.raw) {
			p.defect(part, f.Span, "A field holds octets beyond ASCII that are not UTF-8.")
		}
	}
}

// checkBody notes what is wrong with the body of a part that has no parts.
func (p *parser) checkBody(part *Part) {
	if part.IsMultipart() || part.Message != nil {
		return
	}
	body := part.Body.Of(p.content)
	switch part.Encoding {
	case "base64":
		if i := badBase64(body); i >= 0 {
			at := part.Body.Start + i
			p.defect(part, Span{at, at + 1}, "The base64 of the body holds octets outside its alphabet; they are passed over.")
		}
	case "quoted-printable":
		if i := badQP(body); i >= 0 {
			at := part.Body.Start + i
			p.defect(part, Span{at, at + 1}, "The quoted-printable of the body holds a broken escape; it is shown as it is.")
		}
	case "7bit":
		if !isASCII(body) {
			p.defect(part, part.Body, "The body holds octets beyond ASCII, but declares no encoding for them.")
		}
	}
}

// badBase64 returns the position of the first octet that is neither base64
// nor white space, or -1.
func badBase64(body []byte) int {
	table := base64Alphabet()
	for i, c := range body {
		if !table[c] {
			return i
		}
	}
	return -1
}

func base64Alphabet() *[256]bool {
	var t [256]bool
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n" {
		t[c] = true
	}
	return &t
}

// badQP returns the position of the first = that begins neither an escape nor
// a soft line break, or -1.
func badQP(body []byte) int {
	for pos := 0; pos < len(body); {
		i := bytes.IndexByte(body[pos:], '=')
		if i < 0 {
			return -1
		}
		pos += i + 1
		rest := bytes.TrimLeft(body[pos:min(len(body), pos+80)], " \t")
		switch {
		case len(rest) == 0, rest[0] == '\r', rest[0] == '\n':
		case pos+1 >= len(body), unhex(body[pos]) < 0, unhex(body[pos+1]) < 0:
			return pos - 1
		}
	}
	return -1
}

// checkContent notes what is wrong with the message as a whole.
func (p *parser) checkContent(root *Part) {
	c := p.content
	if p.eol == '\r' {
		p.defect(root, Span{0, len(c)}, "The lines of the message end with CR alone.")
	}
	if p.bareLF.End > 0 {
		p.defect(root, p.bareLF, "A line ends with LF alone; lines of a message end with CRLF.")
	}
	if p.longLine.End > 0 {
		p.defect(root, p.longLine, "A line is longer than 998 octets, the most that RFC 5322 allows.")
	}
	if i := bytes.IndexByte(c[root.Body.Start:], 0); i >= 0 {
		at := root.Body.Start + i
		p.defect(root, Span{at, at + 1}, "The body holds NUL octets.")
	}
}
