package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// An acknowledged message is one the sink has said 250 to.
type acknowledged struct{ id, content string }

// TestKillLosesNoAcknowledgedMessage kills the process with SIGKILL at random
// moments of a load, starts it again on the same directory, and wants every
// acknowledged message, octet for octet, once, with the UID and the flags it
// had.
func TestKillLosesNoAcknowledgedMessage(t *testing.T) {
	dir := "file:" + t.TempDir()
	known := make(map[string]seen)
	var all []acknowledged
	rounds := 5
	if n, err := strconv.Atoi(os.Getenv("MAILSINK_CRASH_ROUNDS")); err == nil {
		rounds = n
	}
	validity := ""
	for round := range rounds {
		p := start(t, "--store", dir)
		verify(t, p, all, known)
		if now := uidValidity(t, p); validity != "" && now != validity {
			t.Fatalf("UIDVALIDITY was %s and is %s", validity, now)
		} else {
			validity = now
		}
		load := newLoad(t.Context(), round)
		for range 100 {
			load.work.Go(func() { load.send(p.SMTP) })
		}
		load.wait(t, 50+rand.IntN(400))
		p.cmd.Process.Kill()
		<-p.exited
		all = append(all, load.stop()...)
	}
	p := start(t, "--store", dir)
	verify(t, p, all, known)
	if len(all) < 200 {
		t.Errorf("only %d messages were acknowledged: the load was no load", len(all))
	}
}

// uidValidity returns what SELECT says of INBOX.
func uidValidity(t *testing.T, p *process) string {
	t.Helper()
	d := loggedIn(t, p)
	if _, err := io.WriteString(d, "b EXAMINE INBOX\r\n"); err != nil {
		t.Fatal(err)
	}
	for {
		line, err := d.r.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if _, rest, ok := strings.Cut(line, "[UIDVALIDITY "); ok {
			value, _, _ := strings.Cut(rest, "]")
			return value
		}
	}
}

// A load is many clients that send until the process is gone.
type load struct {
	ctx   context.Context
	round int
	work  sync.WaitGroup

	mu    sync.Mutex
	acked []acknowledged
	more  chan struct{} // receives once for every acknowledgement
	next  int
}

func newLoad(ctx context.Context, round int) *load {
	return &load{ctx: ctx, round: round, more: make(chan struct{}, 1<<16)}
}

// send sends over one connection until it breaks, or ctx is done.
func (l *load) send(address string) {
	d, err := dial(address)
	if err != nil {
		return
	}
	defer d.Close()
	if d.greet() != nil {
		return
	}
	for l.ctx.Err() == nil {
		content := l.content()
		id, err := d.send("load@staging.example", "anna@customers.example", strings.TrimSuffix(content, "\r\n"))
		if err != nil {
			return
		}
		l.mu.Lock()
		l.acked = append(l.acked, acknowledged{id, content})
		l.mu.Unlock()
		l.more <- struct{}{}
	}
}

// content returns a message that no other message is like.
func (l *load) content() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next++
	return fmt.Sprintf("Subject: round %d number %d\r\n\r\n%s\r\n", l.round, l.next, strings.Repeat("0123456789", l.next%700))
}

// wait returns after n acknowledgements.
func (l *load) wait(t *testing.T, n int) {
	t.Helper()
	for range n {
		select {
		case <-l.more:
		case <-time.After(30 * time.Second):
			t.Fatal("the sink acknowledges nothing")
		}
	}
}

// stop waits for the clients and returns what was acknowledged.
func (l *load) stop() []acknowledged {
	l.work.Wait()
	return l.acked
}

// seen is what must not change of a message.
type seen struct {
	UID   uint32   `json:"uid"`
	Flags []string `json:"flags"`
}

// verify wants every message of all, and flags one in three for next time.
func verify(t *testing.T, p *process, all []acknowledged, known map[string]seen) {
	t.Helper()
	uids := make(map[uint32]bool)
	for i, a := range all {
		if got := get(t, p, "/v1/messages/"+a.id+"/raw"); got != a.content {
			t.Fatalf("message %s has come back as %d octets, want %d", a.id, len(got), len(a.content))
		}
		now := look(t, p, a.id)
		if before, ok := known[a.id]; ok && (before.UID != now.UID || fmt.Sprint(before.Flags) != fmt.Sprint(now.Flags)) {
			t.Fatalf("message %s was %+v and is %+v", a.id, before, now)
		}
		if uids[now.UID] {
			t.Fatalf("two messages have the UID %d", now.UID)
		}
		uids[now.UID] = true
		if i%3 == 0 && len(now.Flags) == 0 {
			flag(t, p, a.id)
			now = look(t, p, a.id)
		}
		known[a.id] = now
	}
}

func look(t *testing.T, p *process, id string) seen {
	t.Helper()
	var s seen
	if err := json.Unmarshal([]byte(get(t, p, "/v1/messages/"+id)), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// flag sets \Seen through the API.
func flag(t *testing.T, p *process, id string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, "http://"+p.HTTP+"/v1/messages/"+id, strings.NewReader(`{"flags":{"add":["\\Seen"]}}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if status, body := do(t, req); status != http.StatusOK {
		t.Fatalf("PATCH answered %d: %s", status, body)
	}
}

// get returns the body of a page that must be there.
func get(t *testing.T, p *process, path string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+p.HTTP+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	status, body := do(t, req)
	if status != http.StatusOK {
		t.Fatalf("GET %s answered %d: %s", path, status, body)
	}
	return body
}

func do(t *testing.T, req *http.Request) (int, string) {
	t.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}
