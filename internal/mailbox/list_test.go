package mailbox

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mailsink/internal/mail"
)

// A model is a list as simply as it can be written.
type model []*mail.Message

func (m model) edit(set mail.UIDSet, f func(*mail.Message) *mail.Message) model {
	var out model
	for _, msg := range m {
		if set.Has(msg.UID) {
			if msg = f(msg); msg == nil {
				continue
			}
		}
		out = append(out, msg)
	}
	return out
}

func collect(l List) model {
	var out model
	for i, m := range l.From(0) {
		if i != len(out) {
			panic(fmt.Sprintf("index %d, want %d", i, len(out)))
		}
		out = append(out, m)
	}
	return out
}

// patch returns old after d, as a viewer would apply it.
func patch(old List, d Delta) model {
	out := collect(old)
	for _, i := range d.Expunged {
		out = slices.Delete(out, i, i+1)
	}
	for _, m := range d.Changed {
		i := slices.IndexFunc(out, func(o *mail.Message) bool { return o.UID == m.UID })
		out[i] = m
	}
	return append(out, d.Added...)
}

// step makes a random change to l and to its model.
func step(rnd *rand.Rand, l List, m model, next *mail.UID) (List, model) {
	some := func() mail.UIDSet {
		var uids []mail.UID
		for range rnd.IntN(5) {
			uids = append(uids, mail.UID(rnd.IntN(int(*next)+1)))
		}
		if rnd.IntN(8) == 0 { // a whole stretch
			from := mail.UID(rnd.IntN(int(*next) + 1))
			for uid := from; uid < from+mail.UID(rnd.IntN(900)); uid++ {
				uids = append(uids, uid)
			}
		}
		return mail.UIDs(uids...)
	}
	switch rnd.IntN(6) {
	default:
		for range rnd.IntN(500) {
			*next += mail.UID(1 + rnd.IntN(3))
			msg := &mail.Message{UID: *next}
			l, m = l.add(msg), append(slices.Clone(m), msg)
		}
	case 1:
		made := make(map[mail.UID]*mail.Message)
		change := func(o *mail.Message) *mail.Message {
			if made[o.UID] == nil {
				made[o.UID] = &mail.Message{UID: o.UID, Size: o.Size + 1}
			}
			return made[o.UID]
		}
		set := some()
		l, m = l.edit(set, change), m.edit(set, change)
	case 2:
		gone := func(*mail.Message) *mail.Message { return nil }
		set := some()
		l, m = l.edit(set, gone), m.edit(set, gone)
	case 3:
		for range rnd.IntN(600) {
			if l.Len() > 0 {
				l, m = l.drop(), m[1:]
			}
		}
	}
	return l, m
}

func TestAListIsWhatItsModelIs(t *testing.T) {
	for seed := range uint64(10) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var (
			l    List
			m    model
			next mail.UID
		)
		for n := range 30 {
			l, m = step(rnd, l, m, &next)
			if err := same(l, m, next); err != nil {
				t.Fatalf("seed %d, step %d: %v", seed, n, err)
			}
		}
	}
}

// same compares every way to read l with the model.
func same(l List, m model, last mail.UID) error {
	if got := collect(l); !slices.Equal(got, m) || l.Len() != len(m) {
		return fmt.Errorf("%d messages, length %d; want %d", len(got), l.Len(), len(m))
	}
	for i, msg := range m {
		if l.At(i) != msg {
			return fmt.Errorf("At(%d) is %d, want %d", i, l.At(i).UID, msg.UID)
		}
	}
	for uid := mail.UID(0); uid <= last+1; uid += 7 {
		want, found := slices.BinarySearchFunc(m, uid, func(o *mail.Message, uid mail.UID) int { return int(o.UID) - int(uid) })
		if i, ok := l.Index(uid); i != want || ok != found {
			return fmt.Errorf("Index(%d) is %d, %t; want %d, %t", uid, i, ok, want, found)
		}
	}
	half := len(m) / 2
	var back model
	for i, msg := range l.Backward(half) {
		if back = append(back, msg); m[i] != msg {
			return fmt.Errorf("Backward gives %d at %d", msg.UID, i)
		}
	}
	if len(back) != half {
		return fmt.Errorf("Backward gives %d messages, want %d", len(back), half)
	}
	return nil
}

func TestAnOldListPatchedWithTheDeltaIsTheNewList(t *testing.T) {
	for seed := range uint64(10) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		var (
			l    List
			m    model
			next mail.UID
		)
		history := []List{l}
		for n := range 25 {
			l, m = step(rnd, l, m, &next)
			history = append(history, l)
			for k, old := range history[max(0, len(history)-6):] {
				if got := patch(old, l.Since(old)); !slices.Equal(got, m) {
					t.Fatalf("seed %d: step %d patched to step %d has %d messages, want %d", seed, k, n, len(got), len(m))
				}
			}
		}
	}
}

func TestOldListsStayAsTheyWere(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	var (
		l      List
		m      model
		next   mail.UID
		lists  []List
		models []model
	)
	for range 60 {
		l, m = step(rnd, l, m, &next)
		lists, models = append(lists, l), append(models, m)
	}
	for i := range lists {
		if !slices.Equal(collect(lists[i]), models[i]) {
			t.Errorf("the list of step %d has changed", i)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	b.ReportAllocs()
	var l List
	for uid := mail.UID(1); b.Loop(); uid++ {
		l = l.add(&mail.Message{UID: uid})
	}
}

// grown returns a list of n messages.
func grown(n int) List {
	var l List
	for uid := range n {
		l = l.add(&mail.Message{UID: mail.UID(uid + 1)})
	}
	return l
}

func BenchmarkFlagOneOf(b *testing.B) {
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		l := grown(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				next := l.edit(mail.UIDs(mail.UID(n/2)), func(m *mail.Message) *mail.Message {
					c := *m
					return &c
				})
				if d := next.Since(l); len(d.Changed) != 1 {
					b.Fatal(d)
				}
			}
		})
	}
}
