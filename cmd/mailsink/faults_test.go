package main

import (
	"encoding/json"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFaultsFromAFileByAddressAndInTheTranscript(t *testing.T) {
	path := filepath.Join(t.TempDir(), "faults.toml")
	rules := "[[rules]]\nto = \"ann@*\"\nreply = \"450 4.2.0 Come back\"\nfirst = 1\n"
	if err := os.WriteFile(path, []byte(rules), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, "--faults", path, "--magic-addresses")
	send := func(to string) error {
		return smtp.SendMail(p.SMTP, nil, "app@example.com", []string{to}, []byte("Subject: sent to "+to+"\r\n\r\n"))
	}
	for to, want := range map[string]string{"ann@example.com": "4.2.0 Come back", "552.bob@example.com": "5.2.2 Mailbox full"} {
		if err := send(to); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", to, err)
		}
	}
	if err := send("ann@example.com"); err != nil {
		t.Error(err)
	}
	var report struct {
		MagicHits int
		Rules     []struct{ Hits, Matches int }
	}
	if err := json.Unmarshal([]byte(get(t, p, "/v1/faults")), &report); err != nil {
		t.Fatal(err)
	}
	if report.MagicHits != 1 || report.Rules[0].Hits != 1 || report.Rules[0].Matches != 2 {
		t.Errorf("counted %+v", report)
	}
	m := waitFor(t, p, "rcpt:ann", "")
	if got := get(t, p, "/v1/messages/"+m.ID+"/transcript"); !strings.Contains(got, `"text":"RCPT TO:\u003cann@example.com\u003e"`) && !strings.Contains(got, `RCPT TO:<ann@example.com>`) {
		t.Errorf("the transcript is %s", got)
	}
	var page struct{ Sessions []struct{ Result string } }
	if err := json.Unmarshal([]byte(get(t, p, "/v1/sessions")), &page); err != nil {
		t.Fatal(err)
	}
	if len(page.Sessions) != 3 || !strings.HasPrefix(page.Sessions[0].Result, "250 2.0.0 Ok: queued") {
		t.Errorf("sessions are %+v", page)
	}
}

func TestABounceIsMailForItsSender(t *testing.T) {
	p := start(t, "--magic-addresses")
	if err := smtp.SendMail(p.SMTP, nil, "app@example.com", []string{"bounce.ann@example.com"}, []byte("Subject: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	m := waitFor(t, p, "rcpt:app@example.com", "")
	if m.Summary.Subject != "Undelivered Mail Returned to Sender" || m.Envelope.ReversePath != "" {
		t.Errorf("got %+v", m)
	}
}
