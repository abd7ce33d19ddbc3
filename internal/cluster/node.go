package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// A Node is this process in the cluster.
type Node struct {
	config   Config
	server   *server.Server
	said     *journalist
	password string
	work     sync.WaitGroup
	stop     context.CancelFunc
}

// Start lets this process take part. It returns as soon as peers can find it;
// [Node.Await] waits for them. The error says in one sentence what to do.
func Start(ctx context.Context, c Config) (*Node, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	n := &Node{config: c, said: newJournalist(c.Log), password: newPassword()}
	o, err := c.options(n.password)
	if err != nil {
		return nil, err
	}
	if err := c.claim(); err != nil {
		return nil, err
	}
	if n.server, err = server.NewServer(o); err != nil {
		return nil, fmt.Errorf("the server of the node cannot be made: %w", err)
	}
	n.server.SetLogger(n.said, c.Log.Enabled(ctx, slog.LevelDebug), false)
	n.server.Start()
	if err := n.listening(ctx); err != nil {
		n.server.Shutdown()
		return nil, err
	}
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	n.stop = stop
	n.work.Go(func() { n.watch(life) })
	return n, nil
}

// poll is how often the server inside is asked for what it does not tell.
const poll = 50 * time.Millisecond

// until waits for a condition.
func until(ctx context.Context, holds func() bool) error {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// listening waits until routes can come in.
func (n *Node) listening(ctx context.Context) (err error) {
	host, port, _ := n.config.listen()
	waiting := until(ctx, func() bool {
		select {
		case err = <-n.said.fatal:
			return true
		default:
			return n.server.ClusterAddr() != nil
		}
	})
	if err != nil {
		return fmt.Errorf("the node cannot listen on %s or use %s (%w): free the port, or choose another; see that the disk has room and is this node's alone", net.JoinHostPort(host, fmt.Sprint(port)), n.config.Dir, err)
	}
	return waiting
}

// watch says in the log who comes and goes.
func (n *Node) watch(ctx context.Context) {
	away := n.Missing()
	for until(ctx, func() bool { return !slices.Equal(n.Missing(), away) }) == nil {
		now := n.Missing()
		for _, p := range n.config.Peers {
			was, is := slices.Contains(away, p), slices.Contains(now, p)
			switch {
			case was && !is:
				n.config.Log.Info("a node of the cluster is here", "node", p.String())
			case is && !was:
				n.config.Log.Warn("a node of the cluster is away", "node", p.String())
			}
		}
		away = now
	}
}

// Missing returns the peers that this node has no route to, in their order.
func (n *Node) Missing() []Peer {
	known := map[string]bool{n.config.Self.String(): true}
	if routes, err := n.server.Routez(nil); err == nil {
		for _, r := range routes.Routes {
			known[r.RemoteName] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(n.config.Peers), func(p Peer) bool { return known[p.String()] })
}

// Led reports whether a majority of the nodes has agreed on a leader. Without,
// nothing can be stored. It takes some seconds to notice that a majority went.
func (n *Node) Led() bool {
	info, err := n.server.Jsz(nil)
	return err == nil && info.Meta != nil && info.Meta.Leader != ""
}

// Await returns when a majority of the nodes (at the very first start: all) has
// agreed on a leader and this node knows what they have agreed on, or with the
// cause of ctx.
func (n *Node) Await(ctx context.Context) error {
	return until(ctx, func() bool { return n.Led() && n.server.JetStreamIsCurrent() })
}

// Self returns which peer this is.
func (n *Node) Self() Peer { return n.config.Self }

// InProcessConn connects a client of this process to the node. With it go
// [Node.User] as credentials.
func (n *Node) InProcessConn() (net.Conn, error) { return n.server.InProcessConn() }

// User is who may be a client of the node.
func (n *Node) User() *url.Userinfo { return url.UserPassword(routeUser, n.password) }

// Copies is how many nodes keep each message.
func (n *Node) Copies() int { return min(least, len(n.config.Peers)) }

// errSlow is a node that did not hand its work over in time; what it keeps is
// safe all the same.
var errSlow = errors.New("cluster: the node was ended before it had stopped")

// Close hands what the node leads to its peers, and ends it. Clients are gone
// by then. It takes a second or two, and no longer than ctx allows.
func (n *Node) Close(ctx context.Context) error {
	n.stop()
	n.work.Wait()
	done := make(chan struct{})
	go func() {
		defer close(done)
		n.server.LameDuckShutdown()
		n.server.Shutdown()
		n.server.WaitForShutdown()
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		n.server.Shutdown()
		<-done
		return errSlow
	}
}
