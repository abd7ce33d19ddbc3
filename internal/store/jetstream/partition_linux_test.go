package jetstream_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/store/history"
	"mailsink/internal/store/jetstream"
)

// hubName, in the environment of the test binary, is the network namespace in
// which it is: all hosts of the test are around that, and nothing else is.
const hubName = "MAILSINK_TEST_HUB"

// ip runs the program of that name, which Debian has in iproute2.
func ip(words ...string) error {
	out, err := exec.Command("ip", words...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("ip %s: %w: %s", strings.Join(words, " "), err, out)
	}
	return nil
}

func mustIP(t *testing.T, line string) {
	t.Helper()
	if err := ip(strings.Fields(line)...); err != nil {
		t.Fatal(err)
	}
}

// inHub runs the calling test again inside a network namespace of its own, and
// reports whether that is where it is already.
func inHub(t *testing.T) bool {
	t.Helper()
	if os.Getenv(hubName) != "" {
		return true
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Fatal("the test makes network namespaces with ip: apt-get install iproute2")
	}
	hub := fmt.Sprint("mailsink-hub-", os.Getpid())
	if err := ip("netns", "add", hub); err != nil {
		t.Skipf("this machine does not let the test make network namespaces, so there is no partition to be had: %v", err)
	}
	t.Cleanup(func() { ip("netns", "del", hub) })
	mustIP(t, "netns exec "+hub+" ip link set lo up")
	cmd := exec.CommandContext(t.Context(), "ip", "netns", "exec", hub, os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=30m")
	cmd.Env = append(os.Environ(), hubName+"="+hub)
	out, err := cmd.CombinedOutput()
	t.Logf("inside the namespace:\n%s", out)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "--- SKIP") {
		t.Skip("skipped inside")
	}
	return false
}

// A host is a network namespace with one address.
type host struct {
	name, addr string
}

// newHosts makes n hosts that reach each other, and that the hub reaches.
// Addresses are those of RFC 5737, which are nobody's.
func newHosts(t *testing.T, n int) (hosts []host) {
	t.Helper()
	if err := ip("link", "add", "bridge0", "type", "bridge"); err != nil {
		t.Skipf("this kernel has no bridges: %v", err)
	}
	mustIP(t, "addr add 192.0.2.254/24 dev bridge0")
	mustIP(t, "link set bridge0 up")
	for i := range n {
		h := host{fmt.Sprintf("%s-%d", os.Getenv(hubName), i), fmt.Sprint("192.0.2.", i+1)}
		mustIP(t, "netns add "+h.name)
		t.Cleanup(func() { ip("netns", "del", h.name) })
		mustIP(t, fmt.Sprintf("link add wire%d type veth peer name eth0 netns %s", i, h.name))
		mustIP(t, fmt.Sprintf("link set wire%d master bridge0 up", i))
		for _, line := range []string{"link set lo up", "addr add " + h.addr + "/24 dev eth0", "link set eth0 up"} {
			mustIP(t, "netns exec "+h.name+" ip "+line)
		}
		hosts = append(hosts, h)
	}
	return hosts
}

// words are what a command runs behind to run at h.
func (h host) words() []string { return []string{"ip", "netns", "exec", h.name} }

// A cut is a direction in which nothing goes.
type cut struct{ from, to host }

func (c cut) make(t *testing.T) {
	t.Helper()
	mustIP(t, "netns exec "+c.from.name+" ip route add blackhole "+c.to.addr+"/32")
}

func (c cut) mend(t *testing.T) {
	t.Helper()
	mustIP(t, "netns exec "+c.from.name+" ip route del blackhole "+c.to.addr+"/32")
}

// around cuts h from others: what it sends, what it is sent, or both.
func around(h host, sends, receives bool, others ...host) (cuts []cut) {
	for _, other := range others {
		if other == h {
			continue
		}
		if sends {
			cuts = append(cuts, cut{h, other})
		}
		if receives {
			cuts = append(cuts, cut{other, h})
		}
	}
	return cuts
}

// newFarTrial starts a server and a sink at each of three hosts, and a fourth
// host with a sink alone.
func newFarTrial(ctx context.Context, t *testing.T) (*trial, []host) {
	t.Helper()
	hosts := newHosts(t, 4)
	tr := &trial{t: t, ctx: ctx, began: time.Now(), loyal: true, acked: make(map[int]int), grown: make(chan struct{})}
	tr.place = jetstream.Place{Name: "mail", Replicas: 3}
	var peers []string
	for _, h := range hosts[:3] {
		peers = append(peers, h.addr+":6222")
	}
	for i, h := range hosts[:3] {
		one := settings{Name: fmt.Sprint("n", i), Host: h.addr, Port: 4222, Route: 6222, Peers: peers, Dir: t.TempDir()}
		tr.place.Servers = append(tr.place.Servers, h.addr+":4222")
		tr.configs = append(tr.configs, one)
		tr.servers = append(tr.servers, run(t, serverCommand(t, one, append(h.words(), os.Args[0])...)))
	}
	built.binary(t)
	openSoon(ctx, t, tr.place).Close()
	for i, h := range hosts {
		tr.sinks = append(tr.sinks, newSink(t, i, h.addr, tr.place.String(), h.words()...))
		tr.sinks[i].start(t)
	}
	return tr, hosts
}

// partition cuts, holds what must be so meanwhile, and mends. alone are the
// sinks that no majority can be reached from.
func (tr *trial) partition(name string, cuts []cut, alone ...int) {
	tr.t.Helper()
	for _, c := range cuts {
		c.make(tr.t)
	}
	began := time.Since(tr.began)
	for i := range tr.sinks {
		if !slices.Contains(alone, i) && !tr.until(10, time.Minute, i) {
			tr.t.Errorf("%s: sink %d, on the side of the majority, takes nothing", name, i)
		}
	}
	went := time.Since(tr.began)
	tr.untilTold(began, alone)
	told := time.Since(tr.began)
	if _, outcome := tr.sinks[alone[0]].seen(); outcome != history.Acked {
		tr.t.Errorf("%s: sink %d shows nothing while it is alone", name, alone[0])
	}
	mended := time.Since(tr.began)
	for _, c := range cuts {
		c.mend(tr.t)
	}
	tr.aloneIsSilent(name, began, mended, alone)
	for i := range tr.sinks {
		if !tr.until(10, 2*time.Minute, i) {
			tr.t.Fatalf("%s: sink %d does not recover", name, i)
		}
	}
	const digit = 100 * time.Millisecond
	tr.t.Logf("%s: the majority goes on after %v, those alone are told after %v, all do their work %v after it is mended",
		name, (went - began).Round(digit), (told - began).Round(digit), (time.Since(tr.began) - mended).Round(digit))
}

// untilTold waits until a client of each of the sinks was told, after a
// moment, that what it asked for failed; the sink had tried for a while.
func (tr *trial) untilTold(began time.Duration, alone []int) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for tr.ctx.Err() == nil {
		failed := make(map[int]bool)
		tr.mu.Lock()
		for _, op := range tr.ops {
			if op.Ended > max(op.Began, began)+time.Second && op.Mark != "" && op.Outcome != history.Acked {
				failed[op.Node] = true
			}
		}
		tr.mu.Unlock()
		if !slices.ContainsFunc(alone, func(i int) bool { return !failed[i] }) {
			return
		}
		select {
		case <-tick.C:
		case <-tr.ctx.Done():
		}
	}
}

// aloneIsSilent holds that no sink without a majority acknowledged anything,
// and that its clients were told so in time.
func (tr *trial) aloneIsSilent(name string, from, to time.Duration, alone []int) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	for _, op := range tr.ops {
		if !slices.Contains(alone, op.Node) || op.Mark == "" || op.Began < from || op.Ended > to {
			continue
		}
		if op.Outcome == history.Acked {
			tr.t.Errorf("%s: %s was acknowledged without a majority", name, op)
		}
		if took := op.Ended - op.Began; took > askTime {
			tr.t.Errorf("%s: %s was told so after %v", name, op, took)
		}
	}
}

// TestPartitions cuts hosts off from each other, while clients deliver, flag
// and expunge at all of them.
func TestPartitions(t *testing.T) {
	t.Parallel()
	if !inHub(t) {
		return
	}
	rounds := int(number(t, "MAILSINK_HISTORY_ROUNDS", 0))
	seed := number(t, "MAILSINK_HISTORY_SEED", rand.Uint64())
	t.Logf("MAILSINK_HISTORY_SEED=%d", seed)
	ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rounds+4)*time.Minute)
	t.Cleanup(cancel)
	tr, hosts := newFarTrial(ctx, t)
	t.Logf("three servers and four sinks are ready after %v", time.Since(tr.began).Round(time.Millisecond))
	loading, stop := context.WithCancel(ctx)
	defer stop()
	var clients sync.WaitGroup
	for i := range 8 {
		clients.Go(func() { tr.client(loading, i, rand.New(rand.NewPCG(seed, uint64(i)))) })
	}
	tr.until(60, time.Minute, 0, 1, 2, 3)
	leader := tr.leader()
	servers := hosts[:3]
	tr.partition("the leader alone, and a sink that is heard by nobody",
		append(around(hosts[leader], true, true, servers...), around(hosts[3], true, false, servers...)...), leader, 3)
	r := rand.New(rand.NewPCG(seed, 99))
	for range rounds {
		i, deaf, mute := r.IntN(3), r.IntN(2) == 0, r.IntN(2) == 0
		tr.partition(fmt.Sprintf("server %d, that does not hear: %t, is not heard: %t", i, deaf || !mute, mute || !deaf),
			around(hosts[i], mute || !deaf, deaf || !mute, hosts...), i)
	}
	stop()
	clients.Wait()
	tr.check()
}

// leader returns the number of the server that leads the journal.
func (tr *trial) leader() int {
	c := cluster{t: tr.t, name: tr.place.Name}
	for _, one := range tr.configs {
		c.options = append(c.options, one.options())
	}
	return c.leader(tr.ctx)
}
