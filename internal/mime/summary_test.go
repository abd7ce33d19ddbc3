package mime

import (
	"bytes"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"mailsink/internal/mail"
)

func TestSummarize(t *testing.T) {
	s := Summarize([]byte("From: Shop <shop@shop.test>\r\nTo: ann@example.test, Bob <bob@example.test>\r\nCc: c@example.test\r\nReply-To: help@shop.test\r\n"+
		"Date: Thu, 1 Jan 2026 10:00:05 +0100\r\nMessage-ID: <1@shop.test>\r\n"+shopMail[strings.Index(shopMail, "Subject"):]), true)
	if contactsText(s.From) != "Shop<shop@shop.test>" || contactsText(s.To) != "<ann@example.test> Bob<bob@example.test>" ||
		contactsText(s.Cc) != "<c@example.test>" || contactsText(s.ReplyTo) != "<help@shop.test>" {
		t.Errorf("addresses of %+v", s)
	}
	if s.Subject != "Grüße" || s.MessageID != "1@shop.test" || s.Date.Format(time.RFC3339) != "2026-01-01T10:00:05+01:00" {
		t.Errorf("fields of %+v", s)
	}
	if s.Snippet != "Hello Ann, see http://shop.test/order?id=1." || s.Attachments != 3 || !s.HTML || s.Defects != 0 || s.Partial {
		t.Errorf("body of %+v", s)
	}
}

func TestSummaryOfTheBeginningOfAMessage(t *testing.T) {
	for n := range len(shopMail) {
		s := Summarize([]byte(shopMail)[:n], false)
		if err := checkSummary(s); err != nil {
			t.Fatalf("of %d octets: %v", n, err)
		}
		if !s.Partial {
			t.Fatalf("of %d octets is not partial", n)
		}
	}
	s := Summarize([]byte(shopMail)[:strings.Index(shopMail, "--m--")-20], false)
	if s.Defects != 0 || s.Subject != "Grüße" {
		t.Errorf("what is cut off is counted as a defect: %+v", parse([]byte(shopMail)[:strings.Index(shopMail, "--m--")-20], false).AllDefects())
	}
}

func TestSnippet(t *testing.T) {
	tests := []struct{ name, content, want string }{
		{"white space is squeezed", "Subject: x\r\n\r\n  a\r\n\r\n\tb \u00a0 c\r\n", "a b c"},
		{"plain before HTML", "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>html\r\n--b\r\n\r\nplain\r\n--b--", "plain"},
		{"HTML where plain is empty", "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<style>x</style><p>html\r\n--b--", "html"},
		{"far down in the HTML", htmlMessage("<style>" + strings.Repeat("a{}\n", 2000) + "</style><p>found"), "found"},
		{"too far down", htmlMessage("<style>" + strings.Repeat("a{}\n", 100_000) + "</style><p>found"), ""},
		{"padding without width is left out", "Content-Type: text/plain; charset=utf-8\r\n\r\na\u200b\u200c\u034f\ufeff\u00adb", "ab"},
		{"joiners in characters stay", "Content-Type: text/plain; charset=utf-8\r\n\r\n👩\u200d💻", "👩\u200d💻"},
		{"a character cut in two at the first look", "Content-Type: text/plain; charset=utf-8\r\n\r\n" + strings.Repeat(" ", 511) + "é", "é"},
		{"base64", "Content-Transfer-Encoding: base64\r\n\r\naGVsbG8=\r\n", "hello"},
		{"controls", "Subject: x\r\n\r\na\x1bb", "a\ufffdb"},
		{"no text", "Content-Type: image/png\r\n\r\nx", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Summarize([]byte(tt.content), true)
			if s.Snippet != tt.want {
				t.Errorf("snippet %q, want %q", s.Snippet, tt.want)
			}
		})
	}
	long := Summarize([]byte("Subject: x\r\n\r\n"+strings.Repeat("word ", 1000)), true).Snippet
	if n := utf8.RuneCountInString(long); n > maxSnippet || n < maxSnippet-10 || !strings.HasSuffix(long, "…") {
		t.Errorf("a long text has the snippet %q", long)
	}
}

func TestSummaryStringsAreCut(t *testing.T) {
	s := Summarize([]byte("Subject: "+strings.Repeat("ä", 2000)+"\r\nFrom: "+strings.Repeat("n", 300)+" <"+strings.Repeat("l", 500)+"@a.test>\r\nMessage-ID: <"+strings.Repeat("m", 5000)+">\r\nTo: "+strings.Repeat("a@b.test,", 500)+"\r\n\r\nx"), true)
	if err := checkSummary(s); err != nil {
		t.Error(err)
	}
	if len(s.To) != maxContacts || len(s.Subject) < maxSubject-8 || !strings.HasSuffix(s.Subject, "…") || !strings.HasSuffix(s.From[0].Name, "…") {
		t.Errorf("%d contacts, subject of %d, name of %d octets", len(s.To), len(s.Subject), len(s.From[0].Name))
	}
}

func TestOfFieldsThatComeTwiceTheFirstCounts(t *testing.T) {
	s := Summarize([]byte("Subject: a\r\nSubject: b\r\nFrom: a@a.test\r\nFrom: b@b.test\r\nMessage-ID: <1@a>\r\nMessage-ID: <2@a>\r\n\r\nx"), true)
	if s.Subject != "a" || contactsText(s.From) != "<a@a.test>" || s.MessageID != "1@a" || s.Defects != 3 {
		t.Errorf("%+v", s)
	}
}

func TestRawOctetsInAHeaderAreReadAsTheBodyIs(t *testing.T) {
	s := Summarize([]byte("Subject: \xf0\xd2\xc9\xd7\xc5\xd4\r\nFrom: \xf0\xd2 <a@a.test>\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n\xf0\xd2"), true)
	if s.Subject != "Привет" || s.From[0].Name != "Пр" || s.Snippet != "Пр" {
		t.Errorf("%+v", s)
	}
}

func TestASummaryHoldsOnToNothingButItself(t *testing.T) {
	header := strings.Repeat("X-Filler: "+strings.Repeat("x", 80)+"\r\n", 700) + "Subject: kept\r\nMessage-ID: <kept@a.test>\r\nFrom: Kept <kept@a.test>\r\n\r\nkept"
	kept := make([]mail.Summary, 500)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range kept {
		kept[i] = Summarize([]byte(header), true)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1<<20 {
		t.Errorf("%d summaries of messages of %d octets keep %d octets", len(kept), len(header), grown)
	}
	if s := kept[499]; s.Subject != "kept" || s.MessageID != "kept@a.test" || contactsText(s.From) != "Kept<kept@a.test>" || s.Snippet != "kept" {
		t.Errorf("%+v", s)
	}
}

// The content may be written over once the summary is there.
func TestASummaryHasNothingOfItsPrefix(t *testing.T) {
	var z Summarizer
	for _, m := range corpus(t) {
		content := bytes.Clone(m.content)
		got := z.Summarize(content, true)
		for i := range content {
			content[i] = 'X'
		}
		if want := Summarize(m.content, true); !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: %+v, want %+v", m.File, *got, want)
		}
	}
}
