package imap_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"mailsink/internal/mail"
)

// bound is how long one FETCH of one message may take, however odd it is. On
// an idle machine without the race detector it is a fraction.
const bound = 5 * time.Second

// TestEveryMessageIsFetchedExactly fetches every message of the corpus of
// package mime in every way.
func TestEveryMessageIsFetchedExactly(t *testing.T) {
	files, err := filepath.Glob("../mime/testdata/messages/*.eml")
	if err != nil || len(files) < 200 {
		t.Fatalf("%d messages: %v", len(files), err)
	}
	w := start(t)
	var contents, names []string
	for _, f := range files {
		octets, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		w.deliver(string(octets))
		contents, names = append(contents, string(octets)), append(names, filepath.Base(f))
	}
	c := w.client(nil)
	slowest, which := time.Duration(0), ""
	for i, content := range contents {
		began := time.Now()
		got, err := c.Fetch(imap.SeqSetNum(uint32(i+1)), everything()).Collect()
		if err != nil {
			t.Fatalf("%s: %v", names[i], err)
		}
		if took := time.Since(began); took > slowest {
			slowest, which = took, names[i]
		}
		b := got[0].BodySection
		switch {
		case got[0].RFC822Size != int64(len(content)):
			t.Errorf("%s: the size is %d, not %d", names[i], got[0].RFC822Size, len(content))
		case string(b[0].Bytes) != content:
			t.Errorf("%s: BODY[] differs", names[i])
		case string(b[1].Bytes)+string(b[2].Bytes) != content:
			t.Errorf("%s: BODY[HEADER] and BODY[TEXT] are not all of it", names[i])
		}
		checkSizes(t, c, names[i], uint32(i+1), got[0].BodyStructure)
	}
	t.Logf("slowest FETCH: %v for %s", slowest, which)
	if slowest > bound {
		t.Errorf("%s took %v", which, slowest)
	}
}

// everything asks for all there is of a message.
func everything() *imap.FetchOptions {
	return &imap.FetchOptions{
		Envelope: true, Flags: true, InternalDate: true, RFC822Size: true, UID: true,
		BodyStructure: &imap.FetchItemBodyStructure{Extended: true},
		BodySection: []*imap.FetchItemBodySection{
			{Peek: true}, {Peek: true, Specifier: imap.PartSpecifierHeader}, {Peek: true, Specifier: imap.PartSpecifierText},
			{Peek: true, Part: []int{1}}, {Peek: true, Part: []int{1}, Specifier: imap.PartSpecifierMIME},
			{Peek: true, Specifier: imap.PartSpecifierHeader, HeaderFieldsNot: []string{"Received"}},
		},
	}
}

// checkSizes fetches parts, and compares them with what BODYSTRUCTURE says of
// their size.
func checkSizes(t *testing.T, c *imapclient.Client, name string, number uint32, bs imap.BodyStructure) {
	t.Helper()
	o := &imap.FetchOptions{}
	var sizes []uint32
	bs.Walk(func(path []int, part imap.BodyStructure) bool {
		if single, ok := part.(*imap.BodyStructureSinglePart); ok && len(sizes) < 20 {
			o.BodySection = append(o.BodySection, &imap.FetchItemBodySection{Peek: true, Part: slices.Clone(path)})
			sizes = append(sizes, single.Size)
		}
		return len(sizes) < 20
	})
	got, err := c.Fetch(imap.SeqSetNum(number), o).Collect()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, b := range got[0].BodySection {
		i := slices.IndexFunc(o.BodySection, func(s *imap.FetchItemBodySection) bool { return slices.Equal(s.Part, b.Section.Part) })
		if uint32(len(b.Bytes)) != sizes[i] {
			t.Errorf("%s: part %v has %d octets, BODYSTRUCTURE says %d", name, b.Section.Part, len(b.Bytes), sizes[i])
		}
	}
}

func TestStructureOfBrokenMail(t *testing.T) {
	w := start(t)
	for i, c := range []struct{ content, want string }{
		{"", `("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0)`},
		{"no header at all", `("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 16 0)`},
		{"Content-Type: multipart/mixed\r\n\r\nx\r\n", `(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0) "mixed")`},
		{"Content-Type: multipart/mixed; boundary=B\r\n\r\nx\r\n", `(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0) "mixed")`},
		{"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nx\r\n", `(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 3 1) "mixed")`},
		{"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n", `("application" "octet-stream" NIL NIL NIL "base64" 6)`},
		{"Content-Type: image/png; name=\"a\\\"b\"\r\nContent-ID: <i>\r\nContent-Description: d\r\n\r\nx", `("image" "png" ("name" "a\"b") "<i>" "d" "7bit" 1)`},
	} {
		w.deliver(c.content)
		x := w.inbox()
		got := x.ok("FETCH * BODY")
		if want := "FETCH (BODY " + c.want + ")"; !strings.HasSuffix(got[0], want) {
			t.Errorf("message %d: got %s, want %s", i+1, got[0], want)
		}
		x.Close()
	}
}

func TestEnvelopeOfBrokenMail(t *testing.T) {
	w := start(t)
	for i, c := range []struct{ content, want string }{
		{"", `(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"Subject: {5}\r\nFrom: a\r\n\r\n", `(NIL "{5}" ((NIL NIL "a" "MISSING_DOMAIN")) ((NIL NIL "a" "MISSING_DOMAIN")) ((NIL NIL "a" "MISSING_DOMAIN")) NIL NIL NIL NIL NIL)`},
		{"To: Friends: a@b.c;, undisclosed:;\r\n\r\n", `(NIL NIL NIL NIL NIL ((NIL NIL "Friends" NIL)(NIL NIL "a" "b.c")(NIL NIL NIL NIL)(NIL NIL "undisclosed" NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL)`},
		{"Subject: =?utf-8?q?=0D=0A*_BYE?=\r\n\r\n", `(NIL "=?utf-8?q?=0D=0A*_BYE?=" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"Subject: caf\xe9\r\n\r\n", "(NIL {4}\r\ncaf\xe9 NIL NIL NIL NIL NIL NIL NIL NIL)"},
		{"To: a@b.c\r\nTo: d@e.f\r\n\r\n", `(NIL NIL NIL NIL NIL ((NIL NIL "a" "b.c") (NIL NIL "d" "e.f")) NIL NIL NIL NIL)`},
		{"Message-ID: none\r\nIn-Reply-To: <a@b> <c@d>\r\n\r\n", `(NIL NIL NIL NIL NIL NIL NIL NIL "<a@b> <c@d>" "none")`},
	} {
		w.deliver(c.content)
		x := w.inbox()
		got := strings.ReplaceAll(x.ok("FETCH * ENVELOPE")[0], ") (NIL NIL", ")(NIL NIL")
		want := "FETCH (ENVELOPE " + strings.ReplaceAll(c.want, ") (NIL NIL", ")(NIL NIL") + ")"
		if !strings.HasSuffix(got, want) {
			t.Errorf("message %d: got %s, want %s", i+1, got, want)
		}
		x.Close()
	}
}

func TestPartialsAreClipped(t *testing.T) {
	w := start(t)
	w.deliver("Subject: x\r\n\r\n0123456789")
	x := w.inbox()
	for _, c := range []struct{ item, want string }{
		{"BODY.PEEK[TEXT]<0.4>", "BODY[TEXT]<0> {4}\r\n0123"},
		{"BODY.PEEK[TEXT]<8.4>", "BODY[TEXT]<8> {2}\r\n89"},
		{"BODY.PEEK[TEXT]<10.4>", "BODY[TEXT]<10> {0}\r\n"},
		{"BODY.PEEK[TEXT]<4294967295.1>", "BODY[TEXT]<4294967295> {0}\r\n"},
		{"BODY.PEEK[]<1.9223372036854775807>", "BODY[]<1> {23}\r\nubject: x\r\n\r\n0123456789"},
		{"RFC822.TEXT", "RFC822.TEXT {10}\r\n0123456789"},
		{"BODY.PEEK[HEADER.FIELDS.NOT (subject)]", "BODY[HEADER.FIELDS.NOT (subject)] {2}\r\n\r\n"},
		{"BODY.PEEK[7.8.9]", "BODY[7.8.9] {0}\r\n"},
		{"BINARY.PEEK[1]<2.3>", "BINARY[1]<2> {3}\r\n234"},
		{"BINARY.SIZE[1]", "BINARY.SIZE[1] 10"},
	} {
		got := x.ok("FETCH 1 " + c.item)
		if !strings.Contains(got[0], " FETCH ("+c.want) && !strings.Contains(got[0], c.want) {
			t.Errorf("%s: got %q, want %q", c.item, got, c.want)
		}
	}
	for _, item := range []string{"BODY[]<0.0>", "BODY[]<4294967296.1>", "BODY[]<-1.1>", "BODY[1.MIME.HEADER]", "NOSUCH", "(ALL)"} {
		x.no("FETCH 1 "+item, "BAD")
	}
	m := w.State().Inboxes.At(0)
	if !m.Flags.Has(mail.Seen) { // RFC822.TEXT is no PEEK
		t.Errorf("the flags are %v", m.Flags)
	}
}
