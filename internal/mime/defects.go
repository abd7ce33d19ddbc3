package mime

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// checkHeader notes octets that do not belong there in the header of part,
// which is text and starts at start.
func (p *parser) checkHeader(part *Part, start int, text string) {
	if i := strings.IndexByte(text, 0); i >= 0 {
		p.defect(part, Span{start + i, start + i + 1}, "The header holds NUL octets.")
	}
	if isASCII(text) {
		return
	}
	for i := range part.Fields {
		f := &part.Fields[i]
		if !isASCII(f.Name) && f.Span.Start > 0 {
			p.defect(part, f.Span, "The name of a field holds octets beyond ASCII.")
		}
		if !isASCII(f.raw) && !validUTF8(f.raw) {
			p.rawFields = true
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
	if part.Type == "text" && part.Charset != "" && !isKnownCharset(part.Charset) {
		p.defect(part, part.Header, "The charset of the text is unknown; it is read as UTF-8 or else windows-1252.")
	}
	switch part.Encoding {
	case "base64":
		if i := badBase64(body); isProse(body) {
			p.defect(part, part.Body, "The body is declared to be base64, but is plain text.")
		} else if i >= 0 {
			at := part.Body.Start + i
			p.defect(part, Span{at, at + 1}, "The base64 of the body holds octets outside its alphabet; they are passed over.")
		} else if i := earlyPadding(body); i >= 0 {
			at := part.Body.Start + i
			p.defect(part, Span{at, at + 1}, "The base64 of the body ends with padding and goes on behind it.")
		}
	case "quoted-printable":
		if i := badQP(body); i >= 0 {
			at := part.Body.Start + i
			p.defect(part, Span{at, at + 1}, "The quoted-printable of the body holds a broken escape; it is shown as it is.")
		}
	case "8bit", "binary":
		if part.Type == "text" && part.Charset == "utf-8" && !utf8.Valid(body) {
			p.defect(part, part.Body, "The text is declared to be UTF-8, but holds octets that are not.")
		}
	case "7bit":
		if !isASCIIOctets(body) {
			p.defect(part, part.Body, "The body holds octets beyond ASCII, but declares no encoding for them.")
		}
	}
}

// badBase64 returns the position of the first octet that is neither base64
// nor white space, or -1.
func badBase64(body []byte) int {
	i := 0
	for ; i+8 <= len(body); i += 8 { // eight at a time
		b := body[i : i+8 : i+8]
		if base64Octets[b[0]]&base64Octets[b[1]]&base64Octets[b[2]]&base64Octets[b[3]]&
			base64Octets[b[4]]&base64Octets[b[5]]&base64Octets[b[6]]&base64Octets[b[7]] != '1' {
			break
		}
	}
	for ; i < len(body); i++ {
		if base64Octets[body[i]] != '1' {
			return i
		}
	}
	return -1
}

// earlyPadding returns the position of the first padding of base64 that has
// more base64 behind it, or -1.
func earlyPadding(body []byte) int {
	i := bytes.IndexByte(body, '=')
	if i < 0 || len(bytes.TrimLeft(body[i:], "= \t\r\n")) == 0 {
		return -1
	}
	return i
}

// base64Octets has a 1 for each octet that base64 text may hold, white space
// included: a table, because the check runs at every delivery.
const base64Octets = "00000000011001000000000000000000" +
	"10000000000100011111111111000100" +
	"01111111111111111111111111100000" +
	"01111111111111111111111111100000" +
	"00000000000000000000000000000000" +
	"00000000000000000000000000000000" +
	"00000000000000000000000000000000" +
	"00000000000000000000000000000000"

// badQP returns the position of the first = that begins neither an escape nor
// a soft line break, or -1.
func badQP(body []byte) int {
	for pos := 0; pos < len(body); {
		if body[pos] != '=' { // escapes often follow each other
			i := bytes.IndexByte(body[pos:], '=')
			if i < 0 {
				return -1
			}
			pos += i
		}
		pos++
		if pos+1 < len(body) && unhex(body[pos]) >= 0 && unhex(body[pos+1]) >= 0 {
			pos += 2
			continue
		}
		if !softBreak(body[pos:min(len(body), pos+80)]) {
			return pos - 1
		}
	}
	return -1
}

// softBreak reports whether rest, which follows a =, goes on with a line end,
// or white space before one.
func softBreak(rest []byte) bool {
	for _, c := range rest {
		if c != ' ' && c != '\t' {
			return c == '\r' || c == '\n'
		}
	}
	return true
}

// checkRoot notes what is wrong with the header of the message itself.
func (p *parser) checkRoot(root *Part) {
	var seen [numSingleFields]bool
	for i := range root.Fields {
		f := &root.Fields[i]
		kind := singleField(f.Name)
		if kind < 0 {
			continue
		}
		if seen[kind] {
			p.defect(root, f.Span, "The field "+f.Name+" comes more than once; the first one counts.")
		}
		seen[kind] = true
		if kind == dateField && ParseDate(f.Unfolded()).IsZero() {
			p.defect(root, f.Span, "The field Date holds no date that can be understood.")
		}
	}
}

const (
	dateField       = 0
	numSingleFields = 10
)

// singleField tells the fields apart that a message has once at most (RFC
// 5322 §3.6); for any other it is -1.
func singleField(name string) int {
	switch {
	case len(name) > len("In-Reply-To"):
		return -1
	case equalName(name, "Date"):
		return dateField
	case equalName(name, "From"):
		return 1
	case equalName(name, "Sender"):
		return 2
	case equalName(name, "Reply-To"):
		return 3
	case equalName(name, "To"):
		return 4
	case equalName(name, "Cc"):
		return 5
	case equalName(name, "Bcc"):
		return 6
	case equalName(name, "Message-ID"):
		return 7
	case equalName(name, "In-Reply-To"):
		return 8
	case equalName(name, "Subject"):
		return 9
	}
	return -1
}

// checkContent notes what is wrong with the message as a whole.
func (p *parser) checkContent(root *Part) {
	p.checkRoot(root)
	c := p.content
	if bytes.HasPrefix(c, []byte(byteOrderMark)) {
		p.defect(root, Span{0, len(byteOrderMark)}, "The message begins with a byte order mark, which does not belong there.")
	}
	if p.eol == '\r' {
		p.defect(root, Span{0, len(c)}, "The lines of the message end with CR alone.")
	}
	if p.bareLF.End > 0 {
		p.defect(root, p.bareLF, "A line ends with LF alone; lines of a message end with CRLF.")
	}
	if i := p.bareCR(); i >= 0 {
		p.defect(root, Span{i, i + 1}, "A CR stands alone; lines of a message end with CRLF.")
	}
	if p.loose.End > 0 {
		p.defect(root, p.loose, "A closing boundary has other octets behind it.")
	}
	if p.longLine.End > 0 {
		p.defect(root, p.longLine, "A line is longer than 998 octets, the most that RFC 5322 allows.")
	}
	if i := bytes.IndexByte(c[root.Body.Start:], 0); i >= 0 {
		at := root.Body.Start + i
		p.defect(root, Span{at, at + 1}, "The body holds NUL octets.")
	}
}

// bareCR returns the position of the first CR before anything but an LF, or
// -1. It looks for one only where there are more CRs than CRLFs.
func (p *parser) bareCR() int {
	c := p.content
	if p.eol == '\r' || bytes.Count(c, []byte{'\r'}) <= p.lines-p.bareLFs {
		return -1
	}
	for pos := 0; pos < len(c); {
		i := bytes.IndexByte(c[pos:], '\r')
		if i < 0 {
			break
		}
		pos += i + 1
		if pos < len(c) && c[pos] != '\n' || pos == len(c) && p.complete {
			return pos - 1
		}
	}
	return -1
}
