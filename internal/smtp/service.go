package smtp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
)

// A service is one Serve at work: a listener, its connections and the command
// engine that runs on them.
type service struct {
	*Server
	ctx                 context.Context // of deliveries; ends with Grace
	engine              *smtp.Server
	implicit            *tls.Config // of every connection from its first octet; nil for none
	upgraded            upgrades
	bulks               bulkBuffers
	offers, offersInTLS string // in reply to EHLO
	first               uint64 // where the numbers of connections start
	accepted            atomic.Uint64

	mu       sync.Mutex
	conns    map[*conn]struct{}
	stopping bool
}

func (s *Server) serve(ctx context.Context, ln net.Listener, implicit *tls.Config) error {
	delivering, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	v := &service{
		Server:      s,
		ctx:         delivering,
		implicit:    implicit,
		upgraded:    upgrades{conns: make(chan net.Conn), closed: make(chan struct{})},
		first:       uint64(time.Now().UnixMilli()) << 20,
		conns:       make(map[*conn]struct{}),
		offers:      s.extensions(s.TLS != nil),
		offersInTLS: s.extensions(false),
	}
	v.engine = v.newEngine()
	failed := v.acceptUntil(ctx, ln)
	v.drain(ctx, cancel)
	if failed != nil {
		return fmt.Errorf("smtp: accept on %s: %w", ln.Addr(), failed)
	}
	return nil
}

// newEngine configures go-smtp. What the connection layer does itself is
// switched off there: TLS, sizes, lines, time.
func (v *service) newEngine() *smtp.Server {
	engine := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{conn: c.Conn().(*conn)}, nil
	}))
	engine.Domain = v.Domain
	engine.MaxLineLength = 0
	engine.MaxRecipients = v.MaxRecipients
	engine.AllowInsecureAuth = true
	engine.EnableSMTPUTF8 = true
	engine.EnableDSN = true
	engine.ErrorLog = slog.NewLogLogger(v.Log.Handler(), slog.LevelError)
	return engine
}

// acceptUntil serves ln until ctx is done or ln fails.
func (v *service) acceptUntil(ctx context.Context, ln net.Listener) error {
	fromPort := make(chan error, 1)
	fromTLS := make(chan error, 1)
	go func() { fromPort <- v.engine.Serve(door{ln, v}) }()
	go func() { fromTLS <- v.engine.Serve(&v.upgraded) }()
	var failed error
	select {
	case failed = <-fromPort:
		ln.Close()
	case <-ctx.Done():
		ln.Close()
		<-fromPort
	}
	close(v.upgraded.closed)
	<-fromTLS
	if errors.Is(failed, net.ErrClosed) && ctx.Err() != nil {
		return nil
	}
	return failed
}

// drain waits for the connections: those inside a message may take Grace.
func (v *service) drain(ctx context.Context, cancel context.CancelFunc) {
	for _, c := range v.stop() {
		c.stop()
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		// The listener is closed already; that is the only error there is.
		_ = v.engine.Shutdown(context.WithoutCancel(ctx))
	}()
	grace := time.NewTimer(v.Grace)
	defer grace.Stop()
	select {
	case <-drained:
		return
	case <-grace.C:
	}
	cancel()
	for _, c := range v.stop() {
		c.kill()
	}
	<-drained
}

// stop makes every connection from now on a stopping one, and returns those
// there are.
func (v *service) stop() []*conn {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.stopping = true
	conns := make([]*conn, 0, len(v.conns))
	for c := range v.conns {
		conns = append(conns, c)
	}
	return conns
}

// admit counts c in, unless there are too many.
func (v *service) admit(c *conn) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.conns) >= v.MaxConnections {
		return false
	}
	v.conns[c] = struct{}{}
	c.stopping.Store(v.stopping)
	return true
}

// succeed counts next in for c, which it continues.
func (v *service) succeed(c, next *conn) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.conns, c)
	v.conns[next] = struct{}{}
	next.stopping.Store(v.stopping)
}

func (v *service) remove(c *conn) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.conns, c)
}

// nextID names a connection in the log, also across restarts.
func (v *service) nextID() string {
	return strconv.FormatUint(v.first+v.accepted.Add(1), 36)
}

// A door is the listener that the engine sees: what it accepts are conns.
type door struct {
	net.Listener
	service *service
}

// Accept implements [net.Listener]. A connection too many is told so and
// closed.
func (d door) Accept() (net.Conn, error) {
	for {
		sock, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		c := newConn(d.service, sock, d.service.implicit)
		if d.service.admit(c) {
			return c, nil
		}
		c.turnAway()
	}
}

// upgrades is the listener that connections come from after STARTTLS. To the
// engine they are new ones, which is how it forgets what was said before.
type upgrades struct {
	conns  chan net.Conn
	closed chan struct{}
}

// Accept implements [net.Listener].
func (u *upgrades) Accept() (net.Conn, error) {
	select {
	case c := <-u.conns:
		return c, nil
	case <-u.closed:
		return nil, net.ErrClosed
	}
}

// hand passes c to the engine, unless that has stopped.
func (u *upgrades) hand(c *conn) bool {
	select {
	case u.conns <- c:
		return true
	case <-u.closed:
		return false
	}
}

// Close implements [net.Listener]; it is the service that stops it.
func (u *upgrades) Close() error { return nil }

// Addr implements [net.Listener].
func (u *upgrades) Addr() net.Addr { return &net.UnixAddr{Name: "starttls", Net: "unix"} }
