package mailbox

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

// dump writes everything that a viewer can see of s.
func dump(s *State) string {
	var b strings.Builder
	fmt.Fprintf(&b, "validity %d limits %v\n", s.UIDValidity, s.Limits)
	for _, box := range slices.Concat([]*Box{s.All, s.Inboxes}, boxes(s), virtualBoxes(s)) {
		fmt.Fprintf(&b, "%s/%s #%d: %d unseen, %d octets, next UID %d\n", box.Account, box.Name, box.ID, box.Unseen, box.Bytes, box.UIDNext)
		for _, m := range box.From(0) {
			fmt.Fprintf(&b, "  %d @%d %s %s/%d %v %s %s\n", m.UID, m.ModSeq, m.ID, m.Account, m.Box, m.Flags, m.Key, m.Summary.Subject)
		}
	}
	for _, a := range s.accounts {
		fmt.Fprintf(&b, "%s subscribes to %v, used %v\n", a.Name, a.Subscriptions, a.Used.Unix())
	}
	return b.String()
}

// boxes returns every mailbox, by account and ID.
func boxes(s *State) []*Box {
	var out []*Box
	for _, name := range slices.Sorted(maps.Keys(s.index)) {
		a, _ := s.Account(name)
		out = append(out, slices.SortedFunc(slices.Values(a.Boxes), func(x, y *Box) int { return int(x.ID) - int(y.ID) })...)
	}
	return out
}

// consistent checks that all lists tell the same story.
func consistent(s *State) error {
	sum := map[*Box]int{}
	all, inboxes := 0, 0
	for _, b := range boxes(s) {
		all += b.Len()
		if b.ID == 0 {
			inboxes += b.Len()
		}
		for _, m := range b.From(0) {
			if twin, ok := s.All.Get(m.UID); !ok || twin != m {
				return fmt.Errorf("message %d of %s/%s is another in All", m.UID, b.Account, b.Name)
			}
			if m.Box != b.ID || m.Account != b.Account {
				return fmt.Errorf("message %d of %s/%d says it is in %s/%d", m.UID, b.Account, b.ID, m.Account, m.Box)
			}
			sum[b] += int(m.Size)
		}
		if int64(sum[b]) != b.Bytes {
			return fmt.Errorf("%s/%s counts %d octets, has %d", b.Account, b.Name, b.Bytes, sum[b])
		}
	}
	if all != s.All.Len() || inboxes != s.Inboxes.Len() {
		return fmt.Errorf("%d of %d messages in mailboxes, %d of %d in INBOX", all, s.All.Len(), inboxes, s.Inboxes.Len())
	}
	if err := consistentRecipients(s); err != nil {
		return err
	}
	for _, m := range s.All.From(0) {
		if found, ok := s.Find(m.ID); !ok || found != m {
			return fmt.Errorf("message %d cannot be found by its ID", m.UID)
		}
	}
	return nil
}

// randomRecord returns a record that may follow after s.
func randomRecord(rnd *rand.Rand, s *State) store.Record {
	account := fmt.Sprint("account", rnd.IntN(3))
	somebox := mail.BoxID(0)
	if a, ok := s.Account(account); ok {
		somebox = a.Boxes[rnd.IntN(len(a.Boxes))].ID
	}
	uid := func() mail.UID { return mail.UID(rnd.IntN(int(s.ModSeq) + 2)) }
	id := mail.ID(rnd.Uint64())
	switch rnd.IntN(12) {
	default:
		n := rnd.IntN(1 << 20)
		return store.Record{Delivered: &store.Delivered{
			ID: id, Account: account, Box: somebox, Key: fmt.Sprint("k", n), Size: int64(n % 97), Time: time.Unix(int64(s.ModSeq), 0),
			Envelope: someRecipients(rnd), Summary: &mail.Summary{Subject: fmt.Sprint(n)}, Selected: account == "account1",
		}}
	case 0:
		return store.Record{Flagged: &store.Flagged{UIDs: mail.UIDs(uid(), uid(), uid()), Op: store.FlagOp(rnd.IntN(3)), Flags: mail.NewFlags([]mail.Flag{mail.Seen, mail.Flagged, "$x"}[rnd.IntN(3)])}}
	case 1:
		return store.Record{Expunged: &store.Expunged{UIDs: mail.UIDs(uid(), uid()), Unpinned: rnd.IntN(2) == 0}}
	case 2:
		c := &store.Copied{From: uid(), ID: id, Account: account, Box: somebox, Move: rnd.IntN(2) == 0}
		if src, ok := s.All.Get(c.From); ok && c.Move {
			c.ID = src.ID
		}
		return store.Record{Copied: c}
	case 3:
		return store.Record{Created: &store.Created{Account: account, Name: fmt.Sprint("box", rnd.IntN(4))}}
	case 4:
		return store.Record{Renamed: &store.Renamed{Account: account, Box: somebox, Name: fmt.Sprint("box", rnd.IntN(4))}}
	case 5:
		if rnd.IntN(4) == 0 {
			return store.Record{Removed: &store.Removed{Account: account, Box: somebox}}
		}
		if rnd.IntN(2) == 0 {
			entry, value := fmt.Sprint("/private/", rnd.IntN(2)), []string{"", "v", "w"}[rnd.IntN(3)]
			return store.Record{Annotated: &store.Annotated{Account: account, Box: somebox, Entry: entry, Value: value}}
		}
		return store.Record{Subscribed: &store.Subscribed{Account: account, Name: "n", On: rnd.IntN(2) == 0}}
	case 7:
		if rnd.IntN(4) == 0 {
			return store.Record{Dropped: &store.Dropped{Account: account, Through: store.Pos(uid())}}
		}
		fallthrough
	case 6:
		return store.Record{Limited: &store.Limited{Messages: rnd.IntN(200), Accounts: []store.Limit{
			{Account: "account1", Messages: 5 + rnd.IntN(30)}, {Account: store.Each, Bytes: int64(rnd.IntN(9000)), Age: time.Duration(rnd.IntN(300)) * time.Second},
		}}}
	}
}

// history appends n random records to st, one by one, and returns the states
// after each of them.
func history(t *testing.T, rnd *rand.Rand, st store.Store, n int) []*State {
	t.Helper()
	f := fold{sharers: map[string]int{}}
	states := []*State{f.after(newState(), []store.Record{{Pos: 1, Opened: &store.Opened{UIDValidity: 5}}})}
	if _, err := st.Append(t.Context(), store.Record{Opened: &store.Opened{UIDValidity: 5}}); err != nil {
		t.Fatal(err)
	}
	for range n {
		last := states[len(states)-1]
		rec := randomRecord(rnd, last)
		pos, err := st.Append(t.Context(), rec)
		if err != nil {
			t.Fatal(err)
		}
		rec.Pos = pos
		states = append(states, f.after(last, []store.Record{rec}))
	}
	return states
}

// replay folds the whole journal at once.
func replay(t *testing.T, st store.Store, through store.Pos) *State {
	t.Helper()
	f := fold{sharers: map[string]int{}}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // what is there is read all the same; then the reader ends
	state := newState()
	for recs, err := range st.Records(ctx, 0) {
		if err != nil {
			break
		}
		for _, rec := range recs {
			if rec.Pos <= through {
				state = f.after(state, []store.Record{rec})
			}
		}
	}
	return state
}

func TestReplayingAJournalMakesTheSameState(t *testing.T) {
	for seed := range uint64(20) {
		st := memory.New()
		states := history(t, rand.New(rand.NewPCG(seed, 7)), st, 400)
		last := states[len(states)-1]
		if err := consistent(last); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got, want := dump(replay(t, st, 1<<40)), dump(last); got != want {
			t.Fatalf("seed %d: replayed\n%s\nwant\n%s", seed, got, want)
		}
	}
}

func TestACompactedJournalMakesTheSameState(t *testing.T) {
	for seed := range uint64(40) {
		st := memory.New()
		rnd := rand.New(rand.NewPCG(seed, 8))
		states := history(t, rnd, st, 400)
		at := states[100+rnd.IntN(300)]
		sharers := map[string]int{}
		for _, m := range at.All.From(0) {
			sharers[m.Key]++
		}
		maps.DeleteFunc(sharers, func(_ string, n int) bool { return n < 2 })
		if err := st.Compact(t.Context(), store.Pos(at.ModSeq), at.revise(sharers)); err != nil {
			t.Fatal(err)
		}
		if got, want := dump(replay(t, st, 1<<40)), dump(states[len(states)-1]); got != want {
			t.Fatalf("seed %d: compacted\n%s\nwant\n%s", seed, got, want)
		}
	}
}

func TestAViewerOfAnyMailboxIsToldEveryDifference(t *testing.T) {
	for seed := range uint64(10) {
		states := history(t, rand.New(rand.NewPCG(seed, 9)), memory.New(), 300)
		last := states[len(states)-1]
		for _, old := range states {
			for _, b := range slices.Concat([]*Box{old.All, old.Inboxes}, boxes(old), virtualBoxes(old)) {
				now, ok := last.Current(b)
				if !ok {
					continue
				}
				if got := patch(b.List, now.Since(b)); !slices.Equal(got, collect(now.List)) {
					t.Fatalf("seed %d: %s/%s as of %d was patched wrongly", seed, b.Account, b.Name, old.ModSeq)
				}
			}
		}
	}
}
