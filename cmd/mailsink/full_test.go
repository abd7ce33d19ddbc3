//go:build linux

package main

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/store/storetest"
)

// sendUntilRefused sends messages over one connection, and returns those that
// were acknowledged and the reply that refused the next.
func sendUntilRefused(t *testing.T, p *process, marker string) (acked []acknowledged, refusal string) {
	t.Helper()
	d := greeted(t, p)
	defer d.Close()
	for len(acked) < 10_000 {
		content := "Subject: " + marker + "\r\n\r\n" + noise(60)
		id, err := d.send("app@staging.example", "anna@customers.example", strings.TrimSuffix(content, "\r\n"))
		if err != nil {
			return acked, err.Error()
		}
		acked = append(acked, acknowledged{id, content})
	}
	t.Fatal("the disk is never full")
	return nil, ""
}

// noise returns lines that no coding makes much shorter.
func noise(lines int) string {
	var b strings.Builder
	for range lines {
		for range 34 {
			b.WriteString(rand.Text()) // 26 letters
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// TestAFullDiskIsToldAndRecoversByItself fills the disk under a running sink,
// makes room in two ways, and wants mail taken in again without a restart.
func TestAFullDiskIsToldAndRecoversByItself(t *testing.T) {
	dir := storetest.TinyDisk(t, "48m")
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 16<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	store := "file:" + filepath.Join(dir, "mail")
	p := start(t, "--store", store)
	acked, refusal := sendUntilRefused(t, p, "one")
	if !strings.HasPrefix(refusal, "452 4.3.1 ") {
		t.Fatalf("after %d messages: %s, want 452 4.3.1", len(acked), refusal)
	}
	if status, body := do(t, request(t, p, http.MethodGet, "/readyz")); status != http.StatusOK {
		t.Errorf("a full sink is not ready: %d %s", status, body)
	}
	// Room made by another program.
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	more, refusal := sendUntilRefused(t, p, "two")
	if len(more) == 0 {
		t.Fatalf("with room on the disk the sink still says %s", refusal)
	}
	acked = append(acked, more...)
	verify(t, p, acked, map[string]seen{})
	// Room made by deleting mail.
	accounts := get(t, p, "/v1/accounts")
	var list struct{ Accounts []struct{ Name string } }
	if err := json.Unmarshal([]byte(accounts), &list); err != nil || len(list.Accounts) == 0 {
		t.Fatalf("%v: %s", err, accounts)
	}
	for _, a := range list.Accounts {
		if status, body := do(t, request(t, p, http.MethodDelete, "/v1/accounts/"+a.Name)); status >= 300 && a.Name != "all" {
			t.Fatalf("DELETE answered %d: %s", status, body)
		}
	}
	again := untilTaken(t, p)
	p.cmd.Process.Kill()
	<-p.exited
	verify(t, start(t, "--store", store), []acknowledged{again}, map[string]seen{})
}

// untilTaken sends until a message is taken.
func untilTaken(t *testing.T, p *process) acknowledged {
	t.Helper()
	for {
		d, err := dial(p.SMTP)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.greet(); err != nil {
			t.Fatal(err)
		}
		id, err := d.send("app@staging.example", "anna@customers.example", "Subject: three")
		d.Close()
		if err == nil {
			return acknowledged{id, "Subject: three\r\n"}
		}
		if !strings.HasPrefix(err.Error(), "452 ") || t.Context().Err() != nil {
			t.Fatal(err)
		}
	}
}

func request(t *testing.T, p *process, method, path string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, "http://"+p.HTTP+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	return req
}
