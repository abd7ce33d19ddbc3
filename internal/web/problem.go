package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"mailsink/internal/compose"
	"mailsink/internal/jsonbody"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
	"mailsink/internal/store"
)

// A problem is an error that the client shall see (RFC 9457).
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"` // a sentence that says what to do

	Position int            `json:"position,omitempty"` // in a query, of the character where the mistake is, from 1
	Problems []TableProblem `json:"problems,omitempty"` // of a table that is not used
}

// Error implements error.
func (p *problem) Error() string { return p.Detail }

func newProblem(status int, format string, args ...any) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: fmt.Sprintf(format, args...)}
}

func badRequest(format string, args ...any) error {
	return newProblem(http.StatusBadRequest, format, args...)
}

// problemOf turns any error into what the client shall see, in one place.
func problemOf(err error) *problem {
	var (
		p       *problem
		body    *jsonbody.Error
		query   *search.Error
		unsent  *compose.Error
		tooLong *http.MaxBytesError
	)
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &body):
		return newProblem(body.Status, "%s", body.Detail)
	case errors.As(err, &query):
		p = newProblem(http.StatusBadRequest, "%s", query.Error())
		p.Position = query.Pos
		return p
	case errors.As(err, &unsent) && unsent.Refused:
		return newProblem(http.StatusUnprocessableEntity, "%s", unsent.Text)
	case errors.As(err, &unsent):
		return newProblem(http.StatusBadRequest, "%s", unsent.Text)
	case errors.As(err, &tooLong), errors.Is(err, mail.ErrTooLarge):
		return newProblem(http.StatusRequestEntityTooLarge, "The body is larger than this server takes; send less at a time.")
	case errors.Is(err, mail.ErrFull):
		return newProblem(http.StatusInsufficientStorage, "No room is left to store the message; delete some, or give the store more room.")
	case errors.Is(err, mailbox.ErrNotExist), errors.Is(err, store.ErrNotExist):
		return gone()
	case errors.Is(err, store.ErrAway):
		return newProblem(http.StatusServiceUnavailable, "The servers that keep the mail do not answer; ask again when they are back.")
	case errors.Is(err, mailbox.ErrClosed), errors.Is(err, context.Canceled):
		return newProblem(http.StatusServiceUnavailable, "The sink is stopping; ask again when it is back.")
	}
	return nil
}

// decode reads a JSON body. Members that v does not know are refused.
func decode(r *http.Request, v any) error { return jsonbody.Decode(r, v) }

// readProblem says why a body that is no JSON could not be read.
func readProblem(err error) error { return jsonbody.Unread(err) }

func gone() *problem {
	return newProblem(http.StatusNotFound, "There is no such message, or not any more; GET /v1/messages lists what there is.")
}

// fail replies with err.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if p == nil {
		s.Log.Error("a request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		p = newProblem(http.StatusInternalServerError, "Something went wrong inside mailsink; its log says what.")
	}
	p.write(w)
}

func (p *problem) write(w http.ResponseWriter) {
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte(`{}`) // four plain fields; it cannot happen
	}
	h := w.Header()
	for _, name := range []string{"Content-Disposition", "Etag", "Last-Modified", "Content-Encoding"} {
		h.Del(name)
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.Status)
	// A client that went away needs no reply.
	_, _ = w.Write(body)
}

// reply sends v as JSON.
func reply(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("web: reply: %w", err)
	}
	h := w.Header()
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", "application/json")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// A client that went away needs no reply.
	_, _ = w.Write(body)
	return nil
}
