package expect_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailsink/internal/client"
	"mailsink/internal/expect"
	"mailsink/internal/mail"
)

// A tape is a sink whose messages come at known times.
type tape []client.Message

var errQuery = errors.New("the query cannot be read")

// Wait implements [expect.Sink]: the cursor is how many messages were told.
func (s tape) Wait(ctx context.Context, w client.Wait) (client.Waited, error) {
	if w.Q == "broken" {
		return client.Waited{}, errQuery
	}
	end := time.Now().Add(w.Timeout)
	n := len(w.Since)
	if n < len(s) && !s[n].InternalDate.After(end) {
		select {
		case <-time.After(time.Until(s[n].InternalDate)):
			return client.Waited{Messages: s[n : n+1], Cursor: strings.Repeat("i", n+1)}, nil
		case <-ctx.Done():
			return client.Waited{}, ctx.Err()
		}
	}
	select {
	case <-time.After(w.Timeout):
		return client.Waited{Cursor: w.Since}, nil
	case <-ctx.Done():
		return client.Waited{}, ctx.Err()
	}
}

// message returns one that comes after some time.
func message(after time.Duration, to, subject string) client.Message {
	return client.Message{
		ID: 7, InternalDate: time.Now().Add(after),
		Envelope: mail.Envelope{ReversePath: "bounce@shop.example", Recipients: []mail.Recipient{{Original: mail.Address(to), Final: "sink@mailsink.test"}}},
		Summary:  mail.Summary{Subject: subject, From: []mail.Contact{{Address: "Shop@shop.example"}}},
		Text:     "Your code is 482913.\r\n", HTML: "<b>code</b>", Codes: []string{"482913"},
		Links:       []client.Link{{URL: "https://shop.example/confirm?t=1"}},
		Attachments: []client.Attachment{{Filename: "terms.pdf"}},
		Headers:     []client.Field{{Name: "X-Campaign", Body: "spring"}},
	}
}

func TestEveryExpectationIsDecidedAsSoonAsItCanBe(t *testing.T) {
	for _, c := range []struct {
		promise, yaml string
		met           bool
		took          time.Duration
	}{
		{"one is enough where no count is said", "{to: ann@x.test}", true, time.Second},
		{"addresses are of any case", "{to: Ann@X.test, from: shop@SHOP.example}", true, time.Second},
		{"the reverse-path is a sender too", "{from: bounce@shop.example}", true, time.Second},
		{"an address may be a regular expression", "{to: /^ann@/, from: /bounce/}", true, time.Second},
		{"everything that is wanted is there", `{subject: one, text: '/code is \d{6}/', html: <b>, code: /^\d+$/, link: confirm, attachments: [terms.pdf], headers: {x-campaign: spring}}`, true, time.Second},
		{"an exact count is sure when it has come", "{to: ann@x.test, count: 2}", true, 3 * time.Second},
		{"too few are known at the end", "{to: ann@x.test, count: 3}", false, 10 * time.Second},
		{"too many are known at once", "{count: 1, within: 5s, subject: /./}", true, time.Second},
		{"none is sure at the end of its time", "{to: eve@x.test, count: 0, within: 4s}", true, 4 * time.Second},
		{"one where none should be is known at once", "{to: bob@x.test, count: 0}", false, 2 * time.Second},
		{"another subject is not enough", "{to: bob@x.test, subject: One}", false, 10 * time.Second},
		{"another text is not enough", "{text: goodbye}", false, 10 * time.Second},
		{"another header is not enough", "{headers: {X-Campaign: autumn}}", false, 10 * time.Second},
		{"a missing file is not enough", "{attachments: [terms.pdf, other.pdf]}", false, 10 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			sink := tape{message(time.Second, "ann@x.test", "one"), message(2*time.Second, "bob@x.test", "two"), message(3*time.Second, "ann@x.test", "three")}
			suite, err := expect.Parse([]byte("expect: [" + c.yaml + "]"))
			if err != nil {
				t.Fatalf("%s: %v", c.promise, err)
			}
			r := expect.Run(t.Context(), sink, suite, "")[0]
			if r.Err != nil || r.Met != c.met || r.Took != c.took {
				t.Errorf("%s: met %v after %v, %v; want %v after %v", c.promise, r.Met, r.Took, r.Err, c.met, c.took)
			}
		})
	}
}

func TestAllExpectationsWaitAtTheSameTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		suite, err := expect.Parse([]byte("within: 3s\nexpect:\n- {to: a@x, count: 0}\n- {to: b@x, count: 0}\n- {to: c@x}\n"))
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		results := expect.Run(t.Context(), tape{}, suite, "")
		if took := time.Since(begin); took != 3*time.Second || expect.Failed(results) != 1 {
			t.Errorf("took %v, %d failed", took, expect.Failed(results))
		}
	})
}

func TestTheReportShowsWhatIsDifferent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		suite, err := expect.Parse([]byte("within: 5s\nexpect:\n- {name: good, to: ann@x.test}\n- {name: \"bad <&>\", to: ann@x.test, subject: One, attachments: [x.pdf]}\n" +
			"- {name: leak, count: 0}\n- {name: broken, query: broken}\n"))
		if err != nil {
			t.Fatal(err)
		}
		results := expect.Run(t.Context(), tape{message(time.Second, "ann@x.test", "one\x1b[2J")}, suite, "")
		var text, junit bytes.Buffer
		if err := errors.Join(expect.Write(&text, results), expect.WriteJUnit(&junit, "mail.yaml", results)); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"ok    good  1.00s\n", "FAIL  bad <&>  5.00s\n      wanted at least 1 message (mail to ann@x.test), found 0 within 5s\n",
			"      different: 000000000000e from <bounce@shop.example> to ann@x.test: \"one", "        subject\n          - want One\n          + got  one\uFFFD[2J\n",
			"          - want x.pdf\n          + got  terms.pdf\n", "FAIL  leak  1.00s\n      wanted no message (mail), found 1 within 5s\n      came: ",
			"FAIL  broken  0.00s\n      could not be found out: the query cannot be read\n", "1 of 4 expectations are met\n",
		} {
			if !strings.Contains(text.String(), want) {
				t.Errorf("the report lacks %q:\n%s", want, &text)
			}
		}
		var suites struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Errors   int `xml:"errors,attr"`
			Cases    []struct {
				Name    string  `xml:"name,attr"`
				Failure *string `xml:"failure"`
			} `xml:"testcase"`
		}
		if err := xml.Unmarshal(junit.Bytes(), &suites); err != nil {
			t.Fatalf("%v\n%s", err, &junit)
		}
		if suites.Tests != 4 || suites.Failures != 2 || suites.Errors != 1 || suites.Cases[1].Name != "bad <&>" || suites.Cases[1].Failure == nil {
			t.Errorf("%+v", suites)
		}
	})
}

func TestAFileWithAMistakeIsRefusedWithItsLine(t *testing.T) {
	for yaml, want := range map[string]string{
		"":                                      "expects nothing",
		"expect: []":                            "expects nothing",
		"expect:\n- {too: a@x}":                 "line 2",
		"expect:\n- {subject: '/(/'}":           "no regular expression",
		"expect:\n- {within: soon}":             "not a time",
		"expect:\n- {count: -1}":                "0 or more",
		"expect:\n- {count: many}":              "line 2",
		"\t- x":                                 "not a file of expectations",
		"expect: &a [*a]":                       "",
		"within: -1s\nexpect:\n- {to: a@x.y}\n": "not a time",
	} {
		if _, err := expect.Parse([]byte(yaml)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", yaml, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("within: 1s\nexpect:\n- {to: a@x, subject: /a/, count: 1, headers: {a: b}}\n"))
	f.Add([]byte("expect: &a [*a]"))
	f.Fuzz(func(t *testing.T, octets []byte) {
		suite, err := expect.Parse(octets)
		if err == nil && (len(suite.Expect) == 0 || suite.Expect[0].Name == "") {
			t.Errorf("%q is taken for expectations", octets)
		}
	})
}

func TestWhatCameForOthersIsToldWhereNothingElseIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		suite, err := expect.Parse([]byte("within: 10s\nexpect:\n  - {name: hers, to: eve@x.test}\n"))
		if err != nil {
			t.Fatal(err)
		}
		results := expect.Run(t.Context(), tape{message(time.Second, "ann@x.test", "one"), message(2*time.Second, "bob@x.test", "two")}, suite, "")
		var b bytes.Buffer
		if err := expect.Write(&b, results); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); !strings.Contains(got, "came for others: 2\n") || !strings.Contains(got, `to bob@x.test: "two"`) {
			t.Error(got)
		}
	})
}
