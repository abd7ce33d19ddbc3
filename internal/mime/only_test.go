package mime

import (
	goparser "go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// readers are the packages that read MIME or addresses, and who may use them:
// none reads a message that was taken in. That is done here, once, so that
// ENVELOPE, BODYSTRUCTURE, sections, the page, search and inspection speak of
// one tree.
var readers = map[string]map[string]string{
	"github.com/emersion/go-message":         {},
	"github.com/emersion/go-message/mail":    {},
	"github.com/emersion/go-message/charset": {"internal/mime/charset.go": "the tables of charsets"},
	"github.com/jhillyerd/enmime/v2":         {},
	"mime/quotedprintable":                   {"internal/compose/compose.go": "writes"},
	"mime/multipart":                         {"internal/compose/compose.go": "writes", "internal/compat/mailgun.go": "forms of HTTP"},
	"net/mail": {
		"internal/compose/compose.go": "refuses what a client gives it to write", "internal/compat/provider.go": "writes",
		"internal/submit/prepare.go": "refuses recipients that it cannot read, before there is a message",
	},
}

func TestThereIsOneReaderOfMIME(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == "tools" || d.Name() == "node_modules" || strings.HasPrefix(d.Name(), ".git")) {
			return skipped(err)
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		files++
		name, _ := filepath.Rel(root, path)
		for _, imported := range importsOf(t, path) {
			if allowed, ok := readers[imported]; ok && allowed[filepath.ToSlash(name)] == "" {
				t.Errorf("%s imports %s; messages are read by internal/mime alone", name, imported)
			}
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("%d files: %v", files, err)
	}
}

// skipped returns err, or else that a directory is left out.
func skipped(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}

func importsOf(t *testing.T, path string) (imports []string) {
	t.Helper()
	f, err := goparser.ParseFile(token.NewFileSet(), path, nil, goparser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range f.Imports {
		if name, err := strconv.Unquote(spec.Path.Value); err == nil {
			imports = append(imports, name)
		}
	}
	return imports
}
