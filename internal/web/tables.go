package web

import (
	"context"
	"net/http"
)

// Tables are the rewriting tables in use. Without them there is nothing to
// list or to read anew.
type Tables interface {
	// Files returns the names of the files that the tables were read from.
	Files() []string
	// Reload reads the tables anew. With a mistake in them, which the error
	// tells, the old ones stay in use.
	Reload(ctx context.Context) (warnings []string, err error)
}

// tableList is what is known of the tables.
type tableList struct {
	Table    string   `json:"table"` // as it was configured
	Files    []string `json:"files"`
	Warnings []string `json:"warnings"` // of reading them anew
}

// rules replies with the tables in use.
func (s *Server) rules(w http.ResponseWriter, _ *http.Request) error {
	list := tableList{Table: s.Info.Table, Files: []string{}, Warnings: []string{}}
	if s.Tables != nil {
		list.Files = orEmpty(s.Tables.Files())
	}
	return reply(w, http.StatusOK, list)
}

// reloadRules reads the tables anew.
func (s *Server) reloadRules(w http.ResponseWriter, r *http.Request) error {
	if s.Tables == nil {
		return newProblem(http.StatusNotFound, "This sink has no tables that could be read anew.")
	}
	warnings, err := s.Tables.Reload(r.Context())
	if err != nil {
		return newProblem(http.StatusUnprocessableEntity, "The tables have mistakes, and the old ones stay in use: %v", err)
	}
	return reply(w, http.StatusOK, tableList{Table: s.Info.Table, Files: orEmpty(s.Tables.Files()), Warnings: orEmpty(warnings)})
}
