package mime

import (
	"slices"
	"strconv"
	"strings"
)

const maxParams = 1_000

// appendParams reads a body such as that of Content-Type (RFC 2045 §5.1): a
// value and parameters, which it appends to params. The value is lower case
// and without comments. Any body has an answer; ok is false where it took
// leniency to find it.
func appendParams(params []Param, body string) (value string, all []Param, ok bool) {
	r := paramReader{s: body, ok: true}
	value = lower(r.token())
	r.space()
	limit := len(params) + maxParams
	for r.i < len(r.s) {
		r.separator()
		if r.i >= len(r.s) {
			break
		}
		if len(params) >= limit {
			return value, params, false
		}
		if p, found := r.param(); found {
			params = append(params, p)
		}
	}
	return value, params, r.ok
}

// A paramReader walks over the body of a field with parameters.
type paramReader struct {
	s         string
	i         int
	ok        bool
	noComment int // brackets before that are part of a value
}

// space passes white space and comments, of which there mostly are none.
func (r *paramReader) space() {
	if r.i < len(r.s) && r.s[r.i] > ' ' && r.s[r.i] != '(' {
		return
	}
	r.passSpace()
}

func (r *paramReader) passSpace() {
	for r.i < len(r.s) {
		switch r.s[r.i] {
		case ' ', '\t', '\r', '\n':
			r.i++
		case '(':
			end := skipComment(r.s, r.i)
			if end < 0 {
				r.ok = false
				end = len(r.s)
			}
			r.i = end
		default:
			return
		}
	}
}

// token returns what comes before the next separator or white space.
func (r *paramReader) token() string {
	r.space()
	start := r.i
	for r.i < len(r.s) {
		switch r.s[r.i] {
		case ';', ',', ' ', '\t', '\r', '\n', '(', '=', '"':
			return r.s[start:r.i]
		}
		r.i++
	}
	return r.s[start:r.i]
}

// separator passes the semicolon before a parameter. A parameter without one
// is let through; so is an empty one.
func (r *paramReader) separator() {
	seen := false
	for r.i < len(r.s) {
		r.space()
		if r.i >= len(r.s) || r.s[r.i] != ';' && r.s[r.i] != ',' {
			break
		}
		if seen || r.s[r.i] == ',' {
			r.ok = false
		}
		seen = true
		r.i++
	}
	r.ok = r.ok && seen
}

// param reads name=value.
func (r *paramReader) param() (Param, bool) {
	name := lower(r.token())
	r.space()
	if name != "" && r.i < len(r.s) && r.s[r.i] == '*' { // a space before the asterisk
		r.ok = false
		name += r.token()
		r.space()
	}
	if r.i >= len(r.s) || r.s[r.i] != '=' {
		r.ok = false
		if name == "" {
			r.i++ // something that is neither a name nor a separator
		}
		return Param{}, false
	}
	r.i++
	r.space()
	value := r.value()
	if name == "" {
		r.ok = false
		return Param{}, false
	}
	return Param{Name: name, Value: value}, true
}

// value reads the value of a parameter: a quoted string, or everything up to
// the next semicolon, for file names with spaces are not always quoted.
func (r *paramReader) value() string {
	if r.i < len(r.s) && r.s[r.i] == '"' {
		if end := skipQuoted(r.s, r.i); end > 0 && !r.quotedTwice(end) {
			v := unquote(r.s[r.i+1 : end-1])
			r.i = end
			return v
		}
		r.ok = false
		r.i++
	}
	start := r.i
	for r.i < len(r.s) && r.s[r.i] != ';' && !(r.s[r.i] == '(' && r.endsWithComment()) {
		r.i++
	}
	v := trimBlank(r.s[start:r.i])
	if strings.ContainsAny(v, " \t(") {
		r.ok = false
	}
	return strings.Trim(v, "\"")
}

// quotedTwice reports whether the quoted string that ends before end is empty,
// and more comes at once: ""name"".
func (r *paramReader) quotedTwice(end int) bool {
	return end == r.i+2 && end < len(r.s) && !isBlank(r.s[end]) && r.s[end] != ';' && r.s[end] != '('
}

// endsWithComment reports whether the comment that starts here is the end of
// a value without quotes. What has more behind it, file (1).txt, is none. The
// answer holds for the rest of the value, so that it is sought once.
func (r *paramReader) endsWithComment() bool {
	if r.i < r.noComment {
		return false
	}
	end := skipComment(r.s, r.i)
	if end < 0 {
		r.noComment = len(r.s)
		return true
	}
	for end < len(r.s) && (isBlank(r.s[end]) || r.s[end] == '(') {
		if r.s[end] != '(' {
			end++
		} else if next := skipComment(r.s, end); next > 0 {
			end = next
		} else {
			break
		}
	}
	if end >= len(r.s) || r.s[end] == ';' {
		return true
	}
	r.noComment = end
	return false
}

// unquote takes backslashes and folds out of the inside of a quoted string.
// A backslash stays where it does not stand before a quote or a backslash:
// C:\dir\file is written so.
func unquote(s string) string {
	if !strings.ContainsAny(s, "\\\r\n") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\r' || s[i] == '\n':
			continue
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// skipQuoted returns where the quoted string that starts at i ends, or -1.
func skipQuoted(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// skipComment returns where the comment that starts at i ends, or -1.
// Comments nest (RFC 5322 §3.2.2).
func skipComment(s string, i int) int {
	for depth := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// paramValue returns the value of the parameter of that name in any of its
// forms: name*0*, name*0, name*, name (RFC 2231, encoded-words, raw octets).
// An extended form wins over a plain one.
func paramValue(params []Param, name string) string {
	plain, found := "", false
	var segments []segment
	for _, p := range params {
		rest, ok := cutName(p.Name, name)
		switch {
		case !ok:
		case rest == "" && !found:
			plain, found = p.Value, true
		case rest != "" && len(segments) < maxParams:
			if s, ok := newSegment(rest, p.Value); ok {
				segments = append(segments, s)
			}
		}
	}
	if len(segments) > 0 {
		if v := joinSegments(segments); v != "" {
			return v
		}
	}
	return DecodeHeader(plain)
}

// cutName returns what follows name in full: "", "*", "*0" or "*0*".
func cutName(full, name string) (rest string, ok bool) {
	if len(full) < len(name) || full[:len(name)] != name {
		return "", false
	}
	rest = full[len(name):]
	return rest, rest == "" || rest[0] == '*'
}

// A segment is a piece of an RFC 2231 value.
type segment struct {
	index   int
	encoded bool
	value   string
}

func newSegment(rest, value string) (segment, bool) {
	if rest == "*" {
		return segment{index: -1, encoded: true, value: value}, true
	}
	number, encoded := strings.CutSuffix(rest[1:], "*")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 {
		return segment{}, false
	}
	return segment{index: n, encoded: encoded, value: value}, true
}

// joinSegments puts the pieces of a value together in their order. A missing
// piece is left out, the first of two with one number counts.
func joinSegments(segments []segment) string {
	slices.SortStableFunc(segments, func(a, b segment) int { return a.index - b.index })
	if segments[0].index == -1 {
		segments = segments[:1] // name* is complete
	}
	var octets, encoded []byte
	label := ""
	for i, s := range segments {
		if i > 0 && segments[i-1].index == s.index {
			continue
		}
		v := s.value
		if s.encoded && i == 0 {
			label, v = cutCharset(v)
		}
		if s.encoded {
			encoded = append(encoded, v...) // an escape may be cut in two
			continue
		}
		octets = append(appendPercent(octets, string(encoded)), v...)
		encoded = encoded[:0]
	}
	octets = appendPercent(octets, string(encoded))
	text := toUTF8(octets, label)
	if label == "" {
		text = DecodeHeader(text) // the pieces of an encoded-word
	}
	return clean(text, maxHeaderText)
}

// cutCharset takes charset'language' off the beginning of an extended value.
func cutCharset(s string) (label, value string) {
	if cs, rest, ok := strings.Cut(s, "'"); ok {
		if _, text, ok := strings.Cut(rest, "'"); ok {
			return charsetLabel(cs), text
		}
	}
	return "", s
}

// appendPercent appends s with its %XX undone; a broken one stays.
func appendPercent(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi >= 0 && lo >= 0 {
				b = append(b, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return b
}

// unhex returns the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// lower is strings.ToLower for ASCII: it leaves other octets alone and
// allocates only where there is something to change.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if 'A' <= b[i] && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
