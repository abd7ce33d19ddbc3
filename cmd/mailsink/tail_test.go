package main

import (
	"bufio"
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestTailPrintsWhatArrives holds that a tail prints the messages that come
// after it says that it waits, and ends when it has as many as it was asked
// for.
func TestTailPrintsWhatArrives(t *testing.T) {
	p := start(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, c := range []struct {
		promise string
		flags   []string
		want    []string
	}{
		{"a line for each message", nil, []string{"shop@example.com", "ann@example.com", "Your code"}},
		{"or a part of it", []string{"--print", "codes"}, []string{"482913"}},
		{"or all of it", []string{"--json"}, []string{`"codes":["482913"]`}},
	} {
		mustSend(t, p, "early@example.com", "ann@example.com", "Subject: before\r\n\r\n")
		cmd := exec.CommandContext(ctx, binary, append([]string{"tail", "--url", "http://" + p.HTTP, "-n", "1", "--to", "ann@example.com"}, c.flags...)...)
		said, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		out := new(lockedBuffer)
		cmd.Stdout = out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(said).ReadString('\n'); err != nil || !strings.Contains(line, "waiting for mail") {
			t.Fatalf("%s: %q, %v", c.promise, line, err)
		}
		mustSend(t, p, "x@example.com", "bob@example.com", "Subject: for another\r\n\r\n")
		mustSend(t, p, "shop@example.com", "ann@example.com", "Subject: Your code\r\n\r\nYour code is 482913.\r\n")
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", c.promise, err)
		}
		for _, want := range c.want {
			if !strings.Contains(out.String(), want) || strings.Contains(out.String(), "before") {
				t.Errorf("%s: printed %q, want %q", c.promise, out, want)
			}
		}
	}
}
