package rewrite

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// A scriptedServer has said all that it will say.
type scriptedServer struct {
	io.Reader
	asked bytes.Buffer
}

func (s *scriptedServer) Write(p []byte) (int, error)      { return s.asked.Write(p) }
func (s *scriptedServer) Close() error                     { return nil }
func (s *scriptedServer) LocalAddr() net.Addr              { return nil }
func (s *scriptedServer) RemoteAddr() net.Addr             { return nil }
func (s *scriptedServer) SetDeadline(time.Time) error      { return nil }
func (s *scriptedServer) SetReadDeadline(time.Time) error  { return nil }
func (s *scriptedServer) SetWriteDeadline(time.Time) error { return nil }

// FuzzTCPTable holds that whatever a server answers is an answer or an error,
// and that a key cannot add a line to the request.
func FuzzTCPTable(f *testing.F) {
	f.Add("200 joe@x.test\n", "ann@x.test")
	f.Add("500 not%20found\r\n", "a b\n@x")
	f.Add("400 later\n", "%")
	f.Add("200 %4\n", "")
	f.Fuzz(func(t *testing.T, said, key string) {
		server := &scriptedServer{Reader: strings.NewReader(said)}
		answer, err := askTCP(server, key)
		if answer.found && (err != nil || !strings.HasPrefix(said, "200 ")) {
			t.Errorf("%q is found: %q %v", said, answer.value, err)
		}
		if request := server.asked.String(); strings.Count(request, "\n") != 1 || strings.Count(request, " ") != 1 {
			t.Errorf("asks %q", request)
		}
		if back, ok := percentDecoded(percentEncoded(key)); !ok || back != key {
			t.Errorf("%q comes back as %q", key, back)
		}
	})
}

// FuzzSocketmap holds the same for netstrings.
func FuzzSocketmap(f *testing.F) {
	f.Add("10:OK joe@x.y,", "ann@x.test")
	f.Add("9:NOTFOUND ,", "")
	f.Add("8:PERM bad,", "a,b")
	f.Add("14:TEMP try later,", "5:x")
	f.Add("100001:", "x")
	f.Add("0:,", "x")
	f.Fuzz(func(t *testing.T, said, key string) {
		server := &scriptedServer{Reader: strings.NewReader(said)}
		answer, err := askSocketmap(server, "map", key)
		if answer.found && (err != nil || !strings.Contains(said, ":OK ")) {
			t.Errorf("%q is found: %q %v", said, answer.value, err)
		}
		if !answer.found && err == nil && !strings.Contains(said, ":NOTFOUND") {
			t.Errorf("%q is not found", said)
		}
	})
}
