package mailbox

import (
	"fmt"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// A Selector chooses the account that mail is kept in by something other than
// its final address, so that many test runs share one sink and see only their
// own mail. The zero Selector chooses nothing. The choice becomes part of the
// record of the delivery.
type Selector struct {
	by    selection
	field string // name of the header field
}

type selection int

const (
	byFinal selection = iota
	byIdentity
	byTag
	byField
)

// ParseSelector reads "auth" (the identity that AUTH established), "plus" (the
// tag of user+tag@domain, as given in RCPT TO), "header:NAME" (the body of
// that field), or "" for none.
func ParseSelector(text string) (Selector, error) {
	name, isField := strings.CutPrefix(text, "header:")
	switch {
	case text == "":
		return Selector{}, nil
	case text == "auth":
		return Selector{by: byIdentity}, nil
	case text == "plus":
		return Selector{by: byTag}, nil
	case isField && name != "" && !strings.ContainsAny(name, ": \t"):
		return Selector{byField, name}, nil
	}
	return Selector{}, fmt.Errorf("mailbox: %q does not select accounts: write auth, plus or header:NAME", text)
}

// A choice is what a Selector saw of a message.
type choice struct {
	by   selection
	body string // of the field
}

// choose looks at the beginning of a message, if it has to.
func (s Selector) choose(head []byte) choice {
	c := choice{by: s.by}
	if s.by == byField {
		if f := mime.Parse(head).Field(s.field); f != nil {
			c.body = f.Text()
		}
	}
	return c
}

// account returns the account chosen for a recipient. It is false where
// nothing chooses: the final address decides then.
func (c choice) account(env mail.Envelope, rcpt mail.Recipient) (string, bool) {
	var name string
	switch c.by {
	case byIdentity:
		name = env.Client.Identity
	case byTag:
		local, _ := rcpt.Original.Split()
		_, name, _ = strings.Cut(local, "+")
	case byField:
		name = c.body
	}
	name = strings.ToLower(strings.TrimSpace(name))
	return name, accountName(name)
}

const maxAccountName = 255 // octets

// accountName reports whether an account may be called name. A test run is
// called whatever its runner likes, "Login > works (chromium) #7": any text in
// one line will do that is no name of something else and can stand in a path.
func accountName(name string) bool {
	if name == "" || len(name) > maxAccountName || !utf8.ValidString(name) || name == Everyone || path.Clean("/"+name) != "/"+name {
		return false
	}
	return strings.IndexFunc(name, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }) < 0
}
