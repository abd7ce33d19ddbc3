package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/smtp"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A whole is what the API says of one message.
type whole struct {
	ID       string `json:"id"`
	Account  string `json:"account"`
	Envelope struct {
		ReversePath string
		Recipients  []struct {
			Original, Final string
			Trace           []struct {
				Table string
				Line  int
			}
		}
		Client struct{ Address, Hello, Protocol, TLS, Identity string }
	} `json:"envelope"`
	Summary struct{ Subject string } `json:"summary"`
}

func TestAMessageIsSeenThroughEveryDoor(t *testing.T) {
	for _, store := range []string{"memory:", "file:" + t.TempDir()} {
		t.Run(store[:4], func(t *testing.T) {
			p := start(t, "--store", store)
			cursor := get(t, p, "/v1/cursor")
			var at struct{ Cursor string }
			if err := json.Unmarshal([]byte(cursor), &at); err != nil {
				t.Fatal(err)
			}
			content := "From: Shop <shop@staging.example>\r\nTo: anna@customers.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nYour code is 482913\r\n"
			if err := smtp.SendMail(p.SMTP, nil, "shop@staging.example", []string{"anna@customers.example", "bcc@customers.example"}, []byte(content)); err != nil {
				t.Fatal(err)
			}
			m := waitFor(t, p, "rcpt:anna", at.Cursor)
			envelopeIsWhole(t, m)
			if m.Summary.Subject != "Grüße" || m.Account != "sink" {
				t.Errorf("subject %q in account %q", m.Summary.Subject, m.Account)
			}
			if got := get(t, p, "/v1/messages/"+m.ID+"/raw"); got != content {
				t.Errorf("the API gives\n%q, want\n%q", got, content)
			}
			if got := curl(t, "imap://"+p.IMAP+"/INBOX;MAILINDEX=1", "-u", "anyone:anything"); got != content {
				t.Errorf("IMAP gives\n%q, want\n%q", got, content)
			}
			if got := get(t, p, "/"); !strings.Contains(got, m.ID) {
				t.Error("the page does not begin with the newest message")
			}
		})
	}
}

func waitFor(t *testing.T, p *process, q, since string) whole {
	t.Helper()
	var answer struct{ Messages []whole }
	path := "/v1/wait?timeout=20s&q=" + url.QueryEscape(q) + "&since=" + url.QueryEscape(since)
	if err := json.Unmarshal([]byte(get(t, p, path)), &answer); err != nil {
		t.Fatal(err)
	}
	if len(answer.Messages) != 1 {
		t.Fatalf("waiting for %s gave %d messages", q, len(answer.Messages))
	}
	return answer.Messages[0]
}

func envelopeIsWhole(t *testing.T, m whole) {
	t.Helper()
	e := m.Envelope
	var got []string
	for _, r := range e.Recipients {
		line := r.Original + " > " + r.Final
		for _, s := range r.Trace {
			line += fmt.Sprint(" by ", s.Table, ":", s.Line)
		}
		got = append(got, line)
	}
	want := "anna@customers.example > sink@mailsink.test by default:1; bcc@customers.example > sink@mailsink.test by default:1"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("recipients are %s; want %s", s, want)
	}
	if e.ReversePath != "shop@staging.example" || e.Client.Hello != "localhost" || e.Client.Protocol != "UTF8SMTP" || !strings.HasPrefix(e.Client.Address, "127.0.0.1:") {
		t.Errorf("envelope is %+v", e)
	}
}

// curl runs Debian's curl.
func curl(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "curl", append([]string{"-sS", "--max-time", "20"}, args...)...).Output()
	if err != nil {
		t.Fatalf("curl %v: %v (Debian package curl)", args, err)
	}
	return string(out)
}

func TestTheLineInTheBannerSendsAMessage(t *testing.T) {
	p := start(t)
	line := fmt.Sprintf(firstMessage, p.SMTP)
	out, err := exec.CommandContext(t.Context(), "sh", "-c", line).CombinedOutput()
	if err != nil {
		t.Fatalf("%s\n%v\n%s", line, err, out)
	}
	if m := waitFor(t, p, "subject:works", ""); m.Envelope.Recipients[0].Original != "anna@customers.example" {
		t.Errorf("it went to %+v", m.Envelope.Recipients)
	}
}

func TestTablesAreReadAnewOnSIGHUPAndABrokenOneChangesNothing(t *testing.T) {
	table := filepath.Join(t.TempDir(), "sink.regexp")
	write := func(rules string) {
		if err := os.WriteFile(table, []byte(rules), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("/@/ one@mailsink.test\n")
	p := start(t, "--rewrite", table)
	accountOf := func() string {
		var m whole
		if err := json.Unmarshal([]byte(get(t, p, "/v1/messages/"+mustSend(t, p, "a@b.example", "c@d.example", "\r\n"))), &m); err != nil {
			t.Fatal(err)
		}
		return m.Account
	}
	hup := func(said string) {
		if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		for !strings.Contains(p.log.String(), said) {
			if t.Context().Err() != nil {
				t.Fatal("the log never said: " + said)
			}
		}
	}
	if got := accountOf(); got != "one" {
		t.Errorf("at first mail goes to %q", got)
	}
	write("/@/ two@mailsink.test\n")
	hup("were read anew")
	if got := accountOf(); got != "two" {
		t.Errorf("after SIGHUP mail goes to %q", got)
	}
	write("/@ three@mailsink.test\n")
	hup("the old ones stay in use")
	if got := accountOf(); got != "two" {
		t.Errorf("after a broken table mail goes to %q", got)
	}
}

func TestAMessageOverTheLimitIsRefusedAndTheNextOneIsTaken(t *testing.T) {
	p := start(t, "--max-size", "1KiB")
	d := greeted(t, p)
	defer d.Close()
	smuggled := strings.Repeat("x", 2000) + "\r\nMAIL FROM:<smuggled@example.org>\r\nRCPT TO:<x@example.org>\r\nDATA"
	if _, err := d.send("a@b.example", "c@d.example", smuggled); err == nil || !strings.HasPrefix(err.Error(), "552 5.3.4") {
		t.Errorf("it was told %v", err)
	}
	if _, err := d.send("a@b.example", "c@d.example", "Subject: small\r\n\r\n"); err != nil {
		t.Errorf("the next message was told %v", err)
	}
	var list struct{ Total int }
	if err := json.Unmarshal([]byte(get(t, p, "/v1/messages")), &list); err != nil || list.Total != 1 {
		t.Errorf("%d messages are there, want 1 (%v)", list.Total, err)
	}
}

func TestReadyIsSaidOnlyWhileEveryDoorAccepts(t *testing.T) {
	p := start(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		res, err := http.Get("http://" + p.HTTP + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s answers %s", path, res.Status)
		}
	}
}
