package web

import (
	"net/url"
	"slices"
	"testing"
)

func TestAWaitThatEndedIsTold(t *testing.T) {
	s := start(t)
	var from struct{ Cursor string }
	s.get("/v1/cursor").want(t, 200, &from)
	s.deliver(text("Welcom", "x"))
	s.deliver(text("Welcome", "x"), "ben@customers.example")
	s.deliver(text("Other", "x"), "carl@customers.example")
	for _, tt := range []struct {
		q, more, outcome string
		status           int
	}{
		{"subject:welcome", "", "found", 200},
		{`rcpt:anna subject:"Welcome"`, "&timeout=0", "timeout", 204},
		{"subject:nothing", "&timeout=0&absent=1", "quiet", 200},
		{"subject:other", "&timeout=0&absent=1", "unwanted", 409},
	} {
		s.get("/v1/wait?since="+from.Cursor+"&q="+url.QueryEscape(tt.q)+tt.more).want(t, tt.status, nil)
		var a waitsAnswer
		s.get("/v1/waits").want(t, 200, &a)
		if got := a.Over[0]; got.Outcome != tt.outcome || got.Q != tt.q || got.Took < 0 {
			t.Errorf("%s ended as %+v, want %s", tt.q, got, tt.outcome)
		}
	}
}

func TestATimeoutNamesWhatCameNear(t *testing.T) {
	s := start(t)
	s.deliver(text("Welcome", "x"), "ben@customers.example")
	want := s.deliver(text("Welcom", "x"))
	s.get("/v1/wait?timeout=0&q="+url.QueryEscape(`rcpt:anna is:unread subject:"Welcome"`)).want(t, 204, nil)
	var a waitsAnswer
	s.get("/v1/waits").want(t, 200, &a)
	got := a.Over[0].Near
	if len(got) != 2 || got[0].ID == got[1].ID || len(got[0].Matched) != 2 || len(got[0].Missed) != 1 {
		t.Fatalf("near are %+v", got)
	}
	if i := slices.IndexFunc(got, func(n near) bool { return n.ID == want }); i < 0 || got[i].Missed[0] != `subject:"Welcome"` || got[i].Subject != "Welcom" {
		t.Errorf("near are %+v", got)
	}
}

func TestTheLogOfWaitsIsBounded(t *testing.T) {
	var l waitLog
	for i := range maxWaitLog + 5 {
		l.add(waitOver{Took: float64(i)})
	}
	if list := l.newest(); len(list) != maxWaitLog || list[0].Took != maxWaitLog+4 {
		t.Errorf("%d are kept, the newest %v", len(list), list[0].Took)
	}
}

func TestOnlyPlainQueriesHaveTerms(t *testing.T) {
	for q, want := range map[string]int{
		`rcpt:anna subject:"a b" -is:read`: 3,
		"":                                 0,
		"a OR b":                           0,
		"(rcpt:a)":                         0,
		"rcpt:a body:x":                    0,
	} {
		if got := len(termsOf(q)); got != want {
			t.Errorf("%s has %d terms, want %d", q, got, want)
		}
	}
}
