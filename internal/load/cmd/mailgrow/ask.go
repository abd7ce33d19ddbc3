package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A sink is one that is measured.
type sink struct {
	cmd  *exec.Cmd
	http string
	pid  int
}

// start runs the binary until every door accepts, and notes how long that is.
func start(ctx context.Context, binary, store string, f *figures) (*sink, error) {
	ready := filepath.Join(filepath.Dir(store), "ready.json")
	s := &sink{cmd: exec.CommandContext(ctx, binary, "--smtp", "", "--imap", "", "--http", "127.0.0.1:0", "--store", "file:"+store,
		"--max-bytes", "0", "--ready-file", ready, "--log-level", "warn")}
	s.cmd.Stderr = os.Stderr
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.pid = s.cmd.Process.Pid
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		b, err := os.ReadFile(ready)
		var up struct{ HTTP string }
		if err == nil && json.Unmarshal(b, &up) == nil {
			s.http = "http://" + up.HTTP
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, errors.Join(context.Cause(ctx), s.end())
		}
	}
	f.start = time.Since(began)
	f.memory = s.resident()
	return s, nil
}

func (s *sink) end() error {
	return errors.Join(s.cmd.Process.Signal(os.Interrupt), s.cmd.Wait())
}

// resident returns how much memory the process has, in octets.
func (s *sink) resident() int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10
		}
	}
	return 0
}

// ask returns the reply of the sink.
func (s *sink) ask(ctx context.Context, method, path, body string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, s.http+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %.200s", method, path, res.Status, b)
	}
	return b, err
}

// repeats is how often a question is asked for its percentiles.
const repeats = 200

// times asks repeatedly and returns the 99th percentile.
func (s *sink) times(ctx context.Context, n int, path func(i int) string) (p99 time.Duration, err error) {
	var took []time.Duration
	for i := range n {
		began := time.Now()
		if _, err := s.ask(ctx, http.MethodGet, path(i), ""); err != nil {
			return 0, err
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)*99/100], nil
}

func rowsPath(q string) string { return "/v1/rows?limit=50&q=" + url.QueryEscape(q) }

// measure asks everything.
func (s *sink) measure(ctx context.Context, indexed bool, f *figures) (err error) {
	if f.list, err = s.times(ctx, repeats, func(int) string { return rowsPath("") }); err != nil {
		return err
	}
	ids, asof, err := s.newest(ctx)
	if err != nil {
		return err
	}
	if f.open, err = s.times(ctx, repeats, func(i int) string { return "/v1/messages/" + ids[i%len(ids)] }); err != nil {
		return err
	}
	if indexed {
		if err := s.untilIndexed(ctx, f); err != nil {
			return err
		}
	}
	f.searches = make(map[string]time.Duration)
	for name, q := range searchQueries() {
		if f.searches[name], err = s.times(ctx, 40, func(int) string { return rowsPath(q) }); err != nil {
			return err
		}
	}
	if f.flag, err = s.flagged(ctx, ids); err != nil {
		return err
	}
	began := time.Now()
	_, err = s.ask(ctx, http.MethodPost, "/v1/actions", fmt.Sprintf(`{"op":"delete","q":"","asof":%d}`, asof))
	f.clear = time.Since(began)
	return err
}

// searchQueries are the kinds of queries that have an aim.
func searchQueries() map[string]string {
	return map[string]string{
		"rare word": rareWord, "common word": word(0), "substring": rareWord[2:7], "phrase": `"your order"`, "from:": "from:shop7@example.org", "absent": "xylophone",
	}
}

// newest returns the IDs of the newest messages, and the position of the list.
func (s *sink) newest(ctx context.Context) (ids []string, asof uint64, err error) {
	b, err := s.ask(ctx, http.MethodGet, rowsPath(""), "")
	if err != nil {
		return nil, 0, err
	}
	var page struct {
		Rows []struct{ ID string }
		AsOf uint64
	}
	err = json.Unmarshal(b, &page)
	for _, row := range page.Rows {
		ids = append(ids, row.ID)
	}
	if err == nil && len(ids) == 0 {
		err = errors.New("the list is empty")
	}
	return ids, page.AsOf, err
}

// untilIndexed waits for the search index, and notes how long.
func (s *sink) untilIndexed(ctx context.Context, f *figures) error {
	began := time.Now()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		b, err := s.ask(ctx, http.MethodGet, "/metrics", "")
		if err != nil {
			return err
		}
		if strings.Contains(string(b), "\nmailsink_search_unindexed 0\n") {
			f.index = time.Since(began)
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

const viewers = 50

// flagged changes flags while viewers watch, and returns how long it takes to
// the last of them, at the 99th percentile.
func (s *sink) flagged(ctx context.Context, ids []string) (time.Duration, error) {
	ctx, stop := context.WithCancel(ctx)
	var watching sync.WaitGroup
	defer watching.Wait()
	defer stop()
	ready, told := make(chan error, viewers), make(chan struct{}, viewers)
	for range viewers {
		watching.Go(func() { ready <- s.watch(ctx, ready, told) })
	}
	for range viewers {
		if err := <-ready; err != nil {
			return 0, err
		}
	}
	var took []time.Duration
	for i := range 40 {
		op := []string{"add", "remove"}[i/20]
		began := time.Now()
		if _, err := s.ask(ctx, http.MethodPatch, "/v1/messages/"+ids[i%20], `{"flags":{"`+op+`":["\\Flagged"]}}`); err != nil {
			return 0, err
		}
		for range viewers {
			select {
			case <-told:
			case <-ctx.Done():
				return 0, context.Cause(ctx)
			case <-time.After(30 * time.Second):
				return 0, errors.New("a viewer is told nothing")
			}
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took[len(took)*99/100], nil
}

// watch follows the feed: it says when it listens, and of every change.
func (s *sink) watch(ctx context.Context, ready chan<- error, told chan<- struct{}) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.http+"/v1/events", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	for first := true; lines.Scan(); {
		data, ok := strings.CutPrefix(lines.Text(), "data:")
		switch {
		case ok && first:
			first = false
			ready <- nil
		case ok && strings.Contains(data, `"upd"`):
			told <- struct{}{}
		}
	}
	return nil // the end was asked for
}
