package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"mailsink/internal/expect"
)

// blocks returns the code blocks of a page of the manual in a language.
func blocks(t *testing.T, page, language string) []string {
	t.Helper()
	text, err := os.ReadFile("../../docs/" + page)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for i, block := range strings.Split(string(text), "```") {
		if first, body, _ := strings.Cut(block, "\n"); i%2 == 1 && first == language {
			list = append(list, body)
		}
	}
	if len(list) == 0 {
		t.Fatalf("%s has no example in %s", page, language)
	}
	return list
}

// TestTheManualShowsCommandsAndFlagsThatExist holds every line of shell that
// calls mailsink against the help of the command.
func TestTheManualShowsCommandsAndFlagsThatExist(t *testing.T) {
	called := regexp.MustCompile(`(?:^|[|(] ?)mailsink ([^|>)]*)`)
	flag := regexp.MustCompile(` (--[a-z-]+)`)
	for _, page := range []string{"commands.md", "configuration.md", "imap.md", "scale.md", "smtp.md", "storage.md", "testing.md"} {
		for _, block := range blocks(t, page, "sh") {
			for line := range strings.Lines(block) {
				for _, call := range called.FindAllStringSubmatch(line, -1) {
					command, _, _ := strings.Cut(strings.TrimSpace(call[1]), " ")
					if strings.HasPrefix(command, "-") {
						command = "serve"
					}
					help, err := exec.Command(binary, command, "--help").Output()
					if err != nil {
						t.Errorf("%s: %s: %v", page, strings.TrimSpace(line), err)
					}
					for _, f := range flag.FindAllStringSubmatch(" "+call[1], -1) {
						if !strings.Contains(string(help), f[1]) {
							t.Errorf("%s: %s has no %s", page, command, f[1])
						}
					}
				}
			}
		}
	}
}

// TestTheManualShowsExpectationsThatCanBeRead holds the YAML of the manual.
func TestTheManualShowsExpectationsThatCanBeRead(t *testing.T) {
	for _, block := range blocks(t, "testing.md", "yaml") {
		if _, err := expect.Parse([]byte(block)); err != nil {
			t.Errorf("%v:\n%s", err, block)
		}
	}
}
