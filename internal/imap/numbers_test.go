package imap

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/mime"
	"mailsink/internal/store/memory"
)

// fiveMessages returns a mailbox whose messages have the UIDs 2 to 6.
func fiveMessages(t *testing.T) *mailbox.Box {
	t.Helper()
	st := memory.New()
	mb, err := mailbox.Open(t.Context(), st, mailbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer mb.Close()
	for range 5 {
		if _, err := mb.Append(t.Context(), mb.State().Inboxes, nil, time.Time{}, strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
	}
	return mb.State().Inboxes
}

func TestSetsOfTheClient(t *testing.T) {
	b := fiveMessages(t)
	const most = 1<<32 - 1
	s := &session{saved: mail.UIDs(3, 9)}
	for _, c := range []struct {
		name string
		set  imap.NumSet
		want []span
	}{
		{"one", imap.SeqSet{{Start: 2, Stop: 2}}, []span{{1, 2}}},
		{"the last", imap.SeqSet{{}}, []span{{4, 5}}},
		{"from the third", imap.SeqSet{{Start: 3}}, []span{{2, 5}}},
		{"more than there are", imap.SeqSet{{Start: 1, Stop: most}}, []span{{0, 5}}},
		{"in any order, overlapping", imap.SeqSet{{Start: 4, Stop: 5}, {Start: 1, Stop: 2}, {Start: 2, Stop: 2}}, []span{{0, 2}, {3, 5}}},
		{"touching", imap.SeqSet{{Start: 1, Stop: 2}, {Start: 3, Stop: 3}}, []span{{0, 3}}},
		{"a UID", imap.UIDSet{{Start: 4, Stop: 4}}, []span{{2, 3}}},
		{"all UIDs", imap.UIDSet{{Start: 1, Stop: most}}, []span{{0, 5}}},
		{"UIDs to come", imap.UIDSet{{Start: 100, Stop: 200}}, []span{}},
		{"beyond the last UID", imap.UIDSet{{Start: 100}}, []span{{4, 5}}},
		{"the greatest UID", imap.UIDSet{{Start: most}}, []span{{4, 5}}},
		{"the saved result", imap.SearchRes(), []span{{1, 2}}},
	} {
		got, err := s.spans(b, c.set)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v; want %v", c.name, got, err, c.want)
		}
	}
	if _, err := s.spans(b, imap.SeqSet{{Start: 6, Stop: 6}}); err == nil {
		t.Error("number 6 of 5 is taken")
	}
	if got, err := s.spans(&mailbox.Box{}, imap.SeqSet{{Start: 1}}); err != nil || len(got) != 0 {
		t.Errorf("1:* of none is %v, %v", got, err)
	}
}

func TestSpansContainWhatTheySpan(t *testing.T) {
	spans := []span{{1, 3}, {5, 6}}
	for i, want := range []bool{false, true, true, false, false, true, false} {
		if contains(spans, i) != want {
			t.Errorf("index %d: %t", i, !want)
		}
	}
}

func TestPartialsNeverOverflow(t *testing.T) {
	const most = 1<<63 - 1
	for _, c := range []struct{ offset, size, n, from, to int64 }{
		{0, 5, 10, 0, 5}, {8, 5, 10, 8, 10}, {10, 5, 10, 10, 10}, {most, most, 10, 10, 10}, {1, most, 10, 1, 10}, {0, most, 0, 0, 0},
	} {
		from, to := clip(c.n, &imap.SectionPartial{Offset: c.offset, Size: c.size})
		if from != c.from || to != c.to {
			t.Errorf("<%d.%d> of %d: %d to %d, want %d to %d", c.offset, c.size, c.n, from, to, c.from, c.to)
		}
	}
}

func TestTreesStayWithinTheirBound(t *testing.T) {
	var ts trees
	for i := range 3 * maxTrees / 1000 {
		ts.put(fmt.Sprint(i), &mime.Part{Fields: make([]mime.Field, 999)})
		if ts.cost > maxTrees {
			t.Fatalf("they cost %d", ts.cost)
		}
	}
	if ts.get(fmt.Sprint(3*maxTrees/1000-1)) == nil || ts.get("0") != nil {
		t.Error("the last one must be there, the first one gone")
	}
	ts.put("huge", &mime.Part{Fields: make([]mime.Field, maxTrees/2)})
	if ts.get("huge") != nil {
		t.Error("a huge tree is kept")
	}
}

func TestASearchLineKeepsItsMeaning(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a SEARCH ALL\r\n", "a SEARCH ALL\r\n"},
		{"a SEARCH SMALLER 10\r\n", "a SEARCH NOT LARGER 9\r\n"},
		{"a UID SEARCH (smaller 10 NOT SMALLER 2)\r\n", "a UID SEARCH (NOT LARGER 9 NOT NOT LARGER 1)\r\n"},
		{"a SEARCH SUBJECT SMALLER 10\r\n", "a SEARCH SUBJECT SMALLER 10\r\n"},
		{"a SEARCH HEADER SMALLER \"SMALLER 5\" SMALLER 5\r\n", "a SEARCH HEADER SMALLER \"SMALLER 5\" NOT LARGER 4\r\n"},
		{"a SEARCH RETURN (MIN) SMALLER x\r\n", "a SEARCH RETURN (MIN) SMALLER x\r\n"},
		{"SMALLER SEARCH ALL\r\n", "SMALLER SEARCH ALL\r\n"},
		{"a SEARCH SMALLER \"\\", "a SEARCH SMALLER \"\\"},
	} {
		if got := string(correctSearch([]byte(c.in))); got != c.want {
			t.Errorf("%q became %q, want %q", c.in, got, c.want)
		}
	}
}
