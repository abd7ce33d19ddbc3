package mime

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, tt := range treeTests {
		f.Add([]byte(tt.content))
	}
	f.Add([]byte(shopMail))
	f.Add([]byte(sections))
	f.Fuzz(func(t *testing.T, content []byte) {
		if err := checkAll(content); err != nil {
			t.Error(err)
		}
	})
}

func FuzzDecodeHeader(f *testing.F) {
	for _, s := range []string{"=?utf-8?Q?a=C3?= =?utf-8?B?qWI=?=", "=?x?q?", "=?iso-2022-jp?b?GyRCJCIbKEI=?=", "\xff=?", "=?utf-7?q?+AOk-?="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if err := shown(DecodeHeader(s), maxHeaderText); err != nil {
			t.Error(err)
		}
		_, params, _ := appendParams(nil, s)
		if err := shown(paramValue(params, "filename"), maxHeaderText); err != nil {
			t.Error(err)
		}
		if _, err := ParseDate(s).MarshalJSON(); err != nil {
			t.Error(err)
		}
	})
}

func FuzzAddressList(f *testing.F) {
	for _, s := range []string{`"A, B" <a@b.test>, (c) d@e.test`, "g: a@b, c;, <@x:y@z>", `"\"`, "<<>>((", "=?utf-8?q?a_<b@c>?="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if err := checkContacts(ParseAddressList(s)); err != nil {
			t.Error(err)
		}
		open := 0
		for _, a := range ParseAddresses(s) {
			switch a.Kind {
			case GroupStart:
				open++
			case GroupEnd:
				open--
			}
			if open < 0 || open > 1 {
				t.Errorf("groups do not pair in %q", s)
			}
			if a.Kind == Mailbox && strings.Contains(a.Host, "@") {
				t.Errorf("host %q", a.Host)
			}
		}
		if open != 0 {
			t.Errorf("a group of %q does not end", s)
		}
	})
}

func FuzzSummarize(f *testing.F) {
	f.Add([]byte(shopMail), true)
	f.Add([]byte(shopMail[:500]), false)
	f.Add([]byte("Content-Type: text/html\r\n\r\n<p>x<style>"), true)
	f.Fuzz(func(t *testing.T, prefix []byte, complete bool) {
		if err := checkSummary(Summarize(prefix, complete)); err != nil {
			t.Error(err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, s := range []struct{ encoding, label, body string }{
		{"base64", "utf-8", "R3LDvMOfZQ==\r\n\r\n-- \r\nfooter and more\r\n"},
		{"quoted-printable", "iso-8859-1", "gr=fc=DFe= \r\n=ZZ="},
		{"x-uuencode", "", "begin 644 a\r\n#0V%T\r\n`\r\nend\r\n"},
		{"x-yenc", "", "=ybegin name=a\r\n=@}\r\n=yend\r\n"},
		{"7bit", "iso-2022-kr", "\x1b$)C\x0e0!\x0f\r\n"},
		{"7bit", "iso-2022-jp", "\x1b$B$\"\r\nx"},
		{"7bit", "hz-gb-2312", "~{VPND~}~"},
		{"7bit", "utf-7", "+AOk-+-+A"},
		{"8bit", "x-mac-hebrew", "\xe0\xde"},
	} {
		f.Add(s.encoding, s.label, []byte(s.body))
	}
	f.Fuzz(func(t *testing.T, encoding, label string, body []byte) {
		before := string(body)
		decoded := decodeTransfer(body, encoding)
		if len(decoded) > 2*len(body) || string(body) != before {
			t.Errorf("%d octets of %d in %q, which were changed: %v", len(decoded), len(body), encoding, string(body) != before)
		}
		if text := toUTF8(decoded, charsetLabel(label)); !utf8.ValidString(text) || len(text) > 16*len(decoded)+16 {
			t.Errorf("%d octets in %q are %d of text", len(decoded), label, len(text))
		}
		for _, p := range pasted(body, &Part{Body: Span{0, len(body)}}) {
			if !inside(p.Body, Span{0, len(body)}) || shown(p.Filename, maxName) != nil {
				t.Errorf("a file %q at %v of %d octets", p.Filename, p.Body, len(body))
			}
			p.Decoded(body)
		}
	})
}
