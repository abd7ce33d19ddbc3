package mime

import (
	"strings"
	"testing"
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
