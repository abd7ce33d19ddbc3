package mime

import "strings"

// A Field is a header field (RFC 5322 §2.2). A header line that is none, such
// as an mbox From_ line, is kept as a Field with an empty Name.
type Field struct {
	Name string // as written, without the colon
	Span Span   // the whole field with its folded lines and the last line end
	Body Span   // what follows the colon, without the last line end
	raw  string // the octets of Body
}

// Is reports whether f has that name, in any case.
func (f Field) Is(name string) bool { return strings.EqualFold(f.Name, name) }

// Raw returns the octets of the body, folded as they came.
func (f Field) Raw() string { return f.raw }

// Unfolded returns the body on one line (RFC 5322 §2.2.3), without the white
// space around it. It is not decoded, and it may hold any octet but a line
// end.
func (f Field) Unfolded() string { return unfold(f.raw) }

// Text returns the body for show: unfolded, encoded-words decoded, valid
// UTF-8 without controls, at most 64 KiB.
func (f Field) Text() string { return DecodeHeader(f.Unfolded()) }

// unfold takes the line ends out of s. The white space that begins a folded
// line stays; where a line end stood alone it becomes a space.
func unfold(s string) string {
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return strings.Trim(s, " \t")
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		i := strings.IndexAny(s, "\r\n")
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		s = strings.TrimLeft(s[i:], "\r\n")
		if s != "" && s[0] != ' ' && s[0] != '\t' {
			b.WriteByte(' ')
		}
	}
	return strings.Trim(b.String(), " \t")
}
