package imap

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2/imapserver"
)

// A service is one Serve at work: a listener, its connections and the command
// engine that runs on them.
type service struct {
	*Server
	ctx      context.Context // of all sessions
	implicit *tls.Config     // of every connection from its first octet; nil for none
	engine   *imapserver.Server
	trees    trees
	recents  recents

	mu    sync.Mutex
	conns map[*conn]struct{}
	open  sync.WaitGroup // of conns, until the engine has left them
}

func (s *Server) serve(ctx context.Context, ln net.Listener, implicit *tls.Config) error {
	sessions, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	v := &service{Server: s, ctx: sessions, implicit: implicit, conns: make(map[*conn]struct{})}
	v.engine = newEngine(v)
	failed := v.acceptUntil(ctx, ln)
	v.stop(cancel)
	if failed != nil {
		return fmt.Errorf("imap: accept on %s: %w", ln.Addr(), failed)
	}
	return nil
}

// acceptUntil serves ln until ctx is done or ln fails.
func (v *service) acceptUntil(ctx context.Context, ln net.Listener) error {
	served := make(chan error, 1)
	go func() { served <- v.engine.Serve(door{ln, v}) }()
	select {
	case err := <-served: // nil for a listener that someone closed
		ln.Close()
		return err
	case <-ctx.Done():
		ln.Close()
		<-served
		return nil
	}
}

// stop says BYE to every client and waits until the engine has left all of
// them. A client that takes no BYE within Grace is cut off.
func (v *service) stop(cancel context.CancelFunc) {
	var byes sync.WaitGroup
	for _, c := range v.present() {
		byes.Go(c.bye)
	}
	left := make(chan struct{})
	go func() {
		defer close(left)
		byes.Wait()
		v.open.Wait()
	}()
	grace := time.NewTimer(v.Grace)
	defer grace.Stop()
	select {
	case <-left:
		return
	case <-grace.C:
	}
	cancel()
	for _, c := range v.present() {
		c.sever()
	}
	<-left
}

func (v *service) present() []*conn {
	v.mu.Lock()
	defer v.mu.Unlock()
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
	v.open.Add(1)
	return true
}

// remove counts c out.
func (v *service) remove(c *conn) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.conns, c)
	v.open.Done()
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
		c := newConn(d.service, sock)
		if d.service.admit(c) {
			return c, nil
		}
		c.turnAway()
	}
}
