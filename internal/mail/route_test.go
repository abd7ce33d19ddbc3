package mail

import (
	"slices"
	"testing"
)

func TestTheDomainFollowsTheLastAt(t *testing.T) {
	for a, want := range map[Address][2]string{
		"ann@example.com": {"ann", "example.com"}, `"a@b"@example.com`: {`"a@b"`, "example.com"}, "postmaster": {"postmaster", ""},
		"": {"", ""}, "@example.com": {"", "example.com"}, "ann@": {"ann", ""},
	} {
		if local, domain := a.Split(); local != want[0] || domain != want[1] {
			t.Errorf("%q splits into %q and %q", a, local, domain)
		}
	}
}

func TestSpellingsOfOneAddressShareAnAccount(t *testing.T) {
	for a, want := range map[Address]string{
		"Ann@Sink.Test": "ann", "ann@sink.test": "ann", "ANN": "ann", "Ann@Other.test": "ann@other.test", "ann@sink.test.": "ann@sink.test.", "ann@": "ann", "": "",
	} {
		if got := a.Account("sink.test"); got != want {
			t.Errorf("mail for %q is kept in %q, want %q", a, got, want)
		}
	}
}

func TestAReplyIsOneLine(t *testing.T) {
	for want, r := range map[string]Reply{
		"": {}, "250 2.1.5 Ok": {250, "2.1.5", "Ok"}, "354 Go ahead": {354, "", "Go ahead"},
	} {
		if got := r.String(); got != want {
			t.Errorf("%+v is written %q", r, got)
		}
	}
	for code, want := range map[int]bool{0: false, 250: false, 354: false, 421: true, 450: true, 550: true} {
		if (Reply{Code: code}).Refuses() != want {
			t.Errorf("%d refuses: %t", code, !want)
		}
	}
}

// TestAnAnswerSaysWhatTheRouteDoes asks about one that is accepted, one that is
// refused at RCPT and one that is refused after the content.
func TestAnAnswerSaysWhatTheRouteDoes(t *testing.T) {
	account := func(a Address) string { return a.Account("sink.test") }
	ok := Reply{250, "2.1.5", "Ok"}
	far := &Delivery{Transport: "smtp", NextHop: "partner.test"}
	taken := AnswerOf("ann@example.com", Route{
		Finals: []Final{{Address: "Ann@sink.test"}, {Address: "b@partner.test", External: true, Delivery: far}, {Address: "c@x.test", Delivery: &Delivery{Bounce: "5.1.1 unknown"}}},
		Steps:  []Step{{Table: "regexp:t", Line: 2}}, Reply: ok,
	}, account)
	if !taken.Accepted() || taken.Reply != "250 2.1.5 Ok" || taken.Failure != "" || len(taken.Steps) != 1 {
		t.Errorf("the answer is %+v", taken)
	}
	var read []string
	for _, a := range taken.Accounts {
		read = append(read, a.String())
	}
	if want := []string{
		"Ann@sink.test, account ann", "b@partner.test, account b@partner.test, external: would have gone to partner.test (smtp, by its MX)",
		"c@x.test, account c@x.test, would have been returned: 5.1.1 unknown",
	}; !slices.Equal(read, want) {
		t.Errorf("people read %q, want %q", read, want)
	}
	for text, r := range map[string]Route{
		"unknown": {Reply: Reply{550, "5.1.1", "unknown"}}, "loop": {Reply: ok, Failure: Reply{451, "4.3.0", "loop"}},
	} {
		a := AnswerOf("x@y.test", r, account)
		if a.Accepted() || a.Error != text || a.Final == nil || a.Steps == nil || a.Accounts == nil {
			t.Errorf("the answer is %+v: a list is never null in JSON, and the reason is %q", a, text)
		}
	}
}

func TestADestinationIsWordedAsItIsFound(t *testing.T) {
	for want, d := range map[string]Delivery{
		"": {}, "partner.test": {NextHop: "partner.test"}, "virtual": {Transport: "virtual"}, "partner.test (smtp, by its MX)": {Transport: "smtp", NextHop: "partner.test"},
		"[relay.example]:587 (smtp)": {Transport: "smtp", NextHop: "[relay.example]:587"}, "unix:private/lmtp (lmtp)": {Transport: "lmtp", NextHop: "unix:private/lmtp"},
	} {
		if got := d.Destination(); got != want {
			t.Errorf("%+v is %q, want %q", d, got, want)
		}
	}
}

func TestEveryFinalIsARecipientWithTheWayItCame(t *testing.T) {
	steps, params := []Step{{Table: "t"}}, []Param{{Name: "NOTIFY", Value: "NEVER"}}
	list := Route{Finals: []Final{{Address: "a@x"}, {Address: "b@x", External: true}}, Steps: steps}.Recipients("list@x", params)
	if len(list) != 2 || list[0].Final != "a@x" || list[1].Final != "b@x" || list[0].External || !list[1].External {
		t.Fatalf("the recipients are %+v", list)
	}
	for _, r := range list {
		if r.Original != "list@x" || len(r.Trace) != 1 || len(r.Params) != 1 {
			t.Errorf("of %s is kept %+v", r.Final, r)
		}
	}
}
