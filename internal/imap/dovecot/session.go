package dovecot

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const program = "/usr/lib/dovecot/imap"

const config = `
base_dir = %[1]s/run
state_dir = %[1]s/run
log_path = %[1]s/log
protocols = imap
ssl = no
mail_location = maildir:~/Maildir:LAYOUT=fs
first_valid_uid = 1
mail_fsync = never
mail_max_userip_connections = 0
namespace inbox {
  inbox = yes
  separator = /
}
`

// A Session is a connection to Dovecot that has logged in.
type Session struct {
	tb      testing.TB
	home    string
	in      io.WriteCloser
	out     *bufio.Reader
	command int
}

// Start writes messages into an INBOX and returns a session on it, which ends
// with the test. The i-th message, from 0, has the UID i+1 and arrived
// 1,000,000,000+i seconds after 1970. Lines of the messages end as they
// do in a Maildir; Dovecot makes CRLF of LF.
func Start(tb testing.TB, messages ...[]byte) *Session {
	tb.Helper()
	if _, err := os.Stat(program); err != nil {
		tb.Fatalf("%s is missing: install Debian package dovecot-imapd", program)
	}
	home := directory(tb)
	for _, dir := range []string{"run", "Maildir", "Maildir/new", "Maildir/cur", "Maildir/tmp"} {
		check(tb, os.Mkdir(filepath.Join(home, dir), 0o755))
	}
	check(tb, os.WriteFile(filepath.Join(home, "dovecot.conf"), fmt.Appendf(nil, config, home), 0o644))
	for i, m := range messages {
		arrival := time.Unix(int64(1_000_000_000+i), 0)
		file := filepath.Join(home, "Maildir/cur", fmt.Sprintf("%d.M%dP1.test:2,", arrival.Unix(), i))
		check(tb, os.WriteFile(file, m, 0o644))
		check(tb, os.Chtimes(file, arrival, arrival))
	}
	return open(tb, home)
}

// Beside returns another session on the mailboxes that s has. It ends with the
// test, too.
func (s *Session) Beside() *Session {
	s.tb.Helper()
	return open(s.tb, s.home)
}

func open(tb testing.TB, home string) *Session {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), program, "-c", filepath.Join(home, "dovecot.conf"))
	cmd.Env = []string{"HOME=" + home, "USER=test", "PATH=/usr/bin:/bin"}
	demote(tb, cmd, home)
	s := connect(tb, cmd)
	s.home = home
	return s
}

// directory returns a directory of the test that another user can enter.
func directory(tb testing.TB) string {
	tb.Helper()
	home, err := os.MkdirTemp("", "mailsink-dovecot-")
	check(tb, err)
	tb.Cleanup(func() { check(tb, os.RemoveAll(home)) })
	check(tb, os.Chmod(home, 0o755))
	return home
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// demote runs cmd as the user mail where the test runs as root, which Dovecot
// refuses to be.
func demote(tb testing.TB, cmd *exec.Cmd, home string) {
	tb.Helper()
	if os.Getuid() != 0 {
		return
	}
	u, err := user.Lookup("mail")
	check(tb, err)
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	check(tb, filepath.WalkDir(home, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(path, uid, gid)
	}))
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

func connect(tb testing.TB, cmd *exec.Cmd) *Session {
	tb.Helper()
	in, err := cmd.StdinPipe()
	check(tb, err)
	out, err := cmd.StdoutPipe()
	check(tb, err)
	var diag bytes.Buffer
	cmd.Stderr = &diag
	check(tb, cmd.Start())
	tb.Cleanup(func() {
		in.Close()
		cmd.Wait() // it ends with its input, or with the context
		if tb.Failed() && diag.Len() > 0 {
			tb.Logf("Dovecot said: %s", diag.Bytes())
		}
	})
	s := &Session{tb: tb, in: in, out: bufio.NewReaderSize(out, 64<<10)}
	if greeting := s.response(); !strings.HasPrefix(greeting, "* PREAUTH ") {
		tb.Fatalf("Dovecot begins with %q", greeting)
	}
	return s
}

// Command says a command, which must succeed, and returns the untagged
// responses to it, each with its literals in it and without its last line end.
func (s *Session) Command(line string) []string {
	s.tb.Helper()
	untagged, status := s.Try(line)
	if !strings.HasPrefix(status, "OK") {
		s.tb.Fatalf("Dovecot answers %.200s with %s", line, status)
	}
	return untagged
}

// Try says a command and returns the untagged responses to it and how it
// ended: "NO [UNKNOWN-CTE] …".
func (s *Session) Try(line string) (untagged []string, status string) {
	s.tb.Helper()
	s.command++
	tag := fmt.Sprintf("t%d ", s.command)
	if _, err := io.WriteString(s.in, tag+line+"\r\n"); err != nil {
		s.tb.Fatalf("Dovecot went away before %s: %v", line, err)
	}
	for {
		r := s.response()
		if rest, ok := strings.CutPrefix(r, tag); ok {
			return untagged, rest
		}
		untagged = append(untagged, r)
	}
}

// Wire returns what is written to Dovecot and what it says, for who wants no
// help.
func (s *Session) Wire() (io.Writer, *bufio.Reader) { return s.in, s.out }

// response reads one response.
func (s *Session) response() string {
	s.tb.Helper()
	var b strings.Builder
	for {
		line, err := s.out.ReadString('\n')
		if err != nil {
			s.tb.Fatalf("Dovecot stopped after %q: %v", b.String()+line, err)
		}
		b.WriteString(line)
		n, ok := literal(line)
		if !ok {
			return strings.TrimSuffix(b.String(), "\r\n")
		}
		if _, err := io.CopyN(&b, s.out, n); err != nil {
			s.tb.Fatalf("Dovecot stopped in a literal: %v", err)
		}
	}
}

// literal returns the length of the literal that line announces.
func literal(line string) (n int64, ok bool) {
	line, ok = strings.CutSuffix(line, "}\r\n")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(line[strings.LastIndexByte(line, '{')+1:], 10, 64)
	return n, err == nil
}
