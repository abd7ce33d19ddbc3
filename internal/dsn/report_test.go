package dsn

import (
	"bufio"
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"strings"
	"testing"
	"time"

	sink "mailsink/internal/mail"
)

func example() Report {
	return Report{
		Host: "mailsink.test",
		Envelope: sink.Envelope{
			ReversePath: "app@example.com",
			Params:      []sink.Param{{Name: "ENVID", Value: "QQ314159"}},
			Recipients: []sink.Recipient{
				{Original: "ann@example.org", Params: []sink.Param{{Name: "ORCPT", Value: "rfc822;Ann@example.org"}}},
				{Original: "bob@example.org"},
				{Original: "eve@example.org", Params: []sink.Param{{Name: "NOTIFY", Value: "NEVER"}}},
			},
			Client: sink.Client{Hello: "app.example"},
		},
		Failed:  []sink.Address{"ann@example.org", "eve@example.org"},
		Reason:  sink.Reply{Code: 550, Enhanced: "5.1.1", Text: "User unknown"},
		Content: []byte("Subject: Hello\r\nTo: x\r\n\r\nsecret text\r\n"),
		Time:    time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
	}
}

// parts reads the message that r writes.
func parts(t *testing.T, r Report) (header mail.Header, kinds, bodies []string) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(r.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" || params["report-type"] != "delivery-status" {
		t.Fatalf("%s %v %v", kind, params, err)
	}
	for mr := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := mr.NextRawPart()
		if err == io.EOF {
			return m.Header, kinds, bodies
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		kinds, bodies = append(kinds, p.Header.Get("Content-Type")), append(bodies, string(body))
	}
}

func TestAReportIsReadByTheStandardLibrary(t *testing.T) {
	header, kinds, bodies := parts(t, example())
	if got := strings.Join(kinds, ", "); got != "text/plain; charset=utf-8, message/delivery-status, text/rfc822-headers" {
		t.Error(got)
	}
	if header.Get("Auto-Submitted") != "auto-replied" || header.Get("To") != "<app@example.com>" || header.Get("From") != "Mail Delivery System <MAILER-DAEMON@mailsink.test>" {
		t.Errorf("header %v", header)
	}
	if !strings.Contains(bodies[0], "<ann@example.org>: 550 5.1.1 User unknown") || strings.Contains(bodies[0], "eve") || strings.Contains(bodies[0], "bob") {
		t.Errorf("text\n%s", bodies[0])
	}
	if bodies[2] != "Subject: Hello\r\nTo: x\r\n" {
		t.Errorf("header of the original\n%q", bodies[2])
	}
	in := textproto.NewReader(bufio.NewReader(strings.NewReader(bodies[1] + "\r\n\r\n")))
	message, err := in.ReadMIMEHeader()
	if err != nil {
		t.Fatal(err)
	}
	recipient, err := in.ReadMIMEHeader()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct{ got, want string }{
		{message.Get("Reporting-MTA"), "dns; mailsink.test"},
		{message.Get("Original-Envelope-Id"), "QQ314159"},
		{message.Get("Received-From-MTA"), "dns; app.example"},
		{message.Get("Arrival-Date"), "Fri, 02 Jan 2026 03:04:05 +0000"},
		{recipient.Get("Final-Recipient"), "rfc822; ann@example.org"},
		{recipient.Get("Original-Recipient"), "rfc822; Ann@example.org"},
		{recipient.Get("Action"), "failed"},
		{recipient.Get("Status"), "5.1.1"},
		{recipient.Get("Diagnostic-Code"), "smtp; 550 5.1.1 User unknown"},
	} {
		if f.got != f.want {
			t.Errorf("got %q, want %q", f.got, f.want)
		}
	}
}

func TestTheWholeMessageComesBackWhereThatWasAskedFor(t *testing.T) {
	r := example()
	r.Envelope.Params = []sink.Param{{Name: "RET", Value: "full"}}
	_, kinds, bodies := parts(t, r)
	if kinds[2] != "message/rfc822" || bodies[2] != string(r.Content) {
		t.Errorf("%s\n%q", kinds[2], bodies[2])
	}
}

func TestAddressesInUTF8(t *testing.T) {
	r := example()
	r.Envelope.Recipients[0].Original, r.Failed[0] = "änn@example.org", "änn@example.org"
	_, kinds, bodies := parts(t, r)
	if kinds[1] != "message/global-delivery-status" || !strings.Contains(bodies[1], "Final-Recipient: utf-8; änn@example.org\r\n") {
		t.Errorf("%s\n%s", kinds[1], bodies[1])
	}
}

func TestReportsAreWrittenForThoseWhoWantThem(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*Report)
		want   bool
	}{
		"as it is":          {func(*Report) {}, true},
		"null reverse-path": {func(r *Report) { r.Envelope.ReversePath = "" }, false},
		"never":             {func(r *Report) { r.Failed = r.Failed[1:] }, false},
		"success only":      {func(r *Report) { r.Envelope.Recipients[0].Params = []sink.Param{{Name: "NOTIFY", Value: "SUCCESS"}} }, false},
		"success and failure": {func(r *Report) {
			r.Envelope.Recipients[0].Params = []sink.Param{{Name: "NOTIFY", Value: "success,failure"}}
		}, true},
		"no such recipient":    {func(r *Report) { r.Failed = []sink.Address{"x@y"} }, false},
		"nobody is said to be": {func(r *Report) { r.Failed = nil }, false},
	} {
		r := example()
		tt.change(&r)
		if got := r.Wanted(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAReportedFailureIsFinal(t *testing.T) {
	for enhanced, want := range map[string]string{"4.2.2": "5.2.2", "": "5.0.0", "5.7.1": "5.7.1"} {
		if got := (Report{Reason: sink.Reply{Enhanced: enhanced}}).class(); got != want {
			t.Errorf("%q: %s", enhanced, got)
		}
	}
}

func TestAnyContentHasAHeader(t *testing.T) {
	for content, want := range map[string]string{"": "", "a": "a", "a\n\nb": "a\n", "\r\nb": "", "a\r\nb\r\n": "a\r\nb\r\n"} {
		if got := string(headerOf([]byte(content))); got != want {
			t.Errorf("%q: %q", content, got)
		}
	}
}
