package routing_test

import (
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
	route := routing.Router{Tables: tables}.Route(t.Context(), "shop@example.com", "ann@example.com")
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
	route := routing.Router{Tables: tables}.Route(t.Context(), "", mail.Address("ann@example.com"))
	if !route.Reply.Refuses() || len(route.Finals) != 0 {
		t.Errorf("refused with %v, finals %v", route.Reply, route.Finals)
	}
}
