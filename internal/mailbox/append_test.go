package mailbox_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/memory"
)

func hold(t *testing.T, m *mailbox.Mailbox, content string) mailbox.Held {
	t.Helper()
	h, err := m.Hold(t.Context(), mail.NewFlags("Work"), time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// uidsIn returns the UIDs that the messages of a mailbox have there.
func uidsIn(t *testing.T, m *mailbox.Mailbox, name string) []mail.UID {
	t.Helper()
	b, ok := m.State().Box("ann", name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	var out []mail.UID
	for i, msg := range b.From(0) {
		uid := b.UIDOf(msg)
		if b.CeilOf(uid) != i {
			t.Errorf("UID %d is looked for at %d, not %d", uid, b.CeilOf(uid), i)
		}
		out = append(out, uid)
	}
	return append(out, b.NextUID())
}

// TestAMailboxOfAClientCountsFromOne also reads the journal anew: what it says
// must be the same.
func TestAMailboxOfAClientCountsFromOne(t *testing.T) {
	st := memory.New()
	defer st.Close()
	m, err := mailbox.Open(t.Context(), st, mailbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	box, err := m.Create(t.Context(), "ann", "Box")
	if err != nil {
		t.Fatal(err)
	}
	other, err := m.Create(t.Context(), "ann", "Other")
	if err != nil {
		t.Fatal(err)
	}
	uids, err := m.AppendHeld(t.Context(), box, hold(t, m, "1"), hold(t, m, "2"), hold(t, m, "3"))
	if err != nil || len(uids) != 1 {
		t.Fatalf("%v, %v", uids, err)
	}
	steps := []error{
		m.Expunge(t.Context(), mail.UIDs(uids[0].First+1, uids[0].Last)),
	}
	_, err = m.Copy(t.Context(), mail.UIDs(uids[0].First), other, true)
	steps = append(steps, err)
	_, err = m.Copy(t.Context(), mail.UIDs(m.State().All.At(0).UID), box, false)
	if steps = append(steps, err); errors.Join(steps...) != nil {
		t.Fatal(errors.Join(steps...))
	}
	check := func() {
		t.Helper()
		if got := uidsIn(t, m, "Box"); !slices.Equal(got, []mail.UID{4, 5}) {
			t.Errorf("Box has the UIDs, and the next, %v", got)
		}
		if got := uidsIn(t, m, "Other"); !slices.Equal(got, []mail.UID{1, 2}) {
			t.Errorf("Other has the UIDs, and the next, %v", got)
		}
	}
	check()
	m.Close()
	if m, err = mailbox.Open(t.Context(), st, mailbox.Options{}); err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	check()
	msg := m.State().All.At(0)
	if msg.Saved == 0 || !msg.Flags.Has("Work") || msg.InternalDate.Year() != 2001 {
		t.Errorf("the message is %+v", msg)
	}
}

func TestABoxKnowsItsKeywordsAndItsFirstUnseenMessage(t *testing.T) {
	st := memory.New()
	defer st.Close()
	m, err := mailbox.Open(t.Context(), st, mailbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	box, err := m.Create(t.Context(), "ann", "Box")
	if err != nil {
		t.Fatal(err)
	}
	uids, err := m.AppendHeld(t.Context(), box, hold(t, m, "1"), hold(t, m, "2"), hold(t, m, "3"))
	if err != nil {
		t.Fatal(err)
	}
	first := uids[0].First
	for _, c := range []struct {
		seen, unseen mail.UIDSet
		want         int // -1 for none
	}{
		{nil, nil, 0}, {mail.UIDs(first), nil, 1}, {mail.UIDs(first+1, first+2), nil, -1},
		{nil, mail.UIDs(first + 2), 2}, {nil, mail.UIDs(first), 0}, {mail.UIDs(first), nil, 2},
	} {
		if err := errors.Join(m.Flag(t.Context(), c.seen, 1, mail.NewFlags(mail.Seen)), m.Flag(t.Context(), c.unseen, 2, mail.NewFlags(mail.Seen))); err != nil {
			t.Fatal(err)
		}
		b, _ := m.State().Box("ann", "Box")
		got, ok := b.FirstUnseen()
		if !ok {
			got = -1
		}
		if got != c.want {
			t.Errorf("after %v and %v the first is %d, want %d", c.seen, c.unseen, got, c.want)
		}
		if !slices.Equal(b.Keywords, mail.NewFlags("Work")) {
			t.Errorf("the keywords are %v", b.Keywords)
		}
	}
}
