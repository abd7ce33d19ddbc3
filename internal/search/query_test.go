package search

import (
	"errors"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// now is when the queries of these tests are made.
func now() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

const content = "From: =?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <shop@shop.example>\r\nTo: Anna <anna@customers.example>\r\nCc: carl@c.test\r\n" +
	"Reply-To: help@shop.example\r\nSubject: Your order 1001 has shipped\r\nMessage-ID: <a1@shop.example>\r\nX-Mailer: Acme 2.0\r\nX-Test-Run: nightly-7\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" +
	"<p>Straße: use code 482913 at <a href=\"https://shop.example/confirm?t=1\">this page</a> <img src=\"https://e.test/p.gif\">\r\n" +
	"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"Invoice-7.pdf\"\r\n\r\nPDF\r\n" +
	"--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n"

// sample is a message that has something of everything.
func sample() *mail.Message {
	sum := mime.Summarize([]byte(content), true)
	return &mail.Message{
		UID: 7, ID: 7, Account: "sink", InternalDate: now().Add(-30 * time.Minute), Size: 18_000, Key: "k",
		Flags: mail.NewFlags(mail.Flagged, "run-9912", "$Junk"), Summary: &sum,
		Envelope: &mail.Envelope{
			ReversePath: "bounce@shop.example",
			Recipients: []mail.Recipient{
				{Original: "Anna@customers.example", Final: "sink@mailsink.test", Trace: []mail.Step{{Table: "regexp:sink", Line: 4}}},
				{Original: "audit+r42@hidden.test", Final: "sink@mailsink.test", External: true},
			},
			Client: mail.Client{Address: "[::1]:40000", Hello: "app01", Identity: "app", Session: "s8812", Protocol: "ESMTP"},
		},
	}
}

func octets() ([]byte, error) { return []byte(content), nil }

func match(t *testing.T, q string) bool {
	t.Helper()
	parsed, err := Parse(q, now())
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	return parsed.Match(sample(), octets)
}

func TestWhatMatches(t *testing.T) {
	for _, q := range []string{
		``, `  `, `order`, `ORDER`, `your order`, `"order 1001"`, `shipped your`, `(order)`, `or`, `order OR nothing`, `nothing OR order`, `order AND shipped`,
		`-nothing`, `!nothing`, `NOT nothing`, `--order`, `-(nothing here)`, `(a OR b) order`, `sh*ped`, `"*" OR order`, `/order \d+/`, `/ORDER/`, `/^your/`,
		`muller`, `MÜLLER`, `jürgen`, `Jurgen`, `strasse`, `482913`, `confirm OR page`, `anna`, `bounce@`, `audit`,
		`rcpt:anna`, `rcpt:ANNA@Customers`, `rcpt:anna*`, `rcpt:*@customers.example`, `rcpt:a*n*a@*`, `rcpt:/^anna@/`, `rcpt:"Anna@customers.example"`,
		`final:sink`, `final:*@mailsink.test`, `in:sink`, `IN:SINK`, `mailbox:s*k`,
		`from:shop`, `from:muller`, `from:"Jürgen Müller"`, `to:anna`, `to:Anna`, `cc:carl`, `reply-to:help`, `bcc:audit`, `-bcc:anna`, `addressed:audit`, `addressed:help`,
		`mailfrom:bounce`, `-mailfrom:<>`, `subject:order`, `subject:"has shipped"`, `subject:your*shipped`, `body:"use code"`, `body:STRASSE`,
		`link:confirm`, `link:https://shop.example/*`, `filename:invoice`, `filename:*.pdf`, `type:pdf`, `type:application/pdf`, `type:text/*`,
		`message-id:a1`, `message-id:<a1@shop.example>`, `header:X-Mailer`, `header:x-mailer=acme`, `header:X-Mailer="Acme 2.0"`, `-header:X-None`, `header:subject=order`,
		`tag:run-9912`, `tag:run-*`, `run:nightly-7`, `run:night*`, `run:r42`, `run:sink`, `run:app`, `rule:sink:4`, `rule:regexp`, `session:s8812`, `user:app`, `ip:::1`, `helo:app01`,
		`is:unread`, `is:pinned`, `is:tagged`, `is:rewritten`, `is:external`, `-is:read`, `-is:injected`, `-is:answered`, `-is:untagged`, `-is:unpinned`, `is:malformed`,
		`has:attachment`, `has:attachments`, `has:html`, `has:link`, `has:remote`, `has:ics`, `-has:inline`, `-has:inlines`, `-has:text`, `-is:duplicate`, `has:warning`,
		`after:2026-11-21`, `after:2026-11-21T11:00`, `after:2026-11-21T11:29:59`, `after:2026-11-21T11:00:00Z`, `before:2026-11-22`, `before:2026-11-21T12:00:00+00:00`,
		`on:2026-11-21`, `on:2026/11/21`, `on:21.11.2026`, `on:20261121`, `on:"21 Nov 2026"`, `on:"November 21, 2026"`, `after:"2026-11-21 11:00"`, `before:"2026/11/21 12:00:00"`, `-on:2026-11-2`, `on:today`, `-on:yesterday`, `after:yesterday`, `newer:1h`, `newer:1d`, `newer:31m`, `older:29m`, `-older:1h`, `-newer:10s`, `newer:1w`,
		`larger:17k`, `larger:17999`, `smaller:1M`, `smaller:18001`, `-larger:18000`, `smaller:18kb`,
		`https://shop.example/confirm OR order`, `12:30 OR order`, `re: OR order`, `"from:nobody" OR order`, `a/b OR order`, `/etc/passwd OR order`, `- order`, `order -`,
		`from:shop to:anna -subject:reminder (has:attachment OR has:link) newer:1h`,
	} {
		if !match(t, q) {
			t.Errorf("%s does not match", q)
		}
	}
}

func TestWhatDoesNotMatch(t *testing.T) {
	for _, q := range []string{
		`nothing`, `-order`, `order nothing`, `"1001 order"`, `"your shipped"`, `(order) (nothing)`, `order -shipped`, `NOT (order OR nothing)`, `/order [a-z]+ 1/`,
		`rcpt:sink`, `rcpt:anna*nobody`, `rcpt:customers*`, `rcpt:*anna`, `final:anna`, `in:sin`, `in:other`, `mailbox:s`,
		`from:anna`, `to:carl`, `cc:anna`, `bcc:anna`, `bcc:carl`, `mailfrom:shop.example*`, `mailfrom:<>`, `subject:482913`, `subject:shipped*your`, `body:order1002`,
		`link:e.test`, `filename:pdf*`, `type:image/*`, `message-id:a2`, `header:X-None`, `header:X-Mailer=other`, `run:nightly`, `run:audit`, `tag:run`, `tag:$Junk`, `rule:sink:5`, `session:s88`, `user:x`, `ip:10.0.0.1`, `helo:x`,
		`is:read`, `is:injected`, `is:answered`, `has:inline`, `has:text`,
		`after:2026-11-22`, `before:2026-11-21`, `on:2026-11-20`, `on:yesterday`, `newer:29m`, `older:31m`, `larger:18000`, `smaller:18000`, `larger:1G`,
	} {
		if match(t, q) {
			t.Errorf("%s matches", q)
		}
	}
}

func TestAMistakeIsNamedWithItsPlace(t *testing.T) {
	for q, want := range map[string]string{
		`(order`:                      "character 1: a ( is opened and not closed; add a )",
		`order)`:                      "character 6: there is a ) without a ( before it",
		`order OR`:                    "character 9: there is nothing to look for here",
		`OR order`:                    "character 1: there is nothing to look for here",
		`()`:                          "character 2: there is nothing to look for here",
		`é "abc`:                      `character 3: a quote is opened and not closed; add a " at the end`,
		`a from:`:                     "character 3: from: needs a value behind it, without a space",
		`a rcp:x`:                     `character 3: there is no field "rcp"; put the words in quotes to look for them as they are`,
		`is:mine`:                     "only the page knows them",
		`has:everything`:              "has: knows attachment",
		`after:monday`:                "after: needs a day",
		`after:2026-02-30`:            "after: needs a day",
		`newer:10`:                    "newer: needs an age",
		`newer:m`:                     "newer: needs an age",
		`newer:-1m`:                   "newer: needs an age",
		`newer:4000000000y`:           "newer: needs an age",
		`is:released`:                 "never sends a message on",
		`is:rejected`:                 "GET /v1/sessions?q=is:refused",
		`is:nonsense`:                 "is: knows unread",
		`larger:big`:                  "larger: needs a size",
		`larger:-1`:                   "larger: needs a size",
		`larger:9999999999G`:          "larger: needs a size",
		`subject:/(/`:                 "the regular expression cannot be read",
		`/a{1001}/`:                   "the regular expression cannot be read",
		`header:=x`:                   "header: needs the name of a field",
		`header:/x/`:                  "header: needs the name of a field",
		`NOT`:                         "there is nothing behind the NOT",
		`NOT OR a`:                    "there is nothing behind the NOT",
		"a\x00b":                      "character 2: it holds a control character",
		"a\xff":                       "octets that are not UTF-8",
		strings.Repeat("a", 1025):     "longer than 1 KiB",
		strings.Repeat("a ", 257):     "more than 256 terms",
		strings.Repeat("(", 65) + "a": "nested deeper than 64",
		strings.Repeat("-", 65) + "a": "nested deeper than 64",
	} {
		_, err := Parse(q, now())
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "The query cannot be read at character ") {
			t.Errorf("%.40q: %v, want %s", q, err, want)
		}
	}
}

func TestContentIsReadOnceAndOnlyIfNeeded(t *testing.T) {
	for q, want := range map[string]int{
		"": 0, "order": 0, "rcpt:anna": 0, "body:code rcpt:nobody": 0, "vcalendar OR rcpt:anna": 0, "link:confirm type:pdf body:code 482913": 1, "nothing": 1, "-rcpt:anna body:x": 0, "vcalendar": 1,
	} {
		parsed, err := Parse(q, now())
		if err != nil {
			t.Fatal(err)
		}
		reads := 0
		parsed.Match(sample(), func() ([]byte, error) { reads++; return octets() })
		if reads != want {
			t.Errorf("%q reads %d times, want %d", q, reads, want)
		}
	}
}

func TestContentThatIsGoneHoldsNothing(t *testing.T) {
	for q, want := range map[string]bool{"vcalendar": false, "order": true, "body:code": false, "-body:code": true, "has:link": false} {
		parsed, err := Parse(q, now())
		if err != nil {
			t.Fatal(err)
		}
		if got := parsed.Match(sample(), func() ([]byte, error) { return nil, errors.New("gone") }); got != want {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
}

func TestTheNullReversePathIsFound(t *testing.T) {
	m := sample()
	m.Envelope.ReversePath = ""
	for q, want := range map[string]bool{"mailfrom:<>": true, "mailfrom:bounce": false} {
		parsed, err := Parse(q, now())
		if err != nil {
			t.Fatal(err)
		}
		if got := parsed.Match(m, octets); got != want {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
}

func TestTheEmptyQueryIsAll(t *testing.T) {
	for q, want := range map[string]bool{"": true, " \t": true, "a": false, "-a": false} {
		parsed, err := Parse(q, now())
		if err != nil {
			t.Fatal(err)
		}
		if parsed.All() != want || parsed.String() != q {
			t.Errorf("%q: %v, want %v", q, parsed.All(), want)
		}
	}
}

func TestACacheSparesTheReading(t *testing.T) {
	c := NewCache(1 << 20)
	for n, want := range []int{1, 0, 0} {
		parsed, err := Parse("vcalendar", now())
		if err != nil {
			t.Fatal(err)
		}
		reads := 0
		if !parsed.Using(c).Match(sample(), func() ([]byte, error) { reads++; return octets() }) || reads != want {
			t.Errorf("search %d reads %d times, want %d", n, reads, want)
		}
	}
}

func TestACacheIsBounded(t *testing.T) {
	c := NewCache(3 * (overhead + 11))
	for _, key := range []string{"a", "b", "c"} {
		c.put(key, "0123456789")
	}
	c.get("a")
	c.put("d", "0123456789")
	c.put("e", strings.Repeat("x", 10_000)) // larger than all of it
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true, "e": false} {
		if _, ok := c.get(key); ok != want {
			t.Errorf("%s is kept: %v, want %v", key, ok, want)
		}
	}
}

func TestFoldingForgetsCaseAndDiacritics(t *testing.T) {
	for in, want := range map[string]string{
		"ABC": "abc", "Müller": "muller", "MÜLLER": "muller", "Straße": "strasse", "ﬁn": "fin", "Ｆｕｌｌ": "full", "Ærø": "aero", "Łódź": "lodz", "İstanbul": "istanbul", "ΑΘΉΝΑ": "αθηνα", "": "",
	} {
		if got := fold(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
		if got := fold(fold(in)); got != want {
			t.Errorf("%s twice: %s, want %s", in, got, want)
		}
		if want != "" && index(in, want) != 0 {
			t.Errorf("%s is not found in %s", want, in)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "order", `from:shop -is:read (a OR "b c")`, `/a(b|c)+/`, `rcpt:a*b*`, "newer:1h larger:2k", `header:X="y z"`, "((((", `"\"`, "- ! NOT OR AND", "a:b", "é*ü", `subject:/\//`, "mailfrom:<>", "***",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, q string) {
		parsed, err := Parse(q, now())
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Pos < 1 || e.Pos > len(q)+1 && e.Pos != maxQuery {
				t.Fatalf("%q: %v", q, err)
			}
			return
		}
		got := parsed.Match(sample(), octets)
		opposite, err := Parse("-("+q+")", now())
		if err == nil && !parsed.All() && opposite.Match(sample(), octets) == got {
			t.Errorf("%q and its opposite are both %v", q, got)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	for _, q := range []string{"rcpt:nobody", "order", "from:muller", "nothing", "/order/", "rcpt:a*x"} {
		b.Run(q, func(b *testing.B) {
			parsed, err := Parse(q, now())
			if err != nil {
				b.Fatal(err)
			}
			parsed = parsed.Using(NewCache(1 << 20))
			m := sample()
			b.ReportAllocs()
			for b.Loop() {
				parsed.Match(m, octets)
			}
		})
	}
}

func TestADuplicateIsWhatIsKnownToHaveComeBefore(t *testing.T) {
	q, err := Parse("is:duplicate -subject:nothing", now())
	if err != nil {
		t.Fatal(err)
	}
	for _, repeated := range []bool{true, false} {
		if got := q.Knowing(func(*mail.Message) bool { return repeated }).Match(sample(), octets); got != repeated {
			t.Errorf("%t, want %t", got, repeated)
		}
	}
}

func TestTheRecipientThatIsAskedForIsNamed(t *testing.T) {
	for q, want := range map[string]string{
		`rcpt:audit`: "audit+r42@hidden.test", `order (rcpt:nobody OR addressed:*@hidden.test)`: "audit+r42@hidden.test",
		`rcpt:a`: "Anna@customers.example", `-rcpt:audit`: "", `audit`: "", ``: "",
	} {
		parsed, err := Parse(q, now())
		if err != nil {
			t.Fatal(err)
		}
		if got := parsed.Recipient(sample()); got != want {
			t.Errorf("%s: %q, want %q", q, got, want)
		}
	}
}
