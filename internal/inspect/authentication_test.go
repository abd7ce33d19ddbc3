package inspect

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mime"
)

func authentication(t *testing.T, from, path, message string) Authentication {
	t.Helper()
	doc := mime.Open([]byte(strings.ReplaceAll(strings.ReplaceAll(message, "\r\n", "\n"), "\n", "\r\n")))
	return AuthenticationOf(doc, from, path, time.Unix(1_800_000_000, 0))
}

// The example of RFC 6376, appendix A.2.
const gameOver = `DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;
      c=simple/simple; q=dns/txt; i=joe@football.example.com;
      h=Received : From : To : Subject : Date : Message-ID;
      bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
      b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB
      4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut
      KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV
      4bmp/YzhwvcubU4=;
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game. Are you hungry yet?

Joe.
`

func TestASignatureTellsWhetherTheBodyIsTheOneSigned(t *testing.T) {
	a := authentication(t, "joe@football.example.com", "joe@football.example.com", gameOver)
	want := []Signature{{Domain: "example.com", Selector: "brisbane", Identity: "joe@football.example.com", Algorithm: "rsa-sha256", Aligned: true,
		Fields: []string{"Received", "From", "To", "Subject", "Date", "Message-ID"}, Unsigned: []string{}, Body: "same"}}
	if !reflect.DeepEqual(a.Signatures, want) || !a.Aligned || a.From != "football.example.com" {
		t.Errorf("got %+v", a)
	}
	changed := authentication(t, "joe@football.example.com", "", strings.Replace(gameOver, "hungry", "thirsty", 1))
	if changed.Signatures[0].Body != "changed" || changed.Aligned || changed.ReversePath != "" {
		t.Errorf("got %+v", changed)
	}
}

func TestBodiesAreHashedAsTheyAreSigned(t *testing.T) {
	const empty, crlf = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=" // RFC 6376 §3.4.3 and §3.4.4
	for _, tt := range []struct{ tags, body, want string }{
		{"a=rsa-sha256; c=relaxed/relaxed; bh=" + empty, "", "same"},
		{"a=rsa-sha256; c=relaxed/relaxed; bh=" + empty, "\r\n \t\r\n\r\n", "same"},
		{"a=rsa-sha256; c=relaxed; bh=" + crlf, "", "same"}, // the body is simple where nothing is said of it
		{"a=rsa-sha256; bh=" + crlf, "\r\n\r\n", "same"},
		{"a=rsa-sha1; c=simple/simple; bh=uoq1oCgLlTqpdDX/iUbLy7J1Wic=", "", "same"},
		{"a=rsa-sha256; c=relaxed/relaxed; l=0; bh=" + empty, "Anything.\r\n", "same"},
		{"a=rsa-sha256; c=relaxed/relaxed; l=99; bh=" + empty, "Anything.\r\n", "changed"},
		{"a=rsa-sha256; c=relaxed/relaxed; bh=" + empty, "x", "changed"},
		{"a=rsa-sha512; bh=" + empty, "", "unknown"},
		{"a=rsa-sha256; bh=!", "", "unknown"},
		{"a=rsa-sha256", "", "unknown"},
	} {
		a := authentication(t, "a@x.example", "", "DKIM-Signature: v=1; d=X.example; "+tt.tags+"\nFrom: a@x.example\n\n"+tt.body)
		if got := a.Signatures[0]; got.Body != tt.want || got.Domain != "x.example" || got.Partial != strings.Contains(tt.tags, "l=") {
			t.Errorf("%s of %q: %+v", tt.tags, tt.body, got)
		}
	}
}

func TestWhatASignatureLeavesOutIsTold(t *testing.T) {
	a := authentication(t, "a@shop.example", "b@mailer.example", "DKIM-Signature: v=1; d=mailer.example; s=k1; a=rsa-sha256; t=1700000000; x=1700600000; h=To:From; b=x\nDKIM-Signature: garbage\nFrom: a@shop.example\nTo: b@x.example\nSubject: x\n\nx")
	s := a.Signatures[0]
	if strings.Join(s.Unsigned, " ") != "Subject" || s.Signed != "2023-11-14T22:13:20Z" || s.Expires != "2023-11-21T20:53:20Z" || !s.Expired || s.Aligned || a.Aligned {
		t.Errorf("got %+v", a)
	}
	if bad := a.Signatures[1]; bad.Domain != "" || bad.Aligned || bad.Body != "unknown" {
		t.Errorf("got %+v", bad)
	}
}

func TestDomainsOfOneOrganizationAreAligned(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"shop.example", "shop.example", true}, {"mail.shop.example", "news.shop.example", true}, {"shop.example", "example", false},
		{"a.co.uk", "b.co.uk", false}, {"x.a.co.uk", "a.co.uk", true}, {"", "", false}, {"localhost", "localhost", true}, {"notshop.example", "shop.example", false},
	} {
		if got := aligned(tt.a, tt.b); got != tt.want {
			t.Errorf("%s and %s: %v", tt.a, tt.b, got)
		}
	}
}

// Fields as large providers write them.
func TestResultsOfOthersAreRead(t *testing.T) {
	a := authentication(t, "a@x.example", "", `Authentication-Results: mx.google.com;
       dkim=pass header.i=@shop.example header.s=2026 header.b=AbC/1;
       spf=pass (google.com: domain of bounce@shop.example designates 203.0.113.9 (that; one) as permitted sender) smtp.mailfrom=bounce@shop.example;
       dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=shop.example
Authentication-Results: spf=softfail (sender IP is 203.0.113.9)
 smtp.mailfrom=shop.example; compauth=fail reason="001; so"
Authentication-Results: mail.example 1; none
Received-SPF: Pass (mail.example: domain of a@x.example designates 192.0.2.1) receiver=mail.example; client-ip=192.0.2.1; envelope-from="a@x.example";

x`)
	type pair struct{ server, method, result, reason string }
	var got []pair
	for _, r := range a.Results {
		got = append(got, pair{r.Server, r.Method, r.Result, r.Reason})
	}
	want := []pair{{"mx.google.com", "dkim", "pass", ""}, {"mx.google.com", "spf", "pass", ""}, {"mx.google.com", "dmarc", "fail", ""},
		{"", "spf", "softfail", ""}, {"", "compauth", "fail", "001; so"}, {"mail.example", "spf", "pass", ""}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	if p := a.Results[0].Properties; p["header.i"] != "@shop.example" || p["header.b"] != "AbC/1" || a.Results[5].Properties["envelope-from"] != "a@x.example" {
		t.Errorf("got %v", a.Results)
	}
}

func TestAnyNumberOfSignaturesCostsLittle(t *testing.T) {
	var message strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&message, "DKIM-Signature: v=1; a=rsa-sha256; d=x.example; l=%d; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", i)
	}
	message.WriteString("From: a@x.example\n\n" + strings.Repeat("x", 1000))
	a := authentication(t, "a@x.example", "", message.String())
	bodies := make(map[string]int)
	for _, s := range a.Signatures {
		bodies[s.Body]++
	}
	if want := map[string]int{"same": 1, "changed": maxHashes - 1, "unknown": maxAnswers - maxHashes}; !reflect.DeepEqual(bodies, want) {
		t.Errorf("got %v, want %v", bodies, want)
	}
}
