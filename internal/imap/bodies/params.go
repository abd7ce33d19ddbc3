package bodies

import (
	"slices"
	"strconv"
	"strings"
)

// readParams reads the body of a field such as Content-Type (RFC 2045 §5.1): a
// value and its parameters, in the order and in the letters in which they are
// written. Pieces of one parameter are put together (RFC 2231 §3) and not
// decoded. What cannot be read is passed over.
func readParams(body string) (value string, params []param) {
	r := reader{s: body}
	value = r.value()
	var pieces []piece
	for r.next(';') && len(params)+len(pieces) < maxParams {
		name := r.token()
		if name == "" || !r.next('=') {
			r.skipTo(';')
			continue
		}
		p := param{name, r.paramValue()}
		if cut, ok := pieceOf(p); ok {
			pieces = append(pieces, cut)
		} else {
			params = append(params, p)
		}
		r.skipTo(';')
	}
	return value, append(params, join(pieces)...)
}

// readTags reads a list of language tags (RFC 3282 §2).
func readTags(body string) []string {
	var tags []string
	r := reader{s: body}
	for len(tags) < maxParams {
		if tag := r.token(); tag != "" {
			tags = append(tags, tag)
		}
		if r.skipTo(','); !r.next(',') {
			break
		}
	}
	return tags
}

// A reader walks over the body of a field.
type reader struct {
	s string
	i int
}

// blank passes white space and comments.
func (r *reader) blank() {
	for r.i < len(r.s) {
		switch r.s[r.i] {
		case ' ', '\t', '\r', '\n':
			r.i++
		case '(':
			r.comment()
		default:
			return
		}
	}
}

// comment passes a comment (RFC 5322 §3.2.2). One that never ends takes all.
func (r *reader) comment() {
	for depth := 0; r.i < len(r.s); r.i++ {
		switch r.s[r.i] {
		case '\\':
			r.i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				r.i++
				return
			}
		}
	}
	r.i = len(r.s)
}

// next passes c, if it is what comes next.
func (r *reader) next(c byte) bool {
	r.blank()
	if r.i < len(r.s) && r.s[r.i] == c {
		r.i++
		return true
	}
	return false
}

// skipTo passes everything before the next c that is not quoted.
func (r *reader) skipTo(c byte) {
	for r.i < len(r.s) && r.s[r.i] != c {
		switch r.s[r.i] {
		case '"':
			r.quoted()
		case '(':
			r.comment()
		default:
			r.i++
		}
	}
}

// token returns the token that comes next (RFC 2045 §5.1), or "".
func (r *reader) token() string {
	r.blank()
	start := r.i
	for r.i < len(r.s) && isTokenOctet(r.s[r.i]) {
		r.i++
	}
	return r.s[start:r.i]
}

func isTokenOctet(c byte) bool {
	return c > ' ' && c != 0x7f && strings.IndexByte(`()<>@,;:\"/[]?=`, c) < 0
}

// value returns a token, or two with a slash between them.
func (r *reader) value() string {
	value := r.token()
	if r.next('/') {
		value += "/" + r.token()
	}
	r.skipTo(';')
	return value
}

// paramValue returns the value of a parameter: a quoted string, a token, or
// where it is neither, what stands before the next semicolon.
func (r *reader) paramValue() string {
	r.blank()
	if r.i < len(r.s) && r.s[r.i] == '"' {
		return r.quoted()
	}
	start := r.i
	for r.i < len(r.s) && r.s[r.i] != ';' && r.s[r.i] != '(' {
		r.i++
	}
	return strings.TrimRight(unfold(r.s[start:r.i]), " \t")
}

// quoted passes a quoted string and returns what is in it. One that never ends
// takes all.
func (r *reader) quoted() string {
	var b strings.Builder
	for r.i++; r.i < len(r.s); r.i++ {
		switch c := r.s[r.i]; {
		case c == '"':
			r.i++
			return b.String()
		case c == '\r', c == '\n':
			continue
		case c == '\\' && r.i+1 < len(r.s):
			r.i++
		}
		b.WriteByte(r.s[r.i])
	}
	return b.String()
}

// unfold takes line ends out of s.
func unfold(s string) string {
	if strings.ContainsAny(s, "\r\n") {
		s = strings.NewReplacer("\r", "", "\n", "").Replace(s)
	}
	return s
}

// A piece is a part of a parameter (RFC 2231 §3): name*0, name*1*.
type piece struct {
	name    string
	index   int
	encoded bool // name*1*: what is in it is percent-encoded
	value   string
}

// pieceOf returns p as a piece; ok is false if it is a whole.
func pieceOf(p param) (cut piece, ok bool) {
	name, number, found := strings.Cut(p.name, "*")
	if !found {
		return piece{}, false
	}
	number, encoded := strings.CutSuffix(number, "*")
	n, err := strconv.ParseUint(number, 10, 16)
	if err != nil || name == "" {
		return piece{}, false
	}
	return piece{name, int(n), encoded, p.value}, true
}

// join puts pieces together. Where one is missing, all stay pieces.
func join(pieces []piece) []param {
	slices.SortStableFunc(pieces, func(a, b piece) int {
		if c := strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)); c != 0 {
			return c
		}
		return a.index - b.index
	})
	var params []param
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && equal(pieces[n].name, pieces[0].name) {
			n++
		}
		params = append(params, joinOne(pieces[:n])...)
		pieces = pieces[n:]
	}
	return params
}

// joinOne returns the pieces of one parameter as name, or as name* if any of
// them is encoded.
func joinOne(pieces []piece) []param {
	encoded := slices.ContainsFunc(pieces, func(p piece) bool { return p.encoded })
	var b strings.Builder
	for i, p := range pieces {
		if p.index != i {
			return apart(pieces)
		}
		if encoded && !p.encoded {
			p.value = strings.ReplaceAll(p.value, "%", "%25")
		}
		b.WriteString(p.value)
	}
	name := pieces[0].name
	if encoded {
		name += "*"
	}
	return []param{{name, b.String()}}
}

func apart(pieces []piece) []param {
	var params []param
	for _, p := range pieces {
		name := p.name + "*" + strconv.Itoa(p.index)
		if p.encoded {
			name += "*"
		}
		params = append(params, param{name, p.value})
	}
	return params
}
