package imap_test

import (
	"strings"
	"testing"
	"time"
)

// TestAURLIsForThoseItNames makes URLs as one user and uses them as others.
func TestAURLIsForThoseItNames(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver("Subject: one\r\n\r\nthe body", "ann")
	w.deliver("x", "bob")
	ann, bob := w.login("ann"), w.login("bob")
	soon := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	past := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	for _, c := range []struct {
		rump string
		fits bool // for bob
		want string
	}{
		{"imap://ann@h/INBOX/;UID=2;URLAUTH=user+bob", true, "{24}\r\nSubject: one\r\n\r\nthe body"},
		{"imap://ann@h/INBOX/;UID=2/;SECTION=TEXT;URLAUTH=authuser", true, "{8}\r\nthe body"},
		{"imap://ann@h/INBOX/;UID=2;EXPIRE=" + soon + ";URLAUTH=anonymous", true, "{24}\r\nSubject: one\r\n\r\nthe body"},
		{"imap://ann@h/INBOX/;UID=2;EXPIRE=" + past + ";URLAUTH=anonymous", false, ""},
		{"imap://ann@h/INBOX/;UID=2;URLAUTH=user+ann", false, ""},
		{"imap://ann@h/INBOX/;UID=9;URLAUTH=authuser", false, ""},
	} {
		made := ann.ok(`GENURLAUTH "` + c.rump + `" INTERNAL`)
		url, ok := strings.CutPrefix(made[0], "* GENURLAUTH ")
		if !ok {
			t.Fatalf("%s: %q", c.rump, made)
		}
		want := "* URLFETCH " + url + " NIL"
		if c.fits {
			want = "* URLFETCH " + url + " " + c.want
		}
		if got := bob.ok("URLFETCH " + url)[0]; got != want {
			t.Errorf("%s: got %q, want %q", c.rump, got, want)
		}
		other := strings.Replace(url, "UID=2", "UID=1", 1)
		if got := bob.ok("URLFETCH " + other)[0]; other != url && !strings.HasSuffix(got, " NIL") {
			t.Errorf("a token is good for another message: %q", got)
		}
		ann.ok("RESETKEY INBOX")
		if got := bob.ok("URLFETCH " + url)[0]; !strings.HasSuffix(got, " NIL") {
			t.Errorf("%s: after RESETKEY %q", c.rump, got)
		}
	}
	bob.no(`GENURLAUTH "imap://ann@h/INBOX/;UID=2;URLAUTH=user+bob" INTERNAL`, "NO [BADURL")
}
