package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestThePage drives the page in Debian's chromium against a running sink:
// mail arrives over SMTP and appears without reload, a hostile message runs no
// script and fetches nothing, and the rest of what ui/test/e2e promises.
func TestThePage(t *testing.T) {
	ui := filepath.Join("..", "..", "ui")
	if _, err := os.Stat(filepath.Join(ui, "node_modules", "playwright-core")); err != nil {
		t.Fatal("the packages of the page are not installed: run `npm ci --prefix ui` in the root of the repository, as make test does")
	}
	p := start(t)
	cmd := exec.CommandContext(t.Context(), "node", "test/e2e/run.mjs")
	cmd.Dir = ui
	cmd.Env = append(os.Environ(), "MAILSINK_URL=http://"+p.HTTP, "MAILSINK_SMTP="+p.SMTP, "MAILSINK="+binary)
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatalf("the page broke a promise: %v", err)
	}
	if !strings.Contains(string(out), " passed, 0 failed") {
		t.Error("no check has run")
	}
}
