package main

import (
	"bufio"
	"encoding/json"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

func TestLanguageModelsAskOverHTTP(t *testing.T) {
	p := start(t)
	mustSend(t, p, "shop@example.com", "ann@example.com", "Subject: Code\r\n\r\nYour code is 482913.\r\n")
	cmd := exec.Command(binary, "mcp", "--url", "http://"+p.HTTP, "--listen", "127.0.0.1:0")
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url := strings.TrimSpace(strings.TrimPrefix(line, "mailsink: "))
	ask := func(body string, header ...string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json, text/event-stream")
		if len(header) > 0 {
			r.Header.Set(header[0], header[1])
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		return res
	}
	var answer struct {
		Result struct {
			StructuredContent struct{ Code string }
		}
	}
	res := ask(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"latest_code","arguments":{"to":"ann@example.com"}}}`)
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || answer.Result.StructuredContent.Code != "482913" {
		t.Errorf("%s %+v %v", res.Status, answer, err)
	}
	if res := ask(`{"jsonrpc":"2.0","id":2,"method":"tools/list"}`, "Origin", "https://evil.example"); res.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another origin: %s", res.Status)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it did not end well: %v", err)
	}
}
