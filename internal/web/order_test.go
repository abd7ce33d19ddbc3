package web

import (
	"fmt"
	"strings"
	"testing"
)

func TestRowsHaveTheOrderThatIsAskedFor(t *testing.T) {
	s := start(t)
	s.deliver("From: bea@x.test\r\nSubject: Beta\r\n\r\n"+strings.Repeat("x", 300), "b@x.test")
	s.deliver("From: Zoe <a@x.test>\r\nSubject: alpha\r\n\r\n", "c@x.test")
	s.deliver("From: Adam <z@x.test>\r\nSubject: Gamma\r\n\r\n"+strings.Repeat("x", 100), "a@x.test")
	for query, want := range map[string]string{
		"sort=newest": "[Gamma alpha Beta]", "sort=oldest": "[Beta alpha Gamma]", "sort=largest": "[Beta Gamma alpha]",
		"sort=sender": "[Gamma Beta alpha]", "sort=recipient": "[Gamma Beta alpha]", "sort=subject": "[alpha Beta Gamma]",
		"sort=oldest&offset=1&limit=1": "[alpha]", "sort=subject&q=-subject:beta": "[alpha Gamma]", "sort=subject&offset=9": "[]",
	} {
		var a rowsAnswer
		s.get("/v1/rows?"+query).want(t, 200, &a)
		if got := fmt.Sprint(subjects(a.Rows)); got != want || a.AtLeast {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	s.get("/v1/rows?sort=up").want(t, 400, nil)
}

func TestOfManyRecipientsTheOneSearchedForIsFirst(t *testing.T) {
	s := start(t)
	s.deliver(text("many", "x"), "a@x.test", "b@x.test", "c@x.test", "d@x.test")
	for q, want := range map[string]string{"rcpt:d@x.test": "[d@x.test a@x.test b@x.test] 4", "rcpt:b*": "[b@x.test a@x.test c@x.test] 4", "many": "[a@x.test b@x.test c@x.test] 4"} {
		var a rowsAnswer
		s.get("/v1/rows?q="+q).want(t, 200, &a)
		if got := fmt.Sprint(a.Rows[0].Rcpt, a.Rows[0].RcptN); got != want {
			t.Errorf("%s: %s, want %s", q, got, want)
		}
	}
}

func TestAMistakeInAQueryHasAPosition(t *testing.T) {
	s := start(t)
	var p problem
	s.get("/v1/rows?q=caf%C3%A9+is:nonsense").want(t, 400, &p)
	if p.Position != 6 {
		t.Errorf("%+v", p)
	}
}

func TestDuplicatesAreFoundByEveryDoor(t *testing.T) {
	s := start(t)
	first := s.deliver(text("twin", "x"), "a@x.test")
	s.deliver(text("single", "x"), "a@origin.test", "b@x.test") // one transaction, two accounts
	s.deliver(text("twin", "y"), "b@x.test")
	s.deliver("Subject: bare\r\n\r\nno identity", "a@x.test")
	s.deliver("Subject: bare\r\n\r\nno identity", "a@x.test")
	s.deliver("Subject: bare\r\n\r\nNO identity", "a@x.test")
	found := func() string {
		var a rowsAnswer
		s.get("/v1/rows?q=is:duplicate").want(t, 200, &a)
		return fmt.Sprint(subjects(a.Rows))
	}
	if got := found(); got != "[bare twin]" {
		t.Error(got)
	}
	var waited struct{ Messages []any }
	s.get("/v1/wait?q=is:duplicate&count=2&timeout=5s").want(t, 200, &waited)
	if len(waited.Messages) != 2 {
		t.Errorf("%+v", waited)
	}
	s.do("PUT", "/v1/views", `{"views":[{"name":"Twice","q":"is:duplicate"}]}`, "Content-Type: application/json").want(t, 200, nil)
	n := 0
	for _, m := range s.box.State().All.From(0) {
		if s.server.Mailboxes()[0].Match(m) {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d in the mailbox of the view", n)
	}
	s.expunge(first)
	if got := found(); got != "[bare]" {
		t.Error(got)
	}
}
