package main

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// says dials and returns the first line.
func says(t *testing.T, network, address string) string {
	t.Helper()
	c, err := net.Dial(network, address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func TestDoorsOnUnixSocketsAndInLMTP(t *testing.T) {
	dir := t.TempDir()
	smtp, lmtp := filepath.Join(dir, "smtp"), filepath.Join(dir, "lmtp")
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: lmtp})
	if err != nil {
		t.Fatal(err)
	}
	stale.SetUnlinkOnClose(false)
	stale.Close()
	p := start(t, "--smtp", "unix:"+smtp, "--smtp", "lmtp:unix:"+lmtp, "--smtp", "lmtp:127.0.0.1:0")
	if p.LMTP != "unix:"+lmtp {
		t.Errorf("the ready file says LMTP is at %q", p.LMTP)
	}
	if got := says(t, "unix", smtp); !strings.Contains(got, " ESMTP ") {
		t.Errorf("SMTP says %q", got)
	}
	if got := says(t, "unix", lmtp); !strings.Contains(got, " LMTP ") {
		t.Errorf("LMTP says %q", got)
	}
}

func TestASocketInUseIsNotTaken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	ln, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	d := door{name: "SMTP", flag: "--smtp"}
	if _, err := d.listen("unix:" + path); err == nil || !strings.Contains(err.Error(), "in use by another program") {
		t.Errorf("error %v", err)
	}
	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.listen("unix:" + file); err == nil || !strings.Contains(err.Error(), "is no socket") {
		t.Errorf("error %v", err)
	}
}

func TestSocketsOfSystemdAreServed(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f, err := ln.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	address := ln.Addr().String()
	ln.Close()
	ready := filepath.Join(t.TempDir(), "ready.json")
	// LISTEN_PID is that of the process itself, which sh keeps by exec.
	cmd := exec.Command("sh", "-c", `LISTEN_PID=$$ exec "$0" "$@"`, binary,
		"--smtp", "systemd:mail", "--imap", "127.0.0.1:0", "--http", "127.0.0.1:0", "--ready-file", ready)
	cmd.Env = append(os.Environ(), "LISTEN_FDS=1", "LISTEN_FDNAMES=mail")
	cmd.ExtraFiles = []*os.File{f}
	p := launch(t, cmd, ready)
	if p.SMTP != address || !strings.Contains(says(t, "tcp", address), " ESMTP ") {
		t.Errorf("SMTP is at %s, want %s", p.SMTP, address)
	}
}

func TestWithoutSystemdItsSocketsAreMissed(t *testing.T) {
	d := door{name: "SMTP", flag: "--smtp"}
	if _, err := d.listen("systemd:mail"); err == nil || !strings.Contains(err.Error(), "systemd passed no sockets") {
		t.Errorf("error %v", err)
	}
	t.Setenv("LISTEN_PID", strconv.Itoa(os.Getpid()))
	t.Setenv("LISTEN_FDS", "1")
	t.Setenv("LISTEN_FDNAMES", "web")
	if _, err := d.listen("systemd:mail"); err == nil || !strings.Contains(err.Error(), `FileDescriptorName=mail`) {
		t.Errorf("error %v", err)
	}
}

func TestTrustedNetworksAreRead(t *testing.T) {
	var c serveCmd
	for _, text := range []string{"10.1.2.3/8", "::1", "unix"} {
		var n network
		if err := n.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		c.Trusted = append(c.Trusted, n)
	}
	got := c.trustedNetworks()
	if len(got) != 2 || got[0].String() != "10.0.0.0/8" || got[1].String() != "::1/128" || !c.trustsUnix() {
		t.Errorf("got %v, unix %v", got, c.trustsUnix())
	}
	if err := new(network).UnmarshalText([]byte("localhost")); err == nil {
		t.Error("a name was taken for a network")
	}
}
