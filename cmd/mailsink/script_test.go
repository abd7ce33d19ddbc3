package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs the command line as a user reads it, one file a promise.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"occupy": occupy, "resolver": resolver, "serve": serve, "exits": exits, "setid": setID, "spoil": spoil},
		Setup: func(env *testscript.Env) error {
			bin := filepath.Join(env.WorkDir, ".bin")
			if err := os.Mkdir(bin, 0o755); err != nil {
				return err
			}
			env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
			if err := os.Symlink(binary, filepath.Join(bin, "sendmail")); err != nil {
				return err
			}
			return os.Symlink(binary, filepath.Join(bin, "mailsink"))
		},
	})
}

// occupy listens on a free port until the script ends, and names it $TAKEN.
func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { ln.Close() })
	ts.Setenv("TAKEN", ln.Addr().String())
}

// exits runs a command that must end with the status that is the first argument.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND...")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) {
			ts.Fatalf("%v", err)
		}
		got = ended.ExitCode()
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("the status is %d, want %s", got, args[0])
	}
}

// spoil overwrites octets of a file from an offset on.
func spoil(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: spoil FILE OFFSET OCTETS")
	}
	var offset, size int64
	_, err := fmt.Sscan(args[1]+" "+args[2], &offset, &size)
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY, 0)
	ts.Check(err)
	defer f.Close()
	_, err = f.WriteAt(bytes.Repeat([]byte{0xa5}, int(size)), offset)
	ts.Check(err)
}

// setID names the last line of standard output $ID.
func setID(ts *testscript.TestScript, _ bool, _ []string) {
	lines := strings.Fields(ts.ReadFile("stdout"))
	if len(lines) == 0 {
		ts.Fatalf("there is no ID")
	}
	ts.Setenv("ID", lines[len(lines)-1])
}

// serve runs a sink with its doors on free ports until the script ends, with
// the flags given. $SMTP, $IMAP and $URL say where it is, $READY is its ready
// file; commands find it without being told.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	ready := ts.MkAbs("ready.json")
	flags := []string{"serve", "--smtp", "127.0.0.1:0", "--imap", "127.0.0.1:0", "--http", "127.0.0.1:0", "--ready-file", ready}
	cmd := exec.Command(binary, append(flags, args...)...)
	cmd.Dir = ts.MkAbs(".")
	log := new(lockedBuffer)
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	p := &process{cmd: cmd, log: log, up: make(chan bool, 1), exited: make(chan struct{})}
	go p.watch(out)
	ts.Defer(func() { cmd.Process.Kill(); <-p.exited })
	if !<-p.up {
		ts.Fatalf("the sink did not start:\n%s", log)
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(ready)), &p.bound))
	for name, value := range map[string]string{
		"SMTP": p.SMTP, "IMAP": p.IMAP, "URL": "http://" + p.HTTP, "READY": ready,
		"MAILSINK_URL": "http://" + p.HTTP, "MAILSINK_SMTP": p.SMTP,
	} {
		ts.Setenv(name, value)
	}
}
