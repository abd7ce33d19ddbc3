package imap

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// A candidate is a message that a search looks at.
type candidate struct {
	message  *mail.Message
	document document
}

// A test tells whether a message is searched for.
type test struct {
	holds func(*candidate) (bool, error)
	reads bool // may read content: to be asked last
}

// fact makes a test of what needs no content.
func fact(f func(*candidate) bool) test {
	return test{holds: func(c *candidate) (bool, error) { return f(c), nil }}
}

// every holds where all tests do. Those that are dear are asked last.
func every(tests []test) test {
	if len(tests) == 1 {
		return tests[0]
	}
	tests = slices.Clone(tests)
	slices.SortStableFunc(tests, func(a, b test) int {
		switch {
		case a.reads == b.reads:
			return 0
		case b.reads:
			return -1
		}
		return 1
	})
	return test{reads: slices.ContainsFunc(tests, func(t test) bool { return t.reads }), holds: func(c *candidate) (bool, error) {
		for _, t := range tests {
			if ok, err := t.holds(c); !ok || err != nil {
				return false, err
			}
		}
		return true, nil
	}}
}

func either(a, b test) test {
	if a.reads && !b.reads {
		a, b = b, a
	}
	return test{reads: a.reads || b.reads, holds: func(c *candidate) (bool, error) {
		if ok, err := a.holds(c); ok || err != nil {
			return ok, err
		}
		return b.holds(c)
	}}
}

func negated(t test) test {
	if t.holds == nil { // its reading has failed
		return t
	}
	return test{reads: t.reads, holds: func(c *candidate) (bool, error) {
		ok, err := t.holds(c)
		return !ok && err == nil, err
	}}
}

// narrowed returns a function that says of messages whether they may hold
// needle, which is folded.
func (q *compiler) narrowed(needle string) func(*mail.Message) bool {
	if q.Narrow == nil || needle == "" {
		return func(*mail.Message) bool { return true }
	}
	return q.Narrow(q.ctx, needle)
}

// timed makes a test that fails when there is no time left. It is asked before
// every look into content, for a single message may be large and be looked
// into often. Messages for which may does not hold are not read.
func (q *compiler) timed(may func(*mail.Message) bool, holds func(*candidate) (bool, error)) test {
	return test{reads: true, holds: func(c *candidate) (bool, error) {
		if !may(c.message) {
			return false, nil
		}
		if err := q.ctx.Err(); err != nil {
			return false, err
		}
		if !q.deadline.IsZero() && time.Now().After(q.deadline) {
			return false, no(goimap.ResponseCodeLimit, "The search took too long and was cut off; search for less")
		}
		return holds(c)
	}}
}

// flagged tests for a flag, in any case.
func (q *compiler) flagged(f mail.Flag) test {
	s := q.session
	if f == recentFlag {
		return fact(func(c *candidate) bool { return s.recent.Has(c.message.UID) })
	}
	return fact(func(c *candidate) bool {
		for _, g := range s.flagsOf(c.message) {
			if strings.EqualFold(string(g), string(f)) {
				return true
			}
		}
		return false
	})
}

// between compares the day of t, in its own time zone, with two days.
func between(t, since, before time.Time) bool {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return !day.Before(since) && (before.IsZero() || day.Before(before))
}

// sentTest tests the day of the Date field. A message without one was sent
// before any day, as Dovecot has it.
func (q *compiler) sentTest(since, before time.Time) test {
	return q.timed(q.narrowed(""), func(c *candidate) (bool, error) {
		root, _, err := c.document.header()
		if err != nil {
			return false, err
		}
		var date time.Time
		if f := root.Field("Date"); f != nil {
			date = mime.ParseDate(f.Unfolded())
		}
		return between(date, since, before) && (!date.IsZero() || since.IsZero()), nil
	})
}

// maxSummary is how long the subject of a summary is before it is cut.
const maxSummary = 900

// headerTest looks for a substring in the decoded bodies of fields. The empty
// substring is in every field that is there. A subject is known without
// reading the message.
func (q *compiler) headerTest(name, value string) test {
	needle := folded(value)
	may := q.narrowed(needle)
	subject := strings.EqualFold(name, "Subject") && needle != "" && !strings.ContainsFunc(needle, isControl)
	t := q.timed(may, func(c *candidate) (bool, error) {
		root, _, err := c.document.header()
		if err != nil {
			return false, err
		}
		return inHeader(root, name, needle), nil
	})
	if !subject {
		return t
	}
	read := t.holds
	t.holds = func(c *candidate) (bool, error) {
		if sum := c.message.Summary; sum != nil && len(sum.Subject) < maxSummary {
			return strings.Contains(folded(sum.Subject), needle), nil
		}
		return read(c)
	}
	return t
}

func inHeader(root *mime.Part, name, needle string) bool {
	for i := range root.Fields {
		if f := &root.Fields[i]; f.Is(name) && (needle == "" || strings.Contains(folded(f.Text()), needle)) {
			return true
		}
	}
	return false
}

// addressTest looks for a substring in the addresses of a field, as ENVELOPE
// has them: without comments, and with names and groups.
func (q *compiler) addressTest(name, value string) test {
	needle := folded(value)
	return q.timed(q.narrowed(needle), func(c *candidate) (bool, error) {
		root, _, err := c.document.header()
		if err != nil {
			return false, err
		}
		return inAddresses(root, name, needle), nil
	})
}

func inAddresses(root *mime.Part, name, needle string) bool {
	for i := range root.Fields {
		if f := &root.Fields[i]; f.Is(name) && strings.Contains(folded(f.AddressText()), needle) {
			return true
		}
	}
	return false
}

// textTest looks for a substring in the decoded text of the bodies, and with
// header also in the fields of the message.
func (q *compiler) textTest(value string, header bool) test {
	needle := folded(value)
	return q.timed(q.narrowed(needle), func(c *candidate) (bool, error) {
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
				found = header && inFields(p, needle) || inText(p, content, needle)
			}
			return !found
		})
		return found, nil
	})
}

func inFields(p *mime.Part, needle string) bool {
	for i := range p.Fields {
		if strings.Contains(fieldText(&p.Fields[i]), needle) {
			return true
		}
	}
	return false
}

// fieldText returns a field as it is searched for.
func fieldText(f *mime.Field) string { return folded(f.Name + ": " + f.Text()) }

func inText(p *mime.Part, content []byte, needle string) bool {
	return p.IsText() && strings.Contains(folded(p.Text(content)), needle)
}

// folded returns s in the form that is compared: without case (i;unicode-casemap
// is more than clients ask for), and as UTF-8. Octets that are none come from
// clients that write Latin-1 whatever was agreed.
func folded(s string) string {
	if !utf8.ValidString(s) {
		s = latin1(s)
	}
	return strings.ToLower(s)
}

// latin1 reads octets as ISO-8859-1.
func latin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}
