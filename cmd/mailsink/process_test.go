package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary is the program under test, built once by TestMain.
var binary string

func TestMain(m *testing.M) {
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "mailsink-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "mailsink")
	build := exec.Command("go", "build", "-race", "-o", binary, ".")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "the program does not build:", err)
		return 1
	}
	return m.Run()
}

// A process is a running sink with its doors on free ports.
type process struct {
	bound
	cmd    *exec.Cmd
	log    *lockedBuffer
	ready  string        // the ready file
	up     chan bool     // receives true when every door accepts, and is closed at the end
	exited chan struct{} // closed when it has ended
	err    error         // how, once exited is closed
}

// start runs the program with flags beside those of its doors, and waits
// until every door accepts.
func start(t *testing.T, flags ...string) *process {
	t.Helper()
	return startBinary(t, binary, flags...)
}

// startBinary is start for another build of the program.
func startBinary(t *testing.T, path string, flags ...string) *process {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready.json")
	args := append([]string{"--smtp", "127.0.0.1:0", "--imap", "127.0.0.1:0", "--http", "127.0.0.1:0", "--ready-file", ready}, flags...)
	return launch(t, exec.Command(path, args...), ready)
}

// startImage runs an executable as the image would: with nothing but its
// environment, and as nobody where the test may do that.
func startImage(t *testing.T, path string, env []string) *process {
	t.Helper()
	dir := filepath.Dir(path)
	ready := filepath.Join(dir, "ready.json")
	cmd := exec.Command(path, "--ready-file", ready)
	cmd.Env, cmd.Dir = env, dir
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65532, Gid: 65532}}
	}
	return launch(t, cmd, ready)
}

// launch starts cmd and waits until it has written the ready file.
func launch(t *testing.T, cmd *exec.Cmd, ready string) *process {
	t.Helper()
	p := begin(t, cmd, ready)
	p.await(t)
	return p
}

// begin starts cmd. It ends with the test.
func begin(t *testing.T, cmd *exec.Cmd, ready string) *process {
	t.Helper()
	p := &process{cmd: cmd, log: new(lockedBuffer), ready: ready, up: make(chan bool, 1), exited: make(chan struct{})}
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go p.watch(out)
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		<-p.exited
		if t.Failed() {
			t.Logf("log of the sink:\n%s", p.log)
		}
	})
	return p
}

// await waits until every door accepts.
func (p *process) await(t *testing.T) {
	t.Helper()
	if !<-p.up {
		<-p.exited
		t.Fatalf("the sink did not start: %v\n%s", p.err, p.log)
	}
	octets, err := os.ReadFile(p.ready)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(octets, &p.bound); err != nil {
		t.Fatal(err)
	}
}

// watch says when the banner is complete, and waits for the end.
func (p *process) watch(out io.Reader) {
	sc := bufio.NewScanner(out)
	for sc.Scan() {
		if strings.Contains(sc.Text(), "curl -sS smtp://") {
			p.up <- true
		}
	}
	p.err = p.cmd.Wait()
	close(p.exited)
	close(p.up)
}

// wait returns how the process ended.
func (p *process) wait(t *testing.T) error {
	t.Helper()
	select {
	case <-p.exited:
		return p.err
	case <-time.After(30 * time.Second):
		t.Fatal("the process did not end")
		return nil
	}
}

// A lockedBuffer is written by a process and read by a test.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A dialogue is a connection that is written to and read by the line.
type dialogue struct {
	net.Conn
	r *bufio.Reader
}

// greeted opens a dialogue with the SMTP door, up to the reply to EHLO.
func greeted(t testing.TB, p *process) *dialogue {
	t.Helper()
	d, err := dial(p.SMTP)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.greet(); err != nil {
		d.Close()
		t.Fatal(err)
	}
	return d
}

func dial(address string) (*dialogue, error) {
	c, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return nil, err
	}
	c.SetDeadline(time.Now().Add(60 * time.Second))
	return &dialogue{c, bufio.NewReader(c)}, nil
}

// say writes line and returns the last line of the reply.
func (d *dialogue) say(line string) (string, error) {
	if _, err := io.WriteString(d, line+"\r\n"); err != nil {
		return "", err
	}
	return d.reply()
}

// reply reads the last line of an SMTP reply.
func (d *dialogue) reply() (string, error) {
	for {
		line, err := d.r.ReadString('\n')
		if err != nil {
			return line, err
		}
		if len(line) < 4 || line[3] != '-' {
			return strings.TrimRight(line, "\r\n"), nil
		}
	}
}

// greet reads the greeting and says EHLO.
func (d *dialogue) greet() error {
	if _, err := d.reply(); err != nil {
		return err
	}
	_, err := d.say("EHLO client.example")
	return err
}

// send sends one message and returns the ID it was queued as.
func (d *dialogue) send(from, to, content string) (string, error) {
	for _, line := range []string{"MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">", "DATA"} {
		reply, err := d.say(line)
		if err != nil {
			return "", err
		}
		if reply[0] > '3' {
			return "", errors.New(reply)
		}
	}
	reply, err := d.say(content + "\r\n.")
	if err != nil {
		return "", err
	}
	id, ok := strings.CutPrefix(reply, "250 2.0.0 Ok: queued as ")
	if !ok {
		return "", errors.New(reply)
	}
	return id, nil
}

// mustSend sends one message over a connection of its own.
func mustSend(t *testing.T, p *process, from, to, content string) string {
	t.Helper()
	d := greeted(t, p)
	defer d.Close()
	id, err := d.send(from, to, content)
	if err != nil {
		t.Fatal(err)
	}
	return id
}
