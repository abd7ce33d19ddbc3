package jetstream_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
)

// leave is a compaction that leaves what state has.
func leave(state *mailbox.State) store.Revise {
	return func(rec store.Record) (store.Record, store.Verdict) {
		switch {
		case rec.Flagged != nil, rec.Expunged != nil:
			return rec, store.Drop
		case rec.Delivered == nil:
			return rec, store.Keep
		}
		m, ok := state.All.Get(rec.Pos.UID())
		if !ok {
			return rec, store.Drop
		}
		next := *rec.Delivered
		next.Flags, next.ModSeq = m.Flags, m.ModSeq
		return store.Record{Delivered: &next}, store.Replace
	}
}

func TestANodeThatWasAwayForTwoCompactionsCatchesUpByItself(t *testing.T) {
	ctx, s := within(t), start(t, nil)
	journal := open(t, at(s, "mail"), jetstream.Options{})
	a, err := mailbox.Open(ctx, journal, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	far, wire := throughWire(t, at(s, "mail"))
	b := node(t, far, jetstream.Options{})
	for i := range 12 {
		if _, err := deliver(ctx, a, fmt.Sprint("before ", i)); err != nil {
			t.Fatal(err)
		}
	}
	before := reach(ctx, t, b, a)
	wire.sever(false)
	for round := range 3 {
		away(ctx, t, a, round)
		if err := journal.Compact(ctx, store.Pos(a.State().ModSeq), leave(a.State())); err != nil {
			t.Fatal(err)
		}
	}
	wire.mend()
	after := reach(ctx, t, b, a)
	if got, want := view(after), view(a.State()); !slices.Equal(got, want) {
		t.Errorf("the node that was away shows\n%s\nand the other\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d := after.All.Since(before.All); len(d.Expunged) != 3 || len(d.Added) != 6 {
		t.Errorf("its viewers are told of %d expunged and %d new messages, want 3 and 6", len(d.Expunged), len(d.Added))
	}
	if _, err := deliver(ctx, b, "after"); err != nil {
		t.Errorf("the node that was away takes no mail: %v", err)
	}
	if got, want := view(reach(ctx, t, a, b)), view(b.State()); !slices.Equal(got, want) {
		t.Errorf("then the nodes show\n%s\nand\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// away is what happens while a node is not there.
func away(ctx context.Context, t *testing.T, box *mailbox.Mailbox, round int) {
	t.Helper()
	for range 2 {
		if _, err := deliver(ctx, box, fmt.Sprint("meanwhile ", round)); err != nil {
			t.Fatal(err)
		}
	}
	all := box.State().All
	if err := box.Flag(ctx, mail.UIDs(all.At(all.Len()/2).UID), store.AddFlags, mail.NewFlags(mail.Seen)); err != nil {
		t.Fatal(err)
	}
	if err := box.Expunge(ctx, mail.UIDs(all.At(0).UID)); err != nil {
		t.Fatal(err)
	}
}
