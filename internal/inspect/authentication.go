package inspect

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"mailsink/internal/mime"
)

// Authentication is what a message says of who answers for it. Nothing is
// asked of the DNS: keys and policies are not known, and what a field claims
// may be made up. What the message alone decides is decided.
type Authentication struct {
	From        string       `json:"from"`        // domain in From; empty without one
	ReversePath string       `json:"reversePath"` // domain of MAIL FROM, which SPF looks at; empty for the null path
	Aligned     bool         `json:"aligned"`     // the two are of one organization, as DMARC wants it of SPF
	Signatures  []Signature  `json:"signatures"`
	Results     []AuthResult `json:"results"` // that others claim to have found
}

// An AuthResult is one result of Authentication-Results (RFC 8601) or of
// Received-SPF (RFC 7208 §9.1).
type AuthResult struct {
	Field      string            `json:"field"`
	Server     string            `json:"server"` // who says so; empty where the field does not tell
	Method     string            `json:"method"` // spf, dkim, dmarc, arc, ...
	Result     string            `json:"result"` // pass, fail, none, ...
	Reason     string            `json:"reason"`
	Properties map[string]string `json:"properties"` // as header.d or smtp.mailfrom
}

// maxAnswers is how many signatures, and results of others, are told about at
// least; no honest message has that many.
const maxAnswers = 100

// AuthenticationOf reads what doc says. From and path are the addresses in From and of
// MAIL FROM; signatures may have expired by now.
func AuthenticationOf(doc *mime.Document, from, path string, now time.Time) Authentication {
	a := Authentication{From: hostOf(from), ReversePath: hostOf(path), Signatures: []Signature{}, Results: []AuthResult{}}
	a.Aligned = aligned(a.ReversePath, a.From)
	hashes := make(map[string]string)
	for i := range doc.Root.Fields {
		switch f := &doc.Root.Fields[i]; {
		case len(a.Signatures) >= maxAnswers || len(a.Results) >= maxAnswers:
			return a
		case f.Is("DKIM-Signature"):
			s := signatureOf(doc, f.Unfolded(), hashes, now)
			s.Aligned = aligned(s.Domain, a.From)
			a.Signatures = append(a.Signatures, s)
		case f.Is("Authentication-Results"):
			a.Results = append(a.Results, resultsOf(f.Unfolded())...)
		case f.Is("Received-SPF"):
			a.Results = append(a.Results, receivedSPF(f.Unfolded()))
		}
	}
	return a
}

// hostOf returns the domain of an address in lower case.
func hostOf(address string) string {
	i := strings.LastIndexByte(address, '@')
	if i < 0 {
		return ""
	}
	return strings.ToLower(strings.TrimRight(address[i+1:], ". "))
}

// aligned reports whether two domains belong to one organization: relaxed
// alignment, RFC 7489 §3.1.
func aligned(a, b string) bool {
	return a != "" && b != "" && (a == b || organization(a) == organization(b))
}

// organization returns the domain that somebody has registered (RFC 7489 §3.2).
func organization(domain string) string {
	if registered, err := publicsuffix.EffectiveTLDPlusOne(domain); err == nil {
		return registered
	}
	return domain
}

var property = regexp.MustCompile(`([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]*)`)

// resultsOf reads Authentication-Results. Some leave out who says so.
func resultsOf(body string) []AuthResult {
	var list []AuthResult
	server := ""
	for i, clause := range clauses(withoutComments(body)) {
		pairs := property.FindAllStringSubmatch(clause, -1)
		if len(pairs) == 0 {
			if words := strings.Fields(clause); i == 0 && len(words) > 0 {
				server = words[0]
			}
			continue
		}
		method, _, _ := strings.Cut(strings.ToLower(pairs[0][1]), "/")
		r := AuthResult{Field: "Authentication-Results", Server: server, Method: method, Result: strings.ToLower(unquoted(pairs[0][2])), Properties: map[string]string{}}
		for _, pair := range pairs[1:] {
			if strings.EqualFold(pair[1], "reason") {
				r.Reason = unquoted(pair[2])
				continue
			}
			r.Properties[strings.ToLower(pair[1])] = unquoted(pair[2])
		}
		list = append(list, r)
	}
	return list
}

// receivedSPF reads Received-SPF.
func receivedSPF(body string) AuthResult {
	text := withoutComments(body)
	result, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	r := AuthResult{Field: "Received-SPF", Method: "spf", Result: strings.ToLower(strings.TrimRight(result, ";")), Properties: map[string]string{}}
	for _, pair := range property.FindAllStringSubmatch(rest, -1) {
		switch name, value := strings.ToLower(pair[1]), unquoted(pair[2]); name {
		case "receiver":
			r.Server = value
		default:
			r.Properties[name] = value
		}
	}
	return r
}

// withoutComments takes out comments (RFC 5322 §3.2.2), also one in another.
func withoutComments(s string) string {
	var b strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s):
			if i++; depth == 0 {
				b.WriteString(s[i-1 : i+1])
			}
			continue
		case c == '"' && depth == 0:
			quoted = !quoted
		case c == '(' && !quoted:
			depth++
		case c == ')' && depth > 0:
			depth--
			c = ' '
		}
		if depth == 0 {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// clauses parts at semicolons that are not quoted.
func clauses(s string) []string {
	quoted := false
	return strings.FieldsFunc(s, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ';' && !quoted
	})
}

func unquoted(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(s[1 : len(s)-1])
}
