package mime

import "strings"

// A Field is a header field (RFC 5322 §2.2). A header line that is none, such
// as an mbox From_ line, is kept as a Field with an empty Name.
type Field struct {
	Name string // as written, without the colon
	Span Span   // the whole field with its folded lines and the last line end
	Body Span   // what follows the colon, without the last line end
	raw  string // the octets of Body

	label string // charset of raw octets: that of the text, if they are not UTF-8
}

// Is reports whether f has that name, in any case.
func (f *Field) Is(name string) bool { return equalName(f.Name, name) }

// equalName compares names of fields, which are ASCII, in any case.
func equalName(a, b string) bool { return len(a) == len(b) && strings.EqualFold(a, b) }

// Raw returns the octets of the body, folded as they came.
func (f *Field) Raw() string { return f.raw }

// Unfolded returns the body on one line (RFC 5322 §2.2.3), without the white
// space around it. It is not decoded, and it may hold any octet but a line
// end.
func (f *Field) Unfolded() string { return unfold(f.raw) }

// Text returns the body for show: unfolded, encoded-words decoded, valid
// UTF-8 without controls, at most 64 KiB. Raw octets that are not UTF-8 are
// read in the charset of the text that the header is of, if it names one.
func (f *Field) Text() string { return f.decode(f.Unfolded()) }

// decode is [DecodeHeader] for a piece of the body.
func (f *Field) decode(s string) string { return clean(decodeWords(s, f.label), maxHeaderText) }

// unfold takes the line ends out of s and the white space off its ends. The
// white space that begins a folded line stays; where a line end stood alone it
// becomes a space.
func unfold(s string) string {
	i := strings.IndexByte(s, '\n')
	if i < 0 && strings.IndexByte(s, '\r') < 0 {
		return trimBlank(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		i := lineEnd(s)
		b.WriteString(s[:i])
		s = s[i:]
		for s != "" && (s[0] == '\r' || s[0] == '\n') {
			s = s[1:]
		}
		if s != "" && s[0] != ' ' && s[0] != '\t' {
			b.WriteByte(' ')
		}
	}
	return trimBlank(b.String())
}

// lineEnd returns the position of the first CR or LF, or the length of s.
func lineEnd(s string) int {
	end := len(s)
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		end = i
	}
	if i := strings.IndexByte(s[:end], '\r'); i >= 0 {
		end = i
	}
	return end
}

// trimBlank takes spaces, tabs and line ends off both ends of s.
func trimBlank(s string) string {
	for s != "" && isBlank(s[0]) {
		s = s[1:]
	}
	for s != "" && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
