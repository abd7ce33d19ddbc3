package bodies_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"mailsink/internal/imap/bodies"
	"mailsink/internal/mime"
)

// lines makes a message of lines.
func lines(all ...string) string { return strings.Join(all, "\r\n") + "\r\n" }

func TestEnvelope(t *testing.T) {
	from := `((NIL NIL "a" "x.test"))`
	for _, test := range []struct{ name, content, want string }{
		{"a message without fields has nothing", "\r\n", `(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"an empty field is not a missing one", lines("Subject:", "Date: ", ""), `("" "" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"a date stays as it is written", lines("Date: yesterday, (about) noon", ""), `("yesterday, (about) noon" NIL NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"encoded-words are for the client", lines("Subject: =?utf-8?q?=C3=A4?=", ""), `(NIL "=?utf-8?q?=C3=A4?=" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"folded lines are one", lines("Subject: a", "\tb", ""), "(NIL {3}\r\na b NIL NIL NIL NIL NIL NIL NIL NIL)"},
		{"octets beyond ASCII make a literal", lines("Subject: \xe4", ""), "(NIL {1}\r\n\xe4 NIL NIL NIL NIL NIL NIL NIL NIL)"},
		{"quotes in a subject make a literal", lines(`Subject: "\`, ""), "(NIL {2}\r\n\"\\ NIL NIL NIL NIL NIL NIL NIL NIL)"},
		{"quotes elsewhere are escaped", lines(`Date: "\`, ""), `("\"\\" NIL NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"the last of two counts", lines("Subject: a", "Subject: b", ""), `(NIL "b" NIL NIL NIL NIL NIL NIL NIL NIL)`},
		{"addresses of two fields are one list", lines("To: a@x.test", "To: b@x.test", ""), `(NIL NIL NIL NIL NIL ((NIL NIL "a" "x.test")(NIL NIL "b" "x.test")) NIL NIL NIL NIL)`},
		{"who is not named is who sent it", lines("From: a@x.test", ""), `(NIL NIL ` + from + ` ` + from + ` ` + from + ` NIL NIL NIL NIL NIL)`},
		{"an empty Sender is who sent it", lines("From: a@x.test", "Sender:", ""), `(NIL NIL ` + from + ` ` + from + ` ` + from + ` NIL NIL NIL NIL NIL)`},
		{"a group keeps its bounds", lines("To: g: a@x.test, B <b@x.test>;, c@x.test", ""),
			`(NIL NIL NIL NIL NIL ((NIL NIL "g" NIL)(NIL NIL "a" "x.test")("B" NIL "b" "x.test")(NIL NIL NIL NIL)(NIL NIL "c" "x.test")) NIL NIL NIL NIL)`},
		{"an empty group has bounds", lines("To: undisclosed-recipients:;", ""), `(NIL NIL NIL NIL NIL ((NIL NIL "undisclosed-recipients" NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL)`},
		{"what is missing of an address has a name", lines("To: ann, <bob>, Cid <>", ""), `(NIL NIL NIL NIL NIL ((NIL NIL "ann" "MISSING_DOMAIN")(NIL NIL "bob" "MISSING_DOMAIN")("Cid" NIL "MISSING_MAILBOX" "MISSING_DOMAIN")) NIL NIL NIL NIL)`},
		{"what cannot be read ends the list", lines("To: A <a@x.test, b@x.test", ""), `(NIL NIL NIL NIL NIL (("A" NIL "a" "SYNTAX_ERROR")(NIL NIL "b" "x.test")) NIL NIL NIL NIL)`},
		{"a route is kept", lines("To: <@y.test,@z.test:a@x.test>", ""), `(NIL NIL NIL NIL NIL ((NIL "@y.test,@z.test" "a" "x.test")) NIL NIL NIL NIL)`},
		{"several words are a name", lines("To: Ann Bell", ""), `(NIL NIL NIL NIL NIL (("Ann Bell" NIL "MISSING_MAILBOX" "MISSING_DOMAIN")) NIL NIL NIL NIL)`},
		{"quotes are taken off", lines(`To: "Bell, Ann" <"a b"@[192.0.2.1]>`, ""), `(NIL NIL NIL NIL NIL (("Bell, Ann" NIL "a b" "[192.0.2.1]")) NIL NIL NIL NIL)`},
		{"a comment is a name", lines("Cc: a@x.test (Ann)", ""), `(NIL NIL NIL NIL NIL NIL (("Ann" NIL "a" "x.test")) NIL NIL NIL)`},
		{"identifiers are passed on", lines("In-Reply-To: <a@b> <c@d>", "Message-ID: <e@f>", ""), `(NIL NIL NIL NIL NIL NIL NIL NIL "<a@b> <c@d>" "<e@f>")`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := string(bodies.AppendEnvelope(nil, mime.Parse([]byte(test.content))))
			if got != test.want {
				t.Errorf("the envelope is %s, want %s", got, test.want)
			}
		})
	}
}

func TestStructure(t *testing.T) {
	for _, test := range []struct{ name, content, want string }{
		{"a text names its charset", lines("", "hi"), `("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 4 1 NIL NIL NIL NIL)`},
		{"types and parameters are as written", lines("Content-Type: TEXT/Plain; Format=Flowed; CHARSET=X", "", ""), `("TEXT" "Plain" ("Format" "Flowed" "CHARSET" "X") NIL NIL "7bit" 2 1 NIL NIL NIL NIL)`},
		{"every extension is there", lines("Content-Type: a/b", "Content-ID: <i>", "Content-Description: d", "Content-Transfer-Encoding: BASE64", "Content-MD5: m",
			"Content-Disposition: attachment; filename=\"f\"", "Content-Language: en, de", "Content-Location: l", ""),
			`("a" "b" NIL "<i>" "d" "BASE64" 0 "m" ("attachment" ("filename" "f")) ("en" "de") "l")`},
		{"pieces of a parameter are put together", lines(`Content-Type: a/b; n*1=" c"; n*0="a b"; m=x`, ""), `("a" "b" ("m" "x" "n" "a b c") NIL NIL "7bit" 0 NIL NIL NIL NIL)`},
		{"encoded pieces stay encoded", lines(`Content-Type: a/b; n*0*=utf-8''%C3%A4; n*1=%`, ""), `("a" "b" ("n*" "utf-8''%C3%A4%25") NIL NIL "7bit" 0 NIL NIL NIL NIL)`},
		{"a piece that is missing leaves pieces", lines(`Content-Type: a/b; n*0*=x; n*2=y`, ""), `("a" "b" ("n*0*" "x" "n*2" "y") NIL NIL "7bit" 0 NIL NIL NIL NIL)`},
		{"a multipart without parts has an empty one", lines("Content-Type: multipart/mixed", "", "hi"), `(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0 NIL NIL NIL NIL) "mixed" NIL NIL NIL NIL)`},
		{"parts of a digest are messages", lines("Content-Type: multipart/digest; boundary=b", "", "--b", "", "Subject: s", "", "hi", "--b--"),
			`(("message" "rfc822" NIL NIL NIL "7bit" 16 (NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 2 0 NIL NIL NIL NIL) 2 NIL NIL NIL NIL) "digest" ("boundary" "b") NIL NIL NIL)`},
		{"a message that cannot be read is octets", lines("Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "", "YQ=="), `("application" "octet-stream" NIL NIL NIL "base64" 6 NIL NIL NIL NIL)`},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := mime.Parse([]byte(test.content))
			if got := string(bodies.AppendBodyStructure(nil, root)); got != test.want {
				t.Errorf("the structure is\n%s, want\n%s", got, test.want)
			}
		})
	}
}

func TestBodyHasNoExtensions(t *testing.T) {
	root := mime.Parse([]byte(lines("Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-MD5: x", "", "--b--")))
	want := `(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0) "mixed")`
	if got := string(bodies.AppendBody(nil, root)); got != want {
		t.Errorf("BODY is %s, want %s", got, want)
	}
}

var letter = lines("From: a@x.test", "Subject: out", "Content-Type: multipart/mixed; boundary=b", "",
	"--b", "X: 1", "", "one", "--b", "Content-Type: message/rfc822", "", "Subject: in", " more", "To: b@x.test", "", "two", "--b--")

func TestSection(t *testing.T) {
	for _, test := range []struct {
		name, want string
		section    bodies.Section
	}{
		{"1", "one", bodies.Section{Path: []int{1}}},
		{"1.MIME", "X: 1\r\n\r\n", bodies.Section{Path: []int{1}, Kind: bodies.MIME}},
		{"1.TEXT", "", bodies.Section{Path: []int{1}, Kind: bodies.Text}},
		{"2.HEADER", "Subject: in\r\n more\r\nTo: b@x.test\r\n\r\n", bodies.Section{Path: []int{2}, Kind: bodies.Header}},
		{"2.TEXT", "two", bodies.Section{Path: []int{2}, Kind: bodies.Text}},
		{"2.1", "two", bodies.Section{Path: []int{2, 1}}},
		{"2.2", "", bodies.Section{Path: []int{2, 2}}},
		{"3", "", bodies.Section{Path: []int{3}}},
		{"HEADER.FIELDS (subject)", "Subject: out\r\n\r\n", bodies.Section{Kind: bodies.Fields, Names: []string{"subject"}}},
		{"2.HEADER.FIELDS (Subject \"a b\")", "Subject: in\r\n more\r\n\r\n", bodies.Section{Path: []int{2}, Kind: bodies.Fields, Names: []string{"Subject", "a b"}}},
		{"2.HEADER.FIELDS.NOT (Subject)", "To: b@x.test\r\n\r\n", bodies.Section{Path: []int{2}, Kind: bodies.FieldsNot, Names: []string{"Subject"}}},
		{"", letter, bodies.Section{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			content := []byte(letter)
			spans := bodies.Locate(content, mime.Parse(content), test.section)
			if got := string(spans.AppendTo(nil, content)); got != test.want || spans.Len() != len(test.want) {
				t.Errorf("it is %q of %d octets, want %q", got, spans.Len(), test.want)
			}
			if got := string(test.section.Append(nil)); got != test.name {
				t.Errorf("it is called %q, want %q", got, test.name)
			}
		})
	}
}

func TestClipTakesOctetsOutOfPieces(t *testing.T) {
	content := []byte("0123456789")
	pieces := bodies.Spans{{Start: 0, End: 2}, {Start: 4, End: 5}, {Start: 7, End: 10}}
	const all = "014789"
	for offset := range len(all) + 2 {
		for size := 1; size < len(all)+2; size++ {
			want := all[min(offset, len(all)):min(offset+size, len(all))]
			if got := string(pieces.Clip(int64(offset), int64(size)).AppendTo(nil, content)); got != want {
				t.Errorf("<%d.%d> is %q, want %q", offset, size, got, want)
			}
		}
	}
}

func TestBinary(t *testing.T) {
	content := []byte(lines("Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Transfer-Encoding: base64", "", "AGE=", "--b",
		"Content-Transfer-Encoding: x-what", "", "hi", "--b", "", "plain", "--b--"))
	root := mime.Parse(content)
	for _, test := range []struct {
		name, want string
		path       []int
		literal8   bool
		err        error
	}{
		{"what is encoded is decoded", "\x00a", []int{1}, true, nil},
		{"an unknown encoding is said", "", []int{2}, false, bodies.ErrEncoding},
		{"what is not encoded stays", "plain", []int{3}, false, nil},
		{"a part that is not there is empty", "", []int{4}, false, nil},
		{"of the message every part is decoded", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: binary\r\n\r\n\x00a\r\n" +
			"--b\r\nContent-Transfer-Encoding: x-what\r\n\r\nhi\r\n--b\r\n\r\nplain\r\n--b--\r\n", nil, true, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			octets, literal8, err := bodies.Binary(content, root, test.path)
			if string(octets) != test.want || literal8 != test.literal8 || err != test.err {
				t.Errorf("it is %q, %v, %v", octets, literal8, err)
			}
		})
	}
}

func TestPreview(t *testing.T) {
	for _, test := range []struct{ name, content, want string }{
		{"white space is one space", lines("", "a  b", "", "\tc"), "a b c"},
		{"what is quoted is passed over", lines("", "> old", "new"), "new"},
		{"what is quoted is better than nothing", lines("", "> old"), "> old"},
		{"markup is none of it", lines("Content-Type: text/html", "", "<p>Hello <b>Ann</b></p>"), "Hello Ann"},
		{"encodings are undone", lines("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "", "=C3=A4"), "ä"},
		{"a message without text has none", lines("Content-Type: image/png", "", "x"), ""},
		{"it is 200 characters", lines("Content-Type: text/plain; charset=utf-8", "", strings.Repeat("ä", 300)), strings.Repeat("ä", 200)},
	} {
		t.Run(test.name, func(t *testing.T) {
			content := []byte(test.content)
			if got := bodies.Preview(content, mime.Parse(content)); got != test.want {
				t.Errorf("the preview is %q, want %q", got, test.want)
			}
		})
	}
}

// balanced reports whether s is one value of the grammar of responses: its
// parentheses match, its strings end.
func balanced(s string) bool {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case '"':
			for i++; i < len(s) && s[i] != '"'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
		case '{':
			end := strings.IndexByte(s[i:], '}')
			n := 0
			for _, c := range s[i+1 : i+end] {
				n = n*10 + int(c-'0')
			}
			i += end + 2 + n
		}
	}
	return depth == 0
}

func FuzzAnyMessageHasAnswers(f *testing.F) {
	f.Add([]byte(letter))
	f.Add([]byte(lines("To: g: \"a\" <b@c>;", `Content-Type: a/b; x*0="`, "Content-Language: (", "")))
	f.Fuzz(func(t *testing.T, content []byte) {
		root := mime.Parse(content)
		for _, answer := range [][]byte{bodies.AppendEnvelope(nil, root), bodies.AppendBody(nil, root), bodies.AppendBodyStructure(nil, root)} {
			if !balanced(string(answer)) {
				t.Errorf("%q is not balanced", answer)
			}
		}
		if s := bodies.Preview(content, root); !utf8.ValidString(s) || utf8.RuneCountInString(s) > 200 {
			t.Errorf("the preview is %q", s)
		}
		for _, path := range [][]int{nil, {1}, {2, 1}} {
			for kind := bodies.Whole; kind <= bodies.MIME; kind++ {
				spans := bodies.Locate(content, root, bodies.Section{Path: path, Kind: kind, Names: []string{"to"}})
				if n := len(spans.AppendTo(nil, content)); n != spans.Len() {
					t.Errorf("%d octets are announced and %d are there", spans.Len(), n)
				}
			}
		}
	})
}

func BenchmarkStructure(b *testing.B) {
	root := mime.Parse([]byte(letter))
	var buffer []byte
	for b.Loop() {
		buffer = bodies.AppendBodyStructure(bodies.AppendEnvelope(buffer[:0], root), root)
	}
}
