package jetstream_test

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	natsjs "github.com/nats-io/nats.go/jetstream"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
)

// ports returns n ports of loopback that were free a moment ago.
func ports(t testing.TB, n int) []int {
	t.Helper()
	var list []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		list = append(list, l.Addr().(*net.TCPAddr).Port)
	}
	return list
}

// A cluster is three servers that keep three copies.
type cluster struct {
	t       testing.TB
	name    string
	servers []*server.Server
	options []*server.Options
}

func startCluster(t testing.TB) *cluster {
	t.Helper()
	c := &cluster{t: t, name: "mail"}
	routes := ports(t, 3)
	var peers []*url.URL
	for _, port := range routes {
		peers = append(peers, &url.URL{Scheme: "nats", Host: fmt.Sprint("127.0.0.1:", port)})
	}
	clients := ports(t, 3)
	for i, port := range routes {
		o := &server.Options{
			ServerName: fmt.Sprint("n", i), Host: "127.0.0.1", Port: clients[i], JetStream: true, StoreDir: t.TempDir(), SyncAlways: true,
			NoLog: true, NoSigs: true, Cluster: server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: port}, Routes: peers,
		}
		c.options = append(c.options, o)
		c.servers = append(c.servers, c.run(o))
	}
	c.ready()
	return c
}

func (c *cluster) run(o *server.Options) *server.Server {
	c.t.Helper()
	s, err := server.NewServer(o.Clone())
	if err != nil {
		c.t.Fatalf("a NATS server cannot be made: %v", err)
	}
	s.Start()
	c.t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	return s
}

// ready waits until the servers agree on who leads them.
func (c *cluster) ready() {
	c.t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(startTime); time.Now().Before(end); <-tick.C {
		for _, s := range c.servers {
			if s.JetStreamIsLeader() && len(s.JetStreamClusterPeers()) == len(c.servers) {
				return
			}
		}
	}
	c.t.Fatal("the cluster has no leader")
}

func (c *cluster) place() jetstream.Place {
	p := jetstream.Place{Name: c.name}
	for _, o := range c.options {
		p.Servers = append(p.Servers, fmt.Sprintf("%s:%d", o.Host, o.Port))
	}
	return p
}

// leader returns the index of the server that leads the journal.
func (c *cluster) leader(ctx context.Context) int {
	c.t.Helper()
	nc, err := nats.Connect(strings.Join(c.place().Servers, ","))
	if err != nil {
		c.t.Fatal(err)
	}
	defer nc.Close()
	js, err := natsjs.New(nc)
	if err != nil {
		c.t.Fatal(err)
	}
	stream, err := js.Stream(ctx, c.name+"_journal")
	if err != nil {
		c.t.Fatal(err)
	}
	info := stream.CachedInfo()
	if info.Config.Replicas != 3 {
		c.t.Errorf("the journal has %d copies, want 3", info.Config.Replicas)
	}
	for i, o := range c.options {
		if o.ServerName == info.Cluster.Leader {
			return i
		}
	}
	c.t.Fatalf("%q leads, and is none of ours", info.Cluster.Leader)
	return 0
}

// stop takes the i-th server away.
func (c *cluster) stop(i int) {
	c.servers[i].Shutdown()
	c.servers[i].WaitForShutdown()
}

// A load appends from several goroutines until it is stopped, and remembers
// what was acknowledged, and where.
type load struct {
	mu     sync.Mutex
	acked  map[mail.ID]store.Pos
	last   atomic.Int64 // acknowledgements so far
	failed atomic.Int64
}

func (l *load) run(ctx context.Context, s *jetstream.Store, from int) {
	for i := from; ctx.Err() == nil; i++ {
		pos, err := s.Append(context.WithoutCancel(ctx), record(i))
		if err != nil {
			l.failed.Add(1)
			continue
		}
		l.mu.Lock()
		l.acked[mail.ID(i)] = pos
		l.mu.Unlock()
		l.last.Add(1)
	}
}

// reach waits until n more appends have been acknowledged.
func (l *load) reach(ctx context.Context, t *testing.T, n int64) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for want := l.last.Load() + n; l.last.Load() < want; {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("only %d appends were acknowledged, want %d", l.last.Load(), want)
		}
	}
}

func record(i int) store.Record {
	return store.Record{Delivered: &store.Delivered{
		ID: mail.ID(i), Account: "ann", Key: "w1", Envelope: &mail.Envelope{ReversePath: "a@example.org"}, Summary: &mail.Summary{Subject: fmt.Sprint(i)},
	}}
}

func TestNothingAcknowledgedIsLostWhenTheLeaderGoes(t *testing.T) {
	ctx, c := within(t), startCluster(t)
	a, b := open(t, c.place(), jetstream.Options{Patience: 30 * time.Second}), open(t, c.place(), jetstream.Options{Patience: 30 * time.Second})
	l := &load{acked: make(map[mail.ID]store.Pos)}
	loading, stop := context.WithCancel(ctx)
	defer stop()
	var work sync.WaitGroup
	for i, s := range []*jetstream.Store{a, b, a, b} {
		work.Go(func() { l.run(loading, s, 1+i*1_000_000) })
	}
	l.reach(ctx, t, 50)
	away := c.leader(ctx)
	began := time.Now()
	c.stop(away)
	l.reach(ctx, t, 50)
	t.Logf("50 appends were acknowledged within %v of the end of the leader; %d failed", time.Since(began).Round(time.Millisecond), l.failed.Load())
	c.servers[away] = c.run(c.options[away])
	l.reach(ctx, t, 50)
	stop()
	work.Wait()
	for i, s := range []*jetstream.Store{a, b} {
		l.check(ctx, t, i, s)
	}
}

// check reads the whole journal at a node.
func (l *load) check(ctx context.Context, t *testing.T, node int, s *jetstream.Store) {
	t.Helper()
	end, err := s.End(ctx)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[mail.ID]store.Pos)
	for recs, err := range s.Records(ctx, 0) {
		if err != nil {
			t.Fatalf("node %d, after %d of %d records: %v", node, len(seen), end, err)
		}
		for _, rec := range recs {
			if at, twice := seen[rec.Delivered.ID]; twice {
				t.Errorf("node %d: record %d stands at %d and at %d", node, rec.Delivered.ID, at, rec.Pos)
			}
			seen[rec.Delivered.ID] = rec.Pos
		}
		if recs[len(recs)-1].Pos >= end {
			break
		}
	}
	for id, pos := range l.acked {
		if seen[id] != pos {
			t.Errorf("node %d: record %d was acknowledged at %d and stands at %d", node, id, pos, seen[id])
		}
	}
}

// knows waits until a store says that the journal has a leader, or none.
func knows(ctx context.Context, t *testing.T, s *jetstream.Store, led bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	began := time.Now()
	defer func() { t.Logf("led is known to be %t after %v", led, time.Since(began).Round(time.Millisecond)) }()
	for s.Led() != led {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("after %v the store does not know that led is %t", time.Since(began), led)
		}
	}
}

func TestWithoutAMajorityAppendsFailInTimeAndReadersWait(t *testing.T) {
	ctx, c := within(t), startCluster(t)
	s := open(t, c.place(), jetstream.Options{Patience: time.Second})
	first, err := s.Append(ctx, record(1))
	if err != nil {
		t.Fatal(err)
	}
	key, _, err := s.Put(ctx, strings.NewReader("text"))
	if err != nil {
		t.Fatal(err)
	}
	if !s.Led() {
		t.Error("the journal has a leader, and nobody knows")
	}
	gone := c.leader(ctx)
	next := (gone + 1) % len(c.servers)
	c.stop(gone)
	c.stop(next)
	if pos, err := s.Append(ctx, record(2)); err == nil {
		t.Fatalf("without a majority an append was acknowledged, at %d", pos)
	}
	knows(ctx, t, s, false)
	if rc, err := s.Get(ctx, key); err != nil {
		t.Errorf("without a majority content cannot be read: %v", err)
	} else if octets, err := store.ReadAll(rc); string(octets) != "text" || err != nil {
		t.Errorf("without a majority content is %q, %v", octets, err)
	}
	c.servers[gone], c.servers[next] = c.run(c.options[gone]), c.run(c.options[next])
	knows(ctx, t, s, true)
	for i := 3; ; i++ {
		if pos, err := s.Append(ctx, record(i)); err == nil {
			if pos <= first {
				t.Errorf("the journal went on at %d, and was at %d before", pos, first)
			}
			return
		} else if ctx.Err() != nil {
			t.Fatalf("appends go on failing: %v", err)
		}
	}
}
