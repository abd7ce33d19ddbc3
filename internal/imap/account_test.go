package imap_test

import (
	"context"
	"slices"
	"testing"

	"mailsink/internal/imap"
)

func TestALoginLeadsToItsAccount(t *testing.T) {
	w := start(t)
	w.deliver(message("a"), "ann")
	w.deliver(message("b"), "bob")
	for _, c := range []struct {
		user string
		want string
	}{
		{"ann", "1"}, {"ANN", "1"}, {"ann@mailsink.test", "1"}, {"bob", "1"},
		{"anyone", "2"}, {"ann@elsewhere.test", "2"}, {"all", "2"},
	} {
		x := w.login(`"` + c.user + `"`)
		if got := x.ok("SELECT INBOX"); !slices.Contains(got, "* "+c.want+" EXISTS") {
			t.Errorf("%s sees %q, want %s", c.user, got, c.want)
		}
	}
}

func TestEveryonesMailboxesAreTheirOwn(t *testing.T) {
	w := start(t)
	w.deliver(message("a"), "ann")
	x := w.login("all")
	x.ok("CREATE Kept")
	x.ok("SELECT INBOX")
	x.ok("MOVE 1 Kept")
	if got := x.ok("STATUS Kept (MESSAGES)"); got[0] != `* STATUS "Kept" (MESSAGES 1)` {
		t.Errorf("got %q", got)
	}
	x.ok("APPEND INBOX {3+}\r\nabc")
	y := w.login("other")
	if got := y.ok("SELECT INBOX"); !slices.Contains(got, "* 1 EXISTS") {
		t.Errorf("another login of all mail sees %q", got)
	}
	z := w.login("ann")
	if got := z.ok(`LIST "" *`); len(got) != 1 {
		t.Errorf("ann sees %q", got)
	}
}

func TestAConfiguredUserHasAnEmptyMailboxBeforeAnyMail(t *testing.T) {
	w := start(t, func(s *imap.Server) { s.Auth = func(context.Context, string, string) error { return nil } })
	w.deliver(message("b"), "bob")
	x := w.login("ann")
	if got := x.ok("SELECT INBOX"); !slices.Contains(got, "* 0 EXISTS") {
		t.Fatalf("got %q", got)
	}
	w.deliver(message("a"), "ann")
	if got := x.ok("NOOP"); len(got) == 0 || got[0] != "* 1 EXISTS" {
		t.Errorf("got %q", got)
	}
}

func TestADeletedMailboxIsEmptyForThoseInIt(t *testing.T) {
	w := start(t)
	x := w.login("sink")
	x.ok("CREATE Gone")
	x.ok("APPEND Gone {3+}\r\nabc")
	x.ok("SELECT Gone")
	y := w.login("sink")
	y.ok("CREATE Stays")
	y.ok("DELETE Gone")
	if got := x.ok("NOOP"); !slices.Equal(got, []string{"* 1 EXPUNGE", "* 0 RECENT"}) {
		t.Errorf("got %q", got)
	}
	x.no("APPEND Gone {3+}\r\nabc", "NO [TRYCREATE]")
}
