package mailbox_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

// numbers returns the last character of every message of an account, in order.
func numbers(t *testing.T, m *mailbox.Mailbox, account string) string {
	t.Helper()
	var got []string
	for _, msg := range m.State().All.From(0) {
		if msg.Account != account {
			continue
		}
		octets, err := m.Octets(t.Context(), msg)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(octets[len(octets)-1:]))
	}
	return strings.Join(got, " ")
}

func TestAnAccountKeepsWhatItsLimitAllows(t *testing.T) {
	for name, c := range map[string]struct {
		limits   store.Limited
		ann, bob string
	}{
		"one account":              {store.Limited{Accounts: []store.Limit{{Account: "ann", Messages: 2}}}, "0 9", "0 1 2 3 4 5 6 7 8 9"},
		"by octets":                {store.Limited{Accounts: []store.Limit{{Account: "Ann", Bytes: 30}}}, "0 8 9", "0 1 2 3 4 5 6 7 8 9"},
		"each account":             {store.Limited{Accounts: []store.Limit{{Account: store.Each, Messages: 3}}}, "0 8 9", "7 8 9"},
		"each but one of its own":  {store.Limited{Accounts: []store.Limit{{Account: store.Each, Messages: 4}, {Account: "bob"}}}, "0 7 8 9", "0 1 2 3 4 5 6 7 8 9"},
		"an account and the whole": {store.Limited{Messages: 6, Accounts: []store.Limit{{Account: "ann", Messages: 3}}}, "0 8 9", "7 8 9"},
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := open(t, c.limits)
			for i := range 10 {
				msg := deliver(t, m, fmt.Sprintf("number %03d", i), "ann@mailsink.test")
				if i == 0 {
					pin(t, m, msg.UID)
				}
				deliver(t, m, fmt.Sprintf("number %03d", i), "bob@mailsink.test")
			}
			if ann, bob := numbers(t, m, "ann"), numbers(t, m, "bob"); ann != c.ann || bob != c.bob {
				t.Errorf("ann has kept %s, want %s; bob %s, want %s", ann, c.ann, bob, c.bob)
			}
		})
	}
}

func TestLimitsThatAreLoweredHoldAtOnce(t *testing.T) {
	st := memory.New()
	defer st.Close()
	for _, c := range []struct {
		limits store.Limited
		want   string
	}{
		{store.Limited{}, "0 1 2 3 4"},
		{store.Limited{Accounts: []store.Limit{{Account: "ann", Messages: 2}}}, "3 4"},
		{store.Limited{}, "3 4"},
	} {
		m, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test", Limits: c.limits})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 5 {
			if m.State().All.Len() < 5 && c.limits.Equal(store.Limited{}) && c.want != "3 4" {
				deliver(t, m, fmt.Sprintf("number %03d", i), "ann@mailsink.test")
			}
		}
		if got := numbers(t, m, "ann"); got != c.want {
			t.Errorf("%s are kept, want %s", got, c.want)
		}
		m.Close()
	}
}

func TestMessagesThatAreTooOldGoWithoutNewOnesComing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := memory.New()
		defer st.Close()
		limits := store.Limited{Age: 24 * time.Hour, Accounts: []store.Limit{{Account: "ann", Age: time.Hour}}}
		m, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test", Limits: limits})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		deliver(t, m, "Subject: 1", "ann@mailsink.test")
		pin(t, m, deliver(t, m, "Subject: 2", "ann@mailsink.test").UID)
		time.Sleep(30 * time.Minute)
		deliver(t, m, "Subject: 3", "ann@mailsink.test")
		deliver(t, m, "Subject: 4", "bob@mailsink.test")
		if _, err := m.Import(t.Context(), "bob", mailbox.Found{Time: time.Now().Add(-48 * time.Hour)}, strings.NewReader("Subject: 5")); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"2 3|4", "2|4", "2|"} {
			time.Sleep(31 * time.Minute)
			if want == "2|" {
				time.Sleep(24 * time.Hour)
			}
			synctest.Wait()
			if got := numbers(t, m, "ann") + "|" + numbers(t, m, "bob"); got != want {
				t.Errorf("%s are kept, want %s", got, want)
			}
		}
	})
}

func TestWhatIsPinnedAtTheLastMomentStays(t *testing.T) {
	m, st := open(t, store.Limited{})
	pinned, other := deliver(t, m, "Subject: 1", "ann@mailsink.test"), deliver(t, m, "Subject: 2", "ann@mailsink.test")
	pin(t, m, pinned.UID)
	pos, err := st.Append(t.Context(), store.Record{Expunged: &store.Expunged{UIDs: mail.UIDs(pinned.UID, other.UID), Unpinned: true}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Wait(t.Context(), mail.ModSeq(pos)-1); err != nil {
		t.Fatal(err)
	}
	if got := numbers(t, m, "ann"); got != "1" {
		t.Errorf("%s are kept, want 1", got)
	}
}
