package web

import (
	"bytes"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mime"
)

// cage is the policy of shown HTML: pictures of the message itself, its own
// styles, no script, no load from elsewhere, no form, no way to the page
// around it. Links may open windows, which get out of the sandbox.
const cage = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; font-src data:; media-src 'none'; " +
	"form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"

// forcedDark inverts what a message shows, as some mail programs do. Pictures
// are inverted back.
const forcedDark = `<style>html{filter:invert(1) hue-rotate(180deg);background:#fff}` +
	`img,video,[style*="background-image"],[background]{filter:invert(1) hue-rotate(180deg)}</style>`

var ownDark = regexp.MustCompile(`(?i)prefers-color-scheme\s*:\s*dark`)

// darkens reports whether HTML has colours of its own for the dark: a program
// that inverts colours leaves it as it is.
func darkens(source string) bool { return ownDark.MatchString(source) }

// previewOf opens the message that a token lets see.
func (s *Server) previewOf(r *http.Request) (*mime.Document, error) {
	id, ok := s.opens(r.PathValue("token"), time.Now())
	if !ok {
		return nil, newProblem(http.StatusForbidden, "This preview is not open any more; open the message again.")
	}
	m, ok := s.Mailbox.State().Find(id)
	if !ok {
		return nil, gone()
	}
	content, err := s.Mailbox.Octets(r.Context(), m)
	if err != nil {
		return nil, err
	}
	return mime.Open(content), nil
}

// previewBody serves the HTML of a message, made harmless.
func (s *Server) previewBody(w http.ResponseWriter, r *http.Request) error {
	doc, err := s.previewOf(r)
	if err != nil {
		return err
	}
	body := s.sanitizerFor(doc, r).rewrite(doc.HTML())
	if r.URL.Query().Get("force") == "dark" && !darkens(doc.HTML()) {
		body = forcedDark + body
	}
	if r.URL.Query().Get("print") == "1" {
		body = printHead(doc) + body
	}
	h := w.Header()
	cageHeaders(h)
	h.Set("Content-Security-Policy", s.framed(r, cage))
	if s.fetches(r) {
		h.Set("Content-Security-Policy", s.framed(r, cageRemote()))
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(doctype(doc.HTML())+body))
	return nil
}

// printHead returns what stands above a message on paper.
func printHead(doc *mime.Document) string {
	var b strings.Builder
	b.WriteString(`<div style="all:initial;display:block;margin:0 0 16px;padding:0 0 10px;border-bottom:1px solid #999;font:14px/1.5 sans-serif;color:#000;background:#fff">`)
	for _, name := range []string{"Subject", "From", "To", "Cc", "Date"} {
		if f := doc.Root.Field(name); f != nil {
			b.WriteString("<div><b>" + name + ":</b> " + html.EscapeString(f.Text()) + "</div>")
		}
	}
	return b.String() + "</div>"
}

func cageHeaders(h http.Header) {
	h.Set("Content-Security-Policy", cage)
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-DNS-Prefetch-Control", "off")
	h.Del("Cross-Origin-Opener-Policy") // links must open without a tie to this
}

// doctype keeps the mode that the message asks for: most mail is written for
// quirks, some for standards.
func doctype(source string) string {
	if strings.Contains(strings.ToLower(source[:min(len(source), 1024)]), "<!doctype html") {
		return "<!doctype html>"
	}
	return ""
}

// previewInline serves a picture of the message to its own HTML. The frame's
// origin is opaque, so to the browser the request comes from elsewhere.
func (s *Server) previewInline(w http.ResponseWriter, r *http.Request) error {
	doc, err := s.previewOf(r)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	parts := inlineParts(doc)
	if err != nil || n < 0 || n >= len(parts) {
		return newProblem(http.StatusNotFound, "The message has no such picture.")
	}
	p := parts[n]
	h := w.Header()
	cageHeaders(h)
	h.Set("Content-Security-Policy", caged)
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Content-Type", pictureType(p.MediaType()))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(p.Decoded(doc.Content)))
	return nil
}

// inlineParts returns the parts that HTML may refer to, in their order.
func inlineParts(doc *mime.Document) []*mime.Part {
	var parts []*mime.Part
	doc.Root.Walk(func(p *mime.Part) bool {
		if (p.ContentID != "" || p.Location != "") && !p.IsMultipart() {
			parts = append(parts, p)
		}
		return true
	})
	return parts
}

// pictureType returns the media type of a picture that cannot run anything.
func pictureType(mediaType string) string {
	switch mediaType {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "image/x-icon":
		return mediaType
	case "image/jpg", "image/pjpeg":
		return "image/jpeg"
	}
	return "application/octet-stream"
}
