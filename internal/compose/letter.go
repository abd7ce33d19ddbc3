package compose

import (
	"bytes"
	"strings"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// A Letter is a message to be sent: its envelope and its content.
type Letter struct {
	From    string   // the reverse-path; empty for the null one
	To      []string // the forward-paths
	Content []byte
}

// Whole makes a letter of a message. What the envelope leaves open is taken
// from its header: From, and To, Cc and Bcc.
func Whole(content []byte, from string, to []string) (Letter, error) {
	if len(bytes.TrimSpace(content)) == 0 {
		return Letter{}, fault("The message is empty; send one, header first.")
	}
	l := Letter{From: from, To: to, Content: content}
	sum := mime.Summarize(content, true)
	if l.From == "" && len(sum.From) > 0 {
		l.From = string(sum.From[0].Address)
	}
	if len(l.To) == 0 {
		for _, c := range append(append(sum.To, sum.Cc...), blind(content)...) {
			l.To = append(l.To, string(c.Address))
		}
	}
	return l, nil
}

func blind(content []byte) []mail.Contact {
	if f := mime.Parse(content).Field("Bcc"); f != nil {
		return mime.ParseAddressList(f.Unfolded())
	}
	return nil
}

func trimBrackets(s string) string {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "<"); ok && strings.HasSuffix(inner, ">") {
		return inner[:len(inner)-1]
	}
	return s
}

// ValidPath reports whether s can be a forward-path or reverse-path here:
// local-part@domain, or <postmaster>, without quotes, which two readers could
// read differently, and without anything that could end a line.
func ValidPath(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if strings.EqualFold(s, "postmaster") {
		return true
	}
	bad := func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune("<>()[]\\,;:\"@\ufffd", r) }
	return ok && local != "" && domain != "" && len(s) <= 320 &&
		strings.IndexFunc(local, bad) < 0 && (strings.IndexFunc(domain, bad) < 0 || literal(domain))
}

// AskablePath reports whether rules can be asked about s: a [ValidPath], or one
// whose local part is a quoted-string (RFC 5321 §4.1.2), as SMTP takes it.
func AskablePath(s string) bool {
	at := strings.LastIndex(s, "\"@")
	if !strings.HasPrefix(s, `"`) || at < 1 {
		return ValidPath(s)
	}
	quoted := false // by a backslash
	for _, r := range s[1:at] {
		if r < ' ' || r == 0x7f || r == '\ufffd' || r == '"' && !quoted {
			return false
		}
		quoted = r == '\\' && !quoted
	}
	return !quoted && ValidPath("x"+s[at+1:])
}

// literal reports whether a domain is an address in brackets (RFC 5321
// §4.1.3).
func literal(domain string) bool {
	inner, ok := strings.CutPrefix(domain, "[")
	inner, end := strings.CutSuffix(inner, "]")
	return ok && end && inner != "" && strings.IndexFunc(inner, func(r rune) bool {
		return r != '.' && r != ':' && r != '-' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	}) < 0
}
