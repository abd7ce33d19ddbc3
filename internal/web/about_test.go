package web

import (
	archive "archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// mixed is a message with a part of every kind.
const mixed = "From: a@x.test\r\nSubject: =?utf-8?q?mi=C3=9Fed?=\r\nX-Long: one\r\n two\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; format=flowed\r\n\r\nhello \r\nworld\r\n" +
	"--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=page.html\r\n\r\n<p>page<script>x()</script><img src=\"cid:logo\">\r\n" +
	"--b\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Disposition: attachment; filename=\"../a.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n" +
	"--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Plan\r\nDTSTART:20261123T100000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n" +
	"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: inner@x.test\r\nTo: b@x.test\r\nSubject: inner\r\nContent-Type: text/html\r\n\r\n<b>inner</b><script>x()</script>\r\n" +
	"--b\r\nContent-Type: application/octet-stream; name=\"a.png\"\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--\r\n"

func TestAPartTellsAllAboutItself(t *testing.T) {
	s := start(t)
	base := "/v1/messages/" + s.deliver(mixed).String()
	about := func(id string) (a aboutPart) {
		s.get(base+"/parts/"+id+"/about").want(t, 200, &a)
		return a
	}
	if a := about("1"); a.Text != "hello \r\nworld" || a.Type != "text/plain" || a.DecodedSize != 13 || len(a.SHA256) != 64 || len(a.Headers) != 1 || a.Preview != "" || a.Cut {
		t.Errorf("text: %+v", a)
	}
	page := about("2")
	if page.Preview == "" || !strings.Contains(page.Text, "<script>") {
		t.Errorf("HTML: %+v", page)
	}
	shown := s.get(page.Preview).want(t, 200, nil)
	if got := strings.TrimSpace(string(shown.body)); got != `<p>page<img src="../../cid/0">` || shown.Header.Get("Content-Security-Policy") != cage {
		t.Errorf("shown: %s", got)
	}
	s.get(strings.Replace(page.Preview, "part/2/body.html", "part/9/body.html", 1)).wantProblem(t, 404)
	if a := about("3"); a.Text != "" || a.SHA256 != "4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6" || a.DecodedSize != 8 || len(a.Events) != 0 {
		t.Errorf("a picture: %+v", a)
	}
	if a := about("4"); len(a.Events) != 1 || a.Events[0].Summary != "Plan" || a.Events[0].Method != "REQUEST" || a.Events[0].Start != "2026-11-23T10:00:00Z" {
		t.Errorf("a calendar: %+v", a)
	}
	letter := about("5")
	if letter.Letter == nil || letter.Letter.From != "inner@x.test" || letter.Letter.Subject != "inner" || letter.Text != "inner" {
		t.Fatalf("a message: %+v", letter)
	}
	if got := string(s.get(letter.Preview).want(t, 200, nil).body); strings.TrimSpace(got) != "<b>inner</b>" {
		t.Errorf("its HTML: %s", got)
	}
	if a := about("TEXT"); a.Type != "multipart/mixed" || a.Text != "" || len(a.Children) != 0 {
		t.Errorf("the whole: %+v", a)
	}
	for _, id := range []string{"9", "1.1", "x"} {
		s.get(base+"/parts/"+id+"/about").wantProblem(t, 404)
	}
}

func TestAPartCanBeSeenAsItCame(t *testing.T) {
	s := start(t)
	base := "/v1/messages/" + s.deliver(mixed).String()
	a := s.get(base+"/parts/3?raw=1").want(t, 200, nil)
	if !strings.HasPrefix(string(a.body), "Content-Type: image/png\r\n") || !strings.HasSuffix(string(a.body), "iVBORw0KGgo=") || a.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%s %q", a.Header.Get("Content-Type"), a.body)
	}
	s.get(base+"/parts/3?raw=2").wantProblem(t, 400)
}

func TestHeadersAreToldAsTheyCame(t *testing.T) {
	s := start(t)
	var a headersAnswer
	s.get("/v1/messages/"+s.deliver(mixed).String()+"/headers").want(t, 200, &a)
	if a.Headers[1].Body != "mi\u00dfed" || a.Raw[1].Body != "=?utf-8?q?mi=C3=9Fed?=" || a.Raw[2].Body != "one\r\n two" || len(a.Raw) != len(a.Headers) {
		t.Errorf("%+v", a)
	}
	if len(a.Trace) < 3 || a.Trace[0].Name != "Return-Path" || a.Trace[len(a.Trace)-1].Name != "Received" {
		t.Errorf("delivery adds %+v", a.Trace)
	}
}

func TestAttachmentsComeAsOneFile(t *testing.T) {
	s := start(t)
	a := s.get("/v1/messages/"+s.deliver(mixed).String()+"/attachments.zip").want(t, 200, nil)
	in, err := archive.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		octets, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got[f.Name] = string(octets)
	}
	if got["a.png"] != "\x89PNG\r\n\x1a\n" || got["a-2.png"] != "x" || got["page.html"] == "" {
		t.Errorf("it has %v", got)
	}
	if !strings.Contains(a.Header.Get("Content-Disposition"), ".zip") {
		t.Errorf("%v", a.Header)
	}
	s.get("/v1/messages/"+s.deliver(text("none", "x")).String()+"/attachments.zip").wantProblem(t, 404)
}

func TestTextSaysWhatItIs(t *testing.T) {
	s := start(t)
	for message, want := range map[string][2]bool{
		text("plain", "x"): {false, false}, mixed: {false, true}, "Content-Type: text/html\r\n\r\n<p>x\r\n": {true, false}, "Content-Type: image/png\r\n\r\nx\r\n": {false, false},
	} {
		var d detail
		s.get("/v1/messages/"+s.deliver(message).String()).want(t, 200, &d)
		if got := [2]bool{d.Generated, d.Flowed}; got != want {
			t.Errorf("%.60q: generated and flowed are %v", message, got)
		}
	}
}
