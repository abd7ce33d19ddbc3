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
	bob.no(`GENURLAUTH "imap://ann@h/INBOX/;UID=2;URLAUTH=user+bob" INTERNAL`, "BAD")
}

// TestWhatIsMeantForSubmissionIsForSubmitAlone has bob fetch what ann gave to a
// program that submits for him.
func TestWhatIsMeantForSubmissionIsForSubmitAlone(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver("Subject: one\r\n\r\nthe body", "ann")
	made := w.login("ann").ok(`GENURLAUTH "imap://ann@h/INBOX/;UID=2;URLAUTH=submit+bob" INTERNAL`)
	url, _ := strings.CutPrefix(made[0], "* GENURLAUTH ")
	if got := w.login("bob").ok("URLFETCH " + url)[0]; !strings.HasSuffix(got, " NIL") {
		t.Errorf("bob gets %q", got)
	}
	if got := w.login("submit").ok("URLFETCH " + url)[0]; !strings.HasSuffix(got, "the body") {
		t.Errorf("submit gets %q", got)
	}
}

// TestAURLNamesPartsDecoded asks for more of a URL than its octets (RFC 5524).
func TestAURLNamesPartsDecoded(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n--b--\r\n", "ann")
	ann := w.login("ann")
	const structure = `("text" "plain" ("charset" "utf-8") NIL NIL "base64" 8 0 NIL NIL NIL NIL)`
	for _, c := range []struct{ section, items, want string }{
		{"1", "", " {8}\r\nSGVsbG8="},
		{"1", " BODY", " (BODY {8}\r\nSGVsbG8=)"},
		{"1", " BINARY", " (BINARY ~{5}\r\nHello)"},
		{"1", " BODYPARTSTRUCTURE", " (BODYPARTSTRUCTURE " + structure + ")"},
		{"1", " BODYPARTSTRUCTURE BINARY", " (BODYPARTSTRUCTURE " + structure + ") (BINARY ~{5}\r\nHello)"},
		{"1.MIME", " BINARY", " (BINARY NIL)"},
		{"9", " BODY", " NIL"},
	} {
		made := ann.ok(`GENURLAUTH "imap://ann@h/INBOX/;UID=2/;SECTION=` + c.section + `;URLAUTH=authuser" INTERNAL`)
		url, _ := strings.CutPrefix(made[0], "* GENURLAUTH ")
		if got := ann.ok("URLFETCH (" + url + c.items + ")")[0]; got != "* URLFETCH "+url+c.want {
			t.Errorf("%s%s: got %q", c.section, c.items, got)
		}
	}
	for _, command := range []string{"URLFETCH ()", `URLFETCH ("x" FOO)`, `URLFETCH ("x" BODY BINARY)`, `URLFETCH ("x" BODY`} {
		ann.no(command, "BAD")
	}
}
