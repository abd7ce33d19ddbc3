package mime

import (
	"fmt"
	"strings"
	"testing"
)

// outline writes a tree on one line: "multipart/mixed(text/plain image/png)".
func outline(p *Part) string {
	s := p.MediaType()
	if p.Message != nil {
		return s + "{" + outline(p.Message) + "}"
	}
	if !p.IsMultipart() {
		return s
	}
	var inner []string
	for _, c := range p.Children {
		inner = append(inner, outline(c))
	}
	return s + "(" + strings.Join(inner, " ") + ")"
}

const mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"

var treeTests = []struct {
	name, content string
	outline       string
	text          string
	defect        string // a piece of one; empty for no defects
}{
	{"a plain message has one part", "Subject: x\r\n\r\nhello\r\n", "text/plain", "hello\r\n", ""},
	{"nothing at all is a message", "", "text/plain", "", ""},
	{"an empty line is a message", "\r\n", "text/plain", "", ""},
	{"a header alone is a message", "Subject: x\r\n", "text/plain", "", ""},
	{"parts are found", mixed + "pre\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: image/png\r\n\r\ntwo\r\n--b--\r\npost\r\n",
		"multipart/mixed(text/plain image/png)", "one", ""},
	{"the line end before a delimiter belongs to the delimiter", mixed + "--b\r\n\r\none\r\n\r\n--b--", "multipart/mixed(text/plain)", "one\r\n", ""},
	{"a delimiter may have white space behind it", mixed + "--b \t\r\n\r\none\r\n--b-- \r\n", "multipart/mixed(text/plain)", "one", ""},
	{"a longer word is no delimiter", mixed + "--b\r\n\r\n--bb\r\n--b-\r\n--b--\r\n", "multipart/mixed(text/plain)", "--bb\r\n--b-", ""},
	{"a closing delimiter with junk behind it", mixed + "--b\r\n\r\none\r\n--b-->\r\njunk\r\n", "multipart/mixed(text/plain)", "one", "other octets behind it"},
	{"base64 that is plain text", "Content-Transfer-Encoding: base64\r\n\r\nplain words in a row, more than forty octets of them", "text/plain", "plain words in a row, more than forty octets of them", "is plain text"},
	{"a dash in the middle of a line is none", mixed + "--b\r\n\r\nx --b\r\n--b--\r\n", "multipart/mixed(text/plain)", "x --b", ""},
	{"a quoted boundary may hold anything",
		"Content-Type: multipart/mixed; boundary=\"a b:c=?'()+_,-./\"\r\n\r\n--a b:c=?'()+_,-./\r\n\r\nx\r\n--a b:c=?'()+_,-./--\r\n", "multipart/mixed(text/plain)", "x", ""},
	{"a boundary with white space at its end is matched without",
		"Content-Type: multipart/mixed; boundary=\"b  \"\r\n\r\n--b  \r\n\r\nx\r\n--b--\r\n", "multipart/mixed(text/plain)", "x", ""},
	{"multiparts nest", mixed + "--b\r\nContent-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\n\r\nx\r\n--bb\r\nContent-Type: text/html\r\n\r\n<p>y\r\n--bb--\r\n--b--\r\n",
		"multipart/mixed(multipart/alternative(text/plain text/html))", "x", ""},
	{"an outer delimiter ends an inner multipart", mixed + "--b\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--\r\n",
		"multipart/mixed(multipart/mixed(text/plain) text/plain)", "x\n\ny", "without its closing boundary"},
	{"a missing closing boundary loses nothing", mixed + "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n", "multipart/mixed(text/plain text/plain)", "one\n\ntwo\r\n", "without its closing boundary"},
	{"no boundary parameter: the body is text", "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n", "multipart/mixed", "--b\r\n\r\nx\r\n--b--\r\n", "names no boundary"},
	{"an empty boundary is none", "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n", "multipart/mixed", "--\r\n\r\nx\r\n", "names no boundary"},
	{"a boundary that never appears: the body is text", "Content-Type: multipart/mixed; boundary=z\r\n\r\nhello\r\n", "multipart/mixed", "hello\r\n", "never appears"},
	{"a multipart without parts", mixed + "--b--\r\n", "multipart/mixed", "--b--\r\n", "has no parts"},
	{"a part header that is cut off by a delimiter", mixed + "--b\r\nContent-Type: text/html\r\n--b\r\n\r\nx\r\n--b--\r\n",
		"multipart/mixed(text/html text/plain)", "x", "runs into a boundary"},
	{"a part header that is cut off by the end", mixed + "--b\r\n\r\nx\r\n--b\r\nContent-Ty", "multipart/mixed(text/plain text/plain)", "x\n\nContent-Ty", "no header"},
	{"an embedded message is taken apart", "Content-Type: message/rfc822\r\n\r\nSubject: in\r\nContent-Type: text/html\r\n\r\n<p>x", "message/rfc822{text/html}", "", ""},
	{"an embedded message may have parts", mixed + "--b\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nx\r\n--i--\r\n--b--\r\n",
		"multipart/mixed(message/rfc822{multipart/mixed(text/plain)})", "", ""},
	{"the parts of a digest are messages", "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: in\r\n\r\nx\r\n--b--\r\n", "multipart/digest(message/rfc822{text/plain})", "", ""},
	{"an encoded message is left alone", "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeAoK\r\n", "message/rfc822", "", "is encoded"},
	{"an encoded multipart is taken apart anyway", "Content-Transfer-Encoding: base64\r\n" + mixed + "--b\r\n\r\nx\r\n--b--\r\n", "multipart/mixed(text/plain)", "x", "must not be encoded"},
	{"an mbox From_ line is no field", "From joe@x.test Thu Jan  1 10:00:00 2026\nSubject: x\n\nhello\n", "text/plain", "hello\n", "is not a field"},
	{"no header at all: everything is the body", "hello world\r\nthis is text\r\n", "text/plain", "hello world\r\nthis is text\r\n", "no header"},
	{"no header, one line", "hello", "text/plain", "hello", "no header"},
	{"a line without colon in the header is kept beside the fields", "Subject: x\r\nno colon here\r\nContent-Type: text/html\r\n\r\n<p>y", "text/html", "y", "is not a field"},
	{"a junk first line before a known field", "garbage\r\nSubject: x\r\n\r\nhello", "text/plain", "hello", "is not a field"},
	{"a body right behind the header", "Subject: x\r\nhello there\r\nmore text\r\n", "text/plain", "hello there\r\nmore text\r\n", "without an empty line"},
	{"bare LF ends lines", "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n", "multipart/mixed(text/plain)", "one", "LF alone"},
	{"bare CR ends lines where there is no LF", "Subject: x\rContent-Type: multipart/mixed; boundary=b\r\r--b\r\rone\r--b--\r", "multipart/mixed(text/plain)", "one", "CR alone"},
	{"CR CR LF ends lines", "Subject: x\r\r\n\r\r\nhello", "text/plain", "hello", "CR stands alone"},
	{"LF CR ends lines", "X-A: x\n\rSubject: y\n\r\n\rhello", "text/plain", "\rhello", "LF alone"},
	{"a byte order mark hides no field", "\ufeffSubject: x\r\n\r\nhello", "text/plain", "hello", "byte order mark"},
	{"NULs are octets like others", "Subject: x\x00y\r\n\r\na\x00b", "text/plain", "a\x00b", "NUL octets"},
	{"a long line is a defect", "Subject: x\r\n\r\n" + strings.Repeat("x", 999) + "\r\n", "text/plain", strings.Repeat("x", 999) + "\r\n", "998 octets"},
	{"a line of 998 octets is none", "Subject: x\r\n\r\n" + strings.Repeat("x", 998) + "\r\n", "text/plain", strings.Repeat("x", 998) + "\r\n", ""},
	{"a CR alone in a line", "Subject: x\r\n\r\na\rb\r\n", "text/plain", "a\rb\r\n", "CR stands alone"},
	{"an unknown charset", "Content-Type: text/plain; charset=x-none\r\n\r\nx", "text/plain", "x", "charset of the text is unknown"},
	{"UTF-8 that is none", "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\na\xff", "text/plain", "a\ufffd", "declared to be UTF-8"},
	{"an unknown encoding leaves octets alone", "Content-Transfer-Encoding: rot13\r\n\r\nuryyb", "text/plain", "uryyb", "encoding is unknown"},
	{"an encoding may have a comment", "Content-Transfer-Encoding: BASE64 (really)\r\n\r\naGVsbG8=", "text/plain", "hello", ""},
	{"raw octets without a declaration", "Subject: x\r\n\r\nGr\xfc\xdfe", "text/plain", "Grüße", "declares no encoding"},
	{"broken base64 is decoded as far as it goes", "Content-Transfer-Encoding: base64\r\n\r\naGV!!sbG8=", "text/plain", "hello", "outside its alphabet"},
	{"broken quoted-printable stays as it is", "Content-Transfer-Encoding: quoted-printable\r\n\r\na=ZZ=41", "text/plain", "a=ZZA", "broken escape"},
	{"of a field that comes twice the first counts", "Content-Type: text/html\r\nContent-Type: text/plain\r\n\r\n<p>x", "text/html", "x", "more than once"},
	{"two subjects are one too many", "Subject: a\r\nSubject: b\r\n\r\nx", "text/plain", "x", "Subject comes more than once"},
	{"a date that is none", "Date: soon\r\n\r\nx", "text/plain", "x", "no date"},
}

func TestTree(t *testing.T) {
	for _, tt := range treeTests {
		t.Run(tt.name, func(t *testing.T) {
			d := parseChecked(t, tt.content)
			if got := outline(d.Root); got != tt.outline {
				t.Errorf("tree %s, want %s", got, tt.outline)
			}
			if got := d.Text(); got != tt.text {
				t.Errorf("text %q, want %q", got, tt.text)
			}
			checkDefect(t, d.Defects(), tt.defect)
		})
	}
}

func checkDefect(t *testing.T, defects []Defect, want string) {
	t.Helper()
	if want == "" {
		if len(defects) > 0 {
			t.Errorf("defects %v, want none", defects)
		}
		return
	}
	for _, d := range defects {
		if strings.Contains(d.Text, want) {
			return
		}
	}
	t.Errorf("no defect says %q: %v", want, defects)
}

func TestPartsHaveSectionNumbers(t *testing.T) {
	const content = mixed + "--b\r\n\r\none\r\n" +
		"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nx\r\n--i\r\nContent-Type: message/rfc822\r\n\r\nSubject: deep\r\n\r\ndeep\r\n--i--\r\n" +
		"--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: single\r\n\r\ny\r\n--b--\r\n"
	d := parseChecked(t, content)
	var got []string
	d.Root.Walk(func(p *Part) bool {
		got = append(got, fmt.Sprintf("%s=%s", p.ID, p.MediaType()))
		return true
	})
	want := "=multipart/mixed 1=text/plain 2=message/rfc822 2.TEXT=multipart/mixed 2.1=text/plain 2.2=message/rfc822 2.2.1=text/plain 3=message/rfc822 3.1=text/plain"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("parts %s\nwant  %s", s, want)
	}
	if p := d.Part("2.2.1"); p == nil || p.Text(d.Content) != "deep" {
		t.Errorf("part 2.2.1 is %+v", p)
	}
}

func TestTreeIsBounded(t *testing.T) {
	tests := []struct {
		name, content, defect string
		check                 func(*Part) error
	}{
		{"10,001 fields", strings.Repeat("A: b\r\n", 10_001) + "\r\nx", "more than 10,000 fields", func(p *Part) error {
			if len(p.Fields) != maxFields || p.Body.Len() != 1 {
				return fmt.Errorf("%d fields, body %v", len(p.Fields), p.Body)
			}
			return nil
		}},
		{"a header over 1 MiB", "A: " + strings.Repeat("b", maxHeader) + "\r\nB: c\r\n\r\nx", "longer than 1 MiB", func(p *Part) error {
			if len(p.Fields) != 1 || p.Body.Len() != 1 {
				return fmt.Errorf("%d fields, body %v", len(p.Fields), p.Body)
			}
			return nil
		}},
		{"10,001 parts", mixed + strings.Repeat("--b\r\n\r\nx\r\n", 10_001) + "--b--\r\n", "more than 10,000 parts", func(p *Part) error {
			if len(p.Children) != maxParts-1 {
				return fmt.Errorf("%d children", len(p.Children))
			}
			return nil
		}},
		{"101 levels", nested(101), "deeper than 100 levels", func(p *Part) error {
			n := 0
			for ; p.IsMultipart(); n++ {
				p = p.Children[0]
			}
			if n != maxDepth {
				return fmt.Errorf("%d levels", n)
			}
			return nil
		}},
		{"100 levels are not too deep", nested(100), "", func(p *Part) error { return nil }},
		{"fields of all parts together", mixed + strings.Repeat("--b\r\n"+strings.Repeat("A:\r\n", 9_000)+"\r\nx\r\n", 12) + "--b--\r\n", "more than 100,000 fields", func(p *Part) error {
			n := 0
			p.Walk(func(q *Part) bool {
				n += len(q.Fields)
				return true
			})
			if n > maxMessageFields+maxParts {
				return fmt.Errorf("%d fields", n)
			}
			return nil
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := parseChecked(t, tt.content)
			if err := tt.check(d.Root); err != nil {
				t.Error(err)
			}
			checkDefect(t, d.Defects(), tt.defect)
		})
	}
}

func TestFieldsAreReadAsTheyCame(t *testing.T) {
	const content = "Subject : folded\r\n\ttwice\r\n  over\r\nEmpty:\r\nX-Raw: \"a\"  b\r\n\r\nbody"
	root := Parse([]byte(content))
	tests := []struct{ name, raw, unfolded, span string }{
		{"subject", " folded\r\n\ttwice\r\n  over", "folded\ttwice  over", "Subject : folded\r\n\ttwice\r\n  over\r\n"},
		{"EMPTY", "", "", "Empty:\r\n"},
		{"X-Raw", " \"a\"  b", "\"a\"  b", "X-Raw: \"a\"  b\r\n"},
	}
	for _, tt := range tests {
		f := root.Field(tt.name)
		if f == nil {
			t.Errorf("no field %s", tt.name)
			continue
		}
		if f.Raw() != tt.raw || f.Unfolded() != tt.unfolded || string(f.Span.Of([]byte(content))) != tt.span {
			t.Errorf("field %s: raw %q, unfolded %q, span %q", tt.name, f.Raw(), f.Unfolded(), f.Span.Of([]byte(content)))
		}
	}
	if f := root.Field("none"); f != nil {
		t.Errorf("a field that is not there: %v", f)
	}
	if got := root.Fields[0].Text(); got != "folded twice over" {
		t.Errorf("text %q", got)
	}
}

func TestDescriptionOfAPart(t *testing.T) {
	p := Parse([]byte("Content-Type: Text/X-Thing; Charset=\"UTF-8\"; format=flowed\r\nContent-Transfer-Encoding: 8BIT\r\n" +
		"Content-Disposition: ATTACHMENT; filename=\"a.txt\"\r\nContent-ID: <id@x.test>\r\nContent-Description: =?utf-8?q?d=C3=A9?=\r\n" +
		"Content-Location: http://x.test/a\r\nContent-Language: de, en-GB\r\nContent-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\r\n\r\nx\r\ny"))
	got := fmt.Sprint(p.Type, p.Subtype, p.Params, p.Charset, p.Encoding, p.Disposition, p.DispositionParams, p.Filename,
		p.ContentID, p.Description, p.Location, p.Language, p.MD5, p.Lines)
	want := "textx-thing[{charset UTF-8} {format flowed}]utf-88bitattachment[{filename a.txt}]a.txtid@x.testdéhttp://x.test/a[de en-GB]Q2hlY2sgSW50ZWdyaXR5IQ==1"
	if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
