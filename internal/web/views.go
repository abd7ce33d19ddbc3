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

// What is kept for the page: this many views, with names of so many octets.
const (
	maxViews    = 100
	maxViewName = 100
)

// A savedView is a query with a name, and how the page shows what it finds.
type savedView struct {
	Name    string `json:"name"`
	Q       string `json:"q"`
	Account string `json:"account"`
	Mailbox string `json:"mailbox"`
	Sort    string `json:"sort,omitempty"`    // an order; empty for newest
	Density int    `json:"density,omitempty"` // lines of a row, 1 to 3; 0 for what each browser prefers
	Notify  bool   `json:"notify,omitempty"`  // the page tells of arrivals in it
}

// check returns what is wrong with v, as far as that needs no other view.
func (v savedView) check() error {
	if _, err := search.Parse(v.Q, time.Now()); err != nil {
		return err
	}
	if _, err := orderOf(v.Sort); err != nil {
		return err
	}
	switch {
	case v.Mailbox != "" && v.Account == "":
		return badRequest("A mailbox belongs to an account; say account too.")
	case v.Density < 0 || v.Density > 3:
		return badRequest("density is how many lines a row has: 1, 2 or 3, or 0 for what each browser prefers.")
	}
	return nil
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
		if err := v.check(); err != nil {
			return err
		}
		if v.Name == "" || len(v.Name) > maxViewName || slices.Contains(names, v.Name) {
			return badRequest("Every view needs a name of its own, of at most %d octets.", maxViewName)
		}
		names = append(names, v.Name)
	}
	if err := s.shelf.put(*ask.Views); err != nil {
		return err
	}
	return s.views(w, r)
}
