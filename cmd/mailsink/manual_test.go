package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// manual is docs/rewriting.md: the files that it shows, and what it says that
// commands print.
type manual struct {
	files    map[string]string
	sessions []string
}

func readManual(t *testing.T) manual {
	text, err := os.ReadFile("../../docs/rewriting.md")
	if err != nil {
		t.Fatal(err)
	}
	m := manual{files: map[string]string{}}
	blocks := strings.Split(string(text), "```")
	for i := 1; i < len(blocks); i += 2 {
		head, body, _ := strings.Cut(blocks[i], "\n")
		if name, ok := strings.CutPrefix(head, "file "); ok {
			m.files[name] = body
		}
		if head == "console" {
			m.sessions = append(m.sessions, body)
		}
	}
	return m
}

// write puts the files where the commands will find them.
func (m manual) write(t *testing.T) string {
	dir := t.TempDir()
	for name, text := range m.files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestTheExamplesOfTheManualAreTrue runs every example of the page on
// rewriting and compares what is printed, on both outputs.
func TestTheExamplesOfTheManualAreTrue(t *testing.T) {
	m := readManual(t)
	if len(m.sessions) < 5 {
		t.Fatalf("the manual has only %d examples", len(m.sessions))
	}
	dir := m.write(t)
	for _, s := range m.sessions {
		command, want, _ := strings.Cut(s, "\n")
		t.Run(command, func(t *testing.T) {
			line, ok := strings.CutPrefix(command, "$ mailsink ")
			if !ok {
				t.Fatal("not a command of mailsink")
			}
			cmd := exec.CommandContext(t.Context(), binary, strings.Fields(line)...)
			cmd.Dir = dir
			got, _ := cmd.CombinedOutput() // the status is part of what is shown
			if string(got) != want {
				t.Errorf("prints\n%s\nthe manual says\n%s", got, want)
			}
		})
	}
}

func TestTheTablesOfTheManualHaveNoMistakes(t *testing.T) {
	m := readManual(t)
	dir := m.write(t)
	for name := range m.files {
		if !strings.HasSuffix(name, ".regexp") {
			continue
		}
		cmd := exec.CommandContext(t.Context(), binary, "postmap", "regexp:"+name)
		cmd.Dir = dir
		if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
			t.Errorf("%s: %v %s", name, err, said)
		}
	}
}
