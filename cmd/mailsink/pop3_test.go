package main

import (
	"net/smtp"
	"os"
	"path/filepath"
	"testing"
)

func TestPOP3FetchesWhatSMTPBrings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users")
	if err := os.WriteFile(path, []byte("sink:{PLAIN}secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, "--users", path, "--pop3", "127.0.0.1:0", "--pop3s", "127.0.0.1:0")
	content := "Subject: x\r\n\r\n.dot\r\n"
	if err := smtp.SendMail(p.SMTP, nil, "a@example.com", []string{"b@example.com"}, []byte(content)); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"pop3://" + p.POP3 + "/1"}, {"pop3s://" + p.POP3S + "/1", "--insecure"}} {
		for _, mechanism := range []string{"PLAIN", "CRAM-MD5"} {
			if got := curl(t, append(args, "-u", "sink:secret", "--login-options", "AUTH="+mechanism)...); got != content {
				t.Errorf("%s by %s gives %q, want %q", args[0], mechanism, got, content)
			}
		}
	}
}
