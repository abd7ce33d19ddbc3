package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheUsersFileHoldsForEveryDoor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "users")
	if err := os.WriteFile(path, []byte("ann:{PLAIN}secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, "--users", path, "--require-auth")
	send := func(auth smtp.Auth) error {
		return smtp.SendMail(p.SMTP, auth, "a@example.com", []string{"b@example.com"}, []byte("Subject: x\r\n\r\n"))
	}
	if err := send(smtp.CRAMMD5Auth("ann", "secret")); err != nil {
		t.Error(err)
	}
	if err := send(smtp.PlainAuth("", "ann", "wrong", "127.0.0.1")); err == nil || !strings.Contains(err.Error(), "535") {
		t.Errorf("wrong password: %v", err)
	}
	if err := send(nil); err == nil || !strings.Contains(err.Error(), "530") {
		t.Errorf("no AUTH: %v", err)
	}
	if got := curl(t, "imap://"+p.IMAP+"/", "-u", "ann:secret"); !strings.Contains(got, "INBOX") {
		t.Errorf("IMAP lists %q", got)
	}
	for login, want := range map[string]string{"ann:secret": "200", "ann:wrong": "401", ":": "401"} {
		if got := curl(t, "http://"+p.HTTP+"/v1/messages", "-u", login, "-o", os.DevNull, "-w", "%{http_code}"); got != want {
			t.Errorf("HTTP answers %q with %s, want %s", login, got, want)
		}
	}
	got, err := exec.Command(binary, "list", "--url", "http://ann:secret@"+p.HTTP).CombinedOutput()
	if err != nil {
		t.Errorf("list: %v: %s", err, got)
	}
	got, err = exec.Command(binary, "list", "--url", "http://ann:wrong@"+p.HTTP).CombinedOutput()
	if err == nil || !strings.Contains(string(got), "wrong.") {
		t.Errorf("list with a wrong password: %v: %s", err, got)
	}
}

// writePair puts a new certificate and its key into files.
func writePair(t *testing.T, cert, key string) *x509.Certificate {
	t.Helper()
	pair, err := selfSigned("mailsink.test")
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: pair.Certificate[0]}, key: {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		later := time.Now().Add(time.Minute) // also where a clock tick is coarse
		if err := os.Chtimes(path, later, later); err != nil {
			t.Fatal(err)
		}
	}
	c, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAChangedCertificateIsServedFromThenOn(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	old := writePair(t, cert, key)
	stale := time.Now().Add(-time.Hour)
	for _, path := range []string{cert, key} {
		if err := os.Chtimes(path, stale, stale); err != nil {
			t.Fatal(err)
		}
	}
	config, err := certificate(cert, key, "mailsink.test", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	served := func(want *x509.Certificate) {
		t.Helper()
		pair, err := config.GetCertificate(&tls.ClientHelloInfo{})
		if err != nil {
			t.Fatal(err)
		}
		if string(pair.Certificate[0]) != string(want.Raw) {
			t.Error("another certificate is served")
		}
	}
	served(old)
	renewed := writePair(t, cert, key)
	served(renewed)
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	served(renewed)
}
