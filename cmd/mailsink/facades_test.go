package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestTheClientsOfOthersWork runs the official libraries of every façade,
// from npm, against the program.
func TestTheClientsOfOthersWork(t *testing.T) {
	dir := filepath.Join("..", "..", "internal", "compat", "testdata", "sdk")
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		t.Fatalf("the libraries are not there; install them with: npm ci --prefix %s", dir)
	}
	p := start(t)
	node := exec.CommandContext(t.Context(), "node", "clients.mjs", "http://"+p.HTTP, p.SMTP)
	node.Dir = dir
	var errs bytes.Buffer
	node.Stderr = &errs
	out, err := node.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s%s", err, out, errs.String())
	}
	n := 0
	for sc := bufio.NewScanner(bytes.NewReader(out)); sc.Scan(); n++ {
		var line struct {
			Client string
			OK     bool
		}
		if err := json.Unmarshal(sc.Bytes(), &line); err != nil || !line.OK {
			t.Errorf("%s: %v", sc.Text(), err)
		}
	}
	if n != 9 {
		t.Errorf("%d clients ran, want 9", n)
	}
}
