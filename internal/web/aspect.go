package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mime"
)

// caged is the policy of octets that came by mail: whatever a browser takes
// them for, they neither run nor load anything.
const caged = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"

// document opens the message that r names.
func (s *Server) document(r *http.Request) (*mail.Message, *mime.Document, error) {
	_, m, err := s.find(r)
	if err != nil {
		return nil, nil, err
	}
	content, err := s.Mailbox.Octets(r.Context(), m)
	if err != nil {
		return nil, nil, err
	}
	return m, mime.Open(content), nil
}

// raw replies with the octets as they came. With trace=1 the fields that
// delivery adds stand in front; with view=1 it is text to look at, not a file.
func (s *Server) raw(w http.ResponseWriter, r *http.Request) error {
	_, m, err := s.find(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	view, err := boolean(q, "view")
	if err != nil {
		return err
	}
	traced, err := boolean(q, "trace")
	if err != nil {
		return err
	}
	content, err := s.Mailbox.Content(r.Context(), m)
	if err != nil {
		return err
	}
	defer content.Close()
	h := w.Header()
	h.Set("Content-Security-Policy", caged)
	if view {
		h.Set("Content-Type", "text/plain; charset=utf-8")
	} else {
		h.Set("Content-Type", "message/rfc822")
		h.Set("Content-Disposition", disposition(m.ID.String()+".eml"))
	}
	if traced {
		trace := traceOf(m)
		h.Set("Content-Length", strconv.FormatInt(int64(len(trace))+m.Size, 10))
		// A client that went away needs no reply.
		_, _ = io.Copy(w, io.MultiReader(bytes.NewReader(trace), content))
		return nil
	}
	immutable(h, m.ID.String())
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

// html replies with the HTML as it came: a file, not a page to open.
func (s *Server) html(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := s.document(r)
	if err != nil {
		return err
	}
	html := doc.HTML()
	if html == "" {
		return newProblem(http.StatusNotFound, "The message has no HTML; its text is at /v1/messages/%s/text.", m.ID)
	}
	w.Header().Set("Content-Disposition", disposition(m.ID.String()+".html"))
	return s.octets(w, r, "text/html; charset=utf-8", []byte(html))
}

// text replies with the text of the message.
func (s *Server) text(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := s.document(r)
	if err != nil {
		return err
	}
	return s.octets(w, r, "text/plain; charset=utf-8", []byte(doc.Text()))
}

// octets replies with something that came by mail.
func (s *Server) octets(w http.ResponseWriter, r *http.Request, mediaType string, body []byte) error {
	h := w.Header()
	h.Set("Content-Security-Policy", caged)
	h.Set("Content-Type", mediaType)
	immutable(h, r.PathValue("id"))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return nil
}

// immutable says that content never changes: who has it may ask whether it is
// still there, and is told so without it (RFC 9110 §13).
func immutable(h http.Header, id string) {
	h.Set("Etag", `"`+id+`"`)
	h.Set("Cache-Control", "private, no-cache")
}

// described replies with something that is known of the content.
func (s *Server) described(w http.ResponseWriter, r *http.Request, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("web: reply: %w", err)
	}
	w.Header().Set("Content-Type", "application/json")
	immutable(w.Header(), r.PathValue("id"))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return nil
}

// A headersAnswer is the reply to GET /v1/messages/{id}/headers.
type headersAnswer struct {
	Headers []field `json:"headers"` // unfolded and decoded
	Raw     []field `json:"raw"`     // the same, folded and encoded as they came
	Trace   []field `json:"trace"`   // that delivery adds, in front of these; not part of what came
}

// headers replies with the header fields.
func (s *Server) headers(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := s.document(r)
	if err != nil {
		return err
	}
	a := headersAnswer{fieldsOf(doc.Root), []field{}, fieldsOf(mime.Parse(append(traceOf(m), "\r\n"...)))}
	for _, f := range doc.Root.Fields {
		a.Raw = append(a.Raw, field{f.Name, strings.ToValidUTF8(strings.TrimPrefix(f.Raw(), " "), "\ufffd")})
	}
	return s.described(w, r, a)
}

// structure replies with the MIME tree.
func (s *Server) structure(w http.ResponseWriter, r *http.Request) error {
	_, doc, err := s.document(r)
	if err != nil {
		return err
	}
	return s.described(w, r, map[string]any{"parts": []part{partOf(doc)}})
}

// part replies with the decoded octets of one part, as a file. With raw=1 it
// is text to look at: the part as it came, with its header.
func (s *Server) part(w http.ResponseWriter, r *http.Request) error {
	m, doc, err := s.document(r)
	if err != nil {
		return err
	}
	id := r.PathValue("part")
	p, err := partNamed(doc, id)
	if err != nil {
		return err
	}
	raw, err := boolean(r.URL.Query(), "raw")
	if err != nil {
		return err
	}
	if raw {
		whole := mime.Span{Start: p.Header.Start, End: p.Body.End}
		return s.octets(w, r, "text/plain; charset=utf-8", whole.Of(doc.Content))
	}
	name := p.Filename
	if name == "" {
		name = m.ID.String() + "-" + id
	}
	w.Header().Set("Content-Disposition", disposition(name))
	return s.octets(w, r, safeType(p.MediaType()), p.Decoded(doc.Content))
}
