package compat

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

const maxNesting = 64

// decode reads the body as one JSON value into v. Members that v does not know
// are passed over, as the originals do; a body that is cut off or followed by
// more is not.
func decode(r *http.Request, v any) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return unread(err)
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return &fault{http.StatusUnsupportedMediaType, "The body must be JSON; send it with Content-Type: application/json."}
	}
	return unmarshal(body, v)
}

func unmarshal(body []byte, v any) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return badRequest("The body is empty; send JSON.")
	}
	if tooDeep(body) {
		return badRequest("The JSON is nested deeper than %d levels.", maxNesting)
	}
	if err := json.Unmarshal(body, v); err != nil {
		return badRequest("The JSON cannot be read: %s.", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

func unread(err error) error {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return err
	}
	return badRequest("The body could not be read to its end; send it again.")
}

// tooDeep reports whether body opens more than maxNesting arrays and objects
// inside each other.
func tooDeep(body []byte) bool {
	depth, inString := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '[' || c == '{':
			if depth++; depth > maxNesting {
				return true
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return false
}

// noBody refuses a call that has a body where none is known: it means
// something else.
func noBody(r *http.Request) error {
	if r.ContentLength != 0 {
		return badRequest("This call takes no body, and has one; nothing was changed.")
	}
	return nil
}

// number reads a parameter of the query.
func number(r *http.Request, name string, def int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return def, nil
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return 0, badRequest("%s= must be a number, not %.40q.", name, text)
	}
	return int(n), nil
}

// span reads start= and limit=.
func span(r *http.Request, limit, most int) (int, int, error) {
	start, err := number(r, "start", 0)
	if err != nil {
		return 0, 0, err
	}
	limit, err = number(r, "limit", limit)
	return start, min(limit, most), err
}
