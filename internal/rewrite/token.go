package rewrite

import "strings"

// token is a lexical token of RFC 5322 §3.2, as Postfix cuts addresses.
type token struct {
	kind tokenKind
	text string // without quotes and backslashes
	op   byte   // of an operator
}

type tokenKind byte

const (
	tokenAtom tokenKind = iota
	tokenQuoted
	tokenLiteral // [domain literal], with its brackets
	tokenOp      // one of . @ : , ; < > % !
	tokenGroup   // a colon with white space behind it
	tokenComment // (comment), with its parentheses
)

const addressOps = "\"(),.:;<>@[%!"

// tokens cuts s and drops comments.
func tokens(s string) []token {
	var out []token
	for _, t := range allTokens(s) {
		if t.kind != tokenComment {
			out = append(out, t)
		}
	}
	return out
}

// allTokens cuts s. White space is dropped; what is not closed is closed at
// the end.
func allTokens(s string) []token {
	var out []token
	for s != "" {
		switch c := s[0]; {
		case isSpace(c):
			s = s[1:]
		case c == '(':
			rest := afterComment(s)
			out = append(out, token{kind: tokenComment, text: s[:len(s)-len(rest)]})
			s = rest
		case c == '"':
			text, rest := quotedText(s[1:], '"')
			out = append(out, token{kind: tokenQuoted, text: text})
			s = rest
		case c == '[':
			text, rest := quotedText(s[1:], ']')
			out = append(out, token{kind: tokenLiteral, text: "[" + text + "]"})
			s = rest
		case strings.IndexByte(addressOps, c) >= 0:
			kind := tokenOp
			if c == ':' && len(s) > 1 && isSpace(s[1]) {
				kind = tokenGroup
			}
			out = append(out, token{kind: kind, op: c, text: s[:1]})
			s = s[1:]
		default:
			text, rest := atomText(s)
			out = append(out, token{kind: tokenAtom, text: text})
			s = rest
		}
	}
	return out
}

// afterComment returns what stands behind the comment that s begins with.
func afterComment(s string) string {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return s[i+1:]
			}
		}
	}
	return ""
}

// quotedText returns the text up to the closing byte, and what is behind.
func quotedText(s string, closing byte) (text, rest string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == closing:
			return b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}

func atomText(s string) (text, rest string) {
	var b strings.Builder
	i := 0
	for ; i < len(s) && !isSpace(s[i]) && strings.IndexByte(addressOps, s[i]) < 0; i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), s[i:]
}

// addressList reads a list of addresses as the result of a table: separated by
// commas, semicolons or white space, with phrases, comments and groups. Each is
// returned as its tokens; <> is an address without tokens.
func addressList(s string) [][]token { return groupTokens(tokens(s)) }

// groupTokens is addressList for tokens.
func groupTokens(list []token) [][]token {
	r := &listReader{}
	for _, t := range list {
		r.token(t)
	}
	r.flush()
	return r.out
}

// listReader collects addresses from tokens.
type listReader struct {
	out     [][]token
	from    int     // addresses from here on are a phrase if < follows
	current []token // of the address being read
	joined  bool    // the last token wants another behind it
	angle   bool    // inside < >
}

func (r *listReader) token(t token) {
	switch {
	case r.angle && t.op == '>':
		r.out = append(r.out[:r.from], r.current)
		r.current, r.angle, r.joined = nil, false, false
		r.from = len(r.out)
	case r.angle:
		r.current = append(r.current, t)
	case t.op == '<':
		r.current, r.angle = nil, true
	case t.op == ',' || t.op == ';':
		r.flush()
		r.from = len(r.out)
	case t.kind == tokenGroup:
		r.current, r.joined = nil, false
		r.out = r.out[:r.from]
	case t.kind == tokenOp:
		r.current, r.joined = append(r.current, t), true
	default:
		if !r.joined {
			r.flush()
		}
		r.current, r.joined = append(r.current, t), false
	}
}

func (r *listReader) flush() {
	if len(r.current) > 0 {
		r.out = append(r.out, r.current)
	}
	r.current, r.joined = nil, false
}
