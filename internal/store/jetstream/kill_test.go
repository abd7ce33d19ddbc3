package jetstream_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
)

// asServer, in the environment of the test binary, makes it a NATS server with
// these settings.
const asServer = "MAILSINK_TEST_NATS"

type settings struct {
	Name        string
	Host        string // empty for loopback
	Port, Route int
	Peers       []string // HOST:PORT of routes
	Dir         string
}

func TestMain(m *testing.M) {
	if text := os.Getenv(asServer); text != "" {
		if err := beServer(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	built.remove()
	os.Exit(code)
}

func (c settings) options() *server.Options {
	host := cmp.Or(c.Host, "127.0.0.1")
	o := &server.Options{
		ServerName: c.Name, Host: host, Port: c.Port, JetStream: true, StoreDir: c.Dir, SyncAlways: true, NoLog: true, NoSigs: true,
		Cluster: server.ClusterOpts{Name: "test", Host: host, Port: c.Route},
	}
	for _, peer := range c.Peers {
		o.Routes = append(o.Routes, &url.URL{Scheme: "nats", Host: peer})
	}
	return o
}

// beServer serves until standard input ends: with the test, however that ends.
func beServer(text string) error {
	var c settings
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	s, err := server.NewServer(c.options())
	if err != nil {
		return err
	}
	s.Start()
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// threeServers returns the settings of three that are a cluster.
func threeServers(t *testing.T) (list []settings) {
	t.Helper()
	free := ports(t, 6)
	var peers []string
	for _, port := range free[3:] {
		peers = append(peers, fmt.Sprint("127.0.0.1:", port))
	}
	for i := range 3 {
		list = append(list, settings{Name: fmt.Sprint("n", i), Port: free[i], Route: free[3+i], Peers: peers, Dir: t.TempDir()})
	}
	return list
}

// A child is another process that ends with the test at the latest.
type child struct {
	cmd  *exec.Cmd
	kill func() // as SIGKILL does; returns when it has ended
}

func run(t *testing.T, cmd *exec.Cmd) *child {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &child{cmd: cmd}
	c.kill = sync.OnceFunc(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	t.Cleanup(c.kill)
	return c
}

// pause stops the process where it is; resume lets it go on.
func (c *child) pause()  { c.cmd.Process.Signal(syscall.SIGSTOP) }
func (c *child) resume() { c.cmd.Process.Signal(syscall.SIGCONT) }

// spawn runs a server as a process of its own.
func spawn(t *testing.T, c settings) *child {
	t.Helper()
	return run(t, serverCommand(t, c, os.Args[0]))
}

// serverCommand is a server with settings c, behind other words.
func serverCommand(t *testing.T, c settings, words ...string) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Env, cmd.Stderr = append(os.Environ(), asServer+"="+string(text)), os.Stderr
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// openSoon opens a node as soon as the servers have found each other.
func openSoon(ctx context.Context, t *testing.T, p jetstream.Place) *jetstream.Store {
	t.Helper()
	p.Replicas = 3
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		s, err := jetstream.Open(ctx, p, jetstream.Options{Patience: 30 * time.Second})
		if err == nil {
			t.Cleanup(func() { s.Close() })
			return s
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("the servers do not find each other: %v", err)
		}
	}
}

func TestNothingAcknowledgedIsLostWhenTheLeaderIsKilled(t *testing.T) {
	ctx, c := within(t), &cluster{t: t, name: "mail"}
	all := threeServers(t)
	var servers []*child
	for _, one := range all {
		c.options, servers = append(c.options, one.options()), append(servers, spawn(t, one))
	}
	a, b := openSoon(ctx, t, c.place()), openSoon(ctx, t, c.place())
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
	servers[away].kill()
	l.reach(ctx, t, 50)
	t.Logf("50 appends were acknowledged within %v of the death of the leader; %d failed", time.Since(began).Round(time.Millisecond), l.failed.Load())
	spawn(t, all[away])
	l.reach(ctx, t, 50)
	stop()
	work.Wait()
	for i, s := range []*jetstream.Store{a, b} {
		l.check(ctx, t, i, s)
	}
}
