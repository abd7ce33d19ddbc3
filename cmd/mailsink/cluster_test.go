package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// freeAddresses returns addresses of loopback that were free a moment ago.
func freeAddresses(t *testing.T, n int) []string {
	t.Helper()
	var list []string
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		list = append(list, l.Addr().String())
	}
	return list
}

// A fleet is three sinks that are one cluster.
type fleet struct {
	peers, http []string
	dir         string
	nodes       [3]*process
}

func newFleet(t *testing.T) *fleet {
	t.Helper()
	addresses := freeAddresses(t, 6)
	f := &fleet{peers: addresses[:3], http: addresses[3:], dir: t.TempDir()}
	if err := os.WriteFile(filepath.Join(f.dir, "secret"), []byte("known to all nodes\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return f
}

// begin starts the i-th sink, which waits for the others.
func (f *fleet) begin(t *testing.T, i int) *process {
	t.Helper()
	ready := filepath.Join(t.TempDir(), "ready.json")
	cmd := exec.Command(binary, "--smtp", "127.0.0.1:0", "--imap", "127.0.0.1:0", "--http", f.http[i], "--ready-file", ready,
		"--cluster", "mail", "--peers", strings.Join(f.peers, ","), "--cluster-listen", f.peers[i], "--store", "file:"+f.store(i))
	cmd.Env = append(os.Environ(), "MAILSINK_CLUSTER_SECRET_FILE="+filepath.Join(f.dir, "secret"))
	f.nodes[i] = begin(t, cmd, ready)
	return f.nodes[i]
}

func (f *fleet) store(i int) string { return filepath.Join(f.dir, fmt.Sprint("node", i)) }

// kill ends the i-th sink as SIGKILL does.
func (f *fleet) kill(i int) {
	f.nodes[i].cmd.Process.Kill()
	<-f.nodes[i].exited
}

// load sends to some of the sinks until stop is called, which returns what was
// acknowledged.
func (f *fleet) load(t *testing.T, round int, at ...int) (l *load, stop func() []acknowledged) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	l = newLoad(ctx, round)
	for _, i := range at {
		l.work.Go(func() { l.send(f.nodes[i].SMTP) })
	}
	return l, func() []acknowledged {
		cancel()
		return l.stop()
	}
}

// readiness asks for /readyz.
func readiness(t *testing.T, address string) (status int, intake, detail string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/readyz", nil)
	if err != nil {
		t.Fatal(err)
	}
	status, body := do(t, r)
	var said struct{ Intake, Detail string }
	if err := json.Unmarshal([]byte(body), &said); err != nil {
		t.Fatalf("/readyz says %s", body)
	}
	return status, said.Intake, said.Detail
}

// soon waits for a condition; the machine may be busy.
func soon(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(2 * time.Minute); !holds(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("it never came to this: %s", what)
		}
	}
}

// answers reports whether something listens at address.
func answers(address string) bool {
	c, err := net.Dial("tcp", address)
	if err == nil {
		c.Close()
	}
	return err == nil
}

// TestThreeSinksAreOneAndNeedNothingElse leads a cluster through its life: each
// step begins where the last one ended.
func TestThreeSinksAreOneAndNeedNothingElse(t *testing.T) {
	f := newFleet(t)
	var all []acknowledged
	for _, step := range []struct {
		promise string
		run     func(*testing.T)
	}{
		{"a sink says whom it waits for", func(t2 *testing.T) { f.wait(t, t2) }},
		{"mail of one wakes who idles at another", f.wake},
		{"SIGKILL loses nothing acknowledged", func(t2 *testing.T) { all = f.crash(t2) }},
		{"without a majority mail is refused and read", func(t2 *testing.T) { all = f.minority(t, t2, all) }},
		{"a sink that lost its disk comes back while mail comes in", func(t2 *testing.T) { all = f.roll(t, t2, all) }},
	} {
		if !t.Run(step.promise, step.run) {
			return
		}
	}
	f.agree(t, all, 0, 1, 2)
}

// list returns what a sink shows of every message.
func list(t *testing.T, p *process) []string {
	t.Helper()
	var rows []string
	for next := ""; ; {
		var page struct {
			Messages []struct {
				ID string
				seen
			}
			Next string
		}
		if err := json.Unmarshal([]byte(get(t, p, "/v1/messages?limit=500&after="+next)), &page); err != nil {
			t.Fatal(err)
		}
		for _, m := range page.Messages {
			rows = append(rows, fmt.Sprint(m.UID, " ", m.ID, " ", m.Flags))
		}
		if next = page.Next; next == "" {
			return rows
		}
	}
}

// agree wants the same from some sinks, and every message that was
// acknowledged from the last of them, once and octet for octet.
func (f *fleet) agree(t *testing.T, all []acknowledged, at ...int) {
	t.Helper()
	last := f.nodes[at[len(at)-1]]
	var want []string
	for _, i := range at { // what was given up may come to be stored
		soon(t, "sinks show the same", func() bool {
			want = list(t, last)
			return slices.Equal(list(t, f.nodes[i]), want)
		})
	}
	text := strings.Join(want, "\n")
	for _, a := range all {
		if n := strings.Count(text, " "+a.id+" "); n != 1 {
			t.Fatalf("message %s is there %d times", a.id, n)
		}
		if got := get(t, last, "/v1/messages/"+a.id+"/raw"); got != a.content {
			t.Fatalf("message %s has come back as %d octets, want %d", a.id, len(got), len(a.content))
		}
	}
}

// wait starts the cluster. Processes live as long as whole.
func (f *fleet) wait(whole, t *testing.T) {
	f.begin(whole, 0)
	f.begin(whole, 1)
	soon(t, "a door of HTTP is open", func() bool { return answers(f.http[0]) })
	soon(t, "only the third is away", func() bool {
		status, _, detail := readiness(t, f.http[0])
		return status == http.StatusServiceUnavailable && strings.Contains(detail, "away: "+f.peers[2]+".")
	})
	if said, err := exec.Command(binary, "healthcheck", "http://"+f.http[0]).CombinedOutput(); err == nil || !strings.Contains(string(said), f.peers[2]) {
		t.Errorf("the health check says %s, %v", said, err)
	}
	if res, err := http.Get("http://" + f.http[0] + "/healthz"); err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("a sink that waits is not alive: %v, %v", res, err)
	} else {
		res.Body.Close()
	}
	f.begin(whole, 2)
	for _, p := range f.nodes {
		p.await(t)
	}
	if status, intake, _ := readiness(t, f.http[0]); status != http.StatusOK || intake != "open" {
		t.Errorf("/readyz answers %d, with intake %s", status, intake)
	}
	if shown := get(t, f.nodes[0], "/v1/info"); !strings.Contains(shown, "the cluster mail, as "+f.peers[0]) {
		t.Errorf("/v1/info shows %s", shown)
	}
}

// wake measures from 250 at one sink to EXISTS at another.
func (f *fleet) wake(t *testing.T) {
	lines := idle(t, f.nodes[1])
	var took []time.Duration
	for i := range 20 {
		mustSend(t, f.nodes[0], "x@example.org", "sink@mailsink.test", fmt.Sprintf("Subject: %d\r\n\r\n", i))
		began := time.Now()
		untilExists(t, lines, i+1)
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	t.Logf("from 250 here to EXISTS there: half within %v, all within %v", took[len(took)/2], took[len(took)-1])
	if half := took[len(took)/2]; half > 2*time.Second {
		t.Errorf("half of the messages were seen at another sink only after %v", half)
	}
}

// untilExists reads up to the line that says that n messages are there.
func untilExists(t *testing.T, r *bufio.Reader, n int) {
	t.Helper()
	until(t, r, fmt.Sprintf("* %d EXISTS", n))
}

// crash kills a sink under load; it stays away.
func (f *fleet) crash(t *testing.T) []acknowledged {
	l, stop := f.load(t, 1, 0, 1, 2)
	l.wait(t, 60)
	f.kill(0)
	began := time.Now()
	l.wait(t, 60)
	t.Logf("60 messages were acknowledged within %v of the death of a sink", time.Since(began).Round(time.Millisecond))
	all := stop()
	flag(t, f.nodes[1], all[0].id)
	f.agree(t, all, 1, 2)
	return all
}

// minority kills a second sink, and starts both again.
func (f *fleet) minority(whole, t *testing.T, all []acknowledged) []acknowledged {
	f.kill(1)
	p := f.nodes[2]
	d := greeted(t, p)
	defer d.Close()
	began := time.Now()
	if _, err := d.send("a@example.org", "sink@mailsink.test", "Subject: lost\r\n\r\n"); err == nil || !strings.HasPrefix(err.Error(), "451 4.3.0 ") {
		t.Errorf("without a majority mail is answered with %v, want 451 4.3.0", err)
	}
	t.Logf("451 after %v", time.Since(began).Round(time.Millisecond))
	if last := all[len(all)-1]; get(t, p, "/v1/messages/"+last.id+"/raw") != last.content {
		t.Error("without a majority a message is not what it was")
	}
	soon(t, "the sink says that it takes no mail", func() bool {
		status, intake, detail := readiness(t, f.http[2])
		return status == http.StatusOK && intake == "closed" && strings.Contains(detail, f.peers[0]+", "+f.peers[1])
	})
	if said, err := exec.Command(binary, "healthcheck", "http://"+f.http[2]).CombinedOutput(); err != nil || !strings.Contains(string(said), "451") {
		t.Errorf("the health check says %s, %v", said, err)
	}
	f.begin(whole, 0)
	f.begin(whole, 1).await(t)
	f.nodes[0].await(t)
	soon(t, "the sink that stayed takes mail", func() bool {
		id, err := d.send("a@example.org", "sink@mailsink.test", "Subject: again\r\n")
		if err == nil {
			all = append(all, acknowledged{id, "Subject: again\r\n\r\n"})
			return true
		}
		return false
	})
	return all
}

// roll stops and starts a sink while the others take mail in; in the long form,
// all in turn. The last one has lost its disk.
func (f *fleet) roll(whole, t *testing.T, all []acknowledged) []acknowledged {
	for i := range f.nodes {
		if i < 2 && os.Getenv("MAILSINK_CRASH_ROUNDS") == "" {
			continue
		}
		l, stop := f.load(t, 2+i, (i+1)%3, (i+2)%3)
		l.wait(t, 20)
		if err := f.nodes[i].cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := f.nodes[i].wait(t); err != nil {
			t.Errorf("sink %d did not end well: %v", i, err)
		}
		l.wait(t, 20)
		if i == 2 {
			if err := os.RemoveAll(f.store(i)); err != nil {
				t.Fatal(err)
			}
		}
		f.begin(whole, i).await(t)
		l.wait(t, 20)
		all = append(all, stop()...)
	}
	return all
}
