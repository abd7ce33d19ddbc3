package mailbox_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
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

// A stumbling store cannot read its journal now and then.
type stumbling struct {
	store.Store
	fails atomic.Int32 // how often yet
}

func (s *stumbling) Records(ctx context.Context, after store.Pos) iter.Seq2[[]store.Record, error] {
	return func(yield func([]store.Record, error) bool) {
		for recs, err := range s.Store.Records(ctx, after) {
			if err == nil && s.fails.Add(-1) >= 0 {
				recs, err = nil, errors.New("input/output error")
			}
			if !yield(recs, err) || err != nil {
				return
			}
		}
	}
}

func TestADiskThatCannotBeReadForAWhileLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := &stumbling{Store: memory.New()}
		defer st.Close()
		m, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		deliver(t, m, "Subject: 1", "ann@mailsink.test")
		st.fails.Store(3)
		deliver(t, m, "Subject: 2", "ann@mailsink.test") // waits until the journal can be read
		deliver(t, m, "Subject: 3", "ann@mailsink.test")
		if got := numbers(t, m, "ann"); got != "1 2 3" {
			t.Errorf("%s are there", got)
		}
	})
}

func TestAMailboxIsNotOpenedOverAJournalThatCannotBeRead(t *testing.T) {
	st := &stumbling{Store: memory.New()}
	defer st.Close()
	st.fails.Store(1)
	if _, err := mailbox.Open(t.Context(), st, mailbox.Options{}); err == nil || !strings.Contains(err.Error(), "the journal cannot be read: input/output error") {
		t.Errorf("Open returned %v", err)
	}
}
