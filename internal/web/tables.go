package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"time"

	"mailsink/internal/compose"
	"mailsink/internal/mail"
)

// Tables are the rewriting tables in use. Without them there is nothing to
// list, to write or to read anew.
type Tables interface {
	// InUse says what is in use.
	InUse() TablesInUse
	// Reload reads the tables anew. With a mistake in them, which the error
	// tells, the old ones stay in use.
	Reload(ctx context.Context) (warnings []string, err error)
	// Read returns the text of a file in use.
	Read(file string) ([]byte, error)
	// Replace writes a file in use and reads the tables anew, unless agreed
	// says no to what the file holds. The error is [ErrChanged] then, and
	// *[BrokenTable] if the text has mistakes; nothing has changed.
	Replace(ctx context.Context, file string, text []byte, agreed func(old []byte) bool) (warnings []string, err error)
	// Draft returns what would route if a file in use had another text, or if a
	// table of a type were the only one. The error is *[BrokenTable].
	Draft(ctx context.Context, d Draft) (compose.Router, []string, error)
	// Noting returns a context under which the routers tell note which tables
	// they ask, and what each says.
	Noting(ctx context.Context, note func(mail.Lookup)) context.Context
}

// ErrChanged is why a file was not replaced: it is no longer as it was read.
var ErrChanged = errors.New("web: the file has changed")

// A Draft is a table that is not in use.
type Draft struct {
	File string // of the table in use that it would replace; empty with a type
	Type string // "regexp": it would replace all tables of virtual aliases
	Text string
}

// A BrokenTable is why a text is not used as a table.
type BrokenTable struct{ Problems []TableProblem }

// Error implements error.
func (b *BrokenTable) Error() string {
	return fmt.Sprintf("the table has %d mistakes", len(b.Problems))
}

// A TableProblem is a mistake in a table.
type TableProblem struct {
	File string `json:"file"`
	Line int    `json:"line"` // 0 for the file as a whole
	Text string `json:"text"` // what is wrong and what to write instead
}

// TablesInUse is what is known of the tables.
type TablesInUse struct {
	Tables   []TableInUse
	Files    []string // all that is read for them
	Warnings []string // of reading them
	LoadedAt time.Time
	Writable bool // files may be replaced
}

// A TableInUse is one table.
type TableInUse struct {
	ID    string `json:"id,omitempty"` // of its file, for /v1/rules/{id}
	Table string `json:"table"`        // as the configuration names it
	Use   string `json:"use"`          // the parameter that names it
	File  string `json:"file,omitempty"`
	Rules int    `json:"rules"` // -1 where they cannot be counted
}

// tableList is the reply to GET /v1/rules.
type tableList struct {
	Table    string       `json:"table"` // as it was configured
	Tables   []TableInUse `json:"tables"`
	Files    []string     `json:"files"`
	Warnings []string     `json:"warnings"`
	LoadedAt string       `json:"loadedAt,omitempty"`
	Writable bool         `json:"writable"`
}

func (s *Server) tableList() tableList {
	list := tableList{Table: s.Info.Table, Tables: []TableInUse{}, Files: []string{}, Warnings: []string{}}
	if s.Tables == nil {
		return list
	}
	in := s.Tables.InUse()
	list.Tables, list.Files, list.Warnings, list.Writable = identified(in.Tables), orEmpty(in.Files), orEmpty(in.Warnings), in.Writable
	list.LoadedAt = in.LoadedAt.UTC().Format(milliseconds)
	return list
}

// identified gives every file an ID that stands in a path: its name, with a
// number where that is taken.
func identified(tables []TableInUse) []TableInUse {
	taken := map[string]string{"query": "", "reload": "", ".": "", "..": ""}
	for i, t := range tables {
		if t.File == "" {
			continue
		}
		id := filepath.Base(t.File)
		for n := 2; ; n++ {
			if file, ok := taken[id]; !ok || file == t.File {
				break
			}
			id = fmt.Sprintf("%s-%d", filepath.Base(t.File), n)
		}
		taken[id], tables[i].ID = t.File, id
	}
	return orEmpty(tables)
}

// rules replies with the tables in use.
func (s *Server) rules(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, s.tableList())
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
	list := s.tableList()
	list.Warnings = orEmpty(warnings)
	return reply(w, http.StatusOK, list)
}

// ruleFile returns the file that an ID names.
func (s *Server) ruleFile(id string) (string, error) {
	if s.Tables != nil {
		list := identified(s.Tables.InUse().Tables)
		if i := slices.IndexFunc(list, func(t TableInUse) bool { return id != "" && t.ID == id }); i >= 0 {
			return list[i].File, nil
		}
	}
	return "", newProblem(http.StatusNotFound, "No table in use has a file of this ID; GET /v1/rules lists them.")
}

// rulesText replies with the text of a table.
func (s *Server) rulesText(w http.ResponseWriter, r *http.Request) error {
	file, err := s.ruleFile(r.PathValue("file"))
	if err != nil {
		return err
	}
	text, err := s.Tables.Read(file)
	if err != nil {
		return newProblem(http.StatusNotFound, "The file %s cannot be read now; its rules stay in use.", file)
	}
	w.Header().Set("Etag", etagOf(text))
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
	return nil
}

// etagOf returns the entity tag of a text (RFC 9110 §8.8.3).
func etagOf(text []byte) string {
	sum := sha256.Sum256(text)
	return `"` + hex.EncodeToString(sum[:16]) + `"`
}

// maxTable is how large a table may be that the API is given, in octets.
const maxTable = 64 << 20

// putRules writes a table, if nobody else has since it was read.
func (s *Server) putRules(w http.ResponseWriter, r *http.Request) error {
	file, err := s.ruleFile(r.PathValue("file"))
	if err != nil {
		return err
	}
	if !s.Tables.InUse().Writable {
		return newProblem(http.StatusForbidden, "Tables may not be written here; start the sink with --rules-writable, or change %s and it is read anew.", file)
	}
	match := r.Header.Get("If-Match")
	if match == "" {
		return newProblem(http.StatusPreconditionRequired, "Say with If-Match which text is to be replaced: the ETag of GET, or * for any.")
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return readProblem(err)
	}
	var before []byte
	warnings, err := s.Tables.Replace(r.Context(), file, text, func(old []byte) bool {
		before = old
		return match == "*" || match == etagOf(old)
	})
	if errors.Is(err, ErrChanged) {
		return newProblem(http.StatusPreconditionFailed, "The file has changed since it was read; read it again and put the change into what it is now.")
	}
	if err != nil {
		return brokenTable(err)
	}
	if err := s.versions.add(file, before, text, time.Now()); err != nil {
		// The table is written and in use; what it said before is lost.
		s.Log.Warn("the version of a table is not kept", "file", file, "error", err)
	}
	w.Header().Set("Etag", etagOf(text))
	list := s.tableList()
	list.Warnings = orEmpty(warnings)
	return reply(w, http.StatusOK, list)
}

// brokenTable makes a problem of the mistakes in a table.
func brokenTable(err error) error {
	var broken *BrokenTable
	if !errors.As(err, &broken) {
		return err
	}
	p := newProblem(http.StatusUnprocessableEntity, "The table has mistakes, and nothing has changed; problems lists them.")
	p.Problems = broken.Problems
	return p
}
