package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/inspect"
	"mailsink/internal/mime"
)

// cageRemote returns the policy of shown HTML whose pictures, styles and fonts
// this server gets from elsewhere: they come from here, and from nowhere else.
func cageRemote() string {
	return strings.NewReplacer("style-src", "style-src 'self'", "font-src", "font-src 'self'").Replace(cage)
}

// fetches reports whether r wants what the message would load from elsewhere,
// and may have it.
func (s *Server) fetches(r *http.Request) bool {
	return s.Info.Remote && r.URL.Query().Get("remote") == "1"
}

// sanitizerFor returns what makes the HTML of doc harmless. With remote=1, and
// only where the sink was started to, its pictures, styles and fonts from
// elsewhere lead to [Server.previewRemote].
func (s *Server) sanitizerFor(doc *mime.Document, r *http.Request) *sanitizer {
	z := newSanitizer(doc)
	if s.fetches(r) {
		z.fetched = numbered(newSanitizer(doc).remoteURLs(doc.HTML()))
	}
	return z
}

// numbered returns the place of each URL.
func numbered(urls []string) map[string]int {
	places := make(map[string]int, len(urls))
	for n, u := range urls {
		places[u] = n
	}
	return places
}

// previewRemote serves what the HTML of a message would have loaded from
// elsewhere: the nth of its URLs, or the mth of those in the style sheet that
// is there, so that nobody can ask for one of their own. This server gets it,
// without cookies and referrer, from public addresses alone.
func (s *Server) previewRemote(w http.ResponseWriter, r *http.Request) error {
	if !s.Info.Remote {
		return newProblem(http.StatusNotFound, "This sink loads nothing from elsewhere; it was started without --remote-content.")
	}
	doc, err := s.previewOf(r)
	if err != nil {
		return err
	}
	ctx, cancel := s.untilStop(r.Context())
	defer cancel()
	number := r.PathValue("n")
	found, err := s.remoteOf(ctx, newSanitizer(doc).remoteURLs(doc.HTML()), number)
	if m := r.PathValue("m"); err == nil && m != "" {
		if !found.style() {
			return newProblem(http.StatusNotFound, "The message has no such style sheet.")
		}
		number = ""
		found, err = s.remoteOf(ctx, sheetURLs(found), m)
	}
	if err != nil {
		return err
	}
	return found.serve(w, r, number)
}

// remoteOf gets one of urls, by its number.
func (s *Server) remoteOf(ctx context.Context, urls []string, number string) (fetched, error) {
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(urls) {
		return fetched{}, newProblem(http.StatusNotFound, "The message has no such URL.")
	}
	target := urls[n]
	if strings.HasPrefix(target, "//") {
		target = "https:" + target
	}
	if known, ok := s.remotes.get(target, time.Now()); ok {
		return known, nil
	}
	got, err := s.visitor.Fetch(ctx, target)
	if err != nil {
		return fetched{}, newProblem(http.StatusBadGateway, "It cannot be had: %v", err)
	}
	f := fetched{Resource: got, kind: safeKind(got)}
	if f.kind == "" {
		return fetched{}, newProblem(http.StatusBadGateway, "What is there is no picture, style sheet or font that is safe to show.")
	}
	s.remotes.put(target, f, time.Now())
	return f, nil
}

// safeKind returns the media type that something from elsewhere is sent on
// with: what its octets are, not what its server says; empty for what is not
// sent on. A style sheet has no look of its own, and is one by what its server
// says.
func safeKind(got inspect.Resource) string {
	kind := http.DetectContentType(got.Octets)
	if slices.Contains([]string{"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon", "font/ttf", "font/otf", "font/woff", "font/woff2"}, kind) {
		return kind
	}
	if declared, _, _ := strings.Cut(got.Type, ";"); strings.EqualFold(strings.TrimSpace(declared), "text/css") && strings.HasPrefix(kind, "text/plain") {
		return styleKind
	}
	return ""
}

const styleKind = "text/css; charset=utf-8"

// A fetched is something from elsewhere.
type fetched struct {
	inspect.Resource
	kind string // media type it is sent on with
}

func (f fetched) style() bool { return f.kind == styleKind }

// sheetSanitizer returns what makes a style sheet from elsewhere harmless.
func sheetSanitizer(f fetched) *sanitizer {
	s := newSanitizer(mime.Open(nil))
	s.base, _ = url.Parse(f.URL) // it has been fetched from there
	return s
}

// sheetURLs returns what a style sheet would load.
func sheetURLs(f fetched) []string {
	s := sheetSanitizer(f)
	s.css(string(f.Octets))
	return s.remote
}

// serve sends what was fetched. What the style sheet of that number loads is
// below it; a style sheet without a number, which another has imported, loads
// nothing.
func (f fetched) serve(w http.ResponseWriter, r *http.Request, number string) error {
	h := w.Header()
	cageHeaders(h)
	h.Set("Content-Security-Policy", caged)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Access-Control-Allow-Origin", "*") // fonts are asked for with CORS; the address is the permission
	h.Set("Cache-Control", "private, max-age=600")
	h.Set("Content-Type", f.kind)
	octets := f.Octets
	if f.style() {
		clean := sheetSanitizer(f)
		if number != "" {
			clean.fetched, clean.place = numbered(sheetURLs(f)), number+"/"
		}
		octets = []byte(clean.css(string(octets)))
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(octets))
	return nil
}
