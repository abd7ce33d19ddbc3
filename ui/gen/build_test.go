package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestDistIsWhatTheSourcesBuild builds the page anew and compares it with what
// is committed, file by file.
func TestDistIsWhatTheSourcesBuild(t *testing.T) {
	built, committed := t.TempDir(), filepath.Join("..", "dist")
	if err := build("..", built); err != nil {
		t.Fatal(err)
	}
	for name, want := range read(t, built) {
		got, err := os.ReadFile(filepath.Join(committed, name))
		if errors.Is(err, fs.ErrNotExist) || !bytes.Equal(got, want) {
			t.Errorf("ui/dist/%s is not what ui/src builds; run make ui and commit it", name)
		}
	}
	there := read(t, built)
	for name := range read(t, committed) {
		if there[name] == nil {
			t.Errorf("ui/dist/%s is not built from anything; remove it", name)
		}
	}
}

// TestThePathMakesNoDifference builds from a copy at another path.
func TestThePathMakesNoDifference(t *testing.T) {
	copied := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.CopyFS(filepath.Join(copied, "src"), os.DirFS("../src")); err != nil {
		t.Fatal(err)
	}
	modules, err := filepath.Abs("../node_modules")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range bundled() {
		if err := os.CopyFS(filepath.Join(copied, "node_modules", name), os.DirFS(filepath.Join(modules, name))); err != nil {
			t.Fatal(errNoPackages)
		}
	}
	here, there := t.TempDir(), t.TempDir()
	if err := errors.Join(build("..", here), build(copied, there)); err != nil {
		t.Fatal(err)
	}
	other := read(t, there)
	for name, octets := range read(t, here) {
		if !bytes.Equal(other[name], octets) {
			t.Errorf("%s depends on the path it is built at", name)
		}
	}
}

func read(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(folder, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}
