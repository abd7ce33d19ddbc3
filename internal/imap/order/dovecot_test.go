package order_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"mailsink/internal/imap/dovecot"
	"mailsink/internal/imap/order"
	"mailsink/internal/mime"
)

// entries returns messages as a mailbox has them. Their arrival is that of the
// Maildir that the opposite side reads.
func entries(messages [][]byte) []order.Entry {
	out := make([]order.Entry, len(messages))
	for i, m := range messages {
		out[i] = order.Entry{
			Header: order.Read(mime.Parse(m)), Number: uint32(i + 1),
			Arrival: time.Unix(int64(1_000_000_000+i), 0), Size: int64(len(m)),
		}
	}
	return out
}

// pick returns one of list.
func pick(r *rand.Rand, list ...string) string { return list[r.IntN(len(list))] }

// letters makes n messages of few IDs, subjects, dates and names, so that
// nearly everything happens to them that can: loops, two of one ID, answers to
// what is not there, subjects that differ only in what is cut off. Dates are
// distinct if so asked.
func letters(r *rand.Rand, n int, distinct bool) [][]byte {
	id := func() string { return fmt.Sprintf("<%d@x.test>", r.IntN(n+3)) }
	var all [][]byte
	for i := range n {
		var b strings.Builder
		field := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
		if r.IntN(10) > 0 {
			field("Message-ID", pick(r, id(), id(), id(), id(), "<broken>", `<"3"@x.test>`))
		}
		if r.IntN(2) == 0 {
			field("References", strings.Join([]string{id(), id(), id(), id()}[:1+r.IntN(4)], pick(r, " ", "\r\n ", "")))
		}
		if r.IntN(3) == 0 {
			field("In-Reply-To", pick(r, id(), id()+" "+id(), "you, of "+id(), "<>", "nothing"))
		}
		field("Subject", subject(r))
		switch {
		case distinct:
			field("Date", fmt.Sprintf("%d Jan 2026 10:%02d:00 +0000", 1+r.IntN(3), i))
		case r.IntN(8) > 0:
			field("Date", fmt.Sprintf("%d Jan 2026 10:%02d:00 %s", 1+r.IntN(3), r.IntN(4), pick(r, "+0000", "+0100", "-0330")))
		}
		for _, name := range []string{"From", "To", "Cc"} {
			if r.IntN(6) > 0 {
				field(name, pick(r, "a@x.test", "B <b@x.test>", `"b c" <a@y.test>`, "=?utf-8?q?=C3=84?= <z@x.test>", "=?utf-8?q?=C3=A4?= <y@x.test>", "g: a@b.test;", "q@x.test (Comment)", ""))
			}
		}
		b.WriteString("\r\n" + strings.Repeat("x", r.IntN(5)) + "\r\n")
		all = append(all, []byte(b.String()))
	}
	return all
}

func subject(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(4) {
		b.WriteString(pick(r, "Re: ", "re:", "RE : ", "Fwd: ", "fw:", "[list] ", "[a][b]", "Re[2]: ", "[fwd: ", "[x] re: ", "  ", "re [4] : ", "Fwd ", "[[c] ", "aw: "))
	}
	b.WriteString(pick(r, "plan", "Plan", "plan  b", "=?utf-8?q?pl=C3=A4n?=", "pl\u00c4n", "=?utf-8?q?pla=CC=88n?=", "", "other", "[only]", "x]"))
	for range r.IntN(3) {
		b.WriteString(pick(r, " (fwd)", "(FWD)", "]", " ", "]  "))
	}
	return b.String()
}

func numbers(list []order.Entry) string {
	var b strings.Builder
	for _, e := range list {
		fmt.Fprintf(&b, " %d", e.Number)
	}
	return b.String()
}

var algorithms = map[string]func([]order.Entry) []*order.Node{
	"ORDEREDSUBJECT": order.OrderedSubject, "REFERENCES": order.References, "REFS": order.Refs,
}

// threads returns what THREAD answers.
func threads(algorithm string, messages [][]byte) string {
	list := algorithms[algorithm](entries(messages))
	return "* THREAD " + string(order.AppendThreads(nil, list, func(i int) uint32 { return uint32(i + 1) }))
}

func checkSorts(t *testing.T, s *dovecot.Session, messages [][]byte) {
	t.Helper()
	for _, key := range []string{"ARRIVAL", "CC", "DATE", "DISPLAYFROM", "DISPLAYTO", "FROM", "SIZE", "SUBJECT", "TO"} {
		field, _ := order.ParseField(key)
		for _, reverse := range []bool{false, true} {
			list := entries(messages)
			order.Sort(list, []order.Key{{Field: field, Reverse: reverse}})
			if reverse {
				key = "REVERSE " + key
			}
			if got, want := "* SORT"+numbers(list), s.Command("SORT (" + key + ") UTF-8 ALL")[0]; got != want {
				t.Errorf("%s: %s\n  want %s", key, got, want)
			}
		}
	}
}

// checkThreads compares threads. In which order Dovecot gives threads of REFS
// that are equally new follows from nothing that it says, so that there dates
// must differ.
func checkThreads(t *testing.T, s *dovecot.Session, messages [][]byte, distinct bool) {
	t.Helper()
	for name := range algorithms {
		if name == "REFS" && !distinct {
			continue
		}
		if got, want := threads(name, messages), s.Command("THREAD " + name + " UTF-8 ALL")[0]; got != want {
			t.Errorf("%s: %s\n  want %s", name, got, want)
		}
	}
}

func TestOrdersAreThoseOfDovecot(t *testing.T) {
	for seed := range uint64(30) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 0))
			distinct := seed%3 == 0
			messages := letters(r, 3+r.IntN(25), distinct)
			s := dovecot.Start(t, messages...)
			s.Command("SELECT INBOX")
			checkSorts(t, s, messages)
			checkThreads(t, s, messages, distinct)
			for i := 0; i < len(messages) && t.Failed(); i++ {
				t.Logf("%d: %s", i+1, messages[i])
			}
		})
	}
}
