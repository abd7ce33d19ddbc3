package imap

import (
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	"mailsink/internal/imap/inflate"
)

const (
	inputBuffer  = 4 << 10
	outputBuffer = 64 << 10
)

// A wire is one connection: what the client sent and was not read yet, and
// what it is told and was not sent yet. Answers are collected, and sent when
// there are many octets of them or when the client is waited for.
//
// It is for one goroutine, save for stop and sever. While pushing is set, the
// side that writes belongs to another one.
type wire struct {
	server   *Server
	raw      net.Conn // beneath everything
	sock     net.Conn // raw, or TLS over it
	in       *bufio.Reader
	from     io.Reader // what in reads, beneath flushing
	to       io.Writer
	deflate  *flate.Writer // is to, if there is compression
	out      []byte
	failed   error // of the first flush that failed
	sent     int   // how often something was
	pushing  bool
	secure   bool
	ready    atomic.Bool // to be spoken to: a handshake is over
	stopping atomic.Bool
}

func newWire(s *Server, sock net.Conn, implicit *tls.Config) *wire {
	w := &wire{server: s, raw: sock, sock: sock}
	if implicit != nil {
		w.sock, w.secure = tls.Server(sock, implicit), true
	}
	w.from, w.to = w.sock, w.sock
	w.in = bufio.NewReaderSize(source{w}, inputBuffer)
	return w
}

// A source is what the buffer of a wire reads from. Before it waits for the
// client, the client is sent what it may be waiting for.
type source struct{ *wire }

// Read implements [io.Reader].
func (s source) Read(p []byte) (int, error) {
	if !s.pushing {
		if err := s.flush(); err != nil {
			return 0, err
		}
	}
	return s.from.Read(p)
}

// flush sends what has been collected.
func (w *wire) flush() error {
	if len(w.out) == 0 || w.failed != nil {
		return w.failed
	}
	w.raw.SetWriteDeadline(time.Now().Add(w.server.WriteTimeout))
	w.sent++
	_, w.failed = w.to.Write(w.out)
	if w.failed == nil && w.deflate != nil {
		w.failed = w.deflate.Flush()
	}
	w.out = w.out[:0]
	if w.failed != nil {
		w.raw.Close() // the client reads nothing: stop reading it too
	}
	return w.failed
}

// relieve sends what has been collected if that is much.
func (w *wire) relieve() error {
	if len(w.out) < outputBuffer {
		return w.failed
	}
	return w.flush()
}

// release gives back what a long answer took: most clients wait most of the
// time.
func (w *wire) release() {
	if cap(w.out) > inputBuffer {
		w.out = nil
	}
}

// put adds a line.
func (w *wire) put(pieces ...string) {
	for _, p := range pieces {
		w.out = append(w.out, p...)
	}
	w.out = append(w.out, '\r', '\n')
}

// expect sets how long the client may take until the next deadline is set.
func (w *wire) expect(until time.Time) {
	w.raw.SetReadDeadline(until)
	if w.stopping.Load() {
		w.raw.SetReadDeadline(time.Unix(1, 0))
	}
}

// stop makes the next read fail, whoever waits in it. It leaves a handshake
// alone: nothing could be said to the client without it.
func (w *wire) stop() {
	w.stopping.Store(true)
	if w.ready.Load() {
		w.raw.SetReadDeadline(time.Unix(1, 0))
	}
}

// shake does the handshake of a connection that begins with TLS.
func (w *wire) shake() error {
	if t, ok := w.sock.(*tls.Conn); ok {
		if err := t.Handshake(); err != nil {
			return err
		}
	}
	w.ready.Store(true)
	return nil
}

// sever ends the connection without another word.
func (w *wire) sever() { w.raw.Close() }

// linger sends what has been said and takes in some of what is still coming:
// closing a socket on unread octets would keep the client from reading why.
func (w *wire) linger() {
	if w.flush() == nil {
		if half, ok := w.raw.(interface{ CloseWrite() error }); ok && !w.secure {
			half.CloseWrite()
		}
		w.expect(time.Now().Add(2 * time.Second))
		io.CopyN(io.Discard, w.raw, 1<<20)
	}
	w.sever()
}

var errLong = errors.New("imap: a line is too long")

// line reads a line of at most limit octets and returns it without its end,
// which is CRLF or LF alone. The slice is valid until the next read.
func (w *wire) line(limit int) ([]byte, error) {
	line, err := w.in.ReadSlice('\n')
	var long []byte
	for errors.Is(err, bufio.ErrBufferFull) {
		if long = append(long, line...); len(long) > limit {
			return nil, errLong
		}
		line, err = w.in.ReadSlice('\n')
	}
	if err != nil {
		return nil, err
	}
	if long != nil {
		line = append(long, line...)
	}
	line = bytes.TrimSuffix(line[:len(line)-1], []byte{'\r'})
	if len(line) > limit {
		return nil, errLong
	}
	return line, nil
}

// encrypt begins TLS. What the client has sent before the handshake, in the
// clear, is thrown away: anyone could have put it there.
func (w *wire) encrypt(ctx context.Context, config *tls.Config) error {
	if err := w.flush(); err != nil {
		return err
	}
	secured := tls.Server(w.raw, config)
	ctx, cancel := context.WithTimeout(ctx, min(w.server.LoginTimeout, 30*time.Second))
	defer cancel()
	if err := secured.HandshakeContext(ctx); err != nil {
		return err
	}
	w.sock, w.secure = secured, true
	w.from, w.to = secured, secured
	w.in.Reset(source{w})
	return nil
}

// compress puts DEFLATE (RFC 1951) between the lines and the socket, in both
// directions. What has been read already is compressed, too.
func (w *wire) compress() error {
	if err := w.flush(); err != nil {
		return err
	}
	ahead, _ := w.in.Peek(w.in.Buffered())
	rest := io.MultiReader(bytes.NewReader(bytes.Clone(ahead)), w.sock)
	deflate, err := flate.NewWriter(w.sock, flate.BestSpeed)
	if err != nil {
		return err
	}
	w.deflate, w.to = deflate, deflate
	w.from = inflate.NewReader(rest)
	w.in.Reset(source{w})
	return nil
}
