package mime

import (
	"fmt"
	"strings"
	"testing"

	"mailsink/internal/mail"
)

func TestParseAddressList(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"an address", "ann@a.test", "<ann@a.test>"},
		{"a name", "Ann <ann@a.test>", "Ann<ann@a.test>"},
		{"a quoted name", `"Example, Ann" <ann@a.test>`, "Example, Ann<ann@a.test>"},
		{"a quote inside quotes", `"Ann \"A\" Example" <ann@a.test>`, `Ann "A" Example<ann@a.test>`},
		{"several", "Ann <ann@a.test>, bob@b.test", "Ann<ann@a.test> <bob@b.test>"},
		{"semicolons for commas", "ann@a.test; bob@b.test;", "<ann@a.test> <bob@b.test>"},
		{"empty members", ", ann@a.test,, ,bob@b.test,", "<ann@a.test> <bob@b.test>"},
		{"the name in a comment", "ann@a.test (Ann Example)", "Ann Example<ann@a.test>"},
		{"comments anywhere", "(a) Ann (b) <(c) ann@a.test (d)> (e)", "Ann<ann@a.test>"},
		{"nested comments", "ann@a.test (a (b) c)", "a (b) c<ann@a.test>"},
		{"an open comment", "ann@a.test (Ann", "(Ann<ann@a.test>"},
		{"an open quote", `"Ann <ann@a.test>`, `"Ann<ann@a.test>`},
		{"an open bracket", "Ann <ann@a.test", "Ann<ann@a.test>"},
		{"an open bracket in a list", "Ann <ann@a.test, Bob <bob@b.test>", "Ann<ann@a.test> Bob<bob@b.test>"},
		{"no brackets", "Ann Example ann@a.test", "Ann Example<ann@a.test>"},
		{"spaces around the @", "ann @ a.test", "<ann@a.test>"},
		{"a local part alone", "root", "<root>"},
		{"a name alone", "Ann Example", "Ann Example<>"},
		{"a quoted name alone", `"Ann"`, "Ann<>"},
		{"empty brackets", "<>", ""},
		{"a name and empty brackets", "Ann <>", "Ann<>"},
		{"a quoted local part", `"ann b"@a.test`, `<"ann b"@a.test>`},
		{"a bracket in a quoted local part", `"v@real.test> X"@a.test`, `<"v@real.test> X"@a.test>`},
		{"a bracket in a quoted local part in brackets", `<"v@real.test> X"@a.test>`, `<"v@real.test> X"@a.test>`},
		{"two @", "v@real.test@a.test", "<v@real.test@a.test>"},
		{"a domain literal", "ann@[IPv6:2001:db8::1]", "<ann@[IPv6:2001:db8::1]>"},
		{"an obsolete route", "Ann <@x.test,@y.test:ann@a.test>", "Ann<ann@a.test>"},
		{"a group", "Team: ann@a.test, Bob <bob@b.test>;", "<ann@a.test> Bob<bob@b.test>"},
		{"an empty group", "undisclosed-recipients:;", ""},
		{"a group and more", "Team: ann@a.test; bob@b.test", "<ann@a.test> <bob@b.test>"},
		{"mailto", "mailto:ann@a.test", "<ann@a.test>"},
		{"an encoded name", "=?utf-8?Q?Caf=C3=A9?= <ann@a.test>", "Café<ann@a.test>"},
		{"an encoded name in quotes", `"=?utf-8?Q?Caf=C3=A9?=" <ann@a.test>`, "Café<ann@a.test>"},
		{"an encoded comma", "=?utf-8?Q?Example=2C_Ann?= <ann@a.test>", "Example, Ann<ann@a.test>"},
		{"a name of two encoded-words", "=?utf-8?Q?A?=\r\n =?utf-8?Q?nn?= <ann@a.test>", "Ann<ann@a.test>"},
		{"all of it encoded", "=?utf-8?Q?Ann_<ann@a.test>?=", "Ann<ann@a.test>"},
		{"an encoded-word in the address is none", "=?utf-8?Q?a=40b.test?=@x.test", "<=?utf-8?Q?a=40b.test?=@x.test>"},
		{"raw UTF-8", "Grüße <grüße@ä.test>", "Grüße<grüße@ä.test>"},
		{"raw latin1", "Gr\xfc\xdfe <ann@a.test>", "Grüße<ann@a.test>"},
		{"folded", "Ann\r\n <ann@a.test>,\r\n\tBob <bob@b.test>", "Ann<ann@a.test> Bob<bob@b.test>"},
		{"controls in a name", "=?utf-8?q?A=0D=0A*_9_EXISTS?= <ann@a.test>", "A * 9 EXISTS<ann@a.test>"},
		{"an apostrophe", "O'Hara <o'hara@a.test>", "O'Hara<o'hara@a.test>"},
		{"a dot in a name", "John Q. Public <j@a.test>", "John Q. Public<j@a.test>"},
		{"brackets in brackets", "Ann <<ann@a.test>>", "Ann<ann@a.test>"},
		{"nothing", "", ""},
		{"separators alone", " , ;, ", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := ParseAddressList(tt.in)
			if got := contactsText(list); got != tt.want {
				t.Errorf("%q is %s, want %s", tt.in, got, tt.want)
			}
			if err := checkContacts(list); err != nil {
				t.Error(err)
			}
		})
	}
}

func contactsText(list []mail.Contact) string {
	var out []string
	for _, c := range list {
		out = append(out, fmt.Sprintf("%s<%s>", c.Name, c.Address))
	}
	return strings.Join(out, " ")
}

func TestParseAddressesKeepsGroupsAndRawNames(t *testing.T) {
	got := ParseAddresses("Ann =?utf-8?q?E?= <@x.test:\"ann b\"@a.test>, Team: bob@b.test, c; root, none:;, open: d@d.test")
	want := []Address{
		{Name: "Ann =?utf-8?q?E?=", Route: "@x.test", Mailbox: "ann b", Host: "a.test"},
		{Kind: GroupStart, Name: "Team"},
		{Mailbox: "bob", Host: "b.test"},
		{Mailbox: "c"},
		{Kind: GroupEnd},
		{Mailbox: "root"},
		{Kind: GroupStart, Name: "none"},
		{Kind: GroupEnd},
		{Kind: GroupStart, Name: "open"},
		{Mailbox: "d", Host: "d.test"},
		{Kind: GroupEnd},
	}
	for i := range got {
		got[i].spec = ""
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestAddressListsAreBounded(t *testing.T) {
	if n := len(ParseAddressList(strings.Repeat("a@b.test,", maxAddresses+5))); n != maxAddresses {
		t.Errorf("%d addresses", n)
	}
	if n := len(ParseAddresses(strings.Repeat("g:;", maxAddresses))); n != maxAddresses {
		t.Errorf("%d members", n)
	}
}
