package web

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mime"
)

// sanitizerFor returns what makes the HTML of doc harmless. With remote=1, and
// only where the sink was started to, its pictures from elsewhere lead to
// [Server.previewRemote].
func (s *Server) sanitizerFor(doc *mime.Document, r *http.Request) *sanitizer {
	z := newSanitizer(doc)
	if s.Info.Remote && r.URL.Query().Get("remote") == "1" {
		z.fetched = make(map[string]int)
		for n, u := range newSanitizer(doc).remoteURLs(doc.HTML()) {
			z.fetched[u] = n
		}
	}
	return z
}

// previewRemote serves a picture that the HTML of a message would have loaded
// from elsewhere: the nth of its URLs, so that nobody can ask for one of their
// own. This server gets it, without cookies and referrer, from public addresses
// alone.
func (s *Server) previewRemote(w http.ResponseWriter, r *http.Request) error {
	if !s.Info.Remote {
		return newProblem(http.StatusNotFound, "This sink loads nothing from elsewhere; it was started without --remote-content.")
	}
	doc, err := s.previewOf(r)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	urls := newSanitizer(doc).remoteURLs(doc.HTML())
	if err != nil || n < 0 || n >= len(urls) {
		return newProblem(http.StatusNotFound, "The message has no such URL.")
	}
	target := urls[n]
	if strings.HasPrefix(target, "//") {
		target = "https:" + target
	}
	stopped, cancel := s.untilStop(r.Context())
	defer cancel()
	picture, err := s.visitor.Picture(stopped, target)
	if err != nil {
		return newProblem(http.StatusBadGateway, "The picture cannot be had: %v", err)
	}
	kind := http.DetectContentType(picture)
	if !slices.Contains([]string{"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon"}, kind) {
		return newProblem(http.StatusBadGateway, "What is there is no picture that is safe to show.")
	}
	h := w.Header()
	cageHeaders(h)
	h.Set("Content-Security-Policy", caged)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "private, max-age=600")
	h.Set("Content-Type", kind)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(picture))
	return nil
}
