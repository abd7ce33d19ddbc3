package web

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// css rewrites a style sheet, or the declarations of a style attribute, so
// that it loads nothing: url() leads to pictures of the message or nowhere,
// @import goes, and so do strings that hold a URL. It is one pass over the
// tokens of CSS Syntax Level 3 that matter for that.
func (s *sanitizer) css(source string) string {
	r := cssReader{sanitizer: s, in: source}
	for r.i < len(r.in) {
		r.token()
	}
	return r.out.String()
}

// A cssReader walks over a style sheet.
type cssReader struct {
	*sanitizer
	in  string
	i   int
	out strings.Builder
}

func (r *cssReader) rest() string { return r.in[r.i:] }

func (r *cssReader) token() {
	switch c := r.in[r.i]; {
	case strings.HasPrefix(r.rest(), "/*"):
		end := strings.Index(r.in[r.i+2:], "*/")
		if end < 0 {
			r.i = len(r.in)
			return
		}
		r.i += end + 4
		r.out.WriteByte(' ')
	case strings.HasPrefix(r.rest(), "<!--"):
		r.i += len("<!--")
	case strings.HasPrefix(r.rest(), "-->"):
		r.i += len("-->")
	case c == '"' || c == '\'':
		r.out.WriteString(r.safeString(r.string()))
	case isIdent(c) || c == '\\' || c == '@':
		r.ident()
	case c == '<':
		r.out.WriteByte(' ') // neither an end tag nor a comment of HTML
		r.i++
	case c == 0:
		r.i++
	default:
		r.out.WriteByte(c)
		r.i++
	}
}

func isIdent(c byte) bool {
	return c == '-' || c == '_' || c >= utf8.RuneSelf || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// ident copies a name with its escapes undone, or acts on it if it loads
// something.
func (r *cssReader) ident() {
	var name strings.Builder
	if r.in[r.i] == '@' {
		name.WriteByte('@')
		r.i++
	}
	for r.i < len(r.in) && (isIdent(r.in[r.i]) || r.in[r.i] == '\\') {
		if r.in[r.i] != '\\' {
			name.WriteByte(r.in[r.i])
			r.i++
			continue
		}
		if c := r.escape(); c < utf8.RuneSelf && isIdent(byte(c)) {
			name.WriteRune(c)
		}
	}
	switch text := strings.ToLower(name.String()); {
	case text == "@import" && r.fetched != nil:
		r.importRule()
	case strings.HasPrefix(text, "@import") || text == "@namespace" || text == "@charset":
		r.skipRule()
	case strings.HasSuffix(text, "url") && strings.HasPrefix(r.rest(), "("):
		r.i++
		r.out.WriteString(r.url())
	case strings.HasSuffix(text, "src") && strings.HasPrefix(r.rest(), "("):
		r.out.WriteString("none ") // src(…) of CSS Values Level 5 loads like url()
	default:
		r.out.WriteString(name.String())
	}
}

// escape reads an escape (CSS Syntax §4.3.7) and returns its character.
func (r *cssReader) escape() rune {
	r.i++
	hex := 0
	for hex < 6 && r.i+hex < len(r.in) && isHex(r.in[r.i+hex]) {
		hex++
	}
	if hex == 0 {
		c, n := utf8.DecodeRuneInString(r.rest())
		r.i += n
		return c
	}
	n, err := strconv.ParseUint(r.in[r.i:r.i+hex], 16, 32)
	r.i += hex
	if r.i < len(r.in) && strings.IndexByte(" \t\r\n\f", r.in[r.i]) >= 0 {
		r.i++
	}
	if err != nil || n == 0 || n > utf8.MaxRune {
		return utf8.RuneError
	}
	return rune(n)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// string reads a quoted string and returns what it says.
func (r *cssReader) string() string {
	var b strings.Builder
	quote := r.in[r.i]
	for r.i++; r.i < len(r.in); {
		switch c := r.in[r.i]; c {
		case quote:
			r.i++
			return b.String()
		case '\n', '\r', '\f':
			return b.String() // a string does not span lines
		case '\\':
			if rest := r.in[r.i+1:]; strings.HasPrefix(rest, "\n") || strings.HasPrefix(rest, "\r") {
				r.i += 2
				continue
			}
			b.WriteRune(r.escape())
		default:
			b.WriteByte(c)
			r.i++
		}
	}
	return b.String()
}

// safeString returns a string token that says text, or nothing if that is a
// URL: image-set() and others load strings.
func (r *cssReader) safeString(text string) string {
	if u := cleanURL(text); isRemote(u) {
		r.noteURL(u)
		u, _ := r.proxied(u)
		return quoteCSS(u)
	}
	return quoteCSS(text)
}

func quoteCSS(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range text {
		if c < ' ' || strings.ContainsRune(`"\<>(@`, c) || c == 0x7f {
			b.WriteString(`\` + strconv.FormatInt(int64(c), 16) + " ")
			continue
		}
		b.WriteRune(c)
	}
	b.WriteByte('"')
	return b.String()
}

// url reads the rest of url(…) and returns one that leads where it may.
func (r *cssReader) url() string {
	if u, ok := r.local(r.urlText()); ok {
		return "url(" + quoteCSS(u) + ")"
	}
	return `url("data:,")`
}

// urlText reads the rest of url(…) and returns what it says.
func (r *cssReader) urlText() string {
	r.i += len(r.rest()) - len(strings.TrimLeft(r.rest(), " \t\r\n\f"))
	var text string
	if c := r.rest(); c != "" && (c[0] == '"' || c[0] == '\'') {
		text = r.string()
		for r.i < len(r.in) && r.in[r.i] != ')' {
			r.i++
		}
	} else {
		text = r.bareURL()
	}
	if r.i < len(r.in) {
		r.i++ // the closing parenthesis
	}
	return text
}

func (r *cssReader) bareURL() string {
	var b strings.Builder
	for r.i < len(r.in) && r.in[r.i] != ')' {
		if r.in[r.i] == '\\' {
			b.WriteRune(r.escape())
			continue
		}
		b.WriteByte(r.in[r.i])
		r.i++
	}
	return b.String()
}

// importRule writes an @import of a style sheet that this server gets; of any
// other, the rule goes.
func (r *cssReader) importRule() {
	begin := r.i
	rest := strings.TrimLeft(r.rest(), " \t\r\n\f")
	r.i += len(r.rest()) - len(rest)
	var target string
	switch {
	case rest != "" && (rest[0] == '"' || rest[0] == '\''):
		target = r.string()
	case len(rest) > 4 && strings.EqualFold(rest[:4], "url("):
		r.i += 4
		target = r.urlText()
	}
	place, ok := r.proxied(cleanURL(target))
	if !ok {
		r.i = begin
		r.skipRule()
		return
	}
	r.noteURL(target)
	r.out.WriteString("@import " + quoteCSS(place)) // its conditions follow as they are
}

// skipRule leaves out an at-rule without a block, and counts what it loads.
func (r *cssReader) skipRule() {
	for r.i < len(r.in) {
		switch c := r.in[r.i]; {
		case c == ';':
			r.i++
			return
		case c == '{' || c == '}':
			return
		case c == '"' || c == '\'':
			r.noteURL(r.string())
		case len(r.rest()) > 4 && strings.EqualFold(r.rest()[:4], "url("):
			r.i += 4
			r.url()
		default:
			r.i++
		}
	}
}
