package pop3_test

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// output runs a program that must succeed, and returns what it prints.
func output(t *testing.T, name, pkg string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: install Debian package %s", name, pkg)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	var out, diag bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diag
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, args, err, out.String(), diag.String())
	}
	return out.String()
}

func TestCurl(t *testing.T) {
	t.Parallel()
	w := start(t)
	m := w.deliver(two)
	curl := func(args ...string) string {
		t.Helper()
		return output(t, "curl", "curl", append([]string{"--silent", "--show-error", "--max-time", "30", "--user", "sink:pw"}, args...)...)
	}
	if got := curl("pop3://" + w.addr + "/1"); got != two {
		t.Errorf("the message is %q", got)
	}
	if got := curl("pop3://"+w.addr, "--request", "UIDL"); got != "1 "+m.ID.String()+"\r\n" {
		t.Errorf("the list is %q", got)
	}
	curl("pop3://"+w.addr+"/1", "--request", "DELE", "--head")
	if b, _ := w.State().Box("sink", "INBOX"); b.Len() != 0 {
		t.Error("the message is still there")
	}
}

func TestPythonPoplib(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver(two)
	w.deliver("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\n.\n..\nend")
	host, port, err := net.SplitHostPort(w.addr)
	if err != nil {
		t.Fatal(err)
	}
	if out := output(t, "python3", "python3", "testdata/session.py", host, port); !strings.HasSuffix(out, "done\n") {
		t.Errorf("it ended with %q", out)
	}
	if b, _ := w.State().Box("sink", "INBOX"); b.Len() != 1 {
		t.Errorf("%d messages are left, want 1", b.Len())
	}
}

func TestMpop(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.deliver("From: a@b.test\r\nSubject: one\r\n\r\nHello.\r\n")
	w.deliver("From: a@b.test\r\nSubject: two\r\n\r\n.dot\r\n")
	host, port, err := net.SplitHostPort(w.addr)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	mbox, config := filepath.Join(dir, "mbox"), filepath.Join(dir, "mpoprc")
	text := "defaults\ntls off\nauth user\nkeep on\naccount sink\nhost " + host + "\nport " + port +
		"\nuser sink\npassword secret\nuidls_file " + filepath.Join(dir, "uidls") + "\ndelivery mbox " + mbox + "\naccount default : sink\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	output(t, "mpop", "mpop", "--file="+config)
	first, err := os.ReadFile(mbox)
	if err != nil || strings.Count(string(first), "\nSubject: ") != 2 || !strings.Contains(string(first), "\n.dot\n") {
		t.Errorf("it fetched %q, %v", first, err)
	}
	output(t, "mpop", "mpop", "--file="+config)
	if second, _ := os.ReadFile(mbox); !bytes.Equal(first, second) {
		t.Error("the second run fetched something")
	}
}
