package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
)

// maxNesting is how deep JSON may be nested.
const maxNesting = 64

// decode reads the body as one JSON value into v. A body that is of another
// type, cut off, followed by more, or that says something v does not know is
// refused: nothing may be changed by a misunderstanding.
func decode(r *http.Request, v any) error {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return newProblem(http.StatusUnsupportedMediaType, "The body must be JSON; send it with Content-Type: application/json.")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return readProblem(err)
	}
	if tooDeep(body) {
		return badRequest("The JSON is nested deeper than %d levels.", maxNesting)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return badRequest("The JSON cannot be read: %s.", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return badRequest("There is something behind the JSON; send one value.")
	}
	return nil
}

// readProblem says why a body could not be read.
func readProblem(err error) error {
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
