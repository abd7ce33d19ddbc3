package faults

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailsink/internal/mail"
)

func newSet(t *testing.T, magic bool, rules ...Rule) *Set {
	t.Helper()
	s, err := New(Config{MagicAddresses: magic, Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// rcpt is a RCPT command.
func rcpt(to string) Event {
	return Event{Stage: Rcpt, Client: "10.1.2.3:4000", Hello: "app.example", User: "app", From: "bob@example.com", To: []mail.Address{mail.Address(to)}, Size: 100}
}

// fired asks n times and writes which fired.
func fired(s *Set, e Event, n int) string {
	var b strings.Builder
	for range n {
		if _, ok := s.Decide(e); ok {
			b.WriteByte('x')
		} else {
			b.WriteByte('.')
		}
	}
	return b.String()
}

func TestRulesMatchWhatTheySay(t *testing.T) {
	for _, tt := range []struct {
		rule Rule
		want bool
	}{
		{Rule{}, true},
		{Rule{To: "ann@example.com"}, true},
		{Rule{To: "ANN@*"}, true},
		{Rule{To: "*@example.org"}, false},
		{Rule{To: "ann@example?com"}, false},
		{Rule{To: `/^ann@example\.(com|org)$/`}, true},
		{Rule{To: "/org$/"}, false},
		{Rule{From: "bob@*", To: "ann@*"}, true},
		{Rule{From: "<>"}, false},
		{Rule{Client: "10.0.0.0/8"}, true},
		{Rule{Client: "10.1.2.3"}, true},
		{Rule{Client: "192.0.2.0/24"}, false},
		{Rule{Client: "unix"}, false},
		{Rule{Hello: "app.*"}, true},
		{Rule{Hello: "web.*"}, false},
		{Rule{User: "app"}, true},
		{Rule{User: "web"}, false},
		{Rule{MinSize: 100, MaxSize: 100}, true},
		{Rule{MinSize: 101}, false},
		{Rule{MaxSize: 99}, false},
		{Rule{Stage: Data}, false},
	} {
		tt.rule.Reply = "450"
		if _, got := newSet(t, false, tt.rule).Decide(rcpt("ann@example.com")); got != tt.want {
			t.Errorf("%+v: %v, want %v", tt.rule, got, tt.want)
		}
	}
	unix := Event{Stage: Connect, Client: "/run/mailsink"}
	if _, ok := newSet(t, false, Rule{Stage: Connect, Client: "unix", Drop: true}).Decide(unix); !ok {
		t.Error("a unix socket is not unix")
	}
	null := Event{Stage: Mail}
	if _, ok := newSet(t, false, Rule{Stage: Mail, From: "<>", Reply: "550"}).Decide(null); !ok {
		t.Error("<> is not the null reverse-path")
	}
}

func TestWhichOfTheMatchesFire(t *testing.T) {
	for _, tt := range []struct {
		rule Rule
		want string
	}{
		{Rule{}, "xxxxxxxx"},
		{Rule{Nth: 3}, "..x....."},
		{Rule{Every: 3}, "..x..x.."},
		{Rule{First: 2}, "xx......"},
		{Rule{Every: 2, First: 4}, ".x.x...."},
		{Rule{Greylist: 3}, "xxx....."},
		{Rule{Limit: "3/1h"}, "...xxxxx"},
		{Rule{Probability: 1}, "xxxxxxxx"},
		{Rule{Probability: 0.5, Seed: 1}, fired(newSet(t, false, Rule{Reply: "450", Probability: 0.5, Seed: 1}), rcpt("b@b"), 8)},
	} {
		tt.rule.Reply = "450"
		s := newSet(t, false, tt.rule)
		if got := fired(s, rcpt("ann@example.com"), 8); got != tt.want {
			t.Errorf("%+v: %s, want %s", tt.rule, got, tt.want)
		}
		r := s.Report().Rules[0]
		if r.Matches != 8 || r.Hits != strings.Count(tt.want, "x") {
			t.Errorf("%+v: counted %d of %d", tt.rule, r.Hits, r.Matches)
		}
	}
}

func TestProbabilityIsAboutRightAndDependsOnItsSeed(t *testing.T) {
	run := func(seed uint64) string {
		return fired(newSet(t, false, Rule{Reply: "450", Probability: 0.3, Seed: seed}), rcpt("a@b"), 1000)
	}
	if n := strings.Count(run(1), "x"); n < 250 || n > 350 {
		t.Errorf("0.3 fired %d times of 1000", n)
	}
	if first, again := run(1), run(1); first != again || first == run(2) {
		t.Error("the seed does not decide")
	}
}

func TestALimitHoldsForItsSpan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSet(t, false, Rule{Limit: "2/1m"})
		if got := fired(s, rcpt("a@b"), 3); got != "..x" {
			t.Error(got)
		}
		time.Sleep(59 * time.Second)
		if got := fired(s, rcpt("a@b"), 1); got != "x" {
			t.Error(got)
		}
		time.Sleep(time.Second)
		if got := fired(s, rcpt("a@b"), 3); got != "..x" {
			t.Error(got)
		}
	})
}

func TestGreylistingIsForEachClientSenderAndRecipient(t *testing.T) {
	s := newSet(t, false, Rule{Greylist: 1})
	again := rcpt("a@b")
	again.Client = "10.1.2.3:9999"
	other := rcpt("a@b")
	other.Client = "10.9.9.9:1"
	got := fired(s, rcpt("a@b"), 1) + fired(s, again, 1) + fired(s, rcpt("A@B"), 1) + fired(s, rcpt("c@b"), 1) + fired(s, other, 1)
	if got != "x..xx" {
		t.Error(got)
	}
}

func TestARuleForOneRecipientLeavesOthersAlone(t *testing.T) {
	s := newSet(t, true, Rule{To: "ann@*", Nth: 2, Reply: "450"}, Rule{Stage: End, To: "ann@*", Bounce: "550"})
	got := ""
	for _, to := range []string{"ann@x", "bob@x", "bob@x", "eve@x", "ann@x", "bob@x"} {
		got += fired(s, rcpt(to), 1)
	}
	if got != "....x." {
		t.Errorf("fired %s", got)
	}
	both := rcpt("bob@x")
	both.Stage, both.To = End, []mail.Address{"bob@x", "ann@x", "eve@x"}
	if a, ok := s.Decide(both); !ok || fmt.Sprint(a.To) != "[ann@x]" {
		t.Errorf("the bounce is for %v", a.To)
	}
}

func TestTheFirstRuleThatFiresDecides(t *testing.T) {
	s := newSet(t, true, Rule{Reply: "450", First: 1}, Rule{Reply: "550", Name: "second"}, Rule{Reply: "552"})
	first, _ := s.Decide(rcpt("421@x"))
	second, _ := s.Decide(rcpt("421@x"))
	if first.Reply.Code != 450 || first.Rule != "rule 1" || second.Reply.Code != 550 || second.Rule != "second" {
		t.Errorf("got %+v, then %+v", first, second)
	}
	if n := s.Report().Rules[2].Matches; n != 0 {
		t.Errorf("the third rule was asked %d times", n)
	}
}

func TestMagicAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"450.ann@example.com":             "rcpt 450",
		"550@example.com":                 "rcpt 550",
		"slow-5s@example.com":             "rcpt slow 5s",
		"slow-5s.x.y@example.com":         "rcpt slow 5s",
		"SLOW-1M30S-after-data@x":         "end slow 1m30s",
		"drop@x":                          "rcpt drop",
		"drop-after-data@x":               "end drop",
		"drop-at-data.ann@x":              "data drop",
		"554-at-mail@x":                   "mail 554",
		"greylist-1@x":                    "rcpt 450",
		"full@x":                          "rcpt 552",
		"full-after-data@x":               "end 552",
		"tarpit-10@x":                     "rcpt rate 10",
		"bounce@x":                        "end bounce 550",
		"bounce-552.ann@x":                "end bounce 552",
		"duplicate@x":                     "end duplicate 1",
		"duplicate-3@x":                   "end duplicate 3",
		"ann@x":                           "",
		"250@x":                           "",
		"600@x":                           "",
		"45@x":                            "",
		"450ann@x":                        "",
		"ann.450@x":                       "",
		"slow@x":                          "",
		"slow-99h@x":                      "",
		"duplicate-101@x":                 "",
		"bounce-250@x":                    "",
		"full-x@x":                        "",
		"tarpit-0@x":                      "",
		`"450 x"@x`:                       "",
		"-after-data@x":                   "",
		"":                                "",
		"drop-after-data-at-mail.ann@x.y": "",
	} {
		s := newSet(t, true)
		got := ""
		for _, stage := range []Stage{Connect, Ehlo, Auth, Mail, Rcpt, Data, End} {
			if a, ok := s.Decide(Event{Stage: stage, From: mail.Address(address), To: []mail.Address{mail.Address(address)}}); ok {
				got += describe(stage, a)
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	if _, ok := newSet(t, false, Rule{To: "x", Reply: "450"}).Decide(rcpt("450@x")); ok {
		t.Error("magic without the switch")
	}
}

func describe(stage Stage, a Action) string {
	s := string(stage)
	if a.Reply.Code != 0 {
		s += fmt.Sprint(" ", a.Reply.Code)
	}
	if a.Delay > 0 {
		s += " slow " + a.Delay.String()
	}
	if a.Rate > 0 {
		s += fmt.Sprint(" rate ", a.Rate)
	}
	if a.Drop {
		s += " drop"
	}
	if a.Bounce.Code != 0 {
		s += fmt.Sprint(" bounce ", a.Bounce.Code)
	}
	if a.Duplicate > 0 {
		s += fmt.Sprint(" duplicate ", a.Duplicate)
	}
	return s
}

func TestMagicGreylistingCounts(t *testing.T) {
	s := newSet(t, true)
	if got := fired(s, rcpt("greylist-2.ann@x"), 4) + fired(s, rcpt("greylist.ann@x"), 2); got != "xx..x." {
		t.Error(got)
	}
	if n := s.Report().MagicHits; n != 3 {
		t.Errorf("%d hits", n)
	}
}

func TestContentIsNeededOnceMoreOnlyForBouncesAndDuplicates(t *testing.T) {
	s := newSet(t, true, Rule{Stage: End, To: "ann@*", Bounce: "550", MinSize: 1 << 20}, Rule{Stage: End, To: "eve@*", Reply: "550"})
	for to, want := range map[string]bool{"ann@x": true, "eve@x": false, "bob@x": false, "duplicate@x": true, "450@x": false} {
		if got := s.Repeats(rcpt(to)); got != want {
			t.Errorf("%s: %v", to, got)
		}
	}
	if r := s.Report(); r.Rules[0].Matches != 0 || new(Set).Repeats(rcpt("ann@x")) {
		t.Error("asking was counted")
	}
}

func TestMistakesSayWhatToWrite(t *testing.T) {
	for _, tt := range []struct {
		text, want string
	}{
		{`{"rules":[{"stage":"x","reply":"450"}]}`, "rule 1: stage \"x\" is none; write connect"},
		{`{"rules":[{"reply":"450"},{}]}`, "rule 2: nothing happens"},
		{`{"rules":[{"reply":"250"}]}`, "code from 400 to 599"},
		{`{"rules":[{"reply":"450 5.1.1 x"}]}`, "contradicts itself"},
		{`{"rules":[{"reply":"450 a\r\nb"}]}`, "without controls"},
		{`{"rules":[{"bounce":"x"}]}`, "is not a refusal"},
		{`{"rules":[{"stage":"rcpt","bounce":"550"}]}`, "need stage end"},
		{`{"rules":[{"stage":"connect","to":"a","drop":true}]}`, "leave from and to out"},
		{`{"rules":[{"stage":"mail","to":"a","drop":true}]}`, "leave to out"},
		{`{"rules":[{"stage":"end","keep":true,"reply":"450"}]}`, "keep goes with drop"},
		{`{"rules":[{"delay":"5"}]}`, "write 5s or 1m30s"},
		{`{"rules":[{"delay":"1h"}]}`, "between 0s and 10m"},
		{`{"rules":[{"probability":2,"drop":true}]}`, "between 0 and 1"},
		{`{"rules":[{"nth":-1,"drop":true}]}`, "must not be negative"},
		{`{"rules":[{"duplicate":1000}]}`, "at most 100"},
		{`{"rules":[{"limit":"x"}]}`, "write 3/1m"},
		{`{"rules":[{"limit":"0/1m"}]}`, "write 3/1m"},
		{`{"rules":[{"client":"localhost","drop":true}]}`, "write 10.0.0.0/8"},
		{`{"rules":[{"to":"/(/","drop":true}]}`, "not a regular expression"},
		{`{"rules":[{"too":"a","drop":true}]}`, `unknown field "too"`},
		{`{"rules":[]} x`, "follows the end"},
		{`[]`, "cannot unmarshal"},
	} {
		c, err := Parse([]byte(tt.text))
		if err == nil {
			_, err = New(c)
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.text, err, tt.want)
		}
	}
}

func TestAMistakeChangesNothing(t *testing.T) {
	s := newSet(t, false, Rule{Reply: "450"})
	fired(s, rcpt("a@b"), 2)
	if err := s.Replace(Config{Rules: []Rule{{}}}); err == nil {
		t.Fatal("no mistake found")
	}
	if r := s.Report(); len(r.Rules) != 1 || r.Rules[0].Hits != 2 {
		t.Errorf("got %+v", r)
	}
	if err := s.Replace(Config{}); err != nil || s.Active() {
		t.Errorf("emptied: %v, active %v", err, s.Active())
	}
}

func TestAReportCanBePutBack(t *testing.T) {
	s := newSet(t, true, Rule{Stage: End, From: "a", To: "b", Client: "::1", Delay: Duration(90 * time.Second), Bounce: "550 5.1.1 No", Nth: 1, Probability: 0.5, Seed: 9})
	text, err := json.Marshal(s.Report())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), `"delay":"1m30s"`) {
		t.Errorf("written as %s", text)
	}
	var c Config
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	if err := s.Replace(c); err != nil || len(c.Rules) != 1 || !c.MagicAddresses {
		t.Errorf("%v: %+v", err, c)
	}
}

func TestRepliesAreWorded(t *testing.T) {
	for text, want := range map[string]mail.Reply{
		"450":                {Code: 450, Enhanced: "4.2.0", Text: "Mailbox unavailable on purpose"},
		"599":                {Code: 599, Enhanced: "5.0.0", Text: "Refused on purpose"},
		"550 No such user":   {Code: 550, Enhanced: "5.1.1", Text: "No such user"},
		"452 4.3.1 Disk":     {Code: 452, Enhanced: "4.3.1", Text: "Disk"},
		"550 5.7.1":          {Code: 550, Enhanced: "5.7.1", Text: "User unknown on purpose"},
		"421 4.7.0 Go away.": {Code: 421, Enhanced: "4.7.0", Text: "Go away."},
	} {
		if got, err := parseReply(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for code := 400; code < 600; code++ {
		if r := refusal(code); r.Enhanced[0] != byte('0'+code/100) || r.Text == "" {
			t.Errorf("%d is worded %+v", code, r)
		}
	}
}

func TestANilSetHasNoRules(t *testing.T) {
	var s *Set
	if _, ok := s.Decide(rcpt("450@x")); ok || s.Active() || s.Repeats(rcpt("bounce@x")) || s.Report().Rules == nil {
		t.Error("a nil Set does something")
	}
}

func TestWhatGreylistingRemembersIsBounded(t *testing.T) {
	s := newSet(t, false, Rule{Greylist: 1})
	for i := range 2 * maxAttempts {
		s.Decide(rcpt(fmt.Sprint(i, "@x")))
	}
	if n := len(s.rules[0].met); n > maxAttempts {
		t.Errorf("%d are remembered", n)
	}
}

func FuzzConfig(f *testing.F) {
	f.Add([]byte(`{"magicAddresses":true,"rules":[{"to":"ann@*","reply":"450 4.2.0 x","limit":"3/1m","delay":"5s"}]}`), "450.ann@x")
	f.Add([]byte(`{"rules":[{"stage":"end","bounce":"550","probability":0.5,"seed":1}]}`), "bounce-552@x")
	f.Fuzz(func(t *testing.T, text []byte, address string) {
		c, err := Parse(text)
		if err != nil {
			return
		}
		s, err := New(c)
		if err != nil {
			return
		}
		for _, stage := range []Stage{Connect, Ehlo, Auth, Mail, Rcpt, Data, End} {
			a, ok := s.Decide(Event{Stage: stage, From: mail.Address(address), To: []mail.Address{mail.Address(address)}})
			if ok && (a.Reply.Code != 0 && !a.Reply.Refuses() || a.Delay < 0 || a.Delay > maxDelay || a.Rate < 0) {
				t.Fatalf("%+v", a)
			}
		}
	})
}
