package compat

import (
	"net/http"
	"strconv"
)

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
