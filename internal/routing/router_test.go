package routing_test

import (
	"net/netip"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
)

// TestTheDoorsHearWhatTheTablesSay holds that every part of an answer arrives:
// finals, the rule of each step, and the reply.
func TestTheDoorsHearWhatTheTablesSay(t *testing.T) {
	_, router := open(t, rewrite.Config{VirtualAliasMaps: []string{"inline:{{ann@example.com = sink@mailsink.test, bob@mailsink.test}}"}})
	route := router.Route(t.Context(), "shop@example.com", "ann@example.com")
	if len(route.Finals) != 2 || route.Finals[0].Address != "sink@mailsink.test" || route.Finals[1].Address != "bob@mailsink.test" {
		t.Errorf("finals are %v", route.Finals)
	}
	if route.Reply.Refuses() || route.Reply.Enhanced != "2.1.5" {
		t.Errorf("the reply is %v", route.Reply)
	}
	if len(route.Steps) == 0 || route.Steps[0].From != "ann@example.com" || len(route.Steps[0].To) != 2 {
		t.Errorf("the steps are %v", route.Steps)
	}
}

// TestARefusalLeadsNowhere holds that a refused recipient has no finals.
func TestARefusalLeadsNowhere(t *testing.T) {
	_, router := open(t, rewrite.Config{VirtualAliasMaps: []string{"fail:broken"}})
	route := router.Route(t.Context(), "", mail.Address("ann@example.com"))
	if !route.Reply.Refuses() || len(route.Finals) != 0 {
		t.Errorf("refused with %v, finals %v", route.Reply, route.Finals)
	}
}

// TestTransactionsGetTheCopiesThatMainCFAsksFor holds that they reach whoever
// production would have copied, and that nobody else is added.
func TestTransactionsGetTheCopiesThatMainCFAsksFor(t *testing.T) {
	mainCF := "myorigin = x.test\nalways_bcc = archive\nsender_bcc_maps = inline:{boss@x.test=log@x.test}\n"
	conf, _, err := rewrite.LoadPostfix(rewrite.Config{ReadFile: func(string) ([]byte, error) { return []byte(mainCF), nil }}, "main.cf")
	if err != nil {
		t.Fatal(err)
	}
	_, router := open(t, conf)
	for from, want := range map[mail.Address]string{
		"boss@x.test": "log@x.test ann@x.test archive@x.test", "joe@x.test": "ann@x.test archive@x.test",
	} {
		env := mail.Envelope{ReversePath: from, Recipients: []mail.Recipient{{Original: "ann@x.test", Final: "ann@x.test"}}}
		env, failure := router.Begin(netip.Addr{}).Complete(t.Context(), env)
		if failure.Code != 0 {
			t.Fatal(failure)
		}
		var got []string
		for _, r := range env.Recipients {
			got = append(got, string(r.Final))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("delivered to %v, want %s", got, want)
		}
	}
}

// TestAnExpansionWithoutEndIsRefused holds that it is told apart from a refusal
// at RCPT: Postfix accepts the recipient and refuses the message.
func TestAnExpansionWithoutEndIsRefused(t *testing.T) {
	loop := "/^(.*)@(.*)$/ $1=$2@sink.test\n"
	_, router := open(t, rewrite.Config{
		VirtualAliasMaps: []string{"regexp:loop"}, ReadFile: func(string) ([]byte, error) { return []byte(loop), nil },
	})
	route := router.Route(t.Context(), "", "ann@example.com")
	if route.Reply.Code != 250 || route.Failure.Code != 451 || route.Refusal() != route.Failure || len(route.Finals) > 0 {
		t.Errorf("answered %+v", route)
	}
}

// TestReversePathsAreRewrittenAsTheyAreQueued holds that what MAIL gave stays
// beside what canonical tables make of it, that the classes of a main.cf are
// obeyed, and that the null reverse-path stays null.
func TestReversePathsAreRewrittenAsTheyAreQueued(t *testing.T) {
	for name, c := range map[string]struct{ mainCF, from, want string }{
		"sender_canonical_maps come first":  {"sender_canonical_maps = inline:{a@x.test=b@x.test}\ncanonical_maps = inline:{b@x.test=c@x.test}", "a@x.test", "c@x.test"},
		"the extension is kept":             {"recipient_delimiter = +\nsender_canonical_maps = inline:{a@x.test=b@y.test}", "a+z@x.test", "b+z@y.test"},
		"a class switches them off":         {"canonical_maps = static:c@x.test\ncanonical_classes = header_sender, envelope_recipient", "a@x.test", "a@x.test"},
		"another class leaves them":         {"sender_canonical_maps = static:c@x.test\nsender_canonical_classes = envelope_sender", "a@x.test", "c@x.test"},
		"recipient tables are for others":   {"recipient_canonical_maps = static:c@x.test", "a@x.test", "a@x.test"},
		"the null reverse-path stays":       {"sender_canonical_maps = static:c@x.test", "", ""},
		"a domain is added":                 {"", "joe", "joe@x.test"},
		"host names are hidden":             {"masquerade_domains = x.test", "a@mail.x.test", "a@x.test"},
		"except those that begin with !":    {"masquerade_domains = !keep.x.test x.test", "a@mail.keep.x.test", "a@mail.keep.x.test"},
		"and except some users":             {"masquerade_domains = x.test\nmasquerade_exceptions = root", "Root@mail.x.test", "Root@mail.x.test"},
		"and only in the classes":           {"masquerade_domains = x.test\nmasquerade_classes = header_sender", "a@mail.x.test", "a@mail.x.test"},
		"without address mappings nothing":  {"sender_canonical_maps = static:c@x.test\nreceive_override_options = no_address_mappings", "a@x.test", "a@x.test"},
		"a table that fails fails the mail": {"sender_canonical_maps = fail:x", "a@x.test", "451 4.3.0 Error: queue file write error"},
	} {
		t.Run(name, func(t *testing.T) {
			text := "myorigin = x.test\n" + c.mainCF + "\n"
			conf, _, err := rewrite.LoadPostfix(rewrite.Config{ReadFile: func(string) ([]byte, error) { return []byte(text), nil }}, "main.cf")
			if err != nil {
				t.Fatal(err)
			}
			_, router := open(t, conf)
			env, failure := router.Begin(netip.Addr{}).Complete(t.Context(), mail.Envelope{ReversePath: mail.Address(c.from)})
			if failure.Code != 0 {
				if got := rewrite.Reply(failure).String(); got != c.want {
					t.Errorf("%q, want %q", got, c.want)
				}
				return
			}
			if string(env.ReversePath) != c.want {
				t.Errorf("the reverse-path is %q, want %q", env.ReversePath, c.want)
			}
			if given := env.OriginalReversePath; (given != "") != (c.want != c.from) || given != "" && string(given) != c.from {
				t.Errorf("given %q", given)
			}
		})
	}
}

// TestWhatBeganKeepsItsTables holds that a reload in the middle of a
// transaction changes nothing for it.
func TestWhatBeganKeepsItsTables(t *testing.T) {
	rule := "/@/ old@mailsink.test"
	conf := rewrite.Config{VirtualAliasMaps: []string{"regexp:table"}, ReadFile: func(string) ([]byte, error) { return []byte(rule + "\n"), nil }}
	tables, router := open(t, conf)
	held := router.Begin(netip.MustParseAddr("127.0.0.1"))
	rule = "/@/ new@mailsink.test"
	if _, err := tables.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	for want, route := range map[mail.Address]mail.Route{
		"old@mailsink.test": held.Route(t.Context(), "", "ann@example.com"),
		"new@mailsink.test": router.Route(t.Context(), "", "ann@example.com"),
	} {
		if len(route.Finals) != 1 || route.Finals[0].Address != want {
			t.Errorf("finals are %v, want %s", route.Finals, want)
		}
	}
}
