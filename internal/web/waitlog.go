package web

import (
	"slices"
	"strings"
	"sync"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
)

// Bounds of what is kept of waits that are over.
const (
	maxWaitLog = 200 // waits
	maxNear    = 3   // messages that nearly matched, of each
	maxLooked  = 200 // messages looked at to find them
	maxMatched = 20  // messages found that are told
)

// A waitOver is a wait that has ended.
type waitOver struct {
	waitView
	Took    float64   `json:"took"`    // milliseconds
	Outcome string    `json:"outcome"` // found, timeout, quiet (nothing came, as hoped) or unwanted (something came)
	Found   []mail.ID `json:"found"`
	Near    []near    `json:"near,omitempty"` // of a timeout, the nearest first
}

// A near is a message that matched some terms of a query, and not others.
type near struct {
	ID      mail.ID  `json:"id"`
	Subject string   `json:"subject"`
	Rcpt    []string `json:"rcpt"`
	Matched []string `json:"matched"`
	Missed  []string `json:"missed"`
}

// waitLog keeps the last waits that are over, oldest first.
type waitLog struct {
	mu   sync.Mutex
	list []waitOver
}

func (l *waitLog) add(over waitOver) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.list) >= maxWaitLog {
		l.list = slices.Delete(l.list, 0, 1)
	}
	l.list = append(l.list, over)
}

// newest returns the waits, newest first.
func (l *waitLog) newest() []waitOver {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := slices.Clone(l.list)
	slices.Reverse(out)
	if out == nil {
		out = []waitOver{}
	}
	return out
}

// over notes how a wait ended, in the state that it last looked at.
func (wt *waiting) over(st *mailbox.State) {
	enough := len(wt.found) >= wt.count
	over := waitOver{waitView: wt.shown(), Took: inMilliseconds(time.Since(wt.began)), Found: []mail.ID{}}
	switch {
	case enough && wt.absent:
		over.Outcome = "unwanted"
	case enough:
		over.Outcome = "found"
	case wt.absent:
		over.Outcome = "quiet"
	default:
		over.Outcome, over.Near = "timeout", wt.near(st)
	}
	for _, m := range wt.found[:min(len(wt.found), maxMatched)] {
		over.Found = append(over.Found, m.ID)
	}
	wt.server.waited.add(over)
}

// shown returns what a list tells of the wait.
func (wt *waiting) shown() waitView {
	return waitView{
		Q: wt.view.query.String(), Account: wt.view.account, Mailbox: wt.view.mailbox, Count: wt.count, Absent: wt.absent,
		Began: wt.began.UTC().Format(milliseconds), Until: wt.began.Add(wt.timeout).UTC().Format(milliseconds),
	}
}

// near returns the messages in view that match most terms of the query, though
// not all. What the content alone knows is not asked.
func (wt *waiting) near(st *mailbox.State) []near {
	terms := termsOf(wt.view.query.String())
	if len(terms) < 2 {
		return nil
	}
	for i := range terms {
		terms[i].query = terms[i].query.Knowing(wt.server.repeated)
	}
	var list []near
	src := wt.view.narrow(st, wt.view.in(st))
	looked := 0
	for _, m := range src.Backward(src.Len()) {
		if looked++; looked > maxLooked {
			break
		}
		if src.has(m) {
			if n := nearOf(m, terms); len(n.Matched) > 0 && len(n.Missed) > 0 {
				list = append(list, n)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b near) int { return len(b.Matched) - len(a.Matched) })
	return list[:min(len(list), maxNear)]
}

// A term is one condition of a query.
type term struct {
	text  string
	query *search.Query
}

func nearOf(m *mail.Message, terms []term) near {
	n := near{ID: m.ID, Subject: m.Summary.Subject, Matched: []string{}, Missed: []string{}}
	n.Rcpt, _ = rcptOf(m)
	for _, t := range terms {
		if t.query.Match(m, nil) {
			n.Matched = append(n.Matched, t.text)
		} else {
			n.Missed = append(n.Missed, t.text)
		}
	}
	return n
}

// termsOf takes a query of conditions that must all hold apart; there are none
// for one with OR, parentheses or conditions that read the content.
func termsOf(q string) []term {
	if strings.ContainsAny(q, "()") {
		return nil
	}
	var terms []term
	for _, word := range words(q) {
		parsed, err := search.Parse(word, time.Now())
		if err != nil || word == "OR" || parsed.Reads() {
			return nil
		}
		terms = append(terms, term{word, parsed})
	}
	return terms
}

// words parts q at its spaces outside of quotes.
func words(q string) []string {
	quoted := false
	return strings.FieldsFunc(q, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	})
}
