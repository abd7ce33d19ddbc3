package imap

import (
	"strings"
	"time"

	goimap "github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
)

const (
	maxTerms = 2000 // search keys of a command
	maxDepth = 50   // of parentheses, NOT and OR
)

// A compiler makes tests of search keys (RFC 9051 §6.4.4).
type compiler struct {
	*session
	*request
	deadline time.Time
	terms    int
	latin1   bool
	modSeqs  bool // MODSEQ is among the keys
	keyed    bool // something but sequence numbers is
}

// program reads the rest of a command as search keys, all of which must hold.
func (q *compiler) program() (test, error) {
	var all []test
	for {
		t, err := q.key(0)
		if err != nil {
			return test{}, err
		}
		all = append(all, t)
		if !q.more() {
			return every(all), q.end()
		}
	}
}

// charset reads "CHARSET name ", if it is there.
func (q *compiler) charset() error {
	if !q.word7("CHARSET") {
		return nil
	}
	if err := q.space(); err != nil {
		return err
	}
	if err := q.charsetName(); err != nil {
		return err
	}
	return q.space()
}

func (q *compiler) charsetName() error {
	name, err := q.astring()
	if err != nil {
		return err
	}
	switch strings.ToUpper(name) {
	case "UTF-8", "US-ASCII", "ASCII":
	case "ISO-8859-1", "LATIN1":
		q.latin1 = true
	default:
		return no("BADCHARSET (US-ASCII UTF-8)", "The charset is not known here")
	}
	return nil
}

// word7 takes a word if it is the one that is wanted.
func (q *compiler) word7(want string) bool {
	at := q.pos
	if q.word() == want {
		return true
	}
	q.pos = at
	return false
}

// key reads one search key.
func (q *compiler) key(depth int) (test, error) {
	q.terms++
	switch {
	case depth > maxDepth:
		return test{}, no(goimap.ResponseCodeLimit, "The search is nested deeper than 50 levels")
	case q.terms > maxTerms:
		return test{}, no(goimap.ResponseCodeLimit, "The search has more than 2000 keys")
	}
	switch c := q.peek(); {
	case c == '(':
		return q.group(depth)
	case isDigit(c), c == '*', c == '$':
		set, err := q.set(false)
		if err != nil {
			return test{}, err
		}
		return q.numbered(set), nil
	}
	q.keyed = true
	word := q.word()
	for _, read := range []func(string, int) (test, bool, error){q.flagKey, q.plainKey, q.textKey, q.dateKey, q.nestedKey} {
		if t, known, err := read(word, depth); known {
			return t, err
		}
	}
	return test{}, bad("Unknown search key")
}

func (q *compiler) group(depth int) (test, error) {
	var all []test
	err := q.list(func() error {
		t, err := q.key(depth + 1)
		all = append(all, t)
		return err
	})
	if err == nil && len(all) == 0 {
		err = bad("A search key is missing")
	}
	return every(all), err
}

// numbered makes a test of a set. It holds the UIDs that the set means now, so
// that the test may be asked when numbers have changed.
func (q *compiler) numbered(set set) test {
	var uids mail.UIDSet
	for _, sp := range q.existing(set) {
		uids = append(uids, mail.UIDRange{First: q.view.At(sp.from).UID, Last: q.view.At(sp.to - 1).UID})
	}
	return fact(func(c *candidate) bool { return uids.Has(c.message.UID) })
}

// existing returns what a set means. Numbers that no message has are those of
// none: a client may not know yet that it is gone.
func (q *compiler) existing(all set) []span {
	var out []span
	for _, r := range all.ranges {
		if all.uid {
			out = append(out, identified(q.view, r))
			continue
		}
		n := uint32(q.view.Len())
		if open := r.first == 0 || r.last == 0; open && max(r.first, r.last) > n {
			continue
		}
		if sp, err := numbered(q.view, numbers{min(r.first, n), min(r.last, n)}); err == nil && (r.first == 0 || r.last == 0 || min(r.first, r.last) <= n) {
			out = append(out, sp)
		}
	}
	if all.saved {
		spans, _ := q.spans(q.view, all) // knows no number that is not there
		out = append(out, spans...)
	}
	return merge(out)
}

// nestedKey reads NOT and OR.
func (q *compiler) nestedKey(word string, depth int) (test, bool, error) {
	if word != "NOT" && word != "OR" {
		return test{}, false, nil
	}
	a, err := q.argument(depth)
	if err != nil || word == "NOT" {
		return negated(a), true, err
	}
	b, err := q.argument(depth)
	return either(a, b), true, err
}

func (q *compiler) argument(depth int) (test, error) {
	if err := q.space(); err != nil {
		return test{}, err
	}
	return q.key(depth + 1)
}

// flagKey reads keys about flags.
func (q *compiler) flagKey(word string, _ int) (test, bool, error) {
	switch word {
	case "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN", "RECENT":
		return q.flagged(mail.Flag(`\` + word[:1] + strings.ToLower(word[1:]))), true, nil
	case "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN":
		return negated(q.flagged(mail.Flag(`\` + word[2:3] + strings.ToLower(word[3:])))), true, nil
	case "OLD":
		return negated(q.flagged(recentFlag)), true, nil
	case "NEW":
		return every([]test{q.flagged(recentFlag), negated(q.flagged(mail.Seen))}), true, nil
	case "KEYWORD", "UNKEYWORD":
		if err := q.space(); err != nil {
			return test{}, true, err
		}
		f, err := q.flag()
		t := q.flagged(f)
		if word == "UNKEYWORD" {
			t = negated(t)
		}
		return t, true, err
	}
	return test{}, false, nil
}

// plainKey reads keys about numbers and what the server gave.
func (q *compiler) plainKey(word string, _ int) (t test, known bool, err error) {
	switch word {
	case "ALL", "SAVEDATESUPPORTED":
		return fact(func(*candidate) bool { return true }), true, nil
	case "UID":
		if err := q.space(); err != nil {
			return test{}, true, err
		}
		set, err := q.set(true)
		return q.numbered(set), true, err
	case "LARGER", "SMALLER", "OLDER", "YOUNGER":
		if err := q.space(); err != nil {
			return test{}, true, err
		}
		n, err := q.number()
		if n == 0 && (word == "OLDER" || word == "YOUNGER") {
			err = bad("An age is at least a second") // RFC 5032 §3
		}
		return amount(word, n), true, err
	case "MODSEQ":
		t, err = q.modSeqKey()
		return t, true, err
	case "EMAILID", "THREADID":
		if err := q.space(); err != nil {
			return test{}, true, err
		}
		id, err := q.astring()
		if word == "THREADID" {
			return q.threadTest(id), true, err
		}
		return fact(func(c *candidate) bool { return emailID(c.message) == id }), true, err
	}
	return test{}, false, nil
}

// amount makes a test of a size, or of an age in seconds (RFC 5032).
func amount(word string, n int64) test {
	switch word {
	case "LARGER":
		return fact(func(c *candidate) bool { return c.message.Size > n })
	case "SMALLER":
		return fact(func(c *candidate) bool { return c.message.Size < n })
	}
	border := time.Now().Add(-time.Duration(min(n, 1<<33)) * time.Second)
	if word == "OLDER" {
		return fact(func(c *candidate) bool { return !c.message.InternalDate.After(border) })
	}
	return fact(func(c *candidate) bool { return !c.message.InternalDate.Before(border) })
}

// modSeqKey reads MODSEQ (RFC 7162 §3.1.5). Entries of single flags count as
// the message does.
func (q *compiler) modSeqKey() (test, error) {
	if err := q.space(); err != nil {
		return test{}, err
	}
	if q.peek() == '"' {
		if _, err := q.quoted(); err != nil {
			return test{}, err
		}
		if err := q.space(); err != nil {
			return test{}, err
		}
		switch q.word() {
		case "ALL", "PRIV", "SHARED":
		default:
			return test{}, bad("MODSEQ takes all, priv or shared")
		}
		if err := q.space(); err != nil {
			return test{}, err
		}
	}
	n, err := q.number()
	q.modSeqs = true
	return fact(func(c *candidate) bool { return int64(q.session.modSeqOf(c.message)) >= n }), err
}

// textKey reads keys about text.
func (q *compiler) textKey(word string, _ int) (test, bool, error) {
	switch word {
	case "BCC", "CC", "FROM", "SUBJECT", "TO", "BODY", "TEXT", "HEADER":
	default:
		return test{}, false, nil
	}
	var name string
	var err error
	if word == "HEADER" {
		if name, err = q.value(); err != nil {
			return test{}, true, err
		}
	}
	needle, err := q.value()
	if err != nil {
		return test{}, true, err
	}
	switch word {
	case "BODY":
		return q.textTest(needle, false), true, nil
	case "TEXT":
		return q.textTest(needle, true), true, nil
	case "SUBJECT":
		return q.headerTest(word, needle), true, nil
	case "HEADER":
		return q.headerTest(name, needle), true, nil
	}
	return q.addressTest(word, needle), true, nil
}

// value reads a string to look for, as UTF-8.
func (q *compiler) value() (string, error) {
	if err := q.space(); err != nil {
		return "", err
	}
	s, err := q.astring()
	if q.latin1 {
		s = latin1(s)
	}
	return s, err
}

// dateKey reads keys about days.
func (q *compiler) dateKey(word string, _ int) (test, bool, error) {
	when, day := cutDate(word)
	switch day {
	case "BEFORE", "ON", "SINCE":
	default:
		return test{}, false, nil
	}
	if err := q.space(); err != nil {
		return test{}, true, err
	}
	date, err := q.date()
	if err != nil {
		return test{}, true, err
	}
	since, before := date, date.AddDate(0, 0, 1)
	switch day {
	case "BEFORE":
		since, before = time.Time{}, date
	case "SINCE":
		before = time.Time{}
	}
	if when == "SENT" {
		return q.sentTest(since, before), true, nil
	}
	return fact(func(c *candidate) bool {
		t := c.message.InternalDate
		if when == "SAVED" && c.message.Saved != 0 {
			t = time.Unix(c.message.Saved, 0).UTC()
		}
		return between(t, since, before)
	}), true, nil
}

// cutDate parts SENTBEFORE into SENT and BEFORE.
func cutDate(word string) (when, day string) {
	for _, prefix := range []string{"SENT", "SAVED"} {
		if rest, ok := strings.CutPrefix(word, prefix); ok {
			return prefix, rest
		}
	}
	return "", word
}

// date takes a date: 1-Jan-2026, quoted or not.
func (q *compiler) date() (time.Time, error) {
	text, err := q.astring()
	if err != nil {
		return time.Time{}, err
	}
	date, err := time.Parse("_2-Jan-2006", text)
	if err != nil {
		return time.Time{}, bad("A date is written as 1-Jan-2026")
	}
	return date, nil
}
