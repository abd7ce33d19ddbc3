package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A sink is one that is measured.
type sink struct {
	cmd   *exec.Cmd
	http  string
	smtp  string
	pid   int
	store string    // its directory
	began time.Time // when it was started
}

// start runs the binary until every door accepts, and notes how long that is.
func start(ctx context.Context, binary, store string, f *figures) (*sink, error) {
	ready := filepath.Join(filepath.Dir(store), "ready.json")
	s := &sink{store: store, cmd: exec.CommandContext(ctx, binary, "--smtp", "127.0.0.1:0", "--imap", "", "--http", "127.0.0.1:0", "--store", "file:"+store,
		"--max-bytes", "0", "--ready-file", ready, "--log-level", "warn")}
	s.cmd.Stderr = os.Stderr
	s.began = time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.pid = s.cmd.Process.Pid
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		b, err := os.ReadFile(ready)
		var up struct{ HTTP, SMTP string }
		if err == nil && json.Unmarshal(b, &up) == nil {
			s.http, s.smtp = "http://"+up.HTTP, up.SMTP
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, errors.Join(context.Cause(ctx), s.end())
		}
	}
	f.start, f.startCPU = time.Since(s.began), s.used()
	f.memory, f.peak = s.resident("VmRSS:"), s.resident("VmHWM:")
	return s, nil
}

func (s *sink) end() error {
	return errors.Join(s.cmd.Process.Signal(os.Interrupt), s.cmd.Wait())
}

// resident returns how much memory the process has, or has had at most, in
// octets.
func (s *sink) resident(field string) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, field); ok {
			kib, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10
		}
	}
	return 0
}

// used returns how much processor time the process has had. Linux counts it in
// hundredths of a second.
func (s *sink) used() time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
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
