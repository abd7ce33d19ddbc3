package imap

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"mailsink/internal/imap/order"
	"mailsink/internal/keeper"
)

// maxOrdered is of how many messages is kept what they are sorted by.
const maxOrdered = 100_000

// A service is one Serve at work: a listener, its sessions and what they share.
type service struct {
	*Server
	ctx       context.Context // of all sessions
	implicit  *tls.Config     // of every connection from its first octet; nil for none
	trees     *trees
	envelopes *texts
	headers   *order.Cache
	recents   recents

	pushed atomic.Int32 // sessions that are told unasked what happens

	mu       sync.Mutex
	sessions map[string]int // by account
}

func (s *Server) serve(ctx context.Context, ln net.Listener, implicit *tls.Config) error {
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	v := &service{Server: s, ctx: life, implicit: implicit, sessions: make(map[string]int), trees: newTrees(), envelopes: newTexts(), headers: order.NewCache(maxOrdered)}
	defer cancel()
	k := keeper.Keeper{
		Open: func(sock net.Conn) keeper.Conn { return newSession(v, sock) },
		Full: v.turnAway, Max: s.MaxConnections, Wait: s.Grace, Log: s.Log,
	}
	if err := k.Serve(ctx, ln); err != nil {
		return fmt.Errorf("imap: accept on %s: %w", ln.Addr(), err)
	}
	return nil
}

// turnAway tells a client that there is no room, and closes.
func (v *service) turnAway(sock net.Conn) {
	if v.implicit == nil { // a handshake would take room, too
		sock.SetDeadline(time.Now().Add(time.Second))
		sock.Write([]byte("* BYE [UNAVAILABLE] Too many connections, try again later\r\n"))
	}
	sock.Close()
}

// enter counts a session of an account in, unless there are too many.
func (v *service) enter(account string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sessions[account] >= v.MaxSessions {
		return false
	}
	v.sessions[account]++
	return true
}

// leave counts a session out.
func (v *service) leave(account string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sessions[account]--; v.sessions[account] == 0 {
		delete(v.sessions, account)
	}
}
