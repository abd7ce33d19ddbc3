package rewrite

import (
	"net/netip"
	"slices"
	"testing"
)

// The answers are those of Postfix 3.7.11.
func TestEnvelopesAreTakenAsPostfixTakesThem(t *testing.T) {
	const base = "myhostname = mx.sandbox.test\nmydomain = sandbox.test\nmyorigin = origin.test\nmydestination = local.test\n" +
		"local_recipient_maps =\nvirtual_alias_domains = v1.test\nvirtual_alias_maps = texthash:v\n"
	for _, c := range []struct {
		promise, main, table, client, rcpt, reply string
		want                                      [][2]string
	}{
		{"quotes around a whole address are not kept", "", "joe@far.test ann@x.test\n", "127.0.0.1", `"joe@far.test"`, "250 2.1.5 Ok",
			[][2]string{{"joe@far.test", "ann@x.test"}}},
		{"quotes do not keep routing from being seen", "", "x y\n", "127.0.0.1", `"far.test!joe"`, "250 2.1.5 Ok",
			[][2]string{{"far.test!joe", "joe@far.test"}}},
		{"the bare postmaster is taken from strangers", "mynetworks = 10.0.0.0/8\n", "x y\n", "127.0.0.1", "postmaster", "250 2.1.5 Ok",
			[][2]string{{"postmaster", "postmaster@origin.test"}}},
		{"the sender of probes is taken from strangers", "mynetworks = 10.0.0.0/8\n", "x y\n", "127.0.0.1", "double-bounce@origin.test", "250 2.1.5 Ok",
			[][2]string{{"double-bounce@origin.test", "double-bounce@origin.test"}}},
		{"others are not", "mynetworks = 10.0.0.0/8\n", "x y\n", "127.0.0.1", "joe@far.test", "454 4.7.1 <joe@far.test>: Relay access denied", nil},
		{"a copy goes through canonical tables, and then is the original", "recipient_bcc_maps = inline:{joe@far.test=bob@far.test}\nrecipient_canonical_maps = inline:{bob@far.test=box@local.test}\n",
			"x y\n", "127.0.0.1", "joe@far.test", "250 2.1.5 Ok", [][2]string{{"joe@far.test", "joe@far.test"}, {"box@local.test", "box@local.test"}}},
	} {
		t.Run(c.promise, func(t *testing.T) {
			conf, _, err := LoadPostfix(memory(map[string]string{"main.cf": base + c.main, "v": c.table}), "main.cf")
			if err != nil {
				t.Fatal(err)
			}
			conf.Postfix.Client = netip.MustParseAddr(c.client)
			r, _, err := Open(t.Context(), conf)
			if err != nil {
				t.Fatal(err)
			}
			route := r.Route(t.Context(), "a@b.test", "<"+c.rcpt+">")
			var got [][2]string
			for _, e := range route.Expanded {
				got = append(got, [2]string{e.Original, e.Final})
			}
			if route.Reply.String() != c.reply || !slices.Equal(got, c.want) {
				t.Errorf("%s %q, want %s %q", route.Reply, got, c.reply, c.want)
			}
		})
	}
}

func TestCopiesOfEverythingGoThroughCanonicalTables(t *testing.T) {
	if _, quoted := copiesOf(t, `always_bcc = "joe"@far.test`); len(quoted) != 1 || quoted[0].Expanded[0].Final != `"joe"@far.test` {
		t.Errorf("quotes of always_bcc are characters, but %+v", quoted)
	}
	_, after := copiesOf(t, "always_bcc = bob@far.test\nrecipient_canonical_maps = inline:{bob@far.test=box@local.test}")
	if len(after) != 1 || len(after[0].Expanded) != 1 || after[0].Expanded[0] != (Expansion{"box@local.test", "box@local.test"}) {
		t.Errorf("copies %+v", after)
	}
}

func copiesOf(t *testing.T, main string) (before, after []Route) {
	t.Helper()
	conf, _, err := LoadPostfix(memory(map[string]string{"main.cf": main + "\n"}), "main.cf")
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := Open(t.Context(), conf)
	if err != nil {
		t.Fatal(err)
	}
	return r.Copies(t.Context(), "a@b.test")
}
