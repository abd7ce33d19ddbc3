package imap

import (
	"strings"
	"unicode/utf8"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mailbox"
)

const (
	delimiter    = '/'
	maxName      = 1000   // octets of the name of a mailbox
	maxLevels    = 50     // of the hierarchy
	maxMailboxes = 10_000 // of an account
)

func isInbox(name string) bool { return strings.EqualFold(name, mailbox.Inbox) }

// mailboxName takes the name of a mailbox: in modified UTF-7, or in UTF-8
// where the client has enabled that (RFC 6855 §3). Names in UTF-8 that nobody
// agreed on are let through.
func (s *session) mailboxName(r *request) (string, error) {
	if err := r.space(); err != nil {
		return "", err
	}
	text, err := r.astring()
	if err != nil {
		return "", err
	}
	name, ok := s.readName(text)
	if !ok {
		return "", no(goimap.ResponseCodeCannot, "The name is not well-formed modified UTF-7")
	}
	return name, nil
}

// readName returns the name that text stands for.
func (s *session) readName(text string) (name string, ok bool) {
	if isInbox(text) {
		return mailbox.Inbox, true
	}
	if s.enabled.utf8 || !isASCII(text) {
		return belowInbox(text), utf8.ValidString(text)
	}
	name, ok = decodeUTF7(text)
	return belowInbox(name), ok
}

// belowInbox returns a name with INBOX in its one spelling, if it is below
// that.
func belowInbox(name string) string {
	const above = mailbox.Inbox + "/"
	if len(name) > len(above) && strings.EqualFold(name[:len(above)], above) {
		return above + name[len(above):]
	}
	return name
}

// onlyMailbox takes the name of a mailbox that is the only argument.
func (s *session) onlyMailbox(r *request) (string, error) {
	name, err := s.mailboxName(r)
	if err != nil {
		return "", err
	}
	return name, r.end()
}

// wireName returns a name as it is told.
func (s *session) wireName(name string) string {
	if name == mailbox.Inbox {
		return name
	}
	if !s.enabled.utf8 {
		name = encodeUTF7(name)
	}
	return quoted(name)
}

// quoted returns s, which has no controls, as a quoted string.
func quoted(s string) string {
	if strings.ContainsAny(s, `"\`) {
		s = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)
	}
	return `"` + s + `"`
}

// checkName returns an error unless a mailbox may have that name.
func checkName(name string) error {
	switch {
	case len(name) > maxName:
		return no(goimap.ResponseCodeLimit, "The name is longer than 1000 octets")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, isControl):
		return no(goimap.ResponseCodeCannot, "The name holds controls, or is not Unicode")
	}
	levels := strings.Split(name, "/")
	if len(levels) > maxLevels {
		return no(goimap.ResponseCodeLimit, "The name has more than 50 levels")
	}
	for _, level := range levels {
		if level == "" || level == "." || level == ".." {
			return no(goimap.ResponseCodeCannot, "A level of the name is empty or made of dots")
		}
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 }

// parents returns the names above name, the highest first: "a" and "a/b" for
// "a/b/c".
func parents(name string) []string {
	var out []string
	for i := range len(name) {
		if name[i] == delimiter {
			out = append(out, name[:i])
		}
	}
	return out
}
