package smtp

import (
	"net/netip"
	"strings"
	"unicode/utf8"

	"mailsink/internal/mail"
)

// cutPath takes a path from the front of s and returns the address in it and
// what follows (RFC 5321 §4.1.2). The address is kept in the spelling it was
// given in, quotes and all; a source route is taken away, as §3.6.1 asks.
//
// It forgives what real clients do: a space before the path, no angle
// brackets, dots where none belong in a local-part, no domain. It does not
// forgive what two readers could read differently: controls, blanks, a second
// unquoted @, octets that are not UTF-8.
func cutPath(s string) (addr mail.Address, rest string, ok bool) {
	s = strings.TrimLeft(s, " ")
	if s, bracketed := strings.CutPrefix(s, "<"); bracketed {
		return cutBracketed(s)
	}
	n := mailboxLen(s)
	if n <= 0 {
		return "", "", false
	}
	return mail.Address(s[:n]), s[n:], endsPath(s[n:])
}

// cutBracketed continues behind the opening bracket.
func cutBracketed(s string) (addr mail.Address, rest string, ok bool) {
	if rest, null := strings.CutPrefix(s, ">"); null {
		return "", rest, endsPath(rest)
	}
	if strings.HasPrefix(s, "@") {
		if s, ok = cutRoute(s); !ok {
			return "", "", false
		}
	}
	n := mailboxLen(s)
	if n <= 0 {
		return "", "", false
	}
	rest, ok = strings.CutPrefix(s[n:], ">")
	return mail.Address(s[:n]), rest, ok && endsPath(rest)
}

func endsPath(rest string) bool { return rest == "" || rest[0] == ' ' }

// cutRoute takes "@a,@b:" away.
func cutRoute(s string) (rest string, ok bool) {
	route, rest, ok := strings.Cut(s, ":")
	for hop := range strings.SplitSeq(route, ",") {
		domain, at := strings.CutPrefix(hop, "@")
		ok = ok && at && domain != "" && domainLen(domain) == len(domain)
	}
	return rest, ok
}

// mailboxLen returns how many octets of s are local-part@domain, or a
// local-part alone; -1 if none can be.
func mailboxLen(s string) int {
	n := localPartLen(s)
	if n <= 0 || n == len(s) || s[n] != '@' {
		return n
	}
	d := domainLen(s[n+1:])
	if d <= 0 {
		return -1
	}
	return n + 1 + d
}

func localPartLen(s string) int {
	if strings.HasPrefix(s, `"`) {
		return quotedLen(s)
	}
	return wordLen(s, `()<>[]:;\,"@`)
}

// quotedLen measures a quoted-string, quotes included.
func quotedLen(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			if !utf8.ValidString(s[:i]) {
				return -1
			}
			return i + 1
		}
	}
	return -1
}

func domainLen(s string) int {
	if strings.HasPrefix(s, "[") {
		return literalLen(s)
	}
	return wordLen(s, `()<>[]:;\,"@`)
}

// literalLen measures an address literal: [192.0.2.1], [IPv6:2001:db8::1].
func literalLen(s string) int {
	end := strings.IndexByte(s, ']')
	if end < 0 {
		return -1
	}
	text := s[1:end]
	if v6 := len("IPv6:"); len(text) > v6 && strings.EqualFold(text[:v6], "IPv6:") {
		text = text[v6:]
	}
	if ip, err := netip.ParseAddr(text); err != nil || ip.Zone() != "" {
		return -1
	}
	return end + 1
}

// wordLen counts the octets before the first blank or octet of stop.
func wordLen(s, stop string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return -1
			}
		}
		if r == ' ' || strings.ContainsRune(stop, r) {
			return i
		}
	}
	return len(s)
}

// maxParams bounds the parameters of one command; every extension this
// server knows together has fewer.
const maxParams = 16

// parseParams reads the parameters behind a path (RFC 5321 §4.1.2:
// Mail-parameters). Names come back in upper case, values as given.
func parseParams(s string) ([]mail.Param, bool) {
	var params []mail.Param
	for field := range strings.FieldsSeq(s) {
		name, value, valued := strings.Cut(field, "=")
		p := mail.Param{Name: strings.ToUpper(name), Value: value}
		if !isKeyword(name) || valued && (value == "" || strings.Contains(value, "=")) {
			return nil, false
		}
		if _, twice := findParam(params, p.Name); twice || len(params) == maxParams {
			return nil, false
		}
		params = append(params, p)
	}
	return params, true
}

func isKeyword(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		alnum := 'a' <= c && c <= 'z' || '0' <= s[i] && s[i] <= '9'
		if !alnum && (i == 0 || s[i] != '-') {
			return false
		}
	}
	return s != ""
}

func findParam(params []mail.Param, name string) (value string, found bool) {
	for _, p := range params {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}
