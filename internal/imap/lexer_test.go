package imap

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
)

// A quiet connection takes what it is told, and says what it was given.
type quietConn struct {
	net.Conn
	told strings.Builder
}

func (q *quietConn) Write(p []byte) (int, error)      { return q.told.Write(p) }
func (q *quietConn) SetWriteDeadline(time.Time) error { return nil }
func (q *quietConn) Close() error                     { return nil }

// lexerOf returns a lexer that has read the first line of input.
func lexerOf(t *testing.T, input string) (*lexer, *quietConn) {
	t.Helper()
	c := &quietConn{}
	w := &wire{server: (&Server{}).withDefaults(), raw: c, from: strings.NewReader(input), to: c}
	w.in = bufio.NewReader(source{w})
	p := &lexer{w: w}
	if err := p.begin(maxCommand); err != nil {
		t.Fatalf("%q: %v", input, err)
	}
	return p, c
}

func TestStringsAreReadHoweverTheyAreWritten(t *testing.T) {
	for _, c := range []struct{ name, input, want, told string }{
		{"an atom", "INBOX x\r\n", "INBOX", ""},
		{"a bracket in an atom", "a]b x\r\n", "a]b", ""},
		{"UTF-8 in an atom", "é x\r\n", "é", ""},
		{"quoted", "\"a b\" x\r\n", "a b", ""},
		{"quoted specials", `"a\"b\\c" x` + "\r\n", `a"b\c`, ""},
		{"quoted, of nothing", "\"\" x\r\n", "", ""},
		{"a literal", "{3}\r\na b x\r\n", "a b", "+ OK\r\n"},
		{"a literal that does not wait", "{3+}\r\na b x\r\n", "a b", ""},
		{"a literal with line ends", "{4+}\r\n\r\n\r\n x\r\n", "\r\n\r\n", ""},
		{"a literal of nothing", "{0+}\r\n x\r\n", "", ""},
		{"a binary literal", "~{3+}\r\na\x00b x\r\n", "a\x00b", ""},
		{"bare line ends", "{3+}\na b x\n", "a b", ""},
	} {
		p, conn := lexerOf(t, c.input)
		got, err := p.astring()
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
			continue
		}
		if p.space() != nil || p.word() != "X" || p.end() != nil {
			t.Errorf("%s: what follows is lost", c.name)
		}
		if conn.told.String() != c.told {
			t.Errorf("%s: told %q, want %q", c.name, conn.told.String(), c.told)
		}
	}
}

func TestWhatIsNoStringIsRefused(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{"nothing", "\r\n", "BAD"},
		{"a parenthesis", "(\r\n", "BAD"},
		{"no end of quotes", "\"abc\r\n", "BAD"},
		{"no number", "{x}\r\n", "BAD"},
		{"no end of a literal", "{3\r\n", "BAD"},
		{"more behind a literal", "{3} x\r\n", "BAD"},
		{"NUL in a literal", "{3+}\r\na\x00b x\r\n", "BAD"},
		{"too long", fmt.Sprintf("{%d}\r\n", maxLiteral+1), "NO [TOOBIG]"},
		{"longer than any number", "{99999999999999999999}\r\n", "NO [TOOBIG]"},
	} {
		p, _ := lexerOf(t, c.input)
		got, err := p.astring()
		var f *fault
		if !errors.As(err, &f) || !strings.HasPrefix(f.line(), c.want) {
			t.Errorf("%s: %q, %v, want %s", c.name, got, err, c.want)
		}
	}
}

func TestListsHoldWhatTheyHold(t *testing.T) {
	for _, c := range []struct {
		input string
		want  []string // nil: refused
	}{
		{"()", []string{}}, {"(a)", []string{"a"}}, {"(a b)", []string{"a", "b"}}, {"( a  b )", []string{"a", "b"}},
		{"(\"a b\" {1+}\r\nc {1+}\r\nd)", []string{"a b", "c", "d"}},
		{"(a", nil}, {"a)", nil}, {"(a\"b\")", nil}, {"(a (b))", nil},
	} {
		p, _ := lexerOf(t, c.input+" x\r\n")
		got := []string{}
		err := p.list(func() error {
			s, err := p.astring()
			got = append(got, s)
			return err
		})
		if (err != nil) != (c.want == nil) || err == nil && !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, %v", c.input, got, err)
		}
	}
}

// TestTheRestOfARefusedCommandIsPassedOver says which octets are left for the
// next command.
func TestTheRestOfARefusedCommandIsPassedOver(t *testing.T) {
	for _, c := range []struct {
		name, input string
		ends        bool
	}{
		{"nothing more", "a b c\r\nNEXT", false},
		{"a literal that waits is not sent", "a {5}\r\nNEXT", false},
		{"a literal is sent", "a {7+}\r\nx EVIL\n b\r\nNEXT", false},
		{"two are", "a {3+}\r\nabc {2+}\r\nde f\r\nNEXT", false},
		{"a binary one", "a ~{3+}\r\n\x00\x00\x00\r\nNEXT", false},
		{"braces in quotes", "a \"{5+}\"\r\nNEXT", false},
		{"who knows where quotes end", "a \"b {5+}\r\nEVIL\r\nNEXT", true},
		{"more than there may be", "a {5000+}\r\n", true},
		{"no number", "a {99999999999999999999+}\r\n", true},
		{"it ends early", "a {10+}\r\nabc", true},
	} {
		p, _ := lexerOf(t, c.input)
		if ends := !p.abandon(1000); ends != c.ends {
			t.Errorf("%s: ends %t", c.name, ends)
			continue
		}
		if rest, _ := io.ReadAll(p.w.in); !c.ends && string(rest) != "NEXT" {
			t.Errorf("%s: left is %q", c.name, rest)
		}
	}
}

func TestALineIsBounded(t *testing.T) {
	c := &quietConn{}
	w := &wire{server: (&Server{}).withDefaults(), raw: c, from: strings.NewReader(strings.Repeat("x", 2*maxCommand)), to: c}
	w.in = bufio.NewReader(source{w})
	var f *fault
	if err := (&lexer{w: w}).begin(maxCommand); !errors.As(err, &f) || !f.ends || f.code != "TOOBIG" {
		t.Errorf("got %v", err)
	}
	for _, line := range []string{"a\x00b\r\n", "a\rb\r\n"} {
		w.in = bufio.NewReader(strings.NewReader(line))
		if err := (&lexer{w: w}).begin(maxCommand); err == nil {
			t.Errorf("%q is taken", line)
		}
	}
}

func TestSectionsAreReadAndWritten(t *testing.T) {
	for _, text := range []string{"", "1", "1.2.3", "HEADER", "TEXT", "1.HEADER", "2.1.MIME", "HEADER.FIELDS (From To)", "1.HEADER.FIELDS.NOT (Subject)"} {
		r := requestOf(text)
		sec, err := readSection(r)
		if err != nil || r.end() != nil || string(sec.Append(nil)) != text {
			t.Errorf("%q is read as %+v, %v", text, sec, err)
		}
	}
	for _, text := range []string{"0", "1.", "1..2", ".1", "MIME", "NOSUCH", "1.NOSUCH", "HEADER.FIELDS", "HEADER.FIELDS ()", "1.2.HEADER.1", "99999999999"} {
		r := requestOf(text)
		if sec, err := readSection(r); err == nil && r.end() == nil {
			t.Errorf("%q is read as %+v", text, sec)
		}
	}
}

func TestURLsOfMessages(t *testing.T) {
	s := &session{}
	for _, c := range []struct {
		text string
		want messageURL
	}{
		{"/INBOX/;UID=7", messageURL{mailbox: "INBOX", uid: 7}},
		{"/inbox;UIDVALIDITY=3/;UID=7/;SECTION=1.2", messageURL{mailbox: "INBOX", uidValidity: 3, uid: 7, section: "1.2"}},
		{"imap://ann@host:143/a%20b/c/;uid=7/;section=header.fields%20(from)", messageURL{mailbox: "a b/c", uid: 7, section: "header.fields (from)"}},
		{";UID=7/;SECTION=TEXT", messageURL{uid: 7, section: "TEXT"}},
	} {
		got, ok := s.parseURL(c.text)
		if !ok || got != c.want {
			t.Errorf("%s: %+v, %t", c.text, got, ok)
		}
	}
	got, ok := s.parseURL("/INBOX/;UID=7/;PARTIAL=5.10")
	if !ok || got.partial == nil || *got.partial != (partial{5, 10}) {
		t.Errorf("a partial: %+v, %t", got, ok)
	}
	for _, text := range []string{"", "/INBOX", "/INBOX/;UID=", "/;UID=1", "/INBOX/;UID=0", "/INBOX/;UID=x", "/INBOX;UIDVALIDITY=0/;UID=1", "/a%zz/;UID=1", "/INBOX/;UID=1/;PARTIAL=x", "/INBOX/;UID=1/;NOSUCH=1"} {
		if got, ok := s.parseURL(text); ok {
			t.Errorf("%q is %+v", text, got)
		}
	}
}

func TestFlagsKeepTheirSpelling(t *testing.T) {
	k := keywords{"work": "Work"}
	got, err := k.canonical([]mail.Flag{`\seen`, "WORK", "New", "new", "$Forwarded"})
	if err != nil || !slices.Equal(got, mail.NewFlags(mail.Seen, "Work", "New", "$Forwarded")) {
		t.Errorf("%v, %v", got, err)
	}
	for _, f := range []mail.Flag{`\NoSuch`, `\Recent`, mail.Flag(strings.Repeat("x", 300))} {
		if got, err := k.canonical([]mail.Flag{f}); err == nil {
			t.Errorf("%s is %v", f, got)
		}
	}
	many := make([]mail.Flag, maxKeywords+10)
	for i := range many {
		many[i] = mail.Flag(fmt.Sprint("k", i))
	}
	if _, err := k.canonical(many); err == nil {
		t.Error("there is no end to keywords")
	}
}
