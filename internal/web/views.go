package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"mailsink/internal/search"
)

// maxViews bounds what is kept for the page.
const maxViews = 100

// A savedView is a query with a name.
type savedView struct {
	Name    string `json:"name"`
	Q       string `json:"q"`
	Account string `json:"account"`
	Mailbox string `json:"mailbox"`
}

// A countedView is a saved view, and how much it shows now.
type countedView struct {
	savedView
	Total   int  `json:"total"`
	Unread  int  `json:"unread"`
	Partial bool `json:"partial,omitempty"` // there was no time to count more
}

// A viewList is the body of PUT /v1/views and the reply to GET.
type viewList struct {
	Views *[]savedView `json:"views"`
}

// shelf keeps the saved views, in a file where there is one.
type shelf struct {
	mu   sync.Mutex
	path string // empty for none
	list []savedView
}

func newShelf(dir string) *shelf {
	s := &shelf{list: []savedView{}}
	if dir != "" {
		s.path = filepath.Join(dir, "views.json")
	}
	return s
}

// load reads the file, if there is one yet.
func (s *shelf) load() error {
	if s.path == "" {
		return nil
	}
	octets, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(octets, &s.list)
	}
	if err != nil {
		return fmt.Errorf("web: the saved views cannot be read: %w", err)
	}
	return nil
}

func (s *shelf) get() []savedView {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.list)
}

// put replaces all views: the file first, and whole or not at all.
func (s *shelf) put(list []savedView) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.path != "" {
		octets, err := json.MarshalIndent(list, "", "\t")
		if err != nil {
			return fmt.Errorf("web: views: %w", err)
		}
		if err := replaceFile(s.path, octets); err != nil {
			return fmt.Errorf("web: views: %w", err)
		}
	}
	s.list = list
	return nil
}

// replaceFile writes a file beside path and puts it in its place.
func replaceFile(path string, octets []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(octets)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// views replies with the saved views.
func (s *Server) views(w http.ResponseWriter, r *http.Request) error {
	list := s.shelf.get()
	if r.Method == http.MethodPut || r.URL.Query().Get("counts") != "true" {
		return reply(w, http.StatusOK, viewList{&list})
	}
	counted, err := s.countViews(r.Context(), list)
	if err != nil {
		return err
	}
	return reply(w, http.StatusOK, map[string]any{"views": counted})
}

// countViews counts what views show, all in one state.
func (s *Server) countViews(ctx context.Context, list []savedView) ([]countedView, error) {
	st, out := s.Mailbox.State(), []countedView{}
	for _, one := range list {
		v, err := s.newView(one.Account, one.Mailbox, one.Q)
		if err != nil {
			return nil, err
		}
		l := s.list(ctx, st, v, span{limit: 1})
		out = append(out, countedView{one, l.total, l.unread, l.partial})
	}
	return out, nil
}

// putViews replaces the saved views by those of the body.
func (s *Server) putViews(w http.ResponseWriter, r *http.Request) error {
	var ask viewList
	if err := decode(r, &ask); err != nil {
		return err
	}
	if ask.Views == nil || *ask.Views == nil {
		return badRequest("Say views, a list; an empty one removes all.")
	}
	if len(*ask.Views) > maxViews {
		return badRequest("At most %d views are kept.", maxViews)
	}
	var names []string
	for _, v := range *ask.Views {
		switch _, err := search.Parse(v.Q, time.Now()); {
		case err != nil:
			return err
		case v.Name == "" || len(v.Name) > maxViews || slices.Contains(names, v.Name):
			return badRequest("Every view needs a name of its own, of at most 100 octets.")
		case v.Mailbox != "" && v.Account == "":
			return badRequest("A mailbox belongs to an account; say account too.")
		}
		names = append(names, v.Name)
	}
	if err := s.shelf.put(*ask.Views); err != nil {
		return err
	}
	return s.views(w, r)
}
