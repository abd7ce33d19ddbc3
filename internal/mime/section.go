package mime

import (
	"bytes"
	"strings"
)

// Section returns the part that a section specification names by its part
// numbers (RFC 9051 §6.4.5), or nil. It is called on the root; an empty path
// is the root itself. The octets of BODY[1.2] are the Body of the part, those
// of BODY[1.2.MIME] its Header; if the part has a Message, those of
// BODY[1.2.HEADER] and BODY[1.2.TEXT] are the Header and the Body of that.
func (p *Part) Section(path []int) *Part {
	for i, n := range path {
		if i > 0 && p.Message != nil {
			p = p.Message
			if !p.IsMultipart() {
				if n != 1 {
					return nil
				}
				continue
			}
		}
		switch {
		case p.IsMultipart() && n >= 1 && n <= len(p.Children):
			p = p.Children[n-1]
		case !p.IsMultipart() && i == 0 && n == 1:
		default:
			return nil
		}
	}
	return p
}

// FieldSpans returns where the lines of the header at span in content are that
// belong to fields of the given names, or with not to all others, and the empty
// line at its end, if it has one: HEADER.FIELDS and HEADER.FIELDS.NOT of IMAP
// (RFC 9051 §6.4.5.1). Lines that follow each other are one span. Unlike
// [Part.Fields] it knows no limit.
func FieldSpans(content []byte, span Span, names []string, not bool) []Span {
	header, pos := span.Of(content), span.Start
	eol := byte('\n')
	if bytes.IndexByte(content, '\n') < 0 {
		eol = '\r'
	}
	var out []Span
	keep := not // the fold that a header may begin with is of no field
	for len(header) > 0 {
		n := len(header)
		if i := bytes.IndexByte(header, eol); i >= 0 {
			n = i + 1
		}
		line := header[:n]
		switch {
		case len(bytes.TrimRight(line, "\r\n")) == 0:
			keep = true
		case line[0] == ' ' || line[0] == '\t':
		default:
			keep = hasName(names, line) != not
		}
		if keep {
			out = joined(out, Span{Start: pos, End: pos + n})
		}
		header, pos = header[n:], pos+n
	}
	return out
}

// joined appends a span, to the last one if it follows that.
func joined(spans []Span, next Span) []Span {
	if n := len(spans); n > 0 && spans[n-1].End == next.Start {
		spans[n-1].End = next.End
		return spans
	}
	return append(spans, next)
}

// hasName reports whether line is a field of one of these names.
func hasName(names []string, line []byte) bool {
	n := nameLen(line)
	if n == 0 {
		return false
	}
	name := strings.Trim(string(line[:n]), " \t\r")
	for _, want := range names {
		if equalName(name, want) {
			return true
		}
	}
	return false
}
