package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// listen binds HOST:PORT, unix:PATH, or what systemd holds as systemd:NAME. It
// says in one sentence why that cannot be.
func (d door) listen(address string) (net.Listener, error) {
	if name, ok := strings.CutPrefix(address, "systemd:"); ok {
		return d.inherit(name)
	}
	network := "tcp"
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		network, address = "unix", path
		if err := removeStale(path); err != nil {
			return nil, fmt.Errorf("%s: %w", d.name, err)
		}
	}
	ln, err := net.Listen(network, address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s: the address %s is in use by another program; stop that one, or choose another with %s HOST:PORT (port 0 picks a free one)", d.name, address, d.flag)
	case errors.Is(err, os.ErrPermission):
		return nil, fmt.Errorf("%s: %s may not be listened on without more rights; choose a port above 1023 with %s HOST:PORT", d.name, address, d.flag)
	case err != nil:
		return nil, fmt.Errorf("%s: %s cannot be listened on (%w); give an address of this machine as %s HOST:PORT", d.name, address, err, d.flag)
	}
	return ln, nil
}

// removeStale removes a socket that a program left behind when it was killed:
// one that nobody answers at.
func removeStale(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().Type() != fs.ModeSocket {
		return fmt.Errorf("%s is there already and is no socket; choose another path", path)
	}
	c, err := net.Dial("unix", path)
	if err == nil {
		return c.Close()
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return os.Remove(path)
	}
	return nil
}

// firstInherited is the first descriptor that systemd passes (sd_listen_fds(3)).
const firstInherited = 3

// inherit takes the socket that a systemd .socket unit calls name with
// FileDescriptorName=, or the one of that number, from 0.
func (d door) inherit(name string) (net.Listener, error) {
	n, err := strconv.Atoi(os.Getenv("LISTEN_FDS"))
	if err != nil || os.Getenv("LISTEN_PID") != strconv.Itoa(os.Getpid()) {
		return nil, fmt.Errorf("%s: systemd passed no sockets; start mailsink by a .socket unit, or give %s HOST:PORT", d.name, d.flag)
	}
	at := -1
	for i, called := range strings.Split(os.Getenv("LISTEN_FDNAMES"), ":") {
		if i < n && called == name {
			at = i
		}
	}
	if at < 0 {
		if at, err = strconv.Atoi(name); err != nil || at < 0 || at >= n {
			return nil, fmt.Errorf("%s: systemd passed no socket %q; name it with FileDescriptorName=%s in the .socket unit, or give its number from 0 to %d", d.name, name, name, n-1)
		}
	}
	syscall.CloseOnExec(firstInherited + at)
	f := os.NewFile(uintptr(firstInherited+at), name)
	defer f.Close()
	ln, err := net.FileListener(f)
	if err != nil {
		return nil, fmt.Errorf("%s: what systemd passed as %q is not a stream socket: %w", d.name, name, err)
	}
	return ln, nil
}

// whereabouts writes the address of ln in the form of the flags.
func whereabouts(ln net.Listener) string {
	if ln.Addr().Network() == "unix" {
		return "unix:" + ln.Addr().String()
	}
	return ln.Addr().String()
}
