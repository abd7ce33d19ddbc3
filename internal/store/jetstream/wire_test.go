package jetstream_test

import (
	"io"
	"net"
	"sync"
	"testing"

	"mailsink/internal/store/jetstream"
)

// A wire leads to a server, and can be cut and mended.
type wire struct {
	listener net.Listener
	to       string
	work     sync.WaitGroup

	mu    sync.Mutex
	cut   bool
	ended bool
	conns map[net.Conn]bool
}

// throughWire returns a place that is reached over a wire of its own.
func throughWire(t testing.TB, p jetstream.Place) (jetstream.Place, *wire) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, to: p.Servers[0], conns: make(map[net.Conn]bool)}
	w.work.Go(w.accept)
	t.Cleanup(func() {
		l.Close()
		w.sever(true)
		w.work.Wait()
	})
	p.Servers = []string{l.Addr().String()}
	return p, w
}

func (w *wire) accept() {
	for {
		near, err := w.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", w.to)
		if err != nil || !w.lay(near, far) {
			near.Close()
			continue
		}
		w.work.Go(func() { w.carry(near, far) })
		w.work.Go(func() { w.carry(far, near) })
	}
}

// lay reports whether a new connection may be.
func (w *wire) lay(near, far net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut || w.ended {
		far.Close()
		return false
	}
	w.conns[near], w.conns[far] = true, true
	return true
}

func (w *wire) carry(from, to net.Conn) {
	io.Copy(to, from)
	from.Close()
	to.Close()
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.conns, from)
	delete(w.conns, to)
}

// sever cuts the wire; for good, if that is the end.
func (w *wire) sever(end bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut, w.ended = true, w.ended || end
	for c := range w.conns {
		c.Close()
	}
}

func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = false
}
