package imap_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"mailsink/internal/imap"
	"mailsink/internal/mail"
	"mailsink/internal/store"
)

func TestSearch(t *testing.T) {
	w := start(t)
	w.deliver(message("first invoice")) // 1: 113 octets
	w.deliver("From: =?utf-8?q?J=C3=BCrgen?= <j@a.test>\r\nTo: \"Bob (x)\" <bob@b.test>\r\nCc: carol@c.test\r\n" +
		"Subject: =?iso-8859-1?q?Gr=FC=DFe?=\r\nDate: Fri, 2 Jan 2026 00:30:00 +0200\r\nX-Tag: Alpha\r\n" +
		"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSch=F6n soft=\r\nbreak\r\n") // 2
	w.deliver("Subject: parts\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nplain needle\r\n--B\r\n" +
		"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nbmVlZGxlMg==\r\n--B\r\nContent-Type: message/rfc822\r\n\r\n" +
		"Subject: inner subject\r\n\r\ninner text\r\n--B--\r\n") // 3
	w.deliver("") // 4
	flag(w, 1, mail.Seen, "Work")
	flag(w, 2, mail.Deleted, mail.Flagged)
	x := w.login("sink")
	x.ok("EXAMINE INBOX")
	for _, c := range []struct{ keys, want string }{
		{"ALL", "1 2 3 4"},
		{"1,3:4", "1 3 4"},
		{"*", "4"},
		{"3:*", "3 4"},
		{"UID 3", "2"},
		{"UID 1:4294967295", "1 2 3 4"},
		{"UID 4294967295:*", "4"},
		{"NOT 2:3", "1 4"},
		{"OR 1 OR 2 3", "1 2 3"},
		{"(1:3 2:4)", "2 3"},
		{"NOT (2 SUBJECT x)", "1 2 3 4"},
		{"SEEN", "1"}, {"UNSEEN", "2 3 4"}, {"FLAGGED", "2"}, {"DELETED UNSEEN", "2"}, {"ANSWERED", ""}, {"UNDRAFT", "1 2 3 4"},
		{"KEYWORD work", "1"}, {"UNKEYWORD WORK", "2 3 4"}, {"KEYWORD nosuch", ""},
		{"SUBJECT INVOICE", "1"},
		{`SUBJECT "first inv"`, "1"},
		{`SUBJECT ""`, "1 2 3"},
		{"CHARSET UTF-8 SUBJECT {7+}\r\ngrüße", "2"},
		{"SUBJECT \"gr\xfc\xdfe\"", "2"}, // Latin-1, as some write it
		{"FROM jürgen", "2"}, {"FROM a.test", "1 2"}, {"TO bob@b.test", "1 2"}, {"CC carol", "2"}, {"BCC x", ""},
		{"HEADER x-tag alph", "2"}, {`HEADER X-Tag ""`, "2"}, {`HEADER X-None ""`, ""},
		{"BODY schön", "2"}, {"BODY softbreak", "2"}, {"BODY needle", "3"}, {"BODY needle2", ""},
		{"BODY parts", ""}, {"TEXT parts", "3"}, {`BODY "inner subject"`, ""}, {`TEXT "inner subject"`, "3"}, {`TEXT "inner text"`, "3"},
		{"SENTON 1-Jan-2026", "1"}, {"SENTON 2-Jan-2026", "2"}, {"SENTSINCE 2-Jan-2026", "2"}, {"SENTBEFORE 2-Jan-2026", "1 3 4"},
		{"SINCE 1-Jan-2020", "1 2 3 4"}, {"BEFORE 1-Jan-2020", ""},
		{"LARGER 200", "2 3"}, {"SMALLER 200", "1 4"}, {"SMALLER 200 LARGER 10", "1"},
		{"SMALLER 200 SINCE 1-Jan-2020", "1 4"}, {"OR SMALLER 2 SMALLER 200", "1 4"}, {"SUBJECT smaller SMALLER 200", ""},
		{"RECENT", "1 2 3 4"}, {"OLD", ""},
	} {
		got := x.ok("SEARCH " + c.keys)
		want := strings.TrimRight("* SEARCH "+c.want, " ")
		if !slices.Equal(got, []string{want}) {
			t.Errorf("SEARCH %s: got %q, want %q", c.keys, got, want)
		}
	}
}

func flag(w *world, number int, flags ...mail.Flag) {
	w.Helper()
	m := w.State().Inboxes.At(number - 1)
	if err := w.Flag(w.Context(), mail.UIDs(m.UID), store.AddFlags, mail.NewFlags(flags...)); err != nil {
		w.Fatal(err)
	}
}

func TestExtendedSearch(t *testing.T) {
	w := start(t)
	for i := range 5 {
		w.deliver(message(fmt.Sprint(i)))
	}
	x := w.inbox()
	for _, c := range []struct{ command, want string }{
		{"SEARCH RETURN () 2:4", "ALL 2:4"},
		{"SEARCH RETURN (MIN MAX COUNT) 2:4", "MIN 2 MAX 4 COUNT 3"},
		{"UID SEARCH RETURN (ALL) OR 1 5", "UID ALL 2,6"},
		{"SEARCH RETURN (COUNT) SUBJECT none", "COUNT 0"},
		{"SEARCH RETURN (ALL) SUBJECT none", ""},
	} {
		got := x.ok(c.command)
		_, answer, _ := strings.Cut(got[0], ") ")
		if answer != c.want {
			t.Errorf("%s: got %q, want %q", c.command, got, c.want)
		}
	}
	x.ok("SEARCH RETURN (SAVE) 2:3")
	if got := x.ok("FETCH $ UID"); len(got) != 2 {
		t.Errorf("the saved result is %q", got)
	}
}

func TestSearchIsBounded(t *testing.T) {
	w := start(t, func(s *imap.Server) { s.SearchTimeout = 1 })
	w.deliver(message("one"))
	x := w.inbox()
	x.no("SEARCH "+strings.Repeat("NOT ", 60)+"ALL", "NO [LIMIT]")
	x.no("SEARCH "+strings.Repeat("OR ALL ", 300)+"ALL", "NO [LIMIT]")
	x.no("SEARCH "+strings.Repeat("TEXT x ", 300)+"ALL", "NO [LIMIT]")
	x.no("SEARCH TEXT hello", "NO [LIMIT]")
	x.no("SEARCH CHARSET UTF-7 SUBJECT x", "NO [BADCHARSET ")
	for _, keys := range []string{"", "NOSUCH", "0", "4294967296", "SINCE 99-Foo-2026", "OR ALL", "NOT", "HEADER x", "(ALL"} {
		x.no("SEARCH "+keys, "BAD")
	}
	x.ok("SEARCH ALL")
}
