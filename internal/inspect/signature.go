package inspect

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mime"
)

// A Signature is what a DKIM-Signature field says (RFC 6376 §3.5). Whether its
// key is that of the domain only the DNS knows, which is not asked; whether the
// body is the one that was signed, the field itself tells.
type Signature struct {
	Domain    string   `json:"domain"`
	Selector  string   `json:"selector"`
	Identity  string   `json:"identity"` // i=, empty without
	Algorithm string   `json:"algorithm"`
	Aligned   bool     `json:"aligned"`  // Domain and that in From are of one organization, as DMARC wants it
	Fields    []string `json:"fields"`   // that are signed
	Unsigned  []string `json:"unsigned"` // that the message has and should sign (RFC 6376 §5.4.1), but are not
	Body      string   `json:"body"`     // same, changed, or unknown where the field does not tell
	Partial   bool     `json:"partial"`  // only the beginning of the body is signed (l=)
	Signed    string   `json:"signed"`   // when, in UTC; empty without
	Expires   string   `json:"expires"`  // when, in UTC; empty for never
	Expired   bool     `json:"expired"`
}

// maxHashes is in how many ways a body is hashed: each reads all of it, and a
// message may have any number of signatures.
const maxHashes = 8

// signatureOf reads a DKIM-Signature. hashes keeps what was found of the body
// for other signatures of the message.
func signatureOf(doc *mime.Document, body string, hashes map[string]string, now time.Time) Signature {
	tags := tagsOf(body)
	s := Signature{
		Domain: strings.ToLower(tags["d"]), Selector: tags["s"], Identity: tags["i"], Algorithm: strings.ToLower(tags["a"]),
		Fields: []string{}, Unsigned: []string{}, Partial: tags["l"] != "",
	}
	for name := range strings.SplitSeq(tags["h"], ":") {
		if name != "" {
			s.Fields = append(s.Fields, name)
		}
	}
	s.Unsigned = append(s.Unsigned, unsigned(doc.Root, s.Fields)...)
	way := strings.Join([]string{tags["a"], tags["c"], tags["l"], tags["bh"]}, ";")
	if _, known := hashes[way]; !known && len(hashes) < maxHashes {
		hashes[way] = bodyOf(doc, tags)
	}
	s.Body = cmp.Or(hashes[way], "unknown")
	s.Signed, _ = instant(tags["t"])
	var until time.Time
	s.Expires, until = instant(tags["x"])
	s.Expired = s.Expires != "" && now.After(until)
	return s
}

// tagsOf reads a list of tags. White space in values means nothing where it is used here.
func tagsOf(body string) map[string]string {
	tags := make(map[string]string)
	for tag := range strings.SplitSeq(body, ";") {
		name, value, ok := strings.Cut(tag, "=")
		if ok {
			tags[strings.TrimSpace(name)] = strings.Join(strings.Fields(value), "")
		}
	}
	return tags
}

// unsigned returns the fields that say who, what and when, and are not signed.
func unsigned(root *mime.Part, fields []string) []string {
	var list []string
	for _, name := range []string{"From", "Reply-To", "Subject", "Date", "To", "Cc", "In-Reply-To", "References"} {
		covered := false
		for _, field := range fields {
			covered = covered || strings.EqualFold(field, name)
		}
		if !covered && root.Field(name) != nil {
			list = append(list, name)
		}
	}
	return list
}

// instant reads seconds since 1970.
func instant(seconds string) (string, time.Time) {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n <= 0 || n > 1<<38 {
		return "", time.Time{}
	}
	at := time.Unix(n, 0).UTC()
	return at.Format(time.RFC3339), at
}

// bodyOf compares the body with the one that was signed.
func bodyOf(doc *mime.Document, tags map[string]string) string {
	wanted, err := base64.StdEncoding.DecodeString(tags["bh"])
	if err != nil || len(wanted) == 0 {
		return "unknown"
	}
	_, form, _ := strings.Cut(tags["c"], "/")
	body := canonical(doc.Root.Body.Of(doc.Content), strings.EqualFold(form, "relaxed"))
	if length, err := strconv.Atoi(tags["l"]); err == nil && length >= 0 {
		if length > len(body) {
			return "changed"
		}
		body = body[:length]
	}
	var got []byte
	switch strings.ToLower(tags["a"]) {
	case "rsa-sha256", "ed25519-sha256":
		sum := sha256.Sum256(body)
		got = sum[:]
	case "rsa-sha1":
		sum := sha1.Sum(body)
		got = sum[:]
	default:
		return "unknown"
	}
	if bytes.Equal(got, wanted) {
		return "same"
	}
	return "changed"
}

// canonical returns the body as it is signed (RFC 6376 §3.4.3 and §3.4.4). Lines end with
// CRLF, as SMTP carries them, whatever they ended with where they were put in.
func canonical(body []byte, relaxed bool) []byte {
	out := make([]byte, 0, len(body)+2)
	for line := range bytes.Lines(body) {
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		if relaxed {
			out = appendRelaxed(out, line)
		} else {
			out = append(out, line...)
		}
		out = append(out, '\r', '\n')
	}
	for bytes.HasSuffix(out, []byte("\r\n\r\n")) {
		out = out[:len(out)-2]
	}
	if len(out) > len("\r\n") {
		return out
	}
	if relaxed {
		return nil
	}
	return []byte("\r\n")
}

// appendRelaxed appends a line with single spaces and none at its end.
func appendRelaxed(out, line []byte) []byte {
	space := false
	for _, c := range line {
		if c == ' ' || c == '\t' {
			space = true
			continue
		}
		if space {
			out = append(out, ' ')
			space = false
		}
		out = append(out, c)
	}
	return out
}
