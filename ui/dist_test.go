package ui_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"mailsink/ui"
)

// TestDistIsWhatTheSourcesMake builds the page from another path and compares
// every file with the ones in the repository.
func TestDistIsWhatTheSourcesMake(t *testing.T) {
	if _, err := os.Stat(filepath.Join("node_modules", "preact", "package.json")); err != nil {
		t.Fatal("ui/node_modules is missing: run `npm ci --prefix ui` in the repository root (Debian package npm)")
	}
	out := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "run", "-C", "gen", ".", "-out", out)
	if log, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go run -C ui/gen .: %v\n%s", err, log)
	}
	built, kept := read(t, os.DirFS(out)), read(t, ui.Files())
	for name := range built {
		if !bytes.Equal(built[name], kept[name]) {
			t.Errorf("ui/dist/%s is not what the sources make: run `go run -C ui/gen .` and commit ui/dist", name)
		}
	}
	for name := range kept {
		if built[name] == nil {
			t.Errorf("ui/dist/%s is made by nothing: remove it", name)
		}
	}
}

// TestFilesHoldThePage looks for what the server and a browser rely on.
func TestFilesHoldThePage(t *testing.T) {
	files := read(t, ui.Files())
	for name, want := range map[string]string{
		"index.html":   `<script type="application/json" id="boot">{}</script>`,
		"app.js":       "aria-activedescendant",
		"c-chunk.js":   "EventSource",
		"c-screens.js": "transcript",
		"app.css":      "light-dark(",
		"icons.svg":    "<symbol",
		"favicon.svg":  "<svg",
		"LICENSES.txt": "Jason Miller",
	} {
		if !bytes.Contains(files[name], []byte(want)) {
			t.Errorf("%s does not contain %q", name, want)
		}
	}
}

// TestPageBringsItsOwnCode guards the content security policy: nothing from
// elsewhere, nothing evaluated, nothing inline.
func TestPageBringsItsOwnCode(t *testing.T) {
	files := read(t, ui.Files())
	for name, banned := range map[string][]string{
		"app.js":       {"eval(", "new Function(", "document.write", "sourceMappingURL"},
		"c-chunk.js":   {"eval(", "new Function(", "document.write", "sourceMappingURL"},
		"c-screens.js": {"eval(", "new Function(", "document.write", "sourceMappingURL"},
		"app.css":      {"@import", "url(", "http"},
		"index.html":   {"http:", "https:", "style=", "onload="},
	} {
		refuse(t, name, files[name], banned)
	}
}

// TestMailIsOnlyEverText looks for ways in which a string could become markup.
func TestMailIsOnlyEverText(t *testing.T) {
	for name, source := range read(t, os.DirFS("src")) {
		refuse(t, name, source, []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "DOMParser", "allow-scripts", "allow-same-origin"})
	}
}

func refuse(t *testing.T, name string, data []byte, banned []string) {
	t.Helper()
	for _, text := range banned {
		if bytes.Contains(data, []byte(text)) {
			t.Errorf("%s contains %q", name, text)
		}
	}
}

// read returns every file of a tree.
func read(t *testing.T, tree fs.FS) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[path], err = fs.ReadFile(tree, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
