package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
)

// swapped is a set of tables that can be read anew once.
type swapped struct{ err error }

func (swapped) Files() []string { return []string{"sink.regexp"} }

func (s swapped) Reload(context.Context) ([]string, error) {
	return []string{"sink.regexp:2: unreachable"}, s.err
}

func TestTablesAreListedAndReadAnew(t *testing.T) {
	for name, c := range map[string]struct {
		tables Tables
		status int
		said   string
	}{
		"well":            {swapped{}, http.StatusOK, "unreachable"},
		"with a mistake":  {swapped{errors.New("sink.regexp:3: no closing delimiter")}, http.StatusUnprocessableEntity, "the old ones stay in use: sink.regexp:3"},
		"without a table": {nil, http.StatusNotFound, "no tables"},
	} {
		t.Run(name, func(t *testing.T) {
			s := startWith(t, Config{Tables: c.tables})
			if a := s.do(http.MethodPost, "/v1/rules/reload", ""); a.StatusCode != c.status || !strings.Contains(string(a.body), c.said) {
				t.Errorf("reloading answered %d: %s", a.StatusCode, a.body)
			}
			if a := s.get("/v1/rules"); c.tables != nil && !strings.Contains(string(a.body), "sink.regexp") {
				t.Errorf("the list is %s", a.body)
			}
		})
	}
}
