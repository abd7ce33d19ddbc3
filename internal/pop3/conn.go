package pop3

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

const (
	maxCommand  = 255    // octets of a command line: RFC 2449 §4
	maxResponse = 12_288 // octets of a line in an exchange: RFC 4954 §4 says so of SMTP
	maxMistakes = 20     // commands that are none
	maxLogins   = 3      // that are refused
)

// errTooLong is returned for a line that is longer than it may be.
var errTooLong = errors.New("pop3: line too long")

// A conn is one connection: its socket, what is said on it, and its session.
type conn struct {
	*Server
	ctx    context.Context
	cancel context.CancelFunc

	in  *bufio.Reader
	out *bufio.Writer

	mu       sync.Mutex // of what Stop and Sever need
	sock     net.Conn
	stopping bool

	session
	began    time.Time
	mistakes int
	refused  int // logins
	closing  bool
}

func newConn(ctx context.Context, s *Server, sock net.Conn, implicit *tls.Config) *conn {
	c := &conn{Server: s, began: time.Now()}
	c.ctx, c.cancel = context.WithCancel(ctx)
	if implicit != nil {
		sock = tls.Server(sock, implicit)
	}
	c.use(sock)
	return c
}

// use makes sock the socket, and forgets what was read of the one before.
func (c *conn) use(sock net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sock = sock
	c.in = bufio.NewReaderSize(sock, maxResponse+2)
	c.out = bufio.NewWriterSize(deadlineWriter{c}, 16<<10)
}

// A deadlineWriter gives each write its time.
type deadlineWriter struct{ *conn }

// Write implements [io.Writer].
func (w deadlineWriter) Write(p []byte) (int, error) {
	if err := w.sock.SetWriteDeadline(time.Now().Add(w.WriteTimeout)); err != nil {
		return 0, err
	}
	return w.sock.Write(p)
}

// Run implements [keeper.Conn].
func (c *conn) Run() {
	defer c.cancel()
	defer c.sock.Close()
	log := c.Log.With("client", c.sock.RemoteAddr().String())
	log.Debug("a POP3 client connected")
	c.ok("mailsink POP3 server ready")
	c.closing = c.await() != nil // a handshake of TLS waits too
	for !c.closing {
		line, err := c.line(maxCommand)
		switch {
		case errors.Is(err, errTooLong):
			c.mistake("The line is longer than 255 octets")
		case err != nil:
			c.goodbye(err)
		default:
			c.command(line)
		}
	}
	c.out.Flush() // or the client is gone already
	log.Debug("a POP3 client left")
}

// goodbye ends a session whose client does not speak. Nobody hears it if the
// connection is what failed.
func (c *conn) goodbye(err error) {
	c.closing = true
	var late net.Error
	switch {
	case c.stops():
		c.no("[SYS/TEMP] mailsink is stopping; nothing was deleted")
	case errors.As(err, &late) && late.Timeout():
		c.no("Nothing was said for too long; nothing was deleted")
	}
}

// Stop implements [keeper.Conn].
func (c *conn) Stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopping = true
	c.sock.SetReadDeadline(time.Unix(1, 0)) // or it is closed already
}

// Sever implements [keeper.Conn].
func (c *conn) Sever() {
	c.cancel()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sock.Close()
}

func (c *conn) stops() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stopping
}

// line reads a line, without its end, of at most limit octets with it. What
// was answered is sent first, unless there is more to answer (RFC 2449 §6.6).
func (c *conn) line(limit int) (string, error) {
	if c.in.Buffered() == 0 {
		if err := c.out.Flush(); err != nil {
			return "", err
		}
	}
	if err := c.await(); err != nil {
		return "", err
	}
	octets, err := c.in.ReadSlice('\n')
	for too := false; ; too = true {
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			octets, err = c.in.ReadSlice('\n')
		case err != nil:
			return "", err
		case too || len(octets) > limit:
			return "", errTooLong
		default:
			return strings.TrimRight(string(octets), "\r\n"), nil
		}
	}
}

// await sets how long the client may take for its next line.
func (c *conn) await() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.stopping:
		return net.ErrClosed
	case c.box == nil:
		return c.sock.SetReadDeadline(c.began.Add(c.LoginTimeout))
	}
	return c.sock.SetReadDeadline(time.Now().Add(c.IdleTimeout))
}

// ok and no answer. An error of the writer stays, and shows when it is flushed.
func (c *conn) ok(format string, args ...any) { fmt.Fprintf(c.out, "+OK "+format+"\r\n", args...) }
func (c *conn) no(format string, args ...any) { fmt.Fprintf(c.out, "-ERR "+format+"\r\n", args...) }

// mistake answers what is no command. A client that makes many is none.
func (c *conn) mistake(format string, args ...any) {
	c.no(format, args...)
	if c.mistakes++; c.mistakes >= maxMistakes {
		c.no("Too many mistakes; goodbye")
		c.closing = true
	}
}

// encrypted reports whether the connection is one of TLS.
func (c *conn) encrypted() bool {
	_, ok := c.sock.(*tls.Conn)
	return ok
}
