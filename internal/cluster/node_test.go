package cluster_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/cluster"
)

// within bounds what a test waits for; the machine may be busy.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// peers returns n names on loopback whose ports were free a moment ago.
func peers(t *testing.T, n int) []cluster.Peer {
	t.Helper()
	var list []cluster.Peer
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		list = append(list, cluster.Peer{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port})
	}
	return list
}

// start starts one of all as c says. It is closed with the test.
func start(t *testing.T, all []cluster.Peer, i int, c cluster.Config) *cluster.Node {
	t.Helper()
	c.Name, c.Peers, c.Self = "mail", all, all[i]
	if c.Dir == "" {
		c.Dir = t.TempDir()
	}
	n, err := cluster.Start(t.Context(), c)
	if err != nil {
		t.Fatalf("start node %d: %v", i, err)
	}
	t.Cleanup(sync.OnceFunc(func() { stop(t, n) }))
	return n
}

func stop(t *testing.T, n *cluster.Node) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := n.Close(ctx); err != nil {
		t.Errorf("close: %v", err)
	}
}

// eventually waits for a condition.
func eventually(ctx context.Context, t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("it never came to this: %s", what)
		}
	}
}

// TestNodesAgreeAndTheMissingAreNamed holds that all nodes are waited for at
// first, that two of three suffice later, and that a node comes back under its
// name, to a directory that is empty.
func TestNodesAgreeAndTheMissingAreNamed(t *testing.T) {
	ctx, all := within(t), peers(t, 3)
	a := start(t, all, 0, cluster.Config{})
	if missing := a.Missing(); len(missing) != 2 || a.Led() {
		t.Fatalf("a node alone misses %v, and has a leader: %v", missing, a.Led())
	}
	soon, cancel := context.WithTimeoutCause(ctx, 10*time.Millisecond, errors.New("too long"))
	defer cancel()
	if err := a.Await(soon); err == nil || err.Error() != "too long" {
		t.Errorf("a node alone is told %v", err)
	}
	b := start(t, all, 1, cluster.Config{})
	eventually(ctx, t, "two nodes miss the third", func() bool {
		return slices.Equal(a.Missing(), all[2:]) && slices.Equal(b.Missing(), all[2:])
	})
	c, err := cluster.Start(ctx, cluster.Config{Name: "mail", Peers: all, Self: all[2], Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range []*cluster.Node{a, b, c} {
		if err := n.Await(ctx); err != nil {
			t.Fatalf("node %d does not know a leader: %v", i, err)
		}
	}
	stop(t, c)
	eventually(ctx, t, "the node that was stopped is missed", func() bool { return slices.Equal(a.Missing(), all[2:]) && a.Led() })
	if err := start(t, all, 2, cluster.Config{}).Await(ctx); err != nil {
		t.Fatalf("a node with an empty directory does not come back: %v", err)
	}
	if b.Self() != all[1] || b.Copies() != 3 || b.User().Username() == "" {
		t.Errorf("the node is %v, with %d copies, for %v", b.Self(), b.Copies(), b.User())
	}
}

// apart waits until a and b have found each other and miss only the third, who
// misses both.
func apart(ctx context.Context, t *testing.T, all []cluster.Peer, a, b, third *cluster.Node) {
	t.Helper()
	eventually(ctx, t, "two nodes have found each other, and not the third", func() bool {
		return slices.Equal(a.Missing(), all[2:]) && slices.Equal(b.Missing(), all[2:])
	})
	if third.Led() || len(third.Missing()) != 2 {
		t.Errorf("the third has joined: it misses %v", third.Missing())
	}
}

func TestOnlyWhoKnowsTheSecretJoins(t *testing.T) {
	ctx, all := within(t), peers(t, 3)
	var log lockedBuffer
	// What bcrypt would look like, and what a URL would trip over.
	right := cluster.Config{Secret: "$2a$11$ some/thing@that:nobody guesses", Log: slog.New(slog.NewTextHandler(&log, nil))}
	third := start(t, all, 2, cluster.Config{Secret: "another", Log: right.Log})
	a, b := start(t, all, 0, right), start(t, all, 1, right)
	apart(ctx, t, all, a, b, third)
	eventually(ctx, t, "the log says that the secrets differ", func() bool { return strings.Contains(log.String(), "secret") })
	if strings.Contains(log.String(), right.Secret) {
		t.Errorf("the log shows the secret:\n%s", log.String())
	}
}

func TestNodesWithCertificatesOfOneAuthorityJoin(t *testing.T) {
	ctx, all := within(t), peers(t, 3)
	ours, theirs := newAuthority(t), newAuthority(t)
	third := start(t, all, 2, cluster.Config{TLS: theirs.node(t)})
	a, b := start(t, all, 0, cluster.Config{TLS: ours.node(t)}), start(t, all, 1, cluster.Config{TLS: ours.node(t)})
	apart(ctx, t, all, a, b, third)
}

func TestANodeIsNotOpenToAnybody(t *testing.T) {
	all := []cluster.Peer{{Host: "a.example", Port: 1}, {Host: "b.example", Port: 1}, {Host: "c.example", Port: 1}}
	for _, listen := range []string{"", ":7000", "0.0.0.0:7000", "192.0.2.1:7000", "[::]:7000"} {
		_, err := cluster.Start(t.Context(), cluster.Config{Name: "mail", Peers: all, Self: all[0], Listen: listen, Dir: t.TempDir()})
		if !errors.Is(err, cluster.ErrOpen) {
			t.Errorf("at %q without a secret: %v; want %v", listen, err, cluster.ErrOpen)
		}
	}
}

func TestWhatCannotBeANodeSaysWhy(t *testing.T) {
	all := peers(t, 3)
	taken, err := net.Listen("tcp", all[1].String())
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	owned, file := t.TempDir(), filepath.Join(t.TempDir(), "file")
	for path, text := range map[string]string{filepath.Join(owned, "node"): "127.0.0.1:1 of mail\n", file: ""} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pair := newAuthority(t).node(t)
	for _, c := range []struct {
		want   string
		self   int
		config cluster.Config
	}{
		{"cannot listen on " + all[1].String(), 1, cluster.Config{}},
		{"is not an address to listen on", 0, cluster.Config{Listen: "6222"}},
		{"a directory of its own", 0, cluster.Config{Dir: owned}},
		{"cannot be made", 0, cluster.Config{Dir: file}},
		{"certificate and key", 0, cluster.Config{TLS: cluster.TLS{Cert: file, Key: pair.Key, CA: pair.CA}}},
		{"no certificate in PEM", 0, cluster.Config{TLS: cluster.TLS{Cert: pair.Cert, Key: pair.Key, CA: file}}},
		{"authority of the nodes", 0, cluster.Config{TLS: cluster.TLS{Cert: pair.Cert, Key: pair.Key, CA: file + "x"}}},
	} {
		c.config.Name, c.config.Peers, c.config.Self = "mail", all, all[c.self]
		if c.config.Dir == "" {
			c.config.Dir = t.TempDir()
		}
		_, err := cluster.Start(within(t), c.config)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v; want one sentence with %q", err, c.want)
		}
	}
}

func TestANodeKnowsItsDirectoryAgain(t *testing.T) {
	all, dir := peers(t, 3), t.TempDir()
	n, err := cluster.Start(t.Context(), cluster.Config{Name: "mail", Peers: all, Self: all[0], Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	stop(t, n)
	start(t, all, 0, cluster.Config{Dir: dir})
}

// TestClientsBesideThisProcessAreTurnedAway looks at the port that the server
// inside has to listen on.
func TestClientsBesideThisProcessAreTurnedAway(t *testing.T) {
	n := start(t, peers(t, 3), 0, cluster.Config{})
	c, err := net.Dial("tcp", cluster.ClientAddress(n))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if host, _, _ := net.SplitHostPort(cluster.ClientAddress(n)); host != "127.0.0.1" {
		t.Errorf("clients reach it at %s", host)
	}
	if err := c.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(c, "CONNECT {\"user\":\"mailsink\",\"pass\":\"guess\"}\r\nPING\r\n")
	var all bytes.Buffer
	if _, err := all.ReadFrom(c); err != nil || !strings.Contains(all.String(), "Authorization Violation") || strings.Contains(all.String(), "PONG") {
		t.Errorf("a client with a guessed password was told %q, %v", all.String(), err)
	}
}

// A lockedBuffer is written by a node and read by a test.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
