package routing_test

import (
	"context"
	"io"
	"net/netip"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/rewrite"
	"mailsink/internal/routing"
)

// TestTheDoorsHearWhatTheTablesSay holds that every part of an answer arrives:
// finals, the rule of each step, and the reply.
func TestTheDoorsHearWhatTheTablesSay(t *testing.T) {
	tables, _, err := rewrite.OpenLive(t.Context(), rewrite.Config{VirtualAliasMaps: []string{"inline:{{ann@example.com = sink@mailsink.test, bob@mailsink.test}}"}})
	if err != nil {
		t.Fatal(err)
	}
	route := routing.New(tables).Route(t.Context(), "shop@example.com", "ann@example.com")
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
	tables, _, err := rewrite.OpenLive(t.Context(), rewrite.Config{VirtualAliasMaps: []string{"fail:broken"}})
	if err != nil {
		t.Fatal(err)
	}
	route := routing.New(tables).Route(t.Context(), "", mail.Address("ann@example.com"))
	if !route.Reply.Refuses() || len(route.Finals) != 0 {
		t.Errorf("refused with %v, finals %v", route.Reply, route.Finals)
	}
}

// A keeper keeps the envelopes it is given.
type keeper struct{ envelopes []mail.Envelope }

func (k *keeper) Deliver(_ context.Context, env mail.Envelope, _ io.Reader) (mail.ID, error) {
	k.envelopes = append(k.envelopes, env)
	return 1, nil
}

// TestTransactionsGetTheCopiesThatMainCFAsksFor holds that they reach whoever
// production would have copied, and that nobody else is added.
func TestTransactionsGetTheCopiesThatMainCFAsksFor(t *testing.T) {
	mainCF := "myorigin = x.test\nalways_bcc = archive\nsender_bcc_maps = inline:{boss@x.test=log@x.test}\n"
	conf, _, err := rewrite.LoadPostfix(rewrite.Config{ReadFile: func(string) ([]byte, error) { return []byte(mainCF), nil }}, "main.cf")
	if err != nil {
		t.Fatal(err)
	}
	tables, _, err := rewrite.OpenLive(t.Context(), conf)
	if err != nil {
		t.Fatal(err)
	}
	box := new(keeper)
	copier := routing.Copier{Mailbox: box, Tables: tables}
	for _, from := range []mail.Address{"boss@x.test", "joe@x.test"} {
		env := mail.Envelope{ReversePath: from, Recipients: []mail.Recipient{{Original: "ann@x.test", Final: "ann@x.test"}}}
		if _, err := copier.Deliver(t.Context(), env, nil); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []string{"log@x.test ann@x.test archive@x.test", "ann@x.test archive@x.test"} {
		var got []string
		for _, r := range box.envelopes[i].Recipients {
			got = append(got, string(r.Final))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("delivered to %v, want %s", got, want)
		}
	}
}

// TestAnExpansionWithoutEndIsRefused holds that a door refuses at RCPT what
// Postfix would refuse after DATA, so that other recipients get the message.
func TestAnExpansionWithoutEndIsRefused(t *testing.T) {
	loop := "/^(.*)@(.*)$/ $1=$2@sink.test\n"
	tables, _, err := rewrite.OpenLive(t.Context(), rewrite.Config{
		VirtualAliasMaps: []string{"regexp:loop"}, ReadFile: func(string) ([]byte, error) { return []byte(loop), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if route := routing.New(tables).Route(t.Context(), "", "ann@example.com"); route.Reply.Code != 451 || len(route.Finals) > 0 {
		t.Errorf("answered %+v", route)
	}
}

// TestWhatBeganKeepsItsTables holds that a reload in the middle of a
// transaction changes nothing for it.
func TestWhatBeganKeepsItsTables(t *testing.T) {
	rule := "/@/ old@mailsink.test"
	conf := rewrite.Config{VirtualAliasMaps: []string{"regexp:table"}, ReadFile: func(string) ([]byte, error) { return []byte(rule + "\n"), nil }}
	tables, _, err := rewrite.OpenLive(t.Context(), conf)
	if err != nil {
		t.Fatal(err)
	}
	router := routing.New(tables)
	held := router.Begin(netip.MustParseAddr("127.0.0.1"))
	rule = "/@/ new@mailsink.test"
	if _, err := router.Reload(t.Context()); err != nil {
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
	if files := router.Files(); len(files) != 1 || files[0] != "table" {
		t.Errorf("files are %v", files)
	}
}
