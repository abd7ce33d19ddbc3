package web

import (
	"net"
	"sync"
)

// limit lets at most n connections of ln be open at a time. One more is told
// so and closed, so that a flood neither takes all descriptors nor leaves
// anyone without an answer.
func limit(ln net.Listener, n int) net.Listener {
	return &limited{Listener: ln, free: make(chan struct{}, n)}
}

type limited struct {
	net.Listener
	free chan struct{}
}

const busyBody = `{"title":"Service Unavailable","status":503,"detail":"Too many connections; retry later."}`

const busy = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nRetry-After: 1\r\n" +
	"Connection: close\r\n\r\n" + busyBody // it ends where the connection does

// Accept implements [net.Listener].
func (l *limited) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		select {
		case l.free <- struct{}{}:
			return &counted{Conn: c, done: func() { <-l.free }}, nil
		default:
			// The reply fits into the socket's buffer, so this does not wait.
			_, _ = c.Write([]byte(busy))
			_ = c.Close()
		}
	}
}

// A counted connection gives its place free when it is closed.
type counted struct {
	net.Conn
	once sync.Once
	done func()
}

// Close implements [net.Conn].
func (c *counted) Close() error {
	c.once.Do(c.done)
	return c.Conn.Close()
}
