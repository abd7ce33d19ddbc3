package transcript

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/mail"
)

func texts(s Session) (all []string) {
	for _, l := range s.Lines {
		all = append(all, l.From.String()+" "+l.Text)
	}
	return all
}

func TestASessionIsTakenDown(t *testing.T) {
	ring := New(Limits{})
	r := ring.Begin("a", "SMTP")
	r.Say(Server, "220 mailsink.test")
	r.SayBytes(Client, []byte("EHLO \x00\xff\x7fü"))
	r.Say(Note, "100 octets of content")
	r.Describe(mail.Client{Hello: "client.example"})
	r.Refuse("550 5.1.1 No")
	r.Accept(7, "250 2.0.0 Ok")
	s, ok := ring.Session("a")
	want := `server 220 mailsink.test|client EHLO \x00\xff\x7fü|note 100 octets of content`
	if got := strings.Join(texts(s), "|"); !ok || got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s.Accepted != 1 || s.Refused != 1 || s.Result != "250 2.0.0 Ok" || s.Messages[0] != 7 || s.Client.Hello != "client.example" || !s.End.IsZero() || s.Door != "SMTP" {
		t.Errorf("got %+v", s)
	}
	r.End()
	if s, _ := ring.Session("a"); s.End.IsZero() || s.Lines[0].At < 0 || s.Lines[2].At > s.End.Sub(s.Start)+time.Millisecond {
		t.Errorf("got %+v", s)
	}
}

func TestALongSessionKeepsItsBeginningAndItsEnd(t *testing.T) {
	ring := New(Limits{Octets: 3 << 10})
	r := ring.Begin("a", "SMTP")
	const n = 10000
	for i := range n {
		r.Say(Client, fmt.Sprint("line ", i))
	}
	s, _ := ring.Session("a")
	got := texts(s)
	if got[0] != "client line 0" || got[len(got)-1] != fmt.Sprint("client line ", n-1) || len(got)+s.Dropped != n {
		t.Errorf("%d lines and %d dropped, from %s to %s", len(got), s.Dropped, got[0], got[len(got)-1])
	}
	if next := fmt.Sprint("client line ", s.Head+s.Dropped); got[s.Head] != next {
		t.Errorf("after the gap comes %s, want %s", got[s.Head], next)
	}
	if octets := len(r.head) + len(r.tail); octets > 3<<10+maxLine {
		t.Errorf("%d octets are kept", octets)
	}
}

func TestALineIsBounded(t *testing.T) {
	ring := New(Limits{})
	ring.Begin("a", "SMTP").Say(Client, strings.Repeat("x", 1<<20))
	if s, _ := ring.Session("a"); len(s.Lines[0].Text) != maxLine {
		t.Errorf("%d octets", len(s.Lines[0].Text))
	}
}

func TestIDsOfMessagesAreBounded(t *testing.T) {
	ring := New(Limits{})
	r := ring.Begin("a", "SMTP")
	for i := range 2 * maxMessages {
		r.Accept(mail.ID(i), "250")
	}
	s, _ := ring.Session("a")
	if len(s.Messages) != maxMessages || s.Messages[maxMessages-1] != 2*maxMessages-1 || s.Accepted != 2*maxMessages {
		t.Errorf("%d IDs, the last %v, of %d", len(s.Messages), s.Messages[maxMessages-1], s.Accepted)
	}
}

func TestTheOldestThatHasEndedIsForgottenFirst(t *testing.T) {
	ring := New(Limits{Sessions: 3})
	a := ring.Begin("a", "SMTP")
	ring.Begin("b", "SMTP").End()
	ring.Begin("c", "SMTP")
	ring.Begin("d", "SMTP")
	if _, ok := ring.Session("b"); ok {
		t.Error("b is kept, though it has ended")
	}
	ring.Begin("e", "SMTP")
	if _, ok := ring.Session("a"); ok {
		t.Error("a is kept, though it is the oldest")
	}
	a.Say(Client, "x")
	a.End()
	if len(a.head) != 0 {
		t.Error("what is forgotten is taken down")
	}
}

func TestSessionsAreListedNewestFirst(t *testing.T) {
	ring := New(Limits{})
	for _, id := range []string{"a", "b", "c", "d"} {
		ring.Begin(id, "SMTP").Say(Client, "x")
	}
	names := func(before string, limit int) string {
		list, more := ring.Sessions(before, limit)
		var ids string
		for _, s := range list {
			ids += s.ID
			if s.Lines != nil {
				t.Error("a list has lines")
			}
		}
		return fmt.Sprint(ids, " ", more)
	}
	for got, want := range map[string]string{
		names("", 2): "dc true", names("c", 2): "ba false", names("c", 1): "b true", names("a", 1): " false", names("gone", 9): "dcba false",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestNothingIsTakenDownWithoutARing(t *testing.T) {
	var ring *Ring
	r := ring.Begin("a", "SMTP")
	r.Say(Client, "x")
	r.Describe(mail.Client{})
	r.End()
	if _, ok := ring.Session("a"); ok {
		t.Error("a session of no ring")
	}
	if list, _ := ring.Sessions("", 1); list != nil {
		t.Error("sessions of no ring")
	}
}

func TestReadersAndRecordersDoNotDisturbEachOther(t *testing.T) {
	ring := New(Limits{Sessions: 4, Octets: 600})
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 200 {
				r := ring.Begin(fmt.Sprint(g, "-", i), "SMTP")
				r.Say(Client, strings.Repeat("x", i))
				r.Accept(mail.ID(i), "250")
				r.End()
			}
		})
		wg.Go(func() {
			for range 200 {
				list, _ := ring.Sessions("", 10)
				for _, s := range list {
					ring.Session(s.ID)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzRecorder(f *testing.F) {
	f.Add("EHLO a", "\x00\xff", uint8(3))
	f.Fuzz(func(t *testing.T, a, b string, n uint8) {
		ring := New(Limits{Octets: 300})
		r := ring.Begin("a", "SMTP")
		for range n {
			r.Say(Client, a)
			r.Say(Server, b)
		}
		s, _ := ring.Session("a")
		if len(s.Lines)+s.Dropped != 2*int(n) {
			t.Fatalf("%d lines and %d dropped of %d", len(s.Lines), s.Dropped, 2*int(n))
		}
	})
}
