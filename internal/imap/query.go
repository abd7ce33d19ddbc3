package imap

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

const (
	maxTerms = 256
	maxDepth = 50
)

// A query is search criteria being made into a test.
type query struct {
	session  *session
	deadline time.Time
	terms    int
}

// A candidate is a message that a search looks at.
type candidate struct {
	index    int
	message  *mail.Message
	document *document
}

// A test tells whether a message is searched for.
type test func(candidate) (bool, error)

// fact makes a test of what needs no content.
func fact(f func(candidate) bool) test {
	return func(c candidate) (bool, error) { return f(c), nil }
}

// compile makes a test of criteria: of all their terms, the dear ones last.
func (q *query) compile(c *imap.SearchCriteria, depth int) (test, error) {
	if depth > maxDepth {
		return nil, no(imap.ResponseCodeLimit, "The search is nested deeper than 50 levels")
	}
	var cheap, dear []test
	cheap, err := q.sets(c)
	if err != nil {
		return nil, err
	}
	cheap = append(cheap, q.facts(c)...)
	dear = append(dear, sent(c)...)
	for _, h := range c.Header {
		dear = append(dear, q.timed(headerTest(h)))
	}
	for _, s := range c.Text {
		dear = append(dear, q.timed(textTest(s, true)))
	}
	for _, s := range c.Body {
		dear = append(dear, q.timed(textTest(s, false)))
	}
	nested, err := q.nested(c, depth)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(cheap, nested, dear)
	if q.terms += max(1, len(all)); q.terms > maxTerms {
		return nil, no(imap.ResponseCodeLimit, "The search has more than 256 terms")
	}
	return every(all), nil
}

// timed makes t fail when there is no time left. It is asked before every look
// into content, for a single message may be large and be looked into often.
func (q *query) timed(t test) test {
	return func(c candidate) (bool, error) {
		if err := c.document.ctx.Err(); err != nil {
			return false, err
		}
		if time.Now().After(q.deadline) {
			return false, no(imap.ResponseCodeLimit, "The search took too long; search for less")
		}
		return t(c)
	}
}

func every(tests []test) test {
	return func(c candidate) (bool, error) {
		for _, t := range tests {
			if ok, err := t(c); !ok || err != nil {
				return false, err
			}
		}
		return true, nil
	}
}

// nested makes tests of NOT and OR.
func (q *query) nested(c *imap.SearchCriteria, depth int) ([]test, error) {
	var out []test
	for i := range c.Not {
		t, err := q.compile(&c.Not[i], depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, func(c candidate) (bool, error) {
			ok, err := t(c)
			return !ok && err == nil, err
		})
	}
	for i := range c.Or {
		a, err := q.compile(&c.Or[i][0], depth+1)
		if err != nil {
			return nil, err
		}
		b, err := q.compile(&c.Or[i][1], depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, func(c candidate) (bool, error) {
			if ok, err := a(c); ok || err != nil {
				return ok, err
			}
			return b(c)
		})
	}
	return out, nil
}

// sets makes tests of sequence numbers and UIDs.
func (q *query) sets(c *imap.SearchCriteria) ([]test, error) {
	var sets []imap.NumSet
	for _, set := range c.SeqNum {
		sets = append(sets, set)
	}
	for _, set := range c.UID {
		sets = append(sets, set)
	}
	var out []test
	for _, set := range sets {
		spans, err := q.session.spans(q.session.view, set)
		if err != nil {
			return nil, err
		}
		out = append(out, fact(func(c candidate) bool { return contains(spans, c.index) }))
	}
	return out, nil
}

// facts makes tests of flags, sizes and internal dates.
func (q *query) facts(c *imap.SearchCriteria) []test {
	var out []test
	for _, f := range c.Flag {
		out = append(out, fact(func(c candidate) bool { return q.session.has(c.message, f) }))
	}
	for _, f := range c.NotFlag {
		out = append(out, fact(func(c candidate) bool { return !q.session.has(c.message, f) }))
	}
	if c.Larger > 0 {
		out = append(out, fact(func(m candidate) bool { return m.message.Size > c.Larger }))
	}
	if c.Smaller > 0 {
		out = append(out, fact(func(m candidate) bool { return m.message.Size < c.Smaller }))
	}
	if !c.Since.IsZero() || !c.Before.IsZero() {
		out = append(out, fact(func(m candidate) bool { return between(m.message.InternalDate, c.Since, c.Before) }))
	}
	return out
}

// has reports whether a message has a flag, in any case.
func (s *session) has(m *mail.Message, f imap.Flag) bool {
	if f == recentFlag {
		return s.recent.Has(m.UID)
	}
	for _, g := range s.flagsOf(m) {
		if strings.EqualFold(string(g), string(f)) {
			return true
		}
	}
	return false
}

// between compares the day of t, in its own time zone, with two days.
func between(t, since, before time.Time) bool {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return !day.Before(since) && (before.IsZero() || day.Before(before))
}

// sent makes a test of the Date field. A message without one was never sent
// on any day.
func sent(c *imap.SearchCriteria) []test {
	if c.SentSince.IsZero() && c.SentBefore.IsZero() {
		return nil
	}
	return []test{func(m candidate) (bool, error) {
		root, err := m.document.root()
		if err != nil {
			return false, err
		}
		f := root.Field("Date")
		if f == nil {
			return false, nil
		}
		date := mime.ParseDate(f.Unfolded())
		return !date.IsZero() && between(date, c.SentSince, c.SentBefore), nil
	}}
}

// headerTest looks for a substring in the decoded bodies of fields. The empty
// substring is in every field that is there.
func headerTest(h imap.SearchCriteriaHeaderField) test {
	needle := folded(h.Value)
	return func(c candidate) (bool, error) {
		root, err := c.document.root()
		if err != nil {
			return false, err
		}
		for i := range root.Fields {
			if f := &root.Fields[i]; f.Is(h.Key) && strings.Contains(folded(f.Text()), needle) {
				return true, nil
			}
		}
		return false, nil
	}
}

// textTest looks for a substring in the decoded text of the bodies, and with
// header also in the fields of the message.
func textTest(s string, header bool) test {
	needle := folded(s)
	return func(c candidate) (bool, error) {
		root, err := c.document.root()
		if err != nil {
			return false, err
		}
		content, err := c.document.content()
		if err != nil {
			return false, err
		}
		found := false
		root.Walk(func(p *mime.Part) bool {
			if !found {
				found = (header || p != root) && inFields(p, needle) || inText(p, content, needle)
			}
			return !found
		})
		return found, nil
	}
}

func inFields(p *mime.Part, needle string) bool {
	for i := range p.Fields {
		f := &p.Fields[i]
		if strings.Contains(folded(f.Name+": "+f.Text()), needle) {
			return true
		}
	}
	return false
}

func inText(p *mime.Part, content []byte, needle string) bool {
	if p.IsMultipart() || p.Message != nil || p.Type != "text" && p.Type != "multipart" && p.Type != "message" {
		return false
	}
	return strings.Contains(folded(p.Text(content)), needle)
}

// folded returns s in the form that is compared: without case, and as UTF-8.
// Octets that are none come from clients that write Latin-1 whatever was
// agreed.
func folded(s string) string {
	if !utf8.ValidString(s) {
		runes := make([]rune, len(s))
		for i := range len(s) {
			runes[i] = rune(s[i])
		}
		s = string(runes)
	}
	return strings.ToLower(s)
}
