package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// A Process is a server that was started to be measured.
type Process struct {
	Addr   string // of SMTP
	HTTP   string // address of the API, where there is one
	cmd    *exec.Cmd
	exited chan struct{}
	stderr beginning
	dir    string // to be removed; may be empty
}

// A Usage is what a process has used in its life.
type Usage struct {
	CPU    time.Duration
	Memory int64 // peak resident set, in octets
}

// StartSink starts Postfix's smtp-sink, which discards what it takes, on a
// loopback port. Its Debian package is postfix.
func StartSink(ctx context.Context) (*Process, error) {
	const path = "/usr/sbin/smtp-sink"
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("load: %s is missing, install it with: apt-get install postfix", path)
	}
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	args := []string{addr, "1024"}
	if u, err := user.Current(); err == nil && u.Uid == "0" {
		args = append([]string{"-u", "nobody"}, args...)
	}
	p := &Process{Addr: addr, cmd: exec.CommandContext(ctx, path, args...)}
	return p.start(ctx, p.accepts)
}

// StartMailsink starts the mailsink binary at path on free ports, with more
// flags where any are given. A store of "file:" means a directory of its own,
// removed again by Stop.
func StartMailsink(ctx context.Context, path, store string, flags ...string) (*Process, error) {
	dir, err := os.MkdirTemp("", "mailload-")
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	if store == "file:" {
		store += filepath.Join(dir, "store")
	}
	ready := filepath.Join(dir, "ready.json")
	p := &Process{dir: dir}
	args := []string{"serve", "--store", store, "--ready-file", ready, "--smtp", "127.0.0.1:0", "--imap", "127.0.0.1:0", "--http", "127.0.0.1:0"}
	p.cmd = exec.CommandContext(ctx, path, append(args, flags...)...)
	return p.start(ctx, func() bool { return p.readReady(ready) })
}

// start runs the process and waits until it is ready.
func (p *Process) start(ctx context.Context, ready func() bool) (*Process, error) {
	p.cmd.Stderr = &p.stderr
	p.exited = make(chan struct{})
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	go func() {
		defer close(p.exited)
		_ = p.cmd.Wait() // Stop looks at how it ended
	}()
	poll := time.NewTicker(5 * time.Millisecond)
	defer poll.Stop()
	limit := time.NewTimer(20 * time.Second)
	defer limit.Stop()
	for !ready() {
		select {
		case <-poll.C:
			continue
		case <-p.exited:
		case <-limit.C:
		case <-ctx.Done():
		}
		_, _ = p.Stop() // it has failed already
		return nil, fmt.Errorf("load: %s did not start: %s", p.cmd.Path, strings.TrimSpace(p.stderr.String()))
	}
	return p, nil
}

func (p *Process) accepts() bool {
	c, err := net.Dial("tcp", p.Addr)
	if err != nil {
		return false
	}
	return c.Close() == nil
}

func (p *Process) readReady(path string) bool {
	b, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	var ready struct {
		SMTP string `json:"smtp"`
		HTTP string `json:"http"`
	}
	if json.Unmarshal(b, &ready) != nil {
		return false
	}
	p.Addr, p.HTTP = ready.SMTP, ready.HTTP
	return p.Addr != ""
}

// Stop ends the process and says what it has used.
func (p *Process) Stop() (Usage, error) {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return Usage{}, fmt.Errorf("load: %w", err)
	}
	<-p.exited
	if p.dir != "" {
		if err := os.RemoveAll(p.dir); err != nil {
			return Usage{}, fmt.Errorf("load: %w", err)
		}
	}
	state := p.cmd.ProcessState
	u := Usage{CPU: state.UserTime() + state.SystemTime()}
	if r, ok := state.SysUsage().(*syscall.Rusage); ok {
		u.Memory = r.Maxrss << 10
	}
	return u, nil
}

// freeAddr finds a loopback port that nobody listens on.
func freeAddr() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("load: %w", err)
	}
	return ln.Addr().String(), ln.Close()
}

// A beginning keeps the first KiB of what a process complains about; the
// process may still be writing when it is read.
type beginning struct {
	mu sync.Mutex
	b  []byte
}

// Write implements [io.Writer].
func (t *beginning) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p[:min(1<<10-len(t.b), len(p))]...)
	return len(p), nil
}

// String returns what has been kept until now.
func (t *beginning) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.b)
}
