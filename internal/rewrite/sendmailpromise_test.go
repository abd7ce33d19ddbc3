package rewrite

import (
	"slices"
	"strings"
	"testing"
)

// sendmailPromise is a recipient of shop.test and what becomes of it.
type sendmailPromise struct {
	name, table, recipient, reply string
	finals                        []string
}

// The answers are those of Sendmail 8.17.1.
func TestVirtusertableErrorsReadAsSendmailSaysThem(t *testing.T) {
	for _, c := range []sendmailPromise{
		{name: "blanks beside separators are dropped", table: "a@shop.test error:nouser 550 try b / c, or  d (e) ; 100% sure", reply: "550 5.0.0 <a@shop.test>... try b/c,or d;100%sure"},
		{name: "without a reply code the status code does not count", table: "a@shop.test error:5.7.0:gone", reply: "553 5.3.0 <a@shop.test>... gone"},
		{name: "a status code by form alone is passed over", table: "a@shop.test error:D.S.N:550 gone", reply: "550 5.0.0 <a@shop.test>... gone"},
		{name: "a status code needs a text behind it", table: "a@shop.test error:5.2.2:550 5.1.1", reply: "550 5.2.2 <a@shop.test>... 5.1.1"},
		{name: "quotes are dropped", table: `a@shop.test error:nouser "550 gone"`, reply: "550 5.0.0 <a@shop.test>... gone"},
		{name: "backslashes are dropped", table: `a@shop.test error:nouser 550 b\c`, reply: "550 5.0.0 <a@shop.test>... bc"},
		{name: "an open quote is said", table: `a@shop.test error:nouser 550 "gone`, reply: `553 5.0.0 error:nouser 550 "gone... Unbalanced '"'`},
		{name: "a code that is none is 550", table: "a@shop.test error:4.2.2:650 x", reply: "550 4.2.2 x"},
		{name: "a code of success is given with the recipient", table: "a@shop.test error:nouser 250 ok", reply: "250 2.0.0 <a@shop.test>... ok"},
		{name: "a quoted command is refused", table: `a@shop.test "|/bin/prog x"`, reply: "550 5.7.1 <a@shop.test>... Cannot mail directly to programs"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.recipient = "a@shop.test"
			c.check(t, "")
		})
	}
}

func TestSendmailRecipientsAreReadAsSendmailReadsThem(t *testing.T) {
	for _, c := range []sendmailPromise{
		{name: "a plus sign in front belongs to the user", table: "+*@shop.test %1.%2@far.test", recipient: "+x+y@shop.test", finals: []string{"+x.y@far.test"}},
		{name: "a far domain keeps its case", table: "a@shop.test b@FAR.test", recipient: "a@SHOP.test", finals: []string{"b@FAR.test"}},
		{name: "a domain alone has no user", recipient: "@shop.test", reply: "553 5.1.3 <@shop.test>... User address required"},
		{name: "a user needs a host behind the at sign", recipient: "a@", reply: "553 5.1.3 <a@>... Hostname required"},
		{name: "a host name has no empty part", recipient: "a@shop..test", reply: "553 5.1.2 <a@shop..test>... Invalid host name"},
		{name: "a host name does not begin with a dot", table: "a@shop.test b@.far.test", recipient: "a@shop.test", reply: "553 5.1.2 <a@shop.test>... Invalid host name"},
		{name: "a command is no recipient", recipient: "|x@shop.test", reply: "550 5.7.1 <|x@shop.test>... Cannot mail directly to programs"},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, "") })
	}
}

func TestSendmailAliasesAreReadAsNewaliasesReadsThem(t *testing.T) {
	const joe = "joe@mx.test"
	for _, c := range []struct {
		sendmailPromise
		aliases string
	}{
		{sendmailPromise{name: "the last of two is used", recipient: "a", finals: []string{joe}}, "a: ann@far.test\na: joe\n"},
		{sendmailPromise{name: "a comment ends what can be continued", recipient: "a", finals: []string{joe}}, "a: joe,\n# or\n ann@far.test\n"},
		{sendmailPromise{name: "an empty line ends what can be continued", recipient: "a", finals: []string{joe}}, "a: joe,\n\n ann@far.test\n"},
		{sendmailPromise{name: "a line with a blank in front continues", recipient: "a", finals: []string{joe, "ann@far.test"}}, "a: joe\n , ann@far.test\n"},
		{sendmailPromise{name: "a blank in a name is a dot", recipient: "a.b", finals: []string{joe}}, "a b: joe\n"},
		{sendmailPromise{name: "a mailer in front is dropped", recipient: "a", finals: []string{"ann@far.test"}}, "a: esmtp:ann@far.test\n"},
		{sendmailPromise{name: "an alias for nobody is taken and returned", recipient: "a"}, "a: nobody\n"},
		{sendmailPromise{name: "two addresses without a comma are no address", recipient: "a"}, "a: joe@far.test ann@far.test\n"},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, c.aliases) })
	}
}

func (c sendmailPromise) check(t *testing.T, aliases string) {
	t.Helper()
	conf := memory(map[string]string{"virtusertable": c.table + "\n", "aliases": aliases})
	conf.Domain, conf.Lenient = "mx.test", true
	conf.Sendmail = &Sendmail{VirtUserTable: "virtusertable", LocalHostNames: []string{"shop.test"}, Aliases: "aliases", Users: []string{"joe"}}
	r, _, err := Open(t.Context(), conf)
	if err != nil {
		t.Fatal(err)
	}
	route := r.Route(t.Context(), "", c.recipient)
	want := c.reply
	if want == "" {
		want = "250 2.1.5 <" + c.recipient + ">... Recipient ok"
	}
	if got := route.Reply.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var finals []string
	for _, f := range route.Finals {
		if f.Bounce == "" {
			finals = append(finals, f.Address)
		}
	}
	if !slices.Equal(finals, c.finals) {
		t.Errorf("ends at %s, want %s", strings.Join(finals, " "), strings.Join(c.finals, " "))
	}
}
