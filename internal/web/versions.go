package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Bounds of the versions that are kept of one table.
const (
	maxVersions     = 20
	maxVersionBytes = 8 << 20 // of all their texts
)

// A tableVersion is the text that a table had.
type tableVersion struct {
	ID   string    `json:"id"` // what GET takes
	At   time.Time `json:"at"` // when it was saved here, or found when something else was
	Text []byte    `json:"text"`
}

// A versionView is what a list tells of a version.
type versionView struct {
	ID      string `json:"id"`
	At      string `json:"at"`
	Bytes   int    `json:"bytes"`
	Lines   int    `json:"lines"`
	Current bool   `json:"current"` // the file says the same now
}

// A versionsAnswer is the reply to GET /v1/rules/{file}/versions.
type versionsAnswer struct {
	Versions []versionView `json:"versions"` // newest first
	Most     int           `json:"most"`     // how many are kept
}

// versions keeps what tables said before they were written here, by the path
// of their files, oldest first. It is beside the mail, in DIR/rules.json, and
// not beside the tables: these may be in a directory that nobody may write to,
// or be looked at by another program that takes every file there for a table.
type versions struct {
	mu   sync.Mutex
	path string // empty for memory
	kept map[string][]tableVersion
}

func newVersions(dir string) *versions {
	v := &versions{kept: make(map[string][]tableVersion)}
	if dir != "" {
		v.path = filepath.Join(dir, "rules.json")
	}
	return v
}

// load reads the file, if there is one yet.
func (v *versions) load() error {
	if v.path == "" {
		return nil
	}
	octets, err := os.ReadFile(v.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(octets, &v.kept)
	}
	if err != nil {
		return fmt.Errorf("web: the versions of the tables cannot be read: %w", err)
	}
	return nil
}

// of returns the versions of a table, newest first.
func (v *versions) of(file string) []tableVersion {
	v.mu.Lock()
	defer v.mu.Unlock()
	list := slices.Clone(v.kept[file])
	slices.Reverse(list)
	return list
}

// add keeps what a table says now and, if nobody here wrote it, what it said
// before.
func (v *versions) add(file string, before, now []byte, at time.Time) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	list := slices.Clone(v.kept[file])
	for _, text := range [][]byte{before, now} {
		if n := len(list); n == 0 || !bytes.Equal(list[n-1].Text, text) {
			list = append(list, tableVersion{versionID(list, at), at, slices.Clone(text)})
		}
	}
	list = bounded(list)
	if v.path != "" {
		all := make(map[string][]tableVersion)
		for name, others := range v.kept {
			all[name] = others
		}
		all[file] = list
		octets, err := json.Marshal(all)
		if err == nil {
			err = replaceFile(v.path, octets)
		}
		if err != nil {
			return fmt.Errorf("web: versions: %w", err)
		}
	}
	v.kept[file] = list
	return nil
}

// versionID returns a name that no version in list has: they grow.
func versionID(list []tableVersion, at time.Time) string {
	id := at.UnixMilli()
	if n := len(list); n > 0 {
		if last, err := strconv.ParseInt(list[n-1].ID, 10, 64); err == nil {
			id = max(id, last+1)
		}
	}
	return strconv.FormatInt(id, 10)
}

// bounded takes the oldest away until few enough are there.
func bounded(list []tableVersion) []tableVersion {
	list = list[max(0, len(list)-maxVersions):]
	sum := 0
	for i := len(list) - 1; i >= 0; i-- {
		if sum += len(list[i].Text); sum > maxVersionBytes {
			return list[i+1:]
		}
	}
	return list
}

// rulesVersions lists what a table said before.
func (s *Server) rulesVersions(w http.ResponseWriter, r *http.Request) error {
	file, err := s.ruleFile(r.PathValue("file"))
	if err != nil {
		return err
	}
	// A file that is away has no text that a version could be like.
	now, unread := s.Tables.Read(file)
	answer := versionsAnswer{Versions: []versionView{}, Most: maxVersions}
	for _, one := range s.versions.of(file) {
		answer.Versions = append(answer.Versions, versionView{
			ID: one.ID, At: one.At.UTC().Format(milliseconds), Bytes: len(one.Text), Lines: bytes.Count(one.Text, []byte("\n")),
			Current: unread == nil && bytes.Equal(one.Text, now),
		})
	}
	return reply(w, http.StatusOK, answer)
}

// rulesVersion replies with the text of one version.
func (s *Server) rulesVersion(w http.ResponseWriter, r *http.Request) error {
	file, err := s.ruleFile(r.PathValue("file"))
	if err != nil {
		return err
	}
	list := s.versions.of(file)
	i := slices.IndexFunc(list, func(v tableVersion) bool { return v.ID == r.PathValue("version") })
	if i < 0 {
		return newProblem(http.StatusNotFound, "There is no such version, or not any more; GET versions of the table lists them.")
	}
	w.Header().Set("Etag", etagOf(list[i].Text))
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(list[i].Text))
	return nil
}
