package keeper

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"syscall"
	"time"

	"mailsink/internal/pause"
)

// A Conn is one connection of a protocol.
type Conn interface {
	// Run serves the connection, and closes it before it returns.
	Run()
	// Stop asks Run to say goodbye and to return soon. It does not wait, and
	// may be called from any goroutine.
	Stop()
	// Sever cuts the connection, so that Run must return.
	Sever()
}

// A Keeper serves listeners.
type Keeper struct {
	// Open makes a connection of a socket. It must not wait for the client.
	Open func(net.Conn) Conn
	// Full tells a client that there is no room, and closes the socket. It
	// must not wait for the client for long.
	Full func(net.Conn)
	Max  int           // connections at a time
	Wait time.Duration // for goodbyes, before the connections are cut
	Log  *slog.Logger

	mu       sync.Mutex
	stopping bool
	conns    map[Conn]struct{}
	running  sync.WaitGroup
}

// Serve accepts connections from ln until ctx is done: then it closes ln,
// stops all connections and returns nil when the last is gone. It returns an
// error only if ln failed before. A Keeper serves one listener, once.
func (k *Keeper) Serve(ctx context.Context, ln net.Listener) error {
	k.conns = make(map[Conn]struct{})
	accepted := make(chan error, 1)
	go func() { accepted <- Accept(ctx, ln, k.Log, k.admit) }()
	var failed error
	select {
	case failed = <-accepted:
		ln.Close()
	case <-ctx.Done():
		ln.Close()
		<-accepted
	}
	k.drain()
	if errors.Is(failed, net.ErrClosed) { // someone else closed it
		return nil
	}
	return failed
}

// Accept gives every connection of ln to take, until ln fails or ctx is done;
// the error says which, [net.ErrClosed] for ctx. Where the process has run out
// of something, it tells log and waits for clients to leave.
func Accept(ctx context.Context, ln net.Listener, log *slog.Logger, take func(net.Conn)) error {
	for {
		sock, err := ln.Accept()
		switch {
		case err == nil:
			take(sock)
			continue
		case !isScarcity(err):
			return err
		}
		log.Warn("no connection can be accepted at the moment", "error", err)
		if !pause.For(100*time.Millisecond, ctx.Done()) {
			return net.ErrClosed
		}
	}
}

func isScarcity(err error) bool {
	for _, errno := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// admit runs a connection, unless there are too many.
func (k *Keeper) admit(sock net.Conn) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.conns) >= k.Max {
		k.running.Go(func() { k.Full(sock) })
		return
	}
	c := k.Open(sock)
	k.conns[c] = struct{}{}
	k.running.Go(func() {
		defer k.remove(c)
		c.Run()
	})
	if k.stopping {
		c.Stop()
	}
}

func (k *Keeper) remove(c Conn) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.conns, c)
}

// drain stops every connection, and cuts those that stay.
func (k *Keeper) drain() {
	for _, c := range k.present() {
		c.Stop()
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		k.running.Wait()
	}()
	patience := time.NewTimer(k.Wait)
	defer patience.Stop()
	select {
	case <-gone:
		return
	case <-patience.C:
	}
	for _, c := range k.present() {
		c.Sever()
	}
	<-gone
}

// present returns the connections that there are; those to come are stopped at
// once.
func (k *Keeper) present() []Conn {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stopping = true
	conns := make([]Conn, 0, len(k.conns))
	for c := range k.conns {
		conns = append(conns, c)
	}
	return conns
}
