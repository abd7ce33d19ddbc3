package imap

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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
	s := &session{saved: mail.UIDs(3, 9)}
	for _, c := range []struct {
		name, set string
		uid       bool
		want      []span
	}{
		{"one", "2", false, []span{{1, 2}}},
		{"the last", "*", false, []span{{4, 5}}},
		{"from the third", "3:*", false, []span{{2, 5}}},
		{"in any order, overlapping", "5:4,1:2,2", false, []span{{0, 2}, {3, 5}}},
		{"touching", "1:2,3", false, []span{{0, 3}}},
		{"a UID", "4", true, []span{{2, 3}}},
		{"all UIDs", "1:4294967295", true, []span{{0, 5}}},
		{"UIDs to come", "100:200", true, []span{}},
		{"beyond the last UID", "100:*", true, []span{{4, 5}}},
		{"the greatest UID", "4294967295:*", true, []span{{4, 5}}},
		{"the saved result", "$", true, []span{{1, 2}}},
	} {
		set, err := requestOf(c.set).set(c.uid)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		got, err := s.spans(b, set)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v; want %v", c.name, got, err, c.want)
		}
	}
	if _, err := s.spans(b, set{ranges: []numbers{{6, 6}}}); err == nil {
		t.Error("number 6 of 5 is taken")
	}
	if _, err := s.spans(b, set{ranges: []numbers{{1, 6}}}); err == nil {
		t.Error("1:6 of 5 is taken")
	}
	if _, err := s.spans(&mailbox.Box{}, set{ranges: []numbers{{1, 0}}}); err == nil {
		t.Error("1:* of none is taken")
	}
	if got, err := s.spans(&mailbox.Box{}, set{ranges: []numbers{{1, 0}}, uid: true}); err != nil || len(got) != 0 {
		t.Errorf("UIDs 1:* of none are %v, %v", got, err)
	}
}

// requestOf returns a request of which text is left to read.
func requestOf(text string) *request {
	r := &request{}
	r.line = []byte(text)
	return r
}

func TestWhatIsNoSetIsRefused(t *testing.T) {
	for _, text := range []string{"", "0", "1:", ":1", "1,", "4294967296", "a", "-1"} {
		r := requestOf(text)
		if got, err := r.set(true); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func TestSetsAreWrittenShort(t *testing.T) {
	var r runs
	for _, n := range []uint32{1, 2, 3, 7, 9, 8, 4294967295} {
		r.add(n)
	}
	if got := setText(r); got != "1:3,7,9,8,4294967295" {
		t.Error(got)
	}
}

func TestPartialsNeverOverflow(t *testing.T) {
	const most = 1<<63 - 1
	for _, c := range []struct{ offset, size, n, from, to int64 }{
		{0, 5, 10, 0, 5}, {8, 5, 10, 8, 10}, {10, 5, 10, 10, 10}, {most, most, 10, 10, 10}, {1, most, 10, 1, 10}, {0, most, 0, 0, 0},
	} {
		from, to := (&partial{c.offset, c.size}).clip(c.n)
		if from != c.from || to != c.to {
			t.Errorf("<%d.%d> of %d: %d to %d, want %d to %d", c.offset, c.size, c.n, from, to, c.from, c.to)
		}
	}
}

func TestTreesStayWithinTheirBound(t *testing.T) {
	ts := newTrees()
	for i := range 3 * maxTrees / 1000 {
		ts.put(fmt.Sprint(i), &mime.Part{Fields: make([]mime.Field, 999)})
	}
	if ts.get(fmt.Sprint(3*maxTrees/1000-1)) == nil || ts.get("0") != nil {
		t.Error("the last one must be there, the first one gone")
	}
	ts.put("huge", &mime.Part{Fields: make([]mime.Field, maxTrees/2)})
	if ts.get("huge") != nil {
		t.Error("a huge tree is kept")
	}
}

func TestTextsStayWithinTheirBound(t *testing.T) {
	ts := newTexts()
	octets := strings.Repeat("x", maxTexts/2000)
	for i := range 3000 {
		ts.put(fmt.Sprint(i), octets)
	}
	if _, kept := ts.get("2999"); !kept {
		t.Error("the last one is gone")
	}
	if _, kept := ts.get("0"); kept {
		t.Error("the first one is still there")
	}
	ts.put("huge", strings.Repeat("x", maxTexts/100))
	if _, kept := ts.get("huge"); kept {
		t.Error("a huge text is kept")
	}
}

func TestNamesInModifiedUTF7(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"INBOX", "INBOX"}, {"R&D", "R&-D"}, {"été", "&AOk-t&AOk-"}, {"台北", "&U,BTFw-"},
		{"😀", "&2D3eAA-"}, {"~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
	} {
		if got := encodeUTF7(c.name); got != c.text {
			t.Errorf("%s is written %s, want %s", c.name, got, c.text)
		}
		if got, ok := decodeUTF7(c.text); !ok || got != c.name {
			t.Errorf("%s is read %s, %t, want %s", c.text, got, ok, c.name)
		}
	}
	for _, text := range []string{"R&D", "&AOk", "&AO-", "&A-", "&2D0-", "été", "&AOk=-"} {
		if got, ok := decodeUTF7(text); ok {
			t.Errorf("%s is read %q", text, got)
		}
	}
}
