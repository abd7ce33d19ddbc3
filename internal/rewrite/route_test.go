package rewrite

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
)

// routed opens a table and returns the way of an address through it.
func routed(t *testing.T, c Config, table, address string) Route {
	t.Helper()
	files := memory(map[string]string{"t": table})
	c.ReadFile = files.ReadFile
	if len(c.VirtualAliasMaps) == 0 {
		c.VirtualAliasMaps = []string{"regexp:t"}
	}
	r, _, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r.Route(t.Context(), "", address)
}

func finalsOf(r Route) string {
	var list []string
	for _, f := range r.Finals {
		list = append(list, f.Address)
	}
	return strings.Join(list, " ")
}

func TestWithoutClassesEveryDomainIsAccepted(t *testing.T) {
	for _, c := range []struct{ promise, table, address, finals, reply string }{
		{"an address that no rule changes is final", "/^a@/ b@x.test\n", "joe@far.test", "joe@far.test", "250 2.1.5 Ok"},
		{"postmaster needs no domain", "/^a@/ b@x.test\n", "<postmaster>", "postmaster@mailsink.test", "250 2.1.5 Ok"},
		{"several results are several finals", "/^a@/ b@x.test, c@x.test\n", "a@y.test", "b@x.test c@x.test", "250 2.1.5 Ok"},
		{"results are looked up again", "/^a@/ b@x.test\n/^b@/ c@x.test\n", "a@y.test", "c@x.test", "250 2.1.5 Ok"},
		{"addresses that are not UTF-8 are routed, too", "/@/ sink@x.test\n", "caf\xe9@y.test", "sink@x.test", "250 2.1.5 Ok"},
		{"odd domains are routed, too", "/@/ sink@x.test\n", "joe@-bad-..", "sink@x.test", "250 2.1.5 Ok"},
		{"no address at all is refused", "/@/ sink@x.test\n", "<>", "", "501 5.1.3 Bad recipient address syntax"},
		{"an empty result is an error", "/(x*)@/ $1\n", "joe@y.test", "", "451 4.3.5 Server configuration error"},
	} {
		t.Run(c.promise, func(t *testing.T) {
			r := routed(t, Config{}, c.table, c.address)
			if finalsOf(r) != c.finals || r.Reply.String() != c.reply {
				t.Errorf("goes to %q, %q; want %q, %q", finalsOf(r), r.Reply, c.finals, c.reply)
			}
		})
	}
}

func TestAnExpansionWithoutEndFailsAfterData(t *testing.T) {
	for _, table := range []string{
		"/^(.*)@(.*)$/ $1=$2@sink.test\n",
		"/^ping@/ pong@x.test\n/^pong@/ ping@x.test\n",
		"/^(.*)@/ $1@x.test, a$1@x.test\n",
	} {
		r := routed(t, Config{}, table, "ping@y.test")
		if r.Reply.Code != 250 || r.Failure.String() != "451 4.6.0 Alias expansion error" || len(r.Finals) > 0 {
			t.Errorf("%q: %q then %q, %d finals", table, r.Reply, r.Failure, len(r.Finals))
		}
	}
}

func TestATableThatFailsIsATemporaryFailure(t *testing.T) {
	r := routed(t, Config{VirtualAliasMaps: []string{"fail:x"}}, "", "joe@y.test")
	if r.Reply.String() != "451 4.3.0 <joe@y.test>: Temporary lookup failure" {
		t.Errorf("%q", r.Reply)
	}
}

func TestARouteEndsWhenItsContextDoes(t *testing.T) {
	c := memory(map[string]string{"t": "/@/ a@x.test\n"})
	c.VirtualAliasMaps = []string{"t"}
	r, _, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got := r.Route(ctx, "", "joe@y.test"); got.Reply.Code != 451 {
		t.Errorf("%+v", got.Reply)
	}
	table, _, err := OpenTable(t.Context(), "t", c)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := table.Lookup(ctx, "joe@y.test"); !errors.Is(err, ErrTemporary) {
		t.Errorf("%v", err)
	}
}

func TestABlowUpIsCutOffAndNoted(t *testing.T) {
	r := routed(t, Config{VirtualAliasMaps: []string{"pcre:t"}}, "/^(a+)+$/ never@x.test\n/@/ sink@x.test\n", strings.Repeat("a", 60)+"@y.test")
	if finalsOf(r) != "sink@x.test" || len(r.Notes) == 0 || !strings.Contains(r.Notes[0], "line 1: match limit exceeded") {
		t.Errorf("goes to %q, notes %q", finalsOf(r), r.Notes)
	}
}

func TestStrangersMayNotRelay(t *testing.T) {
	c := memory(map[string]string{"main.cf": "myhostname = mx.x.test\nmydestination = x.test\nmynetworks = 192.0.2.0/24\nvirtual_alias_domains =\nvirtual_alias_maps = inline:{info@x.test=joe@far.test}\n"})
	c, _, err := LoadPostfix(c, "main.cf")
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	stranger := r.From(netip.MustParseAddr("203.0.113.5"))
	known := r.From(netip.MustParseAddr("192.0.2.77"))
	if got := stranger.Route(t.Context(), "", "joe@far.test").Reply.String(); got != "454 4.7.1 <joe@far.test>: Relay access denied" {
		t.Errorf("a stranger is told %q", got)
	}
	if got := known.Route(t.Context(), "", "joe@far.test"); got.Reply.Code != 250 || !got.Finals[0].External {
		t.Errorf("a client in mynetworks: %+v", got)
	}
	if got := stranger.Route(t.Context(), "", "info@x.test"); finalsOf(got) != "joe@far.test" || !got.Finals[0].External {
		t.Errorf("an alias of ours: %+v", got)
	}
}

func TestCommandsAndFilesOfAliasesAreNeverTouched(t *testing.T) {
	c := memory(map[string]string{
		"main.cf": "myhostname = mx.x.test\nmydestination = x.test\nmyorigin = x.test\nalias_maps = hash:aliases\nlocal_recipient_maps =\n",
		"aliases": "run: \"|/bin/rm -rf /\"\nkeep: /var/mail/x\nlist: :include:members\n",
		"members": "ann@far.test\n\"|/bin/false\"\n",
	})
	c, _, err := LoadPostfix(c, "main.cf")
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"run": "is never run here", "keep": "is never written here"} {
		got := r.Route(t.Context(), "", name+"@x.test")
		if finalsOf(got) != name+"@x.test" || !strings.Contains(got.Finals[0].Bounce, want) {
			t.Errorf("%s: %+v", name, got.Finals)
		}
	}
	if got := r.Route(t.Context(), "", "list@x.test"); finalsOf(got) != "ann@far.test list@x.test" {
		t.Errorf("list: %+v", got.Finals)
	}
}

func TestEveryTransactionGetsTheCopiesThatMainCFAsksFor(t *testing.T) {
	c := memory(map[string]string{"main.cf": "myorigin = x.test\nalways_bcc = archive\nsender_bcc_maps = inline:{boss@x.test=log@x.test}\n"})
	c, _, err := LoadPostfix(c, "main.cf")
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	before, after := r.Copies(t.Context(), "boss@x.test")
	if len(before) != 1 || finalsOf(before[0]) != "log@x.test" || len(after) != 1 || finalsOf(after[0]) != "archive@x.test" {
		t.Errorf("%+v %+v", before, after)
	}
	if before, _ := r.Copies(t.Context(), "joe@x.test"); len(before) != 0 {
		t.Errorf("%+v", before)
	}
}
