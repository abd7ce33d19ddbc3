package imap

import (
	"bufio"
	"crypto/tls"
	"net"
	"sync"
	"time"
)

const (
	inputBuffer  = 4 << 10
	outputBuffer = 64 << 10
)

// A conn stands between a socket and the command engine, which sees it as a
// net.Conn. What the engine reads is whole commands, one at a time; what it
// writes is collected until the client is waited for.
//
// The engine reads on one goroutine and, in IDLE, writes on another.
type conn struct {
	service *service
	session *session // nil until the engine has begun
	raw     net.Conn // beneath TLS; to cut the connection off, whoever holds mu
	begun   time.Time

	// The reading side.
	in      *bufio.Reader
	pending []byte  // of a command: handed out before anything else is read
	upload  *upload // the message of APPEND that follows pending
	verb    string  // of the command that the engine is at; empty in the greeting
	bad     int     // commands refused in a row

	mu      sync.Mutex // of everything below
	sock    net.Conn
	secure  bool   // TLS is in force
	out     []byte // not yet sent
	writes  int    // made by the engine so far
	dialog  dialog
	tag     string // of the command that the engine is at
	failed  error  // of the first flush that failed
	goodbye func() // says BYE through the engine, between two of its answers
	once    sync.Once
}

// dialog says who has the word inside IDLE and AUTHENTICATE, the commands that
// have more lines than one.
type dialog int

const (
	noDialog  dialog = iota
	awaiting         // the engine will agree, with "+", or refuse
	listening        // the next line belongs to the command
)

func newConn(v *service, sock net.Conn) *conn {
	c := &conn{service: v, raw: sock, sock: sock, begun: time.Now()}
	if v.implicit != nil {
		c.sock, c.secure = tls.Server(sock, v.implicit), true
	}
	// Before anything is read the greeting is sent, with a handshake where
	// the connection begins with TLS: that must not take for ever either.
	c.raw.SetReadDeadline(c.begun.Add(v.LoginTimeout))
	c.in = bufio.NewReaderSize(c.sock, inputBuffer)
	return c
}

// Read implements [net.Conn] for the engine. However a connection ends, the
// engine is told that it is closed.
func (c *conn) Read(p []byte) (int, error) {
	for len(c.pending) == 0 {
		var err error
		if c.upload != nil {
			n, err := c.readUpload(p)
			if n > 0 || err != nil {
				return n, err
			}
			continue
		}
		if c.pending, err = c.next(); err != nil {
			return 0, net.ErrClosed
		}
	}
	n := copy(p, c.pending)
	c.pending = c.pending[n:]
	return n, nil
}

// Write implements [net.Conn] for the engine.
func (c *conn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writes++
	if c.dialog == awaiting {
		c.dialog = noDialog
		if p[0] == '+' {
			c.dialog = listening
		}
	}
	c.out = append(c.out, c.rewrite(p)...)
	if len(c.out) >= outputBuffer {
		c.send()
	}
	return len(p), c.failed
}

// say adds an answer of ours, a whole line without its end.
func (c *conn) say(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.out = append(append(c.out, line...), '\r', '\n')
}

// flush sends what has been collected.
func (c *conn) flush() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.send()
	return c.failed
}

func (c *conn) send() {
	if len(c.out) == 0 || c.failed != nil {
		return
	}
	c.sock.SetWriteDeadline(time.Now().Add(c.service.WriteTimeout))
	_, c.failed = c.sock.Write(c.out)
	if c.failed != nil {
		c.sock.Close() // the client reads nothing: stop reading it too
	}
	c.out = c.out[:0]
}

// Close implements [net.Conn] for the engine, which calls it when it has left
// the connection, and maybe before.
func (c *conn) Close() error {
	c.mu.Lock()
	c.send()
	err := c.sock.Close()
	c.mu.Unlock()
	if c.session != nil {
		c.session.cancel() // nobody hears the answer to what it is at
	}
	if c.session == nil || c.session.closed.Load() {
		c.once.Do(func() { c.service.remove(c) })
	}
	return err
}

// sever ends the connection without another word.
func (c *conn) sever() { c.raw.Close() }

// bye says BYE between two answers of the engine, and closes.
func (c *conn) bye() {
	c.mu.Lock()
	goodbye := c.goodbye
	c.mu.Unlock()
	if goodbye == nil { // the engine has not begun
		c.sever()
		return
	}
	goodbye()
}

// turnAway tells a client that there is no room, and closes.
func (c *conn) turnAway() {
	if !c.secure { // a handshake would hold up the next client
		c.raw.SetDeadline(time.Now().Add(time.Second))
		c.raw.Write([]byte("* BYE [UNAVAILABLE] Too many connections, try again later\r\n"))
	}
	c.sever()
}

// LocalAddr implements [net.Conn].
func (c *conn) LocalAddr() net.Addr { return c.sock.LocalAddr() }

// RemoteAddr implements [net.Conn].
func (c *conn) RemoteAddr() net.Addr { return c.sock.RemoteAddr() }

// SetDeadline implements [net.Conn]. Time is kept here, not by the engine.
func (c *conn) SetDeadline(time.Time) error { return nil }

// SetReadDeadline implements [net.Conn] like SetDeadline.
func (c *conn) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline implements [net.Conn] like SetDeadline.
func (c *conn) SetWriteDeadline(time.Time) error { return nil }
