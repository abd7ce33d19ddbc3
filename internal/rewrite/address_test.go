package rewrite

import (
	"slices"
	"strings"
	"testing"
)

func standardForm() form {
	return form{origin: "origin.test", domain: "origin.test", atOrigin: true, swapBangpath: true, percentHack: true}
}

func TestResultsAreReadAsAddressLists(t *testing.T) {
	for _, c := range []struct {
		promise, text string
		want          []string
	}{
		{"commas separate", "a@x.test,b@x.test", []string{"a@x.test", "b@x.test"}},
		{"blanks separate", "a@x.test b@x.test", []string{"a@x.test", "b@x.test"}},
		{"semicolons separate", "a@x.test; b@x.test", []string{"a@x.test", "b@x.test"}},
		{"empty elements are none", "a@x.test,, ,", []string{"a@x.test"}},
		{"phrases are not addresses", `Joe User <joe@x.test>, "Ann, B" <ann@x.test>`, []string{"joe@x.test", "ann@x.test"}},
		{"comments are not addresses", "joe@x.test (Joe (the) User)", []string{"joe@x.test"}},
		{"groups are their members", "grp: a@x.test, b@x.test;", []string{"a@x.test", "b@x.test"}},
		{"a bare word is a name at the origin", "joe", []string{"joe@origin.test"}},
		{"a bang path is turned round", "far.test!joe", []string{"joe@far.test"}},
		{"a percent sign is an @ where there is none", "joe%far.test", []string{"joe@far.test"}},
		{"a final dot is taken off", "joe@x.test.", []string{"joe@x.test"}},
		{"blanks around @ vanish", "joe @ x.test", []string{"joe@x.test"}},
		{"quotes are taken off", `"a b"@x.test`, []string{"a b@x.test"}},
		{"text behind a quoted string begins an address", `"a b"=c@x.test`, []string{"a b@origin.test", "=c@x.test"}},
		{"an open quote is closed at the end", `"a b@x.test`, []string{"a b@x.test@origin.test"}},
		{"a source route is dropped", "<@r1.test,@r2.test:joe@x.test>", []string{"joe@x.test"}},
		{"an empty path is the null address", "<>", []string{""}},
		{"special words of other tables are names", "DUNNO", []string{"DUNNO@origin.test"}},
		{"a comment alone is nothing", "(nothing)", nil},
	} {
		t.Run(c.promise, func(t *testing.T) {
			if got := standardForm().list(c.text); !slices.Equal(got, c.want) {
				t.Errorf("%q: %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func TestLocalPartsAreQuotedOnlyIfTheyHaveToBe(t *testing.T) {
	for addr, want := range map[string]string{
		"joe@x.test":       "joe@x.test",
		"a.b@x.test":       "a.b@x.test",
		"a b@x.test":       `"a b"@x.test`,
		"a@b@x.test":       `"a@b"@x.test`,
		".a@x.test":        `".a"@x.test`,
		"a..b@x.test":      `"a..b"@x.test`,
		"@x.test":          `""@x.test`,
		`a"b\c@x.test`:     `"a\"b\\c"@x.test`,
		"user%x!y@x.test":  "user%x!y@x.test",
		"josé@x.test":      "josé@x.test",
		"postmaster":       "postmaster",
		"joe@[192.0.2.1]":  "joe@[192.0.2.1]",
		"#hash+x=y@x.test": "#hash+x=y@x.test",
	} {
		if got := external(addr); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
}

func TestDomainsArePostfixDomains(t *testing.T) {
	long := strings.Repeat("d", maxLabel)
	for _, good := range []string{"x.test", "x.test.", "a_b.test", "localhost", "123.test", "bücher.test", "[192.0.2.1]", "[IPv6:2001:db8::1]", long + ".test"} {
		if !validDomain(good) {
			t.Errorf("%s is refused", good)
		}
	}
	for _, bad := range []string{"", ".", "192.0.2.1", "123", "-a.test", "a-.test", "a..test", ".a.test", "a b.test", "[300.0.2.1]", "[", "[::1]", long + "d.test", strings.Repeat(long+".", 5)} {
		if validDomain(bad) {
			t.Errorf("%s is accepted", bad)
		}
	}
}

func TestPathsAreReadAsClientsGiveThem(t *testing.T) {
	for path, want := range map[string]string{
		"<joe@x.test>":                 "joe@x.test",
		" <joe@x.test>":                "joe@x.test",
		"joe@x.test":                   "joe@x.test",
		"<@a.test,@b.test:joe@x.test>": "joe@x.test",
		`<"a b"@x.test>`:               "a b@x.test",
		`<a\.b@x.test>`:                "a.b@x.test",
		"<postmaster>":                 "postmaster",
	} {
		p, ok := parsePath(path)
		if !ok || p.several || p.typed() != want {
			t.Errorf("%s: %q %v, want %q", path, p.typed(), ok, want)
		}
	}
	if _, ok := parsePath("<>"); ok {
		t.Error("the null path is a forward-path")
	}
	if p, _ := parsePath("<a b@x.test>"); !p.several {
		t.Error("two addresses are taken for one")
	}
}

func TestFoldingIsThatOfPostfix(t *testing.T) {
	for s, want := range map[string]string{
		"Straße": "strasse", "ΣΊΣΥΦΟΣ": "σίσυφοσ", "ﬁ": "fi", "K": "k", "İ": "i̇", "JOE": "joe", "joe": "joe", "É": "é",
	} {
		if got := fold(s, false); got != want {
			t.Errorf("%s folds to %q, want %q", s, got, want)
		}
	}
	if got := fold("ÉA", true); got != "Éa" {
		t.Errorf("without SMTPUTF8 ÉA folds to %q", got)
	}
}

func TestListsAreSplitOutsideBraces(t *testing.T) {
	got := splitList("hash:a, inline:{a=b, {c = d, e}}\tregexp:{{/a/ b}}  ,static:x")
	want := []string{"hash:a", "inline:{a=b, {c = d, e}}", "regexp:{{/a/ b}}", "static:x"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestLogicalLinesAreThoseOfPostfix(t *testing.T) {
	for _, c := range []struct {
		promise, text string
		want          []logicalLine
	}{
		{"a continuation is joined as it is", "a\n  b\n", []logicalLine{{"a  b", 1}}},
		{"comments and empty lines end nothing", "a\n#x\n\n \n  b\nc", []logicalLine{{"a  b", 1}, {"c", 6}}},
		{"a comment may be indented", "a\n   # x\nb\n", []logicalLine{{"a", 1}, {"b", 3}}},
		{"NUL ends the text", "a\x00b\nc\n", []logicalLine{{"a", 1}, {"c", 2}}},
		{"CR stays", "a\r\nb", []logicalLine{{"a\r", 1}, {"b", 2}}},
		{"a no-break space is no white space", "\u00a0a\n", []logicalLine{{"\u00a0a", 1}}},
	} {
		t.Run(c.promise, func(t *testing.T) {
			if got := splitLines(c.text); !slices.Equal(got, c.want) {
				t.Errorf("%q: %v, want %v", c.text, got, c.want)
			}
		})
	}
}
