package jetstream_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
)

// within bounds what a test waits for; the machine may be busy.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// node opens a mailbox on the journal at p.
func node(t *testing.T, p jetstream.Place, o jetstream.Options) *mailbox.Mailbox {
	t.Helper()
	box, err := mailbox.Open(t.Context(), open(t, p, o), mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatalf("open a mailbox: %v", err)
	}
	t.Cleanup(func() { box.Close() })
	return box
}

func deliver(ctx context.Context, box *mailbox.Mailbox, subject string) (mail.ID, error) {
	env := mail.Envelope{ReversePath: "a@example.org", Recipients: []mail.Recipient{{Original: "ann@mailsink.test", Final: "ann@mailsink.test"}}}
	return box.Deliver(ctx, env, strings.NewReader("Subject: "+subject+"\r\n\r\ntext\r\n"))
}

// reach waits until box is as far as other.
func reach(ctx context.Context, t *testing.T, box, other *mailbox.Mailbox) *mailbox.State {
	t.Helper()
	state, err := box.Wait(ctx, other.State().ModSeq-1)
	if err != nil {
		t.Fatalf("a node did not come to %d: %v", other.State().ModSeq, err)
	}
	return state
}

// view is what a viewer sees of all messages.
func view(s *mailbox.State) []string {
	list := []string{fmt.Sprint("UIDVALIDITY ", s.UIDValidity)}
	for _, m := range s.All.From(0) {
		list = append(list, fmt.Sprint(m.UID, " ", m.ID, " ", m.Account, " ", m.Flags, " ", m.Summary.Subject))
	}
	return list
}

func TestAMessageThatComesToOneNodeWakesViewersOfAnother(t *testing.T) {
	ctx, s := within(t), start(t, nil)
	a, b := node(t, at(s, "mail"), jetstream.Options{}), node(t, at(s, "mail"), jetstream.Options{})
	before := reach(ctx, t, b, a)
	woken := make(chan *mailbox.State, 1)
	go func() {
		state, _ := b.Wait(ctx, before.ModSeq)
		woken <- state
	}()
	id, err := deliver(ctx, a, "hello")
	if err != nil {
		t.Fatal(err)
	}
	state := <-woken
	if state == nil || state.All.Len() != 1 || state.All.At(0).ID != id {
		t.Fatalf("the other node shows %v", state)
	}
	octets, err := b.Octets(ctx, state.All.At(0))
	if err != nil || !bytes.Contains(octets, []byte("hello")) {
		t.Errorf("the content at the other node is %q, %v", octets, err)
	}
}

func TestNodesAgreeOnUIDsFlagsAndOrder(t *testing.T) {
	ctx, s := within(t), start(t, nil)
	var nodes []*mailbox.Mailbox
	for range 3 {
		nodes = append(nodes, node(t, at(s, "mail"), jetstream.Options{}))
	}
	var wg sync.WaitGroup
	for n, box := range nodes {
		wg.Go(func() {
			for i := range 40 {
				if _, err := deliver(ctx, box, fmt.Sprint(n, "-", i)); err != nil {
					t.Errorf("deliver: %v", err)
					return
				}
				all := box.State().All
				if err := change(ctx, box, i, all.At(all.Len()/2).UID); err != nil {
					t.Errorf("change: %v", err)
				}
			}
		})
	}
	wg.Wait()
	for _, box := range nodes[1:] {
		if _, err := deliver(ctx, box, "last"); err != nil {
			t.Fatal(err)
		}
	}
	want := view(reach(ctx, t, nodes[0], nodes[2]))
	for i, box := range nodes[1:] {
		if got := view(reach(ctx, t, box, nodes[2])); !slices.Equal(got, want) {
			t.Errorf("node %d shows\n%s\nand node 0\n%s", i+1, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// change flags a message, or expunges it, by turns.
func change(ctx context.Context, box *mailbox.Mailbox, turn int, uid mail.UID) error {
	if turn%4 == 3 {
		return box.Expunge(ctx, mail.UIDs(uid))
	}
	return box.Flag(ctx, mail.UIDs(uid), store.AddFlags, mail.NewFlags(mail.Seen))
}

func TestContentOfAMessageBroughtBackStays(t *testing.T) {
	ctx, s := within(t), start(t, nil)
	o := jetstream.Options{Grace: 2 * time.Second}
	a, b := node(t, at(s, "mail"), o), node(t, at(s, "mail"), o)
	if _, err := deliver(ctx, a, "back"); err != nil {
		t.Fatal(err)
	}
	if _, err := deliver(ctx, a, "gone"); err != nil {
		t.Fatal(err)
	}
	gone := a.State().All.At(1)
	removal, err := a.Take(ctx, mail.UIDs(a.State().All.At(0).UID))
	if err != nil {
		t.Fatal(err)
	}
	reach(ctx, t, b, a)
	if _, err := removal.Restore(ctx); err != nil {
		t.Fatal(err)
	}
	if err := a.Expunge(ctx, mail.UIDs(gone.UID)); err != nil {
		t.Fatal(err)
	}
	untilGone(ctx, t, b, gone) // whose grace ends after that of the other
	if octets, err := b.Octets(ctx, reach(ctx, t, b, a).All.At(0)); err != nil || !bytes.Contains(octets, []byte("back")) {
		t.Errorf("the message that came back has the content %q, %v", octets, err)
	}
}

// untilGone asks for the content of m until it is not there.
func untilGone(ctx context.Context, t *testing.T, box *mailbox.Mailbox, m *mail.Message) {
	t.Helper()
	for {
		_, err := box.Octets(ctx, m)
		switch {
		case err == nil && ctx.Err() == nil:
			continue
		case err != store.ErrNotExist:
			t.Fatalf("the content of an expunged message: %v", err)
		}
		return
	}
}
