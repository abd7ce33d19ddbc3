package mailbox_test

import (
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

func take(t *testing.T, m *mailbox.Mailbox, messages ...*mail.Message) *mailbox.Removal {
	t.Helper()
	var uids []mail.UID
	for _, msg := range messages {
		uids = append(uids, msg.UID)
	}
	r, err := m.Take(t.Context(), mail.UIDs(uids...))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func restore(t *testing.T, r *mailbox.Removal, want int) {
	t.Helper()
	n, err := r.Restore(t.Context())
	if err != nil || n != want {
		t.Fatalf("%d came back (%v), want %d", n, err, want)
	}
	r.Release()
}

func TestWhatWasTakenComesBackAsItWas(t *testing.T) {
	m, st := open(t, store.Limited{})
	before := deliver(t, m, "Subject: x\r\n\r\nhello", "ann@example.org>sink@mailsink.test")
	if err := m.Flag(t.Context(), mail.UIDs(before.UID), store.AddFlags, mail.NewFlags(mail.Seen, "kept")); err != nil {
		t.Fatal(err)
	}
	last := deliver(t, m, "Subject: y\r\n\r\n", "ann@example.org>sink@mailsink.test")
	r := take(t, m, before)
	if _, ok := m.State().Find(before.ID); ok {
		t.Fatal("it is still there")
	}
	restore(t, r, 1)
	after, ok := m.State().Find(before.ID)
	if !ok || after.UID <= last.UID || !after.InternalDate.Equal(before.InternalDate) || after.Account != "sink" || !after.Flags.Has(mail.Seen) || !after.Flags.Has("kept") {
		t.Fatalf("%+v", after)
	}
	content, err := m.Octets(t.Context(), after)
	if err != nil || string(content) != "Subject: x\r\n\r\nhello" {
		t.Errorf("%q %v", content, err)
	}
	gone(t, st, before.Key)
}

func TestWhatIsReleasedIsDeleted(t *testing.T) {
	m, st := open(t, store.Limited{})
	msg := deliver(t, m, "Subject: x\r\n\r\n", "ann@example.org")
	r := take(t, m, msg)
	other := deliver(t, m, "Subject: y\r\n\r\n", "ann@example.org")
	if err := m.Expunge(t.Context(), mail.UIDs(other.UID)); err != nil {
		t.Fatal(err)
	}
	gone(t, st, other.Key) // deleting goes on beside what is held
	rc, err := st.Get(t.Context(), msg.Key)
	if err != nil {
		t.Fatalf("content that may come back was deleted: %v", err)
	}
	rc.Close()
	r.Release()
	gone(t, st, msg.Key)
}

func TestContentOfSeveralComesBackForEach(t *testing.T) {
	m, _ := open(t, store.Limited{})
	deliver(t, m, "Subject: x\r\n\r\nshared", "a>ann@one.test", "b>bob@two.test", "c>cid@three.test")
	all := m.State().All
	ann, bob := all.At(0), all.At(1)
	restore(t, take(t, m, ann, bob), 2)
	for m.State().All.Len() > 0 { // each can be read until it goes itself
		msg := m.State().All.At(0)
		if content, err := m.Octets(t.Context(), msg); err != nil || !strings.HasSuffix(string(content), "shared") {
			t.Fatalf("%s: %q %v", msg.Account, content, err)
		}
		if err := m.Expunge(t.Context(), mail.UIDs(msg.UID)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatIsThereDoesNotComeBackTwice(t *testing.T) {
	m, _ := open(t, store.Limited{})
	msg := deliver(t, m, "Subject: x\r\n\r\n", "ann@example.org")
	r := take(t, m, msg)
	defer r.Release()
	if n, err := r.Restore(t.Context()); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := r.Restore(t.Context()); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	if n := m.State().All.Len(); n != 1 {
		t.Errorf("%d messages", n)
	}
}

func TestAMessageOfAMailboxThatWentComesBackToTheInbox(t *testing.T) {
	m, _ := open(t, store.Limited{})
	deliver(t, m, "Subject: x\r\n\r\n", "ann@example.org>ann@mailsink.test")
	b, err := m.Create(t.Context(), "ann", "Kept")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Append(t.Context(), b, nil, m.State().All.At(0).InternalDate, strings.NewReader("Subject: y\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	r := take(t, m, m.State().All.At(1))
	if err := m.Remove(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	restore(t, r, 1)
	if got := box(t, m, "ann", "INBOX").Len(); got != 2 {
		t.Errorf("%d in INBOX, want 2", got)
	}
}
