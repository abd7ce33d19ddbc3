package ui_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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
		"app.js":       "c-chunk.js",
		"c-chunk.js":   "aria-activedescendant",
		"c-layers.js":  "palette",
		"app.css":      "light-dark(",
		"later.css":    ".lines-edit",
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
	banned := map[string][]string{
		".js":   {"eval(", "new Function(", "document.write", "sourceMappingURL"},
		".css":  {"@import", "url(", "http"},
		".html": {"http:", "https:", "style=", "onload="},
	}
	for name, data := range read(t, ui.Files()) {
		refuse(t, name, data, banned[filepath.Ext(name)])
	}
}

// TestFirstLoadIsSmall holds what a browser gets before it shows mail, and
// each file that it gets later, to their sizes in gzip.
func TestFirstLoadIsSmall(t *testing.T) {
	files := read(t, ui.Files())
	for name, data := range files {
		if strings.HasPrefix(name, "c-") && name != "c-chunk.js" || name == "later.css" {
			atMost(t, name, 25_000, data)
		}
	}
	atMost(t, "app.js and c-chunk.js", 85_000, files["app.js"], files["c-chunk.js"])
	atMost(t, "app.css", 12_000, files["app.css"])
}

func atMost(t *testing.T, what string, limit int, parts ...[]byte) {
	t.Helper()
	var sum int
	for _, part := range parts {
		var zipped bytes.Buffer
		w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(part) // a bytes.Buffer takes everything
		_ = w.Close()
		sum += zipped.Len()
	}
	if sum > limit {
		t.Errorf("%s: %d octets in gzip, want at most %d", what, sum, limit)
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
