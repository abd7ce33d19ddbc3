package mailbox_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

func mustSelect(t *testing.T, text string) mailbox.Selector {
	t.Helper()
	s, err := mailbox.ParseSelector(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestASelectorChoosesTheAccount(t *testing.T) {
	const content = "X-Test-Run: Run-7\r\nSubject: x\r\n\r\n"
	for _, c := range []struct{ name, selector, identity, path, content, want string }{
		{"nothing selects", "", "ci-7", "ann+t7@example.com>sink@mailsink.test", content, "sink"},
		{"the identity does", "auth", "ci-7", "ann@example.com>sink@mailsink.test", content, "ci-7"},
		{"the tag does", "plus", "", "ann+T7@example.com>sink@mailsink.test", content, "t7"},
		{"the field does", "header:x-test-run", "", "ann@example.com>sink@mailsink.test", content, "run-7"},
		{"without an identity the address decides", "auth", "", "ann@example.com>sink@mailsink.test", content, "sink"},
		{"without a tag the address decides", "plus", "", "ann@example.com>sink@mailsink.test", content, "sink"},
		{"without the field the address decides", "header:X-Other", "", "ann@example.com>sink@mailsink.test", content, "sink"},
		{"a run is called what its runner likes", "auth", "E2E/Login > works (Chromium) #7: gr\u00fcn", "ann@example.com>sink@mailsink.test", content, "e2e/login > works (chromium) #7: gr\u00fcn"},
		{"no line break is in a name", "auth", "a\nb", "ann@example.com>sink@mailsink.test", content, "sink"},
		{"all is nobody's", "auth", "all", "ann@example.com>sink@mailsink.test", content, "sink"},
		{"a path is no name", "auth", "../x", "ann@example.com>sink@mailsink.test", content, "sink"},
		{"a novel is no name", "auth", strings.Repeat("x", 256), "ann@example.com>sink@mailsink.test", content, "sink"},
	} {
		st := memory.New()
		m, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test", Select: mustSelect(t, c.selector)})
		if err != nil {
			t.Fatal(err)
		}
		env := envelope(c.path)
		env.Client.Identity = c.identity
		if _, err := m.Deliver(t.Context(), env, strings.NewReader(c.content)); err != nil {
			t.Fatal(err)
		}
		a := m.State().Accounts()[0]
		if selected := c.want != "sink"; a.Name != c.want || a.Used.IsZero() == selected {
			t.Errorf("%s: account %s, used %v", c.name, a.Name, a.Used)
		}
		m.Close()
		st.Close()
	}
	for _, bad := range []string{"x", "header:", "header:a b", "auth,plus"} {
		if _, err := mailbox.ParseSelector(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestADroppedAccountIsGoneButNotWhatCameSince(t *testing.T) {
	m, st := open(t, store.Limited{})
	deliver(t, m, "Subject: 1\r\n\r\n", "ann@mailsink.test", "bob@mailsink.test")
	seen := m.State()
	if err := m.Drop(t.Context(), "carol", seen.ModSeq); !errors.Is(err, mailbox.ErrNotExist) {
		t.Error(err)
	}
	late := deliver(t, m, "Subject: 2\r\n\r\n", "bob@mailsink.test")
	for _, account := range []string{"ann", "BOB"} {
		if err := m.Drop(t.Context(), account, seen.ModSeq); err != nil {
			t.Fatal(err)
		}
	}
	state := m.State()
	if _, ok := state.Account("ann"); ok || state.All.Len() != 1 || state.All.At(0) != late || len(state.Accounts()) != 1 {
		t.Errorf("%d messages, %d accounts", state.All.Len(), len(state.Accounts()))
	}
	next := deliver(t, m, "Subject: 3\r\n\r\n", "ann@mailsink.test")
	if b := box(t, m, "ann", "INBOX"); b.Len() != 1 || b.At(0) != next {
		t.Error("the account is not made anew")
	}
	again, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := again.State(); got.All.Len() != 2 || len(got.Accounts()) != 2 {
		t.Errorf("replayed: %d messages, %d accounts", got.All.Len(), len(got.Accounts()))
	}
}

func TestASelectedAccountGoesWhenItIsNotUsedAnyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		st := memory.New()
		defer st.Close()
		m, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test", Select: mustSelect(t, "plus"), Unused: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		put := func(path string) mail.ID { return deliver(t, m, "Subject: x\r\n\r\n", path).ID }
		put("ann@mailsink.test")
		put("ann+one@example.com>sink@mailsink.test")
		time.Sleep(40 * time.Minute)
		put("ann+two@example.com>sink@mailsink.test")
		for _, want := range []int{3, 2, 1} {
			synctest.Wait()
			if got := len(m.State().Accounts()); got != want {
				t.Errorf("%d accounts, want %d", got, want)
			}
			time.Sleep(21 * time.Minute)
			if want == 2 {
				time.Sleep(20 * time.Minute)
			}
		}
		if _, ok := m.State().Account("ann"); !ok {
			t.Error("an account that nothing selected went too")
		}
	})
}
