package compose

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"mailsink/internal/mime"
)

func TestAddressesAreStrict(t *testing.T) {
	for s, want := range map[string]bool{
		"a@b.test": true, "a+b@c": true, "postmaster": true, "Postmaster": true, "müller@bücher.test": true, "a@[127.0.0.1]": true, "a@[IPv6:::1]": true,
		"": false, "a": false, "@b": false, "a@": false, "a@b@c": false, "a b@c": false, "a\r\n@c": false, `"a"@c`: false, "<a@b>": false, "a@b>": false,
		"a@b\x00": false, "a@[x y]": false, "a@[]": false, "a,b@c": false, "a@b;c": false, "a@b\ufffd": false, strings.Repeat("a", 320) + "@b": false,
	} {
		if got := ValidPath(s); got != want {
			t.Errorf("%.40q: %v, want %v", s, got, want)
		}
	}
}

func TestACompositionIsWellFormed(t *testing.T) {
	for _, c := range []struct {
		name string
		Composition
		types string
	}{
		{"nothing", Composition{}, "text/plain"},
		{"text", Composition{Text: "x"}, "text/plain"},
		{"HTML", Composition{HTML: "<p>"}, "text/html"},
		{"both", Composition{Text: "x", HTML: "<p>"}, "multipart/alternative text/plain text/html"},
		{"a file", Composition{Text: "x", Attachments: []Enclosure{{Filename: "a"}}}, "multipart/mixed text/plain application/octet-stream"},
		{"all", Composition{Text: "x", HTML: "y", Attachments: []Enclosure{{Filename: "ü.pdf", Type: "application/pdf", Content: bytes.Repeat([]byte{0xff}, 1000)}}},
			"multipart/mixed multipart/alternative text/plain text/html application/pdf"},
	} {
		c.From, c.To, c.Subject = "a@x.test", []string{"b@x.test"}, strings.Repeat("ü", 100)
		l, err := c.Letter()
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		doc := mime.Open(l.Content)
		var types []string
		doc.Root.Walk(func(p *mime.Part) bool { types = append(types, p.MediaType()); return true })
		if got := strings.Join(types, " "); got != c.types || len(doc.Defects()) > 0 {
			t.Errorf("%s: %s %v, want %s", c.name, got, doc.Defects(), c.types)
		}
		if got := mime.Summarize(l.Content, true).Subject; got != c.Subject {
			t.Errorf("%s: %s", c.name, got)
		}
		for line := range bytes.SplitSeq(l.Content, []byte("\r\n")) {
			if len(line) > 998 || bytes.ContainsAny(line, "\r\n") {
				t.Errorf("%s: a line of %d octets", c.name, len(line))
			}
		}
		if len(c.Attachments) == 1 && len(c.Attachments[0].Content) > 0 {
			if p := doc.Attachments()[0]; !bytes.Equal(p.Decoded(l.Content), c.Attachments[0].Content) || p.Filename != "ü.pdf" {
				t.Errorf("%s: the file is another: %s", c.name, p.Filename)
			}
		}
	}
}

func TestWhatCannotBeWrittenIsRefused(t *testing.T) {
	ok := Composition{From: "a@x.test", To: []string{"b@x.test"}}
	for name, spoil := range map[string]func(*Composition){
		"no sender":            func(c *Composition) { c.From = "" },
		"two senders":          func(c *Composition) { c.From = "a@x.test, b@x.test" },
		"no address":           func(c *Composition) { c.To = []string{"b"} },
		"a line in an address": func(c *Composition) { c.To = []string{"b@x.test\r\nBcc: c@x.test"} },
		"a line in a field":    func(c *Composition) { c.Headers = map[string]string{"X-A": "1\r\nBcc: c@x.test"} },
		"a colon in a name":    func(c *Composition) { c.Headers = map[string]string{"X-A:": "1"} },
		"a second From":        func(c *Composition) { c.Headers = map[string]string{"from": "c@x.test"} },
		"content by a field":   func(c *Composition) { c.Headers = map[string]string{"Content-Type": "text/html"} },
		"a line in a subject":  func(c *Composition) { c.Subject = "a\nb" },
		"a part as a file":     func(c *Composition) { c.Attachments = []Enclosure{{Type: "multipart/mixed"}} },
		"a bad content ID":     func(c *Composition) { c.Attachments = []Enclosure{{ContentID: "a b"}} },
	} {
		c := ok
		spoil(&c)
		var refused *Error
		if _, err := c.Letter(); !errors.As(err, &refused) || refused.Text == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzALetterHasTheFieldsItWasGiven(f *testing.F) {
	f.Add("Ann <a@x.test>", "b@x.test", "Hi", "X-A", "1", "a.pdf")
	f.Add("a@x.test", "b@x.test", "ü\r\nBcc: c@x.test", "X-A: 1\r\nTo", "\n.\n", "\"\r\n../x")
	f.Fuzz(func(t *testing.T, from, to, subject, name, body, file string) {
		l, err := Composition{
			From: from, To: []string{to}, Subject: subject, Headers: map[string]string{name: body}, Attachments: []Enclosure{{Filename: file}},
		}.Letter()
		if err != nil {
			return
		}
		for line := range bytes.SplitSeq(l.Content, []byte("\r\n")) {
			if bytes.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("a line ends too early: %q", line)
			}
		}
		if n := len(mime.Parse(l.Content).Children); n != 2 {
			t.Fatalf("%d parts", n)
		}
	})
}

// TestAQuotedLocalPartCanBeAskedAbout holds that what SMTP takes in quotes can
// be tested, and what would end a line cannot.
func TestAQuotedLocalPartCanBeAskedAbout(t *testing.T) {
	for s, want := range map[string]bool{
		"ann@example.com": true, `"odd one"@example.com`: true, `"a\"b"@example.com`: true, `"a@b"@example.com`: true, `"ø"@example.com`: true,
		`"odd one@example.com`: false, `"a"b"@example.com`: false, "\"a\r\nb\"@example.com": false, `"a\"@example.com`: false, `"a"@`: false,
		`"a"@exa mple.com`: false, `""@example.com`: true, "odd one@example.com": false,
	} {
		if got := AskablePath(s); got != want {
			t.Errorf("AskablePath(%q) = %v", s, got)
		}
	}
}
