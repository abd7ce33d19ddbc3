package mailbox_test

import (
	"testing"

	"mailsink/internal/mailbox"
	"mailsink/internal/store"
)

// TestAJournalWhoseLastRecordsAreGoneIsOpened opens a mailbox over a journal
// that compaction, or a salvage, has left with less at its end.
func TestAJournalWhoseLastRecordsAreGoneIsOpened(t *testing.T) {
	m, st := open(t, store.Limited{})
	first := deliver(t, m, "Subject: 1", "ann@mailsink.test")
	deliver(t, m, "Subject: 2", "ann@mailsink.test")
	m.Close()
	err := st.Compact(t.Context(), 1<<40, func(rec store.Record) (store.Record, store.Verdict) {
		if rec.Pos > store.Pos(first.UID) {
			return rec, store.Drop
		}
		return rec, store.Keep
	})
	if err != nil {
		t.Fatal(err)
	}
	again, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if n := again.State().All.Len(); n != 1 {
		t.Errorf("%d messages are there, want 1", n)
	}
	if uid := deliver(t, again, "Subject: 3", "ann@mailsink.test").UID; uid <= first.UID+1 {
		t.Errorf("the UID %d is given again", uid)
	}
}
