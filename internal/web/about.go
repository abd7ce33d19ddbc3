package web

import (
	archive "archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"

	"mailsink/internal/inspect"
	"mailsink/internal/mime"
)

// An aboutPart is everything known of one part of a message.
type aboutPart struct {
	part
	DecodedSize int             `json:"decodedSize"` // octets
	SHA256      string          `json:"sha256"`      // of the decoded octets, in hex
	Headers     []field         `json:"headers"`     // of the part
	Text        string          `json:"text"`        // its beginning, decoded; empty where it is no text
	Cut         bool            `json:"cut"`         // there is more text
	Preview     string          `json:"preview"`     // where its HTML may be shown; empty without HTML
	Events      []inspect.Event `json:"events"`      // of a calendar
	Letter      *letter         `json:"letter,omitempty"`
}

// A letter is the head of a message that is enclosed in another.
type letter struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Subject string `json:"subject"`
	Date    string `json:"date"`
}

// maxPartText bounds the text that is told of a part, in octets.
const maxPartText = 256 << 10

// partNamed returns the part of an ID as /structure has it.
func partNamed(doc *mime.Document, id string) (*mime.Part, error) {
	p := doc.Part(id)
	if id == wholeBody && doc.Root.IsMultipart() {
		p = doc.Root
	}
	if p == nil || id == "" {
		return nil, newProblem(http.StatusNotFound, "The message has no such part; /structure below the message lists them.")
	}
	return p, nil
}

// about replies with everything known of a part.
func (s *Server) about(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := s.document(r)
	if err != nil {
		return err
	}
	p, err := partNamed(doc, r.PathValue("part"))
	if err != nil {
		return err
	}
	octets := p.Decoded(doc.Content)
	sum := sha256.Sum256(octets)
	a := aboutPart{part: partNode(p, map[*mime.Part]bool{}), DecodedSize: len(octets), SHA256: hex.EncodeToString(sum[:]), Headers: fieldsOf(p), Events: []inspect.Event{}}
	a.Children = nil
	a.Text = textOf(doc, p)
	a.Cut = len(a.Text) > maxPartText
	a.Text = strings.ToValidUTF8(a.Text[:min(len(a.Text), maxPartText)], "")
	if p.MediaType() == "text/calendar" || strings.EqualFold(path.Ext(p.Filename), ".ics") {
		a.Events = orEmpty(inspect.Events(p.Text(doc.Content)))
	}
	if p.Message != nil {
		a.Letter = letterOf(p.Message)
	}
	if pageOf(doc, p) != "" {
		a.Preview = s.WebRoot + "/preview/" + s.token(m.ID, time.Now()) + "/part/" + a.ID + "/body.html"
	}
	return reply(w, http.StatusOK, a)
}

// textOf returns what people read in a part, or in the message in it.
func textOf(doc *mime.Document, p *mime.Part) string {
	switch {
	case p.Message != nil:
		return (&mime.Document{Content: doc.Content, Root: p.Message}).Text()
	case legible(p):
		return p.Text(doc.Content)
	}
	return ""
}

// legible reports whether people can read a part as it is.
func legible(p *mime.Part) bool {
	if p.IsMultipart() || p.Message != nil {
		return false
	}
	switch kind := p.MediaType(); kind {
	case "application/json", "application/xml", "application/ics", "image/svg+xml", "application/pgp-signature", "application/sql", "application/yaml":
		return true
	default:
		return p.Type == "text" || p.Type == "message" || strings.HasSuffix(kind, "+xml") || strings.HasSuffix(kind, "+json")
	}
}

// letterOf tells who wrote an enclosed message, and to whom.
func letterOf(root *mime.Part) *letter {
	text := func(name string) string {
		if f := root.Field(name); f != nil {
			return f.Text()
		}
		return ""
	}
	return &letter{From: text("From"), To: text("To"), Subject: text("Subject"), Date: text("Date")}
}

// pageOf returns the HTML of a part: its own, or that of the message in it.
func pageOf(doc *mime.Document, p *mime.Part) string {
	if p.Message != nil {
		return (&mime.Document{Content: doc.Content, Root: p.Message}).HTML()
	}
	if p.MediaType() == "text/html" || p.MediaType() == "application/xhtml+xml" {
		return p.Text(doc.Content)
	}
	return ""
}

// previewPart serves the HTML of one part in its cage.
func (s *Server) previewPart(w http.ResponseWriter, r *http.Request) error {
	doc, err := s.previewOf(r)
	if err != nil {
		return err
	}
	p, err := partNamed(doc, r.PathValue("part"))
	if err != nil {
		return err
	}
	source := pageOf(doc, p)
	clean := newSanitizer(doc)
	clean.pictures = "../../"
	cageHeaders(w.Header())
	w.Header().Set("Content-Security-Policy", s.framed(r, cage))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(doctype(source)+clean.rewrite(source)))
	return nil
}

// files replies with all attachments as one ZIP file. Names that occur twice
// are numbered.
func (s *Server) files(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := s.document(r)
	if err != nil {
		return err
	}
	parts := doc.Attachments()
	if len(parts) == 0 {
		return newProblem(http.StatusNotFound, "The message has no attachments.")
	}
	var b bytes.Buffer
	out := archive.NewWriter(&b)
	taken := make(map[string]bool)
	for _, p := range parts {
		name := unlike(taken, safeName(p.Filename))
		file, err := out.CreateHeader(&archive.FileHeader{Name: name, Method: archive.Deflate, Modified: m.InternalDate})
		if err != nil {
			return fmt.Errorf("web: zip: %w", err)
		}
		// A bytes.Buffer takes everything.
		_, _ = file.Write(p.Decoded(doc.Content))
	}
	_ = out.Close()
	w.Header().Set("Content-Disposition", disposition(m.ID.String()+".zip"))
	return s.octets(w, r, "application/zip", b.Bytes())
}

// unlike returns name, with a number where another file has it already.
func unlike(taken map[string]bool, name string) string {
	stem, ext, unique := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name), name
	for n := 2; taken[strings.ToLower(unique)]; n++ {
		unique = fmt.Sprintf("%s-%d%s", stem, n, ext)
	}
	taken[strings.ToLower(unique)] = true
	return unique
}
