package web

import (
	"fmt"
	"testing"

	"mailsink/internal/mail"
)

func subjects(rows []row) (list []string) {
	for _, r := range rows {
		list = append(list, r.Subj)
	}
	return list
}

func TestRowsAreNewestFirstByRank(t *testing.T) {
	s := start(t)
	s.fill(10)
	for _, c := range []struct{ query, want string }{
		{"?limit=3", "[mail 10 mail 9 mail 8]"},
		{"?limit=3&offset=8", "[mail 2 mail 1]"},
		{"?limit=3&offset=10", "[]"},
		{"?limit=3&offset=99", "[]"},
		{"?limit=2&q=subject:1", "[mail 10 mail 1]"},
		{"?limit=1&offset=1&q=subject:1", "[mail 1]"},
		{"?limit=2&account=sink", "[mail 10 mail 9]"},
		{"?limit=2&account=sink&mailbox=inbox", "[mail 10 mail 9]"},
		{"?limit=2&account=all", "[mail 10 mail 9]"},
		{"?account=stranger", "[]"},
	} {
		var a rowsAnswer
		s.get("/v1/rows"+c.query).want(t, 200, &a)
		if got := fmt.Sprint(subjects(a.Rows)); got != c.want {
			t.Errorf("%s: %s, want %s", c.query, got, c.want)
		}
	}
}

func TestASnapshotStandsStillWhileMailArrives(t *testing.T) {
	s := start(t)
	ids := s.fill(5)
	s.flag(ids[0], mail.Seen)
	var first, second rowsAnswer
	s.get("/v1/rows?limit=2").want(t, 200, &first)
	s.fill(7)
	for _, q := range []string{"", "&q=mail"} {
		s.get(fmt.Sprintf("/v1/rows?limit=2&offset=2&asof=%d%s", first.AsOf, q)).want(t, 200, &second)
		if got := fmt.Sprint(subjects(second.Rows), second.Total, second.Unread, second.AsOf == first.AsOf); got != "[mail 3 mail 2] 5 4 true" {
			t.Errorf("%s: %s", q, got)
		}
	}
}

func TestARowShowsWhoAskedForIt(t *testing.T) {
	s := start(t)
	s.deliver(text("four", "x"), "a@x.test", "b@x.test", "c@x.test", "d@x.test")
	var a rowsAnswer
	s.get("/v1/rows").want(t, 200, &a)
	r := a.Rows[0]
	if got := fmt.Sprint(r.Rcpt, r.RcptN, r.Mbox, r.Rule, r.Flags, r.From); got !=
		"[a@x.test b@x.test c@x.test] 4 [sink]regexp:sink:4[unread rewritten] {Shop no-reply@shop.example}" {
		t.Error(got)
	}
}

func TestAccountsAreKeptApart(t *testing.T) {
	s := start(t)
	s.deliver(text("both", "x"), "ann@origin.test", "bob@elsewhere.test")
	s.deliver(text("ann", "x"), "ann@origin.test")
	for account, want := range map[string]string{"ann@origin.test": "[ann both]", "sink": "[both]", "all": "[ann both both]", "": "[ann both both]"} {
		var a rowsAnswer
		s.get("/v1/rows?account="+account).want(t, 200, &a)
		if got := fmt.Sprint(subjects(a.Rows)); got != want || a.Total != len(a.Rows) {
			t.Errorf("%q: %s of %d, want %s", account, got, a.Total, want)
		}
	}
	var accounts struct{ Accounts []folder }
	s.get("/v1/accounts").want(t, 200, &accounts)
	if got := fmt.Sprint(accounts.Accounts); got != "[{ann@origin.test 2 2} {sink 1 1}]" {
		t.Error(got)
	}
	var boxes struct{ Mailboxes []folder }
	s.get("/v1/accounts/ann@origin.test/mailboxes").want(t, 200, &boxes)
	if got := fmt.Sprint(boxes.Mailboxes); got != "[{INBOX 2 2}]" {
		t.Error(got)
	}
	s.get("/v1/accounts/stranger/mailboxes").wantProblem(t, 404)
}

func TestMessagesArePagedByCursor(t *testing.T) {
	s := start(t)
	s.fill(5)
	next, got := "", []string(nil)
	for range 4 {
		var a messagesAnswer
		s.get("/v1/messages?limit=2&after="+next).want(t, 200, &a)
		for _, m := range a.Messages {
			got = append(got, m.Summary.Subject)
		}
		if next = a.Next; next == "" {
			break
		}
		s.deliver(text("newer", "x"))
	}
	if fmt.Sprint(got) != "[mail 5 mail 4 mail 3 mail 2 mail 1]" {
		t.Error(got)
	}
}

func TestBadNumbersAreRefused(t *testing.T) {
	s := start(t)
	for _, q := range []string{"limit=501", "limit=x", "limit=-1", "limit=1e9", "offset=1.5", "asof=-2", "asof=99999999999999999999", "q=%28", "mailbox=INBOX"} {
		s.get("/v1/rows?"+q).wantProblem(t, 400)
	}
	for _, q := range []string{"after=x", "after=1-1", "after=zzzzz-zzzzz"} {
		s.get("/v1/messages?"+q).wantProblem(t, 400)
	}
}

func TestFacetsCountValues(t *testing.T) {
	s := start(t)
	s.deliver(text("1", "x"), "Anna@x.test")
	id := s.deliver(text("2", "x"), "anna@x.test", "bob@x.test")
	s.flag(id, mail.Seen)
	s.flag(id, "checked")
	for q, want := range map[string]string{
		"field=rcpt":             "[{anna@x.test 2 1} {bob@x.test 1 0}]",
		"field=rcpt&prefix=B":    "[{bob@x.test 1 0}]",
		"field=rcpt&limit=1":     "[{anna@x.test 2 1}]",
		"field=mbox":             "[{sink 2 1}]",
		"field=from&q=subject:1": "[{no-reply@shop.example 1 1}]",
		"field=tag":              "[{checked 1 0}]",
	} {
		var a struct{ Values []facet }
		s.get("/v1/facets?"+q).want(t, 200, &a)
		if got := fmt.Sprint(a.Values); got != want {
			t.Errorf("%s: %s, want %s", q, got, want)
		}
	}
	s.get("/v1/facets?field=nonsense").wantProblem(t, 400)
}

// BenchmarkRows measures a page far down in a long list, and a search.
func BenchmarkRows(b *testing.B) {
	s := start(b)
	for i := range 20_000 {
		s.deliver(text(fmt.Sprintf("mail %d", i), "hello"))
	}
	for _, q := range []string{"", "mail 77", "rcpt:anna", "rcpt:nobody"} {
		b.Run(q, func(b *testing.B) {
			v, err := s.server.newView("", "", q)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				s.server.rowsAnswer(b.Context(), v, span{offset: 10_000, limit: 200})
			}
		})
	}
}
