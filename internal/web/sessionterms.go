package web

import (
	"slices"
	"strings"

	"mailsink/internal/transcript"
)

// maxSessionTerms bounds how much is asked of a session.
const maxSessionTerms = 16

// A sessionTerm is a field and what must be in it, in lower case; without a
// field it may be in any.
type sessionTerm struct{ field, value string }

// sessionTerms are what q= of the sessions asks for; all of them must match.
type sessionTerms []sessionTerm

// sessionFields are the fields that can be asked for: code: is how the last
// reply begins, as 5 or 550.
func sessionFields() []string { return []string{"is", "code", "ip", "helo", "user", "door"} }

// parseSessionTerms reads words such as code:550, ip:10.0.0.7 or is:refused.
func parseSessionTerms(q string) (sessionTerms, error) {
	var terms sessionTerms
	for word := range strings.FieldsSeq(strings.ToLower(q)) {
		t := sessionTerm{value: word}
		if field, value, ok := strings.Cut(word, ":"); ok && slices.Contains(sessionFields(), field) {
			t = sessionTerm{field, value}
		}
		if t.field == "is" && !slices.Contains([]string{"refused", "empty", "open"}, t.value) {
			return nil, badRequest("is: must be refused, empty or open, not %.40q.", t.value)
		}
		if terms = append(terms, t); len(terms) > maxSessionTerms {
			return nil, badRequest("q= may have %d words at most.", maxSessionTerms)
		}
	}
	return terms, nil
}

// match reports whether a session is asked for.
func (terms sessionTerms) match(s transcript.Session) bool {
	for _, t := range terms {
		if !t.match(s) {
			return false
		}
	}
	return true
}

func (t sessionTerm) match(s transcript.Session) bool {
	in := func(text string) bool { return strings.Contains(strings.ToLower(text), t.value) }
	switch t.field {
	case "is":
		return t.value == "refused" && s.Refused > 0 || t.value == "empty" && s.Accepted == 0 || t.value == "open" && s.End.IsZero()
	case "code":
		return s.Refused > 0 && strings.HasPrefix(s.Result, strings.TrimRight(t.value, "x"))
	case "ip":
		return in(s.Client.Address)
	case "helo":
		return in(s.Client.Hello)
	case "user":
		return in(s.Client.Identity)
	case "door":
		return in(s.Door)
	}
	return in(s.ID) || in(s.Client.Address) || in(s.Client.Hello) || in(s.Client.Identity) || in(s.Result)
}
