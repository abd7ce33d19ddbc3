package web

import (
	"net/url"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/transcript"
)

func TestSessionsAreListedAndTold(t *testing.T) {
	s := start(t)
	ring := transcript.New(transcript.Limits{})
	s.server.Sessions = ring
	for _, id := range []string{"s1", "s2", "s3"} {
		r := ring.Begin(id, "SMTP")
		r.Say(transcript.Server, "220 mailsink.test")
		r.Say(transcript.Client, "EHLO <script>")
		r.Describe(mail.Client{Address: "192.0.2.1:4000", Hello: "<script>"})
		r.Refuse("550 5.1.1 No")
		if id != "s3" {
			r.End()
		}
	}
	var page sessionsAnswer
	s.get("/v1/sessions?limit=2").want(t, 200, &page)
	if len(page.Sessions) != 2 || page.Sessions[0].ID != "s3" || !page.Sessions[0].Open || page.Next != "s2" {
		t.Errorf("the first page is %+v", page)
	}
	s.get("/v1/sessions?limit=2&after="+page.Next).want(t, 200, &page)
	if one := page.Sessions[0]; len(page.Sessions) != 1 || one.ID != "s1" || one.Open || one.Refused != 1 || one.Messages == nil || page.Next != "" {
		t.Errorf("the second page is %+v", page)
	}
	var d sessionDetail
	s.get("/v1/sessions/s1").want(t, 200, &d)
	if len(d.Lines) != 2 || d.Lines[1].From != "client" || d.Lines[1].Text != "EHLO <script>" || d.Result != "550 5.1.1 No" || !strings.HasSuffix(d.Start, "Z") {
		t.Errorf("the session is %+v", d)
	}
	s.get("/v1/sessions/none").want(t, 404, nil)
	s.get("/v1/sessions?limit=501").want(t, 400, nil)
}

func TestAMessageLeadsToItsTranscript(t *testing.T) {
	s := start(t)
	ring := transcript.New(transcript.Limits{})
	s.server.Sessions = ring
	ring.Begin("s1", "SMTP").Say(transcript.Server, "220 mailsink.test")
	deliver := func(session string) string {
		env := mail.Envelope{
			ReversePath: "a@example.com", Client: mail.Client{Session: session},
			Recipients: []mail.Recipient{{Original: "b@example.com", Final: "sink@mailsink.test"}},
		}
		id, err := s.box.Deliver(t.Context(), env, strings.NewReader("Subject: x\r\n\r\n"))
		if err != nil {
			t.Fatal(err)
		}
		return id.String()
	}
	var d sessionDetail
	s.get("/v1/messages/"+deliver("s1")+"/transcript").want(t, 200, &d)
	if d.ID != "s1" || len(d.Lines) != 1 {
		t.Errorf("the transcript is %+v", d)
	}
	s.get("/v1/messages/"+deliver("gone")+"/transcript").want(t, 404, nil)
	s.get("/v1/messages/"+deliver("")+"/transcript").want(t, 404, nil)
	s.get("/v1/messages/0000000000000/transcript").want(t, 404, nil)
}

func TestWithoutSessionsThereAreNone(t *testing.T) {
	s := start(t)
	var page sessionsAnswer
	s.get("/v1/sessions").want(t, 200, &page)
	if page.Sessions == nil || len(page.Sessions) != 0 {
		t.Errorf("got %+v", page)
	}
}

func TestSessionsAreFoundByWords(t *testing.T) {
	s := start(t)
	ring := transcript.New(transcript.Limits{})
	s.server.Sessions = ring
	for i, result := range []string{"550 5.1.1 No such user", "", "451 4.7.1 Later", "550 5.7.1 Relaying denied"} {
		r := ring.Begin("s"+string(rune('1'+i)), "SMTP")
		r.Describe(mail.Client{Address: "192.0.2." + string(rune('1'+i)) + ":4000", Hello: "host.example", Identity: "Ann"})
		if result != "" {
			r.Refuse(result)
		}
		r.End()
	}
	for _, tt := range []struct{ q, want string }{
		{"", "s4 s3 s2 s1"},
		{"code:550", "s4 s1"},
		{"code:4xx", "s3"},
		{"is:refused ip:192.0.2.1", "s1"},
		{"relaying", "s4"},
		{"user:ann helo:HOST is:empty door:smtp", "s4 s3 s2 s1"},
		{"is:open", ""},
		{"nothing:known", ""},
	} {
		var page sessionsAnswer
		s.get("/v1/sessions?q="+url.QueryEscape(tt.q)).want(t, 200, &page)
		var got []string
		for _, one := range page.Sessions {
			got = append(got, one.ID)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s finds %q, want %s", tt.q, got, tt.want)
		}
	}
	s.get("/v1/sessions?q=is:strange").want(t, 400, nil)
	s.get("/v1/sessions?q="+strings.Repeat("a+", 17)).want(t, 400, nil)
	var page sessionsAnswer
	s.get("/v1/sessions?q=code:550&limit=1").want(t, 200, &page)
	if len(page.Sessions) != 1 || page.Next != "s4" {
		t.Errorf("a page of what is found is %+v", page)
	}
}

func TestWhatArrivedOfARefusedMessageIsAFile(t *testing.T) {
	s := start(t)
	ring := transcript.New(transcript.Limits{})
	s.server.Sessions = ring
	const octets = "Content-Type: text/html\r\n\r\n<script>alert(1)</script>"
	ring.Begin("s1", "SMTP").Keep([]byte(octets), 5000, "552 5.3.4 Error: message file too big")
	ring.Begin("s2", "SMTP").End()
	var d sessionDetail
	s.get("/v1/sessions/s1").want(t, 200, &d)
	if len(d.Fragments) != 1 || d.Fragments[0].Number != 1 || d.Fragments[0].Size != 5000 || d.Fragments[0].Kept != len(octets) || !strings.HasPrefix(d.Fragments[0].Reply, "552 5.3.4") {
		t.Errorf("the session has %+v", d.Fragments)
	}
	s.get("/v1/sessions/s2").want(t, 200, &d)
	if d.Fragments == nil || len(d.Fragments) != 0 {
		t.Errorf("another has %+v", d.Fragments)
	}
	got := s.get("/v1/sessions/s1/fragments/1")
	got.want(t, 200, nil)
	h := got.Header
	if string(got.body) != octets || h.Get("Content-Type") != "application/octet-stream" || h.Get("X-Content-Type-Options") != "nosniff" ||
		h.Get("Content-Security-Policy") != caged || !strings.HasPrefix(h.Get("Content-Disposition"), `attachment; filename="refused-s1-1.eml"`) {
		t.Errorf("got %q, %v", got.body, h)
	}
	s.get("/v1/sessions/s1/fragments/2").want(t, 404, nil)
	s.get("/v1/sessions/none/fragments/1").want(t, 404, nil)
	s.get("/v1/sessions/s1/fragments/0").want(t, 400, nil)
	s.get("/v1/sessions/s1/fragments/x").want(t, 400, nil)
}
