package main

import (
	"net/smtp"
	"strings"
	"testing"
)

// TestVirtualMailboxes sends to several recipients and finds their mail in
// mailboxes that nobody has made.
func TestVirtualMailboxes(t *testing.T) {
	p := start(t)
	for _, to := range [][]string{{"Anna@customers.example", "team/a@customers.example"}, {"anna@customers.example"}} {
		if err := smtp.SendMail(p.SMTP, nil, "a@example.com", to, []byte("Subject: to "+to[0]+"\r\n\r\nHello.\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	if got := curl(t, "http://"+p.HTTP+"/v1/views", "-X", "PUT", "-H", "Content-Type: application/json", "-d", `{"views":[{"name":"Capital","q":"subject:Anna* rcpt:team*"}]}`); !strings.Contains(got, "Capital") {
		t.Fatalf("the view is not saved: %s", got)
	}
	ask := func(path string, args ...string) string {
		t.Helper()
		return curl(t, append([]string{"imap://" + p.IMAP + path, "-u", "anyone:anything"}, args...)...)
	}
	list := ask("/")
	for _, name := range []string{"Recipients/anna@customers.example", "Recipients/team%2Fa@customers.example", "Views/Capital"} {
		if !strings.Contains(list, name) {
			t.Errorf("%s is not in the list:\n%s", name, list)
		}
	}
	for path, want := range map[string]string{
		"/INBOX": "2", "/Recipients%2Fanna@customers.example": "2", "/Recipients%2Fteam%252Fa@customers.example": "1", "/Views%2FCapital": "1",
	} {
		if got := ask(path, "--request", "SEARCH RETURN (COUNT) ALL"); !strings.Contains(got, "COUNT "+want) {
			t.Errorf("%s: %q, want %s", path, got, want)
		}
	}
	ask("/Recipients%2Fanna@customers.example", "--request", `STORE 1 +FLAGS (\Deleted)`)
	ask("/Recipients%2Fanna@customers.example", "--request", "EXPUNGE")
	if got := ask("/INBOX", "--request", "SEARCH RETURN (COUNT) ALL"); !strings.Contains(got, "COUNT 1") {
		t.Errorf("INBOX has %q, want one message", got)
	}
}
