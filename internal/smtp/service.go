package smtp

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"

	"mailsink/internal/keeper"
)

// A service is one Serve at work: a listener, its connections and the command
// engine that runs on them.
type service struct {
	*Server
	ctx                 context.Context // of deliveries; ends with Grace
	engine              *smtp.Server
	implicit            *tls.Config // of every connection from its first octet; nil for none
	lmtp                bool
	engaged             engaged
	bulks               bulkBuffers
	lent                atomic.Int64 // octets that messages under way hold in blocks
	replies             replyBuffers
	offers, offersInTLS string // in reply to EHLO
	first               uint64 // where the numbers of connections start
	accepted            atomic.Uint64

	lobbies sync.WaitGroup

	mu       sync.Mutex
	conns    map[*conn]struct{}
	stopping bool
	halted   chan struct{} // closed when stopping
	empty    chan struct{} // closed when stopping and the last conn is gone
}

// A protocol is what a listener speaks.
type protocol struct {
	implicit *tls.Config // from the first octet; nil for none
	lmtp     bool
}

func (s *Server) serve(ctx context.Context, ln net.Listener, speaks protocol) error {
	delivering, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	v := &service{
		Server:      s,
		ctx:         delivering,
		implicit:    speaks.implicit,
		lmtp:        speaks.lmtp,
		engaged:     engaged{conns: make(chan net.Conn), closed: make(chan struct{})},
		first:       firstID(),
		conns:       make(map[*conn]struct{}),
		halted:      make(chan struct{}),
		empty:       make(chan struct{}),
		offers:      s.offer(s.extensions(s.TLS != nil, false)...),
		offersInTLS: s.offer(s.extensions(false, true)...),
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
// switched off there: TLS, sizes, numbers, lines, time.
func (v *service) newEngine() *smtp.Server {
	engine := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{conn: c.Conn().(*conn)}, nil
	}))
	engine.Domain = v.Domain
	engine.MaxLineLength = 0
	engine.AllowInsecureAuth = true
	engine.EnableSMTPUTF8 = true
	engine.EnableDSN = true
	engine.ErrorLog = slog.NewLogLogger(v.Log.Handler(), slog.LevelError)
	return engine
}

// acceptUntil serves ln until ctx is done or ln fails.
func (v *service) acceptUntil(ctx context.Context, ln net.Listener) error {
	fromPort := make(chan error, 1)
	fromLobby := make(chan error, 1)
	go func() {
		fromPort <- keeper.Accept(ctx, ln, v.Log, func(sock net.Conn) { v.welcome(newConn(v, sock, v.implicit)) })
	}()
	go func() { fromLobby <- v.engine.Serve(&v.engaged) }()
	var failed error
	select {
	case failed = <-fromPort:
		ln.Close()
	case <-ctx.Done():
		ln.Close()
		<-fromPort
	}
	close(v.engaged.closed)
	<-fromLobby
	if errors.Is(failed, net.ErrClosed) && ctx.Err() != nil {
		return nil
	}
	return failed
}

// welcome opens the lobby to c. A connection too many is told so and closed.
func (v *service) welcome(c *conn) {
	if !v.admit(c) {
		c.turnAway()
		return
	}
	c.script = v.Transcripts.Begin(c.id, v.door())
	c.describe()
	v.lobbies.Go(c.lobby)
}

// drain waits for the connections: those inside a message may take Grace.
func (v *service) drain(ctx context.Context, cancel context.CancelFunc) {
	for _, c := range v.stop() {
		c.stop()
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		<-v.empty
		v.lobbies.Wait()
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
	if !v.stopping {
		v.stopping = true
		close(v.halted)
		if len(v.conns) == 0 {
			close(v.empty)
		}
	}
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
	if _, ok := v.conns[c]; !ok {
		return
	}
	delete(v.conns, c)
	if v.stopping && len(v.conns) == 0 {
		close(v.empty)
	}
}

// firstID returns where the names of a service's connections start: anywhere,
// so that neither another listener nor a restart gives one of them again.
func firstID() uint64 {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return binary.BigEndian.Uint64(b[:])
}

// nextID names a connection in the log, also across restarts.
func (v *service) nextID() string {
	return strconv.FormatUint(v.first+v.accepted.Add(1), 36)
}

// engaged is the listener that the engine sees. What it accepts are conns
// that have left the lobby.
type engaged struct {
	conns  chan net.Conn
	closed chan struct{}
}

// Accept implements [net.Listener].
func (e *engaged) Accept() (net.Conn, error) {
	select {
	case c := <-e.conns:
		return c, nil
	case <-e.closed:
		return nil, net.ErrClosed
	}
}

// hand passes c to the engine, unless that has stopped.
func (e *engaged) hand(c *conn) bool {
	select {
	case e.conns <- c:
		return true
	case <-e.closed:
		return false
	}
}

// Close implements [net.Listener]; it is the service that stops it.
func (e *engaged) Close() error { return nil }

// Addr implements [net.Listener].
func (e *engaged) Addr() net.Addr { return &net.UnixAddr{Name: "lobby", Net: "unix"} }
