package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestABarIsDrawnOnATerminalAlone runs commands in a terminal of their own,
// that of script(1).
func TestABarIsDrawnOnATerminalAlone(t *testing.T) {
	if _, err := exec.LookPath("script"); err != nil {
		t.Fatal("script is not installed; it is in the Debian package bsdutils")
	}
	p := start(t)
	for i := range 3 {
		mustSend(t, p, "app@example.com", "ann@example.com", fmt.Sprintf("Subject: %d\r\n\r\nhello\r\n", i))
	}
	file := filepath.Join(t.TempDir(), "mail.mbox")
	for _, c := range []struct{ command, bar string }{
		{fmt.Sprintf("'%s' export --url http://%s '%s'", binary, p.HTTP, file), "exporting [##########....................] 1 messages of 3 messages"},
		{fmt.Sprintf("'%s' import --url http://%s --account old '%s'", binary, p.HTTP, file), "importing ["},
	} {
		shown, err := exec.CommandContext(t.Context(), "script", "-qec", c.command, "/dev/null").CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.command, err, shown)
		}
		at := strings.Index(string(shown), "\r\x1b[K"+c.bar)
		if at < 0 || strings.Count(string(shown)[at:], "\r\x1b[K") < 2 {
			t.Errorf("%s: the bar %q was not drawn and taken away: %q", c.command, c.bar, shown)
		}
		shown, err = exec.CommandContext(t.Context(), "sh", "-c", c.command).CombinedOutput()
		if err != nil || strings.Contains(string(shown), "\x1b") {
			t.Errorf("%s: not on a terminal: %v %q", c.command, err, shown)
		}
	}
}
