package mailbox

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

// A narrow store takes few records at once, and fails after some appends.
type narrow struct {
	*memory.Store
	most, left int
}

func (n *narrow) Together() int { return n.most }

var errNarrow = errors.New("no more")

func (n *narrow) Append(ctx context.Context, recs ...store.Record) (store.Pos, error) {
	if n.left--; n.left == 0 {
		return 0, errNarrow
	}
	if len(recs) > n.most {
		return 0, fmt.Errorf("%d records at once", len(recs))
	}
	return n.Store.Append(ctx, recs...)
}

// full returns a mailbox of ten messages, and another that is empty.
func full(t *testing.T, st store.Store) (*Mailbox, *Box) {
	t.Helper()
	m, err := Open(t.Context(), st, Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	for i := range 10 {
		env := mail.Envelope{Recipients: []mail.Recipient{{Final: "ann@mailsink.test"}}}
		if _, err := m.Deliver(t.Context(), env, strings.NewReader(fmt.Sprintf("Subject: %d\r\n\r\n", i))); err != nil {
			t.Fatal(err)
		}
	}
	box, err := m.Create(t.Context(), "ann", "Kept")
	if err != nil {
		t.Fatal(err)
	}
	return m, box
}

func TestManyMessagesAreCopiedInPieces(t *testing.T) {
	m, box := full(t, &narrow{Store: memory.New(), most: 3})
	pairs, err := m.Copy(t.Context(), m.State().All.UIDs(0, 10), box, false)
	if err != nil || len(pairs) != 10 {
		t.Fatalf("%d messages were copied, %v", len(pairs), err)
	}
	for i, p := range pairs {
		from, _ := m.State().All.Get(p.From)
		to, ok := m.State().All.Get(p.To)
		if !ok || to.Summary.Subject != fmt.Sprint(i) || from.Key != to.Key || to.Box != box.ID {
			t.Errorf("message %d became %+v", i, to)
		}
	}
}

func TestCopiesMadeBeforeOneFailsAreTakenBack(t *testing.T) {
	st := &narrow{Store: memory.New(), most: 3}
	m, box := full(t, st)
	st.left = 3
	if _, err := m.Copy(t.Context(), m.State().All.UIDs(0, 10), box, false); !errors.Is(err, errNarrow) {
		t.Fatalf("the copy returned %v", err)
	}
	if now, _ := m.State().Current(box); now.Len() != 0 {
		t.Errorf("%d copies are left", now.Len())
	}
}

func TestAMoveThatFailsLeavesEachMessageInOneMailbox(t *testing.T) {
	st := &narrow{Store: memory.New(), most: 3}
	m, box := full(t, st)
	st.left = 3
	if _, err := m.Copy(t.Context(), m.State().All.UIDs(0, 10), box, true); !errors.Is(err, errNarrow) {
		t.Fatalf("the move returned %v", err)
	}
	if now, _ := m.State().Current(box); now.Len() != 6 || m.State().All.Len() != 10 {
		t.Errorf("%d of %d messages were moved", now.Len(), m.State().All.Len())
	}
}

func TestAMessageForManyAccountsIsDeliveredInPieces(t *testing.T) {
	m, _ := full(t, &narrow{Store: memory.New(), most: 3})
	var env mail.Envelope
	for i := range 8 {
		env.Recipients = append(env.Recipients, mail.Recipient{Final: mail.Address(fmt.Sprintf("user%d@mailsink.test", i))})
	}
	if _, err := m.Deliver(t.Context(), env, strings.NewReader("Subject: all\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if n := m.State().All.Len(); n != 18 {
		t.Errorf("there are %d messages, want 18", n)
	}
}
