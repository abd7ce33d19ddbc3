package jetstream_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"sync"
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
	Port, Route int
	Peers       []int
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
	os.Exit(m.Run())
}

func (c settings) options() *server.Options {
	o := &server.Options{
		ServerName: c.Name, Host: "127.0.0.1", Port: c.Port, JetStream: true, StoreDir: c.Dir, SyncAlways: true, NoLog: true, NoSigs: true,
		Cluster: server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: c.Route},
	}
	for _, port := range c.Peers {
		o.Routes = append(o.Routes, &url.URL{Scheme: "nats", Host: fmt.Sprint("127.0.0.1:", port)})
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

// spawn runs a server as a process of its own. kill ends it as SIGKILL does.
func spawn(t *testing.T, c settings) (kill func()) {
	t.Helper()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), asServer+"="+string(text)), os.Stderr
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	t.Cleanup(kill)
	return kill
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
	free := ports(t, 6)
	var all []settings
	var kill []func()
	for i := range 3 {
		one := settings{Name: fmt.Sprint("n", i), Port: free[i], Route: free[3+i], Peers: free[3:], Dir: t.TempDir()}
		all, c.options = append(all, one), append(c.options, one.options())
		kill = append(kill, spawn(t, one))
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
	kill[away]()
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
