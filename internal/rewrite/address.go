package rewrite

import (
	"strings"
	"unicode/utf8"
)

// Addresses are kept in Postfix's internal form in this package: the
// local-part without quotes, the last @, the domain. external turns that into
// the form of RFC 5321 §4.1.2, which is also what tables are asked for.

// split returns the local-part and the domain; found is false without @.
func split(addr string) (local, domain string, found bool) {
	i := strings.LastIndexByte(addr, '@')
	if i < 0 {
		return addr, "", false
	}
	return addr[:i], addr[i+1:], true
}

// external returns an address with its local-part quoted if it has to be.
func external(addr string) string {
	local, domain, ok := split(addr)
	if !ok {
		return quoteLocal(addr)
	}
	return quoteLocal(local) + "@" + domain
}

const specials = "()<>@,;:\\\"[]"

// quoteLocal quotes a local-part that is not a dot-atom.
func quoteLocal(s string) string {
	if s != "" && !needsQuotes(s) {
		return s
	}
	return inQuotes(s)
}

// inQuotes returns s as a quoted-string (RFC 5321 §4.1.2).
func inQuotes(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' || s[i] == '\r' {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('"')
	return b.String()
}

func needsQuotes(s string) bool {
	if s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return true
	}
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c == 0x7f || strings.IndexByte(specials, c) >= 0 {
			return true
		}
	}
	return false
}

// parsed is an address as its tokens say, before it is completed.
type parsed struct {
	local, domain string
	hasDomain     bool
	several       bool // there was more than one address
	// bang and percent are where routing operators stand in local, outside
	// quotes; -1 without.
	bang, percent int
}

// parseTokens reads one address. A source route is dropped (RFC 5321 §4.1.1.3).
func parseTokens(list []token) parsed {
	list = dropRoute(list)
	at := -1
	for i, t := range list {
		if t.kind == tokenOp && t.op == '@' {
			at = i
		}
	}
	p := parsed{bang: -1, percent: -1}
	var b strings.Builder
	for i, t := range list {
		if i == at {
			p.hasDomain, p.local = true, b.String()
			b.Reset()
			continue
		}
		if t.kind == tokenOp && (at < 0 || i < at) {
			p.operator(t.op, b.Len())
		}
		b.WriteString(t.text)
	}
	if p.hasDomain {
		p.domain = b.String()
	} else {
		p.local = b.String()
	}
	return p
}

func (p *parsed) operator(op byte, at int) {
	switch {
	case op == '!' && p.bang < 0:
		p.bang = at
	case op == '%':
		p.percent = at
	}
}

// dropRoute drops "@a,@b:" in front of an address.
func dropRoute(list []token) []token {
	if len(list) == 0 || list[0].op != '@' {
		return list
	}
	for i, t := range list {
		if t.op == ':' {
			return list[i+1:]
		}
	}
	return list
}

// form is how addresses are completed: the parameters of trivial-rewrite(8).
type form struct {
	origin, domain            string // $myorigin, $mydomain
	atOrigin, dotDomain       bool
	swapBangpath, percentHack bool
}

// complete gives an address its domain and takes a final dot from it.
func (f form) complete(p parsed) string {
	if !p.hasDomain {
		switch {
		case p.local == "":
			return ""
		case f.swapBangpath && p.bang >= 0:
			p.local, p.domain, p.hasDomain = p.local[p.bang+1:], p.local[:p.bang], true
		case f.percentHack && p.percent >= 0:
			p.local, p.domain, p.hasDomain = p.local[:p.percent], p.local[p.percent+1:], true
		case f.atOrigin:
			return p.local + "@" + f.origin
		default:
			return p.local
		}
	}
	return f.completeDomain(p.local, p.domain)
}

// completeDomain is complete for an address that has a domain.
func (f form) completeDomain(local, domain string) string {
	if local == "" && domain == "" {
		return ""
	}
	if n := len(domain); n > 1 && domain[n-1] == '.' && domain[n-2] != '.' {
		return local + "@" + domain[:n-1]
	}
	if f.dotDomain && domain != "" && !strings.ContainsAny(domain, ".[") {
		domain += "." + f.domain
	}
	return local + "@" + domain
}

// list reads the addresses of a result text and completes each.
func (f form) list(text string) []string {
	var out []string
	for _, t := range addressList(text) {
		out = append(out, f.complete(parseTokens(t)))
	}
	return out
}

// Limits of RFC 1035 §2.3.4.
const (
	maxLabel  = 63
	maxDomain = 255
)

// validDomain reports whether a domain is one that Postfix accepts: a name, or
// an address literal. Underscores are let pass; a bare IP address is not.
func validDomain(domain string) bool {
	if strings.HasPrefix(domain, "[") {
		return validLiteral(domain)
	}
	domain = strings.TrimSuffix(domain, ".")
	if domain == "" || len(domain) > maxDomain {
		return false
	}
	letters := false
	for label := range strings.SplitSeq(domain, ".") {
		if !validLabel(label) {
			return false
		}
		letters = letters || strings.Trim(label, "0123456789") != ""
	}
	return letters
}

func validLabel(label string) bool {
	if label == "" || len(label) > maxLabel && isASCII(label) || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for i := range len(label) {
		if c := label[i]; !isAlnum(c) && c != '-' && c != '_' && c < utf8.RuneSelf {
			return false
		}
	}
	return utf8.ValidString(label)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// validLiteral reports whether s is an address literal (RFC 5321 §4.1.3).
func validLiteral(s string) bool {
	inner, ok := strings.CutSuffix(s[1:], "]")
	if !ok {
		return false
	}
	if rest, isV6 := cutPrefixFold(inner, "IPv6:"); isV6 {
		addr, ok := parseIP(rest)
		return ok && addr.Is6()
	}
	addr, ok := parseIP(inner)
	return ok && addr.Is4()
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}
