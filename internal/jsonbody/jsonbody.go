package jsonbody

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

// MaxNesting is how deep arrays and objects may stand in each other.
const MaxNesting = 64

// An Error is why a body was refused.
type Error struct {
	Status int    // of HTTP: 400 or 415
	Detail string // a sentence that says what to do
}

// Error returns the detail.
func (e *Error) Error() string { return e.Detail }

func malformed(format string, args ...any) error {
	return &Error{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// Decode reads the body of r as one JSON value into v. Members that v does not
// know are refused.
func Decode(r *http.Request, v any) error {
	body, err := read(r)
	if err != nil {
		return err
	}
	return unmarshal(body, v, true)
}

// DecodeKnown is Decode for requests that others define: members that v does
// not know are passed over.
func DecodeKnown(r *http.Request, v any) error {
	body, err := read(r)
	if err != nil {
		return err
	}
	return unmarshal(body, v, false)
}

// read returns the octets of a body that says it is JSON.
func read(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, Unread(err)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, malformed("The body is empty; send JSON.")
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return nil, &Error{http.StatusUnsupportedMediaType, "The body must be JSON; send it with Content-Type: application/json."}
	}
	return body, nil
}

// Unread says why a body could not be read to its end. That it is too large
// ([http.MaxBytesError]) is returned as it is.
func Unread(err error) error {
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		return err
	}
	return malformed("The body could not be read to its end; send it again.")
}

func unmarshal(body []byte, v any, strict bool) error {
	if tooDeep(body) {
		return malformed("The JSON is nested deeper than %d levels.", MaxNesting)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	if strict {
		d.DisallowUnknownFields()
	}
	switch err := d.Decode(v); {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return malformed("The JSON ends too early; send all of it.")
	case err != nil:
		return malformed("The JSON cannot be read: %s.", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return malformed("There is something behind the JSON; send one value.")
	}
	return nil
}

// tooDeep reports whether body opens more than MaxNesting arrays and objects
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
			if depth++; depth > MaxNesting {
				return true
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return false
}
