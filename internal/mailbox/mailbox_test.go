package mailbox_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

// open returns a mailbox over a fresh memory store.
func open(t testing.TB, limits store.Limited) (*mailbox.Mailbox, store.Store) {
	t.Helper()
	st := memory.New()
	m, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test", Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close(); st.Close() })
	return m, st
}

// envelope leads each address, written "original>final", where it says.
func envelope(paths ...string) mail.Envelope {
	env := mail.Envelope{ReversePath: "app@staging.example"}
	for _, p := range paths {
		original, final, ok := strings.Cut(p, ">")
		if !ok {
			final = original
		}
		env.Recipients = append(env.Recipients, mail.Recipient{Original: mail.Address(original), Final: mail.Address(final)})
	}
	return env
}

func deliver(t testing.TB, m *mailbox.Mailbox, content string, paths ...string) *mail.Message {
	t.Helper()
	id, err := m.Deliver(t.Context(), envelope(paths...), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	msg, ok := m.State().Find(id)
	if !ok {
		t.Fatalf("message %s is not in the state after Deliver returned", id)
	}
	return msg
}

func box(t testing.TB, m *mailbox.Mailbox, account, name string) *mailbox.Box {
	t.Helper()
	b, ok := m.State().Box(account, name)
	if !ok {
		t.Fatalf("account %s has no mailbox %s", account, name)
	}
	return b
}

func TestRecipientsOfOneAccountShareOneMessage(t *testing.T) {
	m, _ := open(t, store.Limited{})
	deliver(t, m, "Subject: x\r\n\r\n", "ann@example.org>sink@mailsink.test", "bob@example.org>sink@MAILSINK.test")
	b := box(t, m, "sink", "inbox")
	if b.Len() != 1 {
		t.Fatalf("%d messages, want 1", b.Len())
	}
	var got []mail.Address
	for _, r := range b.At(0).Envelope.Recipients {
		got = append(got, r.Original)
	}
	if !slices.Equal(got, []mail.Address{"ann@example.org", "bob@example.org"}) {
		t.Errorf("original recipients are %v", got)
	}
}

func TestRecipientsOfTwoAccountsMakeTwoMessagesOverOneContent(t *testing.T) {
	m, st := open(t, store.Limited{})
	deliver(t, m, "Subject: x\r\n\r\n", "ann@mailsink.test", "bob@example.org", "ann@mailsink.test")
	ann, bob := box(t, m, "ann", "INBOX").At(0), box(t, m, "bob@example.org", "INBOX").At(0)
	if ann.Key != bob.Key || ann.ID == bob.ID || ann.UID == bob.UID {
		t.Errorf("keys %q %q, IDs %s %s, UIDs %d %d", ann.Key, bob.Key, ann.ID, bob.ID, ann.UID, bob.UID)
	}
	if len(ann.Envelope.Recipients) != 2 || len(bob.Envelope.Recipients) != 1 {
		t.Errorf("ann has %d recipients, bob %d", len(ann.Envelope.Recipients), len(bob.Envelope.Recipients))
	}
	if all := box(t, m, mailbox.Everyone, "INBOX"); all.Len() != 2 {
		t.Errorf("the INBOX of all has %d messages, want 2", all.Len())
	}
	expunge(t, m, ann.UID)
	if _, err := m.Octets(t.Context(), bob); err != nil {
		t.Errorf("bob's content went with ann's message: %v", err)
	}
	expunge(t, m, bob.UID)
	gone(t, st, bob.Key)
}

func expunge(t testing.TB, m *mailbox.Mailbox, uids ...mail.UID) {
	t.Helper()
	if err := m.Expunge(t.Context(), mail.UIDs(uids...)); err != nil {
		t.Fatal(err)
	}
}

// gone waits until content has been deleted, which happens behind the fold.
func gone(t testing.TB, st store.Store, key string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		if _, err := st.Get(ctx, key); errors.Is(err, store.ErrNotExist) {
			return
		}
	}
	t.Errorf("content %s is still there", key)
}

func TestContentComesBackOctetForOctet(t *testing.T) {
	m, _ := open(t, store.Limited{})
	for _, want := range []string{"", "no header at all", "\x00\xff\r\r\n.\n", "Subject: x\r\n\r\n" + strings.Repeat("y", 3<<20)} {
		got, err := m.Octets(t.Context(), deliver(t, m, want, "a@b.test"))
		if err != nil || string(got) != want {
			t.Errorf("%d octets came back as %d, %v", len(want), len(got), err)
		}
	}
}

func TestAMessageWithoutRecipientsIsRefused(t *testing.T) {
	m, _ := open(t, store.Limited{})
	if _, err := m.Deliver(t.Context(), mail.Envelope{}, strings.NewReader("")); err == nil {
		t.Error("it was taken")
	}
}

func TestAContentThatBreaksOffLeavesNothing(t *testing.T) {
	m, _ := open(t, store.Limited{})
	for _, n := range []int{3, 2 << 20} {
		broken := io.MultiReader(strings.NewReader(strings.Repeat("x", n)), brokenReader{})
		if _, err := m.Deliver(t.Context(), envelope("a@b.test"), broken); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("after %d octets: %v", n, err)
		}
	}
	if n := m.State().All.Len(); n != 0 {
		t.Errorf("%d messages", n)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestWaitReturnsWithTheNextStateOnly(t *testing.T) {
	m, _ := open(t, store.Limited{})
	before := m.State()
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(io.EOF)
	if _, err := m.Wait(ctx, before.ModSeq); !errors.Is(err, io.EOF) {
		t.Errorf("a cancelled wait returned %v", err)
	}
	states := make(chan *mailbox.State, 100)
	var waiting sync.WaitGroup
	for range cap(states) {
		waiting.Go(func() {
			s, err := m.Wait(t.Context(), before.ModSeq)
			if err != nil {
				t.Error(err)
			}
			states <- s
		})
	}
	deliver(t, m, "x", "a@b.test")
	waiting.Wait()
	for range cap(states) {
		if s := <-states; s.All.Len() != 1 {
			t.Errorf("a waiter saw %d messages", s.All.Len())
		}
	}
}

func TestCloseWakesEveryWaiter(t *testing.T) {
	m, _ := open(t, store.Limited{})
	ended := make(chan error)
	go func() {
		_, err := m.Wait(t.Context(), 1<<40)
		ended <- err
	}()
	m.Close()
	if err := <-ended; !errors.Is(err, mailbox.ErrClosed) {
		t.Errorf("the wait ended with %v", err)
	}
}

func TestFlagsAreSetAddedAndRemoved(t *testing.T) {
	m, _ := open(t, store.Limited{})
	uid := deliver(t, m, "x", "a@b.test").UID
	for _, c := range []struct {
		op    store.FlagOp
		flags mail.Flags
		want  mail.Flags
	}{
		{store.AddFlags, mail.NewFlags(mail.Seen, "$Spam"), mail.NewFlags("$Spam", mail.Seen)},
		{store.RemoveFlags, mail.NewFlags("$Spam", mail.Draft), mail.NewFlags(mail.Seen)},
		{store.SetFlags, mail.NewFlags(mail.Flagged), mail.NewFlags(mail.Flagged)},
	} {
		if err := m.Flag(t.Context(), mail.UIDs(uid), c.op, c.flags); err != nil {
			t.Fatal(err)
		}
		for _, b := range []*mailbox.Box{m.State().All, m.State().Inboxes, box(t, m, "a@b.test", "INBOX")} {
			if got, _ := b.Get(uid); !slices.Equal(got.Flags, c.want) || got.ModSeq != m.State().ModSeq {
				t.Errorf("flags are %v at %d, want %v at %d", got.Flags, got.ModSeq, c.want, m.State().ModSeq)
			}
		}
	}
	if b := box(t, m, "a@b.test", "INBOX"); b.Unseen != 1 || b.UIDNext != uid+1 {
		t.Errorf("unseen %d, next UID %d; want 1, %d", b.Unseen, b.UIDNext, uid+1)
	}
}

func TestMoveKeepsTheIDAndCopyDoesNot(t *testing.T) {
	m, st := open(t, store.Limited{})
	msg := deliver(t, m, "x", "a@b.test")
	archive, err := m.Create(t.Context(), "a@b.test", "Archive")
	if err != nil {
		t.Fatal(err)
	}
	copied, err := m.Copy(t.Context(), mail.UIDs(msg.UID), archive, false)
	if err != nil || len(copied) != 1 {
		t.Fatal(copied, err)
	}
	moved, err := m.Copy(t.Context(), mail.UIDs(msg.UID, 999), archive, true)
	if err != nil || len(moved) != 1 {
		t.Fatal(moved, err)
	}
	if got, ok := m.State().Find(msg.ID); !ok || got.UID != moved[0].To || got.Box != archive.ID {
		t.Errorf("the moved message is %+v", got)
	}
	if n := box(t, m, "a@b.test", "INBOX").Len(); n != 0 {
		t.Errorf("INBOX has %d messages", n)
	}
	now, _ := m.State().Current(archive)
	if err := m.Remove(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if n := m.State().All.Len(); n != 0 {
		t.Errorf("%d messages outlived their mailbox", n)
	}
	gone(t, st, msg.Key)
}

func TestMailboxesAreCreatedRenamedRemovedAndSubscribed(t *testing.T) {
	m, _ := open(t, store.Limited{})
	ctx := t.Context()
	a, err := m.Create(ctx, "ann", "A")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Create(ctx, "ann", "A"); !errors.Is(err, mailbox.ErrExists) {
		t.Errorf("creating it again: %v", err)
	}
	if err := m.Rename(ctx, mailbox.Naming{Box: a, Name: "B"}); err != nil {
		t.Error(err)
	}
	if _, ok := m.State().Box("ann", "A"); ok {
		t.Error("the old name is still there")
	}
	if err := m.Rename(ctx, mailbox.Naming{Box: box(t, m, "ann", "B"), Name: "inbox"}); !errors.Is(err, mailbox.ErrExists) {
		t.Errorf("renaming to INBOX: %v", err)
	}
	inbox := box(t, m, "ann", "INBOX")
	if err := errors.Join(m.Remove(ctx, inbox), m.Rename(ctx, mailbox.Naming{Box: inbox, Name: "C"})); !errors.Is(err, mailbox.ErrInbox) {
		t.Errorf("removing INBOX: %v", err)
	}
	for _, on := range []bool{true, true, false, true} {
		if err := m.Subscribe(ctx, "ann", "Lists/go", on); err != nil {
			t.Fatal(err)
		}
	}
	if ann, _ := m.State().Account("ANN"); !slices.Equal(ann.Subscriptions, []string{"Lists/go"}) {
		t.Errorf("subscriptions are %v", ann.Subscriptions)
	}
}

func TestTheOldestMessagesGoFirstAndPinnedOnesStay(t *testing.T) {
	for name, c := range map[string]struct {
		limits store.Limited
		want   string
	}{
		"count": {store.Limited{Messages: 3}, "0 8 9"},
		"bytes": {store.Limited{Bytes: 40}, "0 7 8 9"},
		"none":  {store.Limited{}, "0 1 2 3 4 5 6 7 8 9"},
	} {
		t.Run(name, func(t *testing.T) {
			m, st := open(t, c.limits)
			var second *mail.Message
			for i := range 10 {
				msg := deliver(t, m, fmt.Sprintf("number %03d", i), "a@b.test")
				switch i {
				case 0:
					pin(t, m, msg.UID)
				case 1:
					second = msg
				}
			}
			var got []string
			for _, msg := range box(t, m, "a@b.test", "INBOX").From(0) {
				octets, err := m.Octets(t.Context(), msg)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, string(octets[len(octets)-1:]))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("kept %s, want %s", s, c.want)
			}
			if !c.limits.Equal(store.Limited{}) {
				gone(t, st, second.Key)
			}
		})
	}
}

func pin(t testing.TB, m *mailbox.Mailbox, uid mail.UID) {
	t.Helper()
	if err := m.Flag(t.Context(), mail.UIDs(uid), store.AddFlags, mail.NewFlags(mail.Flagged)); err != nil {
		t.Fatal(err)
	}
}

func TestManyDeliverersLoseAndDoubleNothing(t *testing.T) {
	m, _ := open(t, store.Limited{})
	var wg sync.WaitGroup
	for w := range 16 {
		wg.Go(func() {
			for i := range 50 {
				if _, err := m.Deliver(t.Context(), envelope("a@b.test"), strings.NewReader(fmt.Sprint(w, " ", i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	seen := make(map[string]bool)
	for _, msg := range m.State().All.From(0) {
		octets, err := m.Octets(t.Context(), msg)
		if err != nil {
			t.Fatal(err)
		}
		seen[string(octets)] = true
	}
	if len(seen) != 16*50 {
		t.Errorf("%d different messages, want %d", len(seen), 16*50)
	}
}
