package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// shell is the policy of the page: its own script, style and pictures, and no
// way to make markup of text.
const shell = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// A page is the static files of the user interface, made ready to be sent.
type page struct {
	index []byte           // with references to the versions below
	files map[string]asset // by path, without the leading slash
}

// An asset is a file as it is sent.
type asset struct {
	octets  []byte
	zipped  []byte // nil where it would not be smaller
	kind    string
	version string // 8 hex digits of its hash
}

// newPage reads the files of ui; it is nil if there is no index.html.
func newPage(ui fs.FS, root string) *page {
	if ui == nil {
		return nil
	}
	index, err := fs.ReadFile(ui, "index.html")
	if err != nil {
		return nil
	}
	p := &page{files: make(map[string]asset)}
	// A file that cannot be read is not there; asking for it says so.
	_ = fs.WalkDir(ui, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "index.html" {
			return err
		}
		octets, err := fs.ReadFile(ui, name)
		if err == nil {
			p.files[name] = newAsset(name, octets)
		}
		return nil
	})
	p.index = p.link(index, root)
	return p
}

func newAsset(name string, octets []byte) asset {
	sum := sha256.Sum256(octets)
	a := asset{octets: octets, kind: mediaTypeOf(name), version: hex.EncodeToString(sum[:4])}
	if z := zip(octets, gzip.BestCompression); len(z) < len(octets)*9/10 {
		a.zipped = z
	}
	return a
}

func mediaTypeOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// link adds to every reference to a file its version, and the web root.
func (p *page) link(index []byte, root string) []byte {
	for name, a := range p.files {
		for _, prefix := range []string{`="/`, `="./`, `="`} {
			old := []byte(prefix + name + `"`)
			index = bytes.ReplaceAll(index, old, []byte(`="`+root+"/"+name+"?v="+a.version+`"`))
		}
	}
	return index
}

func zip(octets []byte, level int) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		return octets // the level is a constant of the package; it cannot happen
	}
	// A bytes.Buffer takes everything.
	_, _ = z.Write(octets)
	_ = z.Close()
	return b.Bytes()
}

// screens are the first parts of paths that the page itself makes sense of.
func screen(p string) bool {
	first, _, _ := strings.Cut(strings.Trim(p, "/"), "/")
	return slices.Contains([]string{"", "index.html", "q", "v", "m", "compare", "sessions", "run", "runs", "rules", "stats", "settings"}, first)
}

// static serves the page: its files by name, and index.html at every address
// that it may be opened at.
func (s *Server) static(w http.ResponseWriter, r *http.Request) error {
	name := strings.TrimPrefix(r.URL.Path, "/")
	switch {
	case s.page == nil && screen(r.URL.Path):
		return newProblem(http.StatusNotFound, "This mailsink was built without its page; the API is under %s/v1.", s.WebRoot)
	case s.page == nil:
	case screen(r.URL.Path):
		return s.shell(w, r)
	default:
		if a, ok := s.page.files[name]; ok {
			a.serve(w, r)
			return nil
		}
	}
	return newProblem(http.StatusNotFound, "Nothing is at this path; the page is at %s/ and the API under %s/v1.", s.WebRoot, s.WebRoot)
}

func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Content-Security-Policy", shell)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == a.version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	octets, tag := a.octets, a.version
	if a.zipped != nil && r.Header.Get("Range") == "" && acceptsGzip(r) {
		octets, tag = a.zipped, a.version+"-gz"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Etag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(octets))
}

func acceptsGzip(r *http.Request) bool {
	for accepted := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, q, _ := strings.Cut(strings.TrimSpace(accepted), ";")
		if strings.EqualFold(coding, "gzip") && strings.TrimSpace(q) != "q=0" {
			return true
		}
	}
	return false
}

// A boot is what index.html has with it, so that the list is in the first
// paint.
type boot struct {
	Rows  rowsAnswer  `json:"rows"`
	Info  Info        `json:"info"`
	Views []savedView `json:"views"`
}

const bootMark = `<script type="application/json" id="boot">{}</script>`

// shell serves index.html.
func (s *Server) shell(w http.ResponseWriter, r *http.Request) error {
	all, err := s.newView("", "", "")
	if err != nil {
		return err
	}
	// encoding/json escapes <, > and &, so nothing in a subject ends the script.
	data, err := json.Marshal(boot{s.rowsAnswer(r.Context(), all, span{limit: 50}), s.Info, s.shelf.get()})
	if err != nil {
		return fmt.Errorf("web: boot: %w", err)
	}
	body := bytes.Replace(s.page.index, []byte(bootMark), slices.Concat(
		[]byte(`<script type="application/json" id="boot">`), data, []byte(`</script>`)), 1)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", s.shellFor(r))
	h.Set("Vary", "Accept-Encoding")
	if acceptsGzip(r) {
		body = zip(body, gzip.BestSpeed)
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	// A client that went away needs no reply.
	_, _ = w.Write(body)
	return nil
}
