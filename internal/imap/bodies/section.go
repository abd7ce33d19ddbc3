package bodies

import (
	"strconv"

	"mailsink/internal/mime"
)

// A Kind is what a section names of a part.
type Kind uint8

// The section-text of RFC 9051 §9.
const (
	Whole     Kind = iota // BODY[], BODY[1]: all of it
	Header                // HEADER
	Fields                // HEADER.FIELDS
	FieldsNot             // HEADER.FIELDS.NOT
	Text                  // TEXT
	MIME                  // MIME
)

// A Section names octets of a message (RFC 9051 §6.4.5.1).
type Section struct {
	Path  []int // part numbers, from 1; none for the message
	Kind  Kind
	Names []string // of Fields and FieldsNot
}

// Append appends s as FETCH answers it: 1.2.HEADER.FIELDS (From To).
func (s Section) Append(dst []byte) []byte {
	for i, n := range s.Path {
		if i > 0 {
			dst = append(dst, '.')
		}
		dst = strconv.AppendInt(dst, int64(n), 10)
	}
	word := [...]string{"", "HEADER", "HEADER.FIELDS", "HEADER.FIELDS.NOT", "TEXT", "MIME"}[s.Kind]
	if len(s.Path) > 0 && word != "" {
		dst = append(dst, '.')
	}
	dst = append(dst, word...)
	if s.Kind != Fields && s.Kind != FieldsNot {
		return dst
	}
	dst = append(dst, " ("...)
	for i, name := range s.Names {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = appendAString(dst, name)
	}
	return append(dst, ')')
}

// Spans are ranges of octets of a content that follow each other.
type Spans []mime.Span

// Len returns the number of octets.
func (s Spans) Len() int {
	n := 0
	for _, span := range s {
		n += span.Len()
	}
	return n
}

// Clip returns at most size octets of s from offset on: <offset.size>. It is
// empty where s does not reach that far.
func (s Spans) Clip(offset, size int64) Spans {
	var out Spans
	for _, span := range s {
		n := int64(span.Len())
		if offset >= n {
			offset -= n
			continue
		}
		span.Start += int(offset)
		offset = 0
		if int64(span.Len()) > size {
			span.End = span.Start + int(size)
		}
		if size -= int64(span.Len()); span.Len() > 0 {
			out = append(out, span)
		}
		if size <= 0 {
			break
		}
	}
	return out
}

// AppendTo appends the octets, which are those of content.
func (s Spans) AppendTo(dst, content []byte) []byte {
	for _, span := range s {
		dst = append(dst, span.Of(content)...)
	}
	return dst
}

// Locate returns where in content the octets of s are. There are none where the
// message has no such part, or the part is no message and has no HEADER.
// Content is looked at for fields alone.
func Locate(content []byte, root *mime.Part, s Section) Spans {
	part := find(root, s.Path)
	switch {
	case part == nil:
		return nil
	case s.Kind == MIME:
		return Spans{part.Header}
	case s.Kind == Whole && len(s.Path) == 0:
		return Spans{{Start: root.Header.Start, End: root.Body.End}}
	case s.Kind == Whole:
		return Spans{part.Body}
	case len(s.Path) > 0:
		if part = part.Message; part == nil {
			return nil
		}
	}
	switch s.Kind {
	case Text:
		return Spans{part.Body}
	case Header:
		return Spans{part.Header}
	}
	return mime.FieldSpans(content, part.Header, s.Names, s.Kind == FieldsNot)
}

// find returns the part at path, or nil. The one part that a multipart without
// parts is given in BODYSTRUCTURE is not there.
func find(root *mime.Part, path []int) *mime.Part {
	part := root.Section(path)
	if part == nil || len(path) == 0 || part.Type != "multipart" || part.IsMultipart() {
		return part
	}
	if above := root.Section(path[:len(path)-1]); above == part || above.Message == part {
		return nil
	}
	return part
}
