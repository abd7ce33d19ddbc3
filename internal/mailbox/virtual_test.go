package mailbox

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// someRecipients returns an envelope of up to three recipients out of few.
func someRecipients(rnd *rand.Rand) *mail.Envelope {
	env := &mail.Envelope{}
	for range rnd.IntN(4) {
		env.Recipients = append(env.Recipients, mail.Recipient{Original: mail.Address([]string{"a@x", "A@x", "b/c@x", "d@x", ""}[rnd.IntN(5)])})
	}
	return env
}

// virtualBoxes returns every mailbox of an original recipient.
func virtualBoxes(s *State) []*Box {
	all := slices.Collect(s.VirtualBoxes(Everyone, nil))
	for _, name := range slices.Sorted(maps.Keys(s.index)) {
		all = slices.AppendSeq(all, s.VirtualBoxes(name, nil))
	}
	return all
}

// consistentRecipients checks that the mailboxes of original recipients hold
// the messages that INBOX holds for them.
func consistentRecipients(s *State) error {
	want := make(map[string]*Box)
	for _, m := range s.Inboxes.From(0) {
		for _, key := range originals(m) {
			name := nameOf(key)
			for _, account := range []string{Everyone, m.Account} {
				b := want[account+" "+name]
				if b == nil {
					b = &Box{}
				}
				want[account+" "+name] = b.add(m, b.batch)
			}
		}
	}
	got := virtualBoxes(s)
	for _, b := range got {
		w := want[b.Account+" "+b.Name]
		switch {
		case w == nil:
			return fmt.Errorf("%s/%s has %d messages, want none", b.Account, b.Name, b.Len())
		case !slices.Equal(collect(b.List), collect(w.List)):
			return fmt.Errorf("%s/%s has %v, want %v", b.Account, b.Name, b.UIDs(0, b.Len()), w.UIDs(0, w.Len()))
		case b.Bytes != w.Bytes || b.Unseen != w.Unseen:
			return fmt.Errorf("%s/%s counts %d octets and %d unseen, want %d and %d", b.Account, b.Name, b.Bytes, b.Unseen, w.Bytes, w.Unseen)
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d mailboxes of original recipients, want %d", len(got), len(want))
	}
	return nil
}

// tale folds records, each at the next position.
type tale struct {
	f     fold
	state *State
}

func newTale() *tale {
	t := &tale{f: fold{sharers: map[string]int{}}, state: newState()}
	t.tell(store.Record{Opened: &store.Opened{UIDValidity: 5}})
	return t
}

func (t *tale) tell(rec store.Record) *State {
	rec.Pos = store.Pos(t.state.ModSeq) + 1
	t.state = t.f.after(t.state, []store.Record{rec})
	return t.state
}

func (t *tale) deliver(account string, originals ...string) mail.UID {
	env := &mail.Envelope{}
	for _, o := range originals {
		env.Recipients = append(env.Recipients, mail.Recipient{Original: mail.Address(o)})
	}
	at := t.state.ModSeq + 1
	t.tell(store.Record{Delivered: &store.Delivered{ID: mail.ID(at), Account: account, Key: fmt.Sprint(at), Time: time.Unix(0, 0), Envelope: env, Summary: &mail.Summary{}}})
	return mail.UID(at)
}

// uids returns what a mailbox has.
func uids(t *testing.T, s *State, account, name string, views ...View) string {
	t.Helper()
	b, ok := s.Resolve(account, name, views)
	if !ok {
		return "none"
	}
	return fmt.Sprint(b.UIDs(0, b.Len()))
}

func TestEveryOriginalRecipientHasAMailbox(t *testing.T) {
	w := newTale()
	one := w.deliver("sink", "Ann@example.org", "bob@example.org")
	two := w.deliver("sink", "ann@EXAMPLE.org")
	three := w.deliver("other", "ann@example.org")
	for _, test := range []struct{ account, name, want string }{
		{"sink", "Recipients/ann@example.org", fmt.Sprint(mail.UIDs(one, two))},
		{"sink", "Recipients/ANN@example.org", fmt.Sprint(mail.UIDs(one, two))},
		{"sink", "Recipients/bob@example.org", fmt.Sprint(mail.UIDs(one))},
		{"sink", "Recipients/cid@example.org", "none"},
		{"sink", "Recipients", "none"},
		{"other", "Recipients/ann@example.org", fmt.Sprint(mail.UIDs(three))},
		{Everyone, "Recipients/ann@example.org", fmt.Sprint(mail.UIDs(one, two, three))},
		{"nobody", "Recipients/ann@example.org", "none"},
		{"sink", "inbox", fmt.Sprint(mail.UIDs(one, two))},
	} {
		if got := uids(t, w.state, test.account, test.name); got != test.want {
			t.Errorf("%s of %s has %s, want %s", test.name, test.account, got, test.want)
		}
	}
	var names []string
	for b := range w.state.VirtualBoxes("sink", nil) {
		names = append(names, b.Name)
		if !b.Virtual() || b.ID == 0 || b.UIDValidity != 5 || b.UIDNext != w.state.All.UIDNext {
			t.Errorf("%s is %+v", b.Name, b)
		}
	}
	if want := []string{"Recipients/ann@example.org", "Recipients/bob@example.org"}; !slices.Equal(names, want) {
		t.Errorf("the list is %q, want %q", names, want)
	}
}

func TestNamesOfRecipientsAreOneLevel(t *testing.T) {
	w := newTale()
	for address, name := range map[string]string{
		"a/b@x": "Recipients/a%2Fb@x", "a%b@x": "Recipients/a%25b@x", "ä@ü.example": "Recipients/ä@ü.example",
		`"a b"@x`: `Recipients/"a b"@x`, "Ä@x": "Recipients/ä@x",
	} {
		w.deliver("sink", address)
		if got := nameOf(recipientKey(mail.Address(address))); got != name {
			t.Errorf("the mailbox of %s is %s, want %s", address, got, name)
		}
		for _, spelling := range []string{name, strings.ReplaceAll(name, "%2F", "%2f")} {
			if _, ok := w.state.Resolve("sink", spelling, nil); !ok {
				t.Errorf("there is no %s", spelling)
			}
		}
	}
}

func TestAMessageIsOneInAllItsMailboxes(t *testing.T) {
	w := newTale()
	uid := w.deliver("sink", "a@x", "b@x")
	w.deliver("sink", "b@x")
	a, _ := w.state.Resolve("sink", "Recipients/a@x", nil)
	b, _ := w.state.Resolve("sink", "Recipients/b@x", nil)

	s := w.tell(store.Record{Flagged: &store.Flagged{UIDs: mail.UIDs(uid), Flags: mail.NewFlags(mail.Seen)}})
	for _, old := range []*Box{a, b} {
		now, _ := s.Current(old)
		if d := now.Since(old); len(d.Changed) != 1 || d.Changed[0].UID != uid || now.Unseen != old.Unseen-1 {
			t.Errorf("%s: a flag is told as %+v", old.Name, d)
		}
	}
	s = w.tell(store.Record{Expunged: &store.Expunged{UIDs: mail.UIDs(uid)}})
	now, _ := s.Current(b)
	if d := now.Since(b); !slices.Equal(d.Expunged, []int{0}) || now.Len() != 1 {
		t.Errorf("an expunge is told as %+v", d)
	}
	if _, ok := s.Resolve("sink", "Recipients/a@x", nil); ok {
		t.Error("a mailbox without messages is still there")
	}
	gone, ok := s.Current(a)
	if d := gone.Since(a); !ok || len(d.Expunged) != 1 || gone.Len() != 0 || gone.UIDNext < a.UIDNext {
		t.Errorf("who looks at it sees %v, %+v", ok, d)
	}
	again := w.deliver("sink", "a@x")
	back, _ := w.state.Current(gone)
	if d := back.Since(gone); len(d.Added) != 1 || d.Added[0].UID != again || again < gone.UIDNext {
		t.Errorf("the next message is told as %+v", d)
	}
	if unchanged, _ := s.Current(now); unchanged != now {
		t.Error("a mailbox that nothing happened to is another")
	}
}

func TestReservedNames(t *testing.T) {
	for name, want := range map[string]bool{
		"Recipients": true, "Recipients/a": true, "Views": true, "Views/a/b": true,
		"recipients": false, "Recipients2": false, "INBOX": false, "a/Views": false,
	} {
		if Reserved(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func TestViews(t *testing.T) {
	w := newTale()
	unread := func(m *mail.Message) bool { return !m.Flags.Has(mail.Seen) }
	views := []View{
		{Name: "Unread", Match: unread},
		{Name: "a/b", Account: "sink", Mailbox: "INBOX", Match: unread},
	}
	one, two := w.deliver("sink", "a@x"), w.deliver("other", "a@x")
	for _, test := range []struct{ account, name, want string }{
		{"sink", "Views/Unread", fmt.Sprint(mail.UIDs(one))},
		{"other", "Views/Unread", fmt.Sprint(mail.UIDs(two))},
		{Everyone, "Views/Unread", fmt.Sprint(mail.UIDs(one, two))},
		{Everyone, "Views/a%2Fb", fmt.Sprint(mail.UIDs(one))},
		{"other", "Views/a%2Fb", "none"},
		{"sink", "Views/unread", "none"},
	} {
		if got := uids(t, w.state, test.account, test.name, views...); got != test.want {
			t.Errorf("%s of %s has %s, want %s", test.name, test.account, got, test.want)
		}
	}
	var names []string
	for b := range w.state.VirtualBoxes("sink", views) {
		names = append(names, b.Name)
	}
	if want := []string{"Recipients/a@x", "Views/Unread", "Views/a%2Fb"}; !slices.Equal(names, want) {
		t.Errorf("the list is %q, want %q", names, want)
	}
}

func TestAViewIsLive(t *testing.T) {
	w := newTale()
	views := []View{{Name: "v", Match: func(m *mail.Message) bool { return !m.Flags.Has(mail.Seen) }}}
	one, two := w.deliver("sink", "a@x"), w.deliver("sink", "a@x")
	old, _ := w.state.Resolve("sink", "Views/v", views)
	w.tell(store.Record{Flagged: &store.Flagged{UIDs: mail.UIDs(one), Flags: mail.NewFlags(mail.Seen)}})
	w.tell(store.Record{Expunged: &store.Expunged{UIDs: mail.UIDs(two)}})
	w.deliver("other", "a@x")
	three := w.deliver("sink", "a@x")
	now, _ := w.state.Current(old)
	d := now.Since(old)
	if !slices.Equal(d.Expunged, []int{1}) || len(d.Changed) != 1 || len(d.Added) != 1 || d.Added[0].UID != three {
		t.Errorf("who looks is told %+v", d)
	}
	if now.Unseen != 1 || now.Len() != 2 {
		t.Errorf("it has %d messages, %d unseen", now.Len(), now.Unseen)
	}
	if got := uids(t, w.state, "sink", "Views/v", views...); got != fmt.Sprint(mail.UIDs(three)) {
		t.Errorf("opened again it has %s", got)
	}
	if same, _ := w.state.Current(now); same != now {
		t.Error("a view that nothing happened to is another")
	}
}

func TestADirectoryIsASortedMap(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	want := make(map[string]*Box)
	var d *directory
	for n := range 5000 {
		name := fmt.Sprint(rnd.IntN(300))
		before, old := d, collectNames(d)
		if rnd.IntN(3) == 0 {
			d = d.without(name, uint64(n))
			delete(want, name)
		} else {
			b := &Box{Name: name}
			d = d.with(name, b, uint64(n))
			want[name] = b
		}
		if got := collectNames(before); !slices.Equal(got, old) {
			t.Fatal("a directory has changed")
		}
		if got := collectNames(d); !slices.Equal(got, slices.Sorted(maps.Keys(want))) || d != nil && d.len != len(want) {
			t.Fatalf("it has %v", got)
		}
		if b, ok := d.get(name); ok != (want[name] != nil) || b != want[name] {
			t.Fatalf("%s is %v", name, b)
		}
	}
}

func collectNames(d *directory) []string {
	var names []string
	for b := range d.all() {
		names = append(names, b.Name)
	}
	return names
}

func TestAFullDirectoryTakesNoMoreNames(t *testing.T) {
	w := newTale()
	w.deliver("sink", "first@x")
	w.state.recipients.len = maxDirectory
	w.deliver("sink", "second@x")
	w.deliver("sink", "first@x")
	if got := uids(t, w.state, Everyone, "Recipients/second@x"); got != "none" {
		t.Errorf("the second has %s", got)
	}
	if b, _ := w.state.Resolve(Everyone, "Recipients/first@x", nil); b.Len() != 2 {
		t.Errorf("the first has %d messages", b.Len())
	}
}

// BenchmarkRecipients files 1,000,000 messages to 10,000 recipients, reads the
// list, and takes away messages: metrics are those of one message or name.
func BenchmarkRecipients(b *testing.B) {
	const messages, recipients = 1_000_000, 10_000
	for b.Loop() {
		w := newTale()
		recs := make([]store.Record, messages)
		for i := range recs {
			recs[i] = store.Record{Pos: store.Pos(i + 2), Delivered: &store.Delivered{
				ID: mail.ID(i), Account: "sink", Key: "k", Summary: &mail.Summary{}, Time: time.Unix(0, 0),
				Envelope: &mail.Envelope{Recipients: []mail.Recipient{{Original: mail.Address(fmt.Sprintf("user%d@example.org", i%recipients))}}},
			}}
		}
		began := time.Now()
		for chunk := range slices.Chunk(recs, 64) {
			w.state = w.f.after(w.state, chunk)
		}
		b.ReportMetric(float64(time.Since(began).Nanoseconds())/messages, "ns/message")
		began = time.Now()
		n := 0
		for range w.state.VirtualBoxes("sink", nil) {
			n++
		}
		b.ReportMetric(float64(time.Since(began).Microseconds()), "µs/list")
		began = time.Now()
		box, _ := w.state.Resolve("sink", "Recipients/user77@example.org", nil)
		b.ReportMetric(float64(time.Since(began).Nanoseconds()), "ns/select")
		began = time.Now()
		w.tell(store.Record{Flagged: &store.Flagged{UIDs: box.UIDs(0, 1), Flags: mail.NewFlags(mail.Seen)}})
		b.ReportMetric(float64(time.Since(began).Microseconds()), "µs/flag")
		began = time.Now()
		w.tell(store.Record{Flagged: &store.Flagged{UIDs: mail.UIDSet{{First: 1, Last: messages}}, Flags: mail.NewFlags(mail.Seen)}})
		b.ReportMetric(float64(time.Since(began).Milliseconds()), "ms/flag-all")
		if n != recipients || box.Len() != messages/recipients {
			b.Fatal(n, box.Len())
		}
		with := heap()
		for _, a := range w.state.accounts {
			a.recipients = nil
		}
		w.state.recipients = nil
		b.ReportMetric(float64(with-heap())/messages, "B/message")
		runtime.KeepAlive(w)
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
