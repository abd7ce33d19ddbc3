package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// startNATS runs a NATS server that lets ann in, and returns how --store
// names a journal on it.
func startNATS(t *testing.T) string {
	t.Helper()
	s, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true,
		Username: "ann", Password: "secret",
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	if !s.ReadyForConnections(time.Minute) {
		t.Fatal("the NATS server does not get ready")
	}
	return fmt.Sprintf("nats://ann:secret@%s/mail", s.Addr())
}

// idle logs in at p as sink, selects INBOX and idles. Lines come over the
// reader it returns.
func idle(t *testing.T, p *process) *bufio.Reader {
	t.Helper()
	c, err := net.Dial("tcp", p.IMAP)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(c)
	for _, step := range [][2]string{{"", "* OK"}, {"a LOGIN sink x", "a OK"}, {"b SELECT INBOX", "b OK"}, {"c IDLE", "+"}} {
		if step[0] != "" {
			fmt.Fprintf(c, "%s\r\n", step[0])
		}
		until(t, r, step[1])
	}
	return r
}

// until reads lines up to one with a prefix.
func until(t *testing.T, r *bufio.Reader, prefix string) {
	t.Helper()
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("no line begins with %q: %v", prefix, err)
		}
		if strings.HasPrefix(line, prefix) {
			return
		}
	}
}

// TestSinksOfOneJournalShowTheSame holds that mail of one sink wakes those
// who idle at another, and stays when the one that took it is killed.
func TestSinksOfOneJournalShowTheSame(t *testing.T) {
	place := startNATS(t)
	a, b := start(t, "--store", place), start(t, "--store", place)
	mustSend(t, a, "x@example.org", "sink@mailsink.test", "Subject: first\r\n\r\n1\r\n")
	lines := idle(t, b)
	id := mustSend(t, a, "x@example.org", "sink@mailsink.test", "Subject: second\r\n\r\n2\r\n")
	until(t, lines, "* 2 EXISTS")
	if err := a.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-a.exited
	if got, want := look(t, start(t, "--store", place), id).UID, look(t, b, id).UID; got != want || got == 0 {
		t.Errorf("a new sink gives the message the UID %d, and the other %d", got, want)
	}
	if strings.Contains(b.log.String(), "secret") {
		t.Errorf("the log shows the password:\n%s", b.log)
	}
}

// TestASinkWhoseServersGoStaysReadyAndSaysSo stops the only server, and starts
// it again in its place.
func TestASinkWhoseServersGoStaysReadyAndSaysSo(t *testing.T) {
	o := &server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true}
	run := func() (stop func()) {
		s, err := server.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		s.Start()
		if !s.ReadyForConnections(time.Minute) {
			t.Fatal("the NATS server does not get ready")
		}
		o.Port = s.Addr().(*net.TCPAddr).Port
		stop = sync.OnceFunc(func() {
			s.Shutdown()
			s.WaitForShutdown()
		})
		t.Cleanup(stop)
		return stop
	}
	stop := run()
	p := start(t, "--store", fmt.Sprintf("nats://ann:hidden@127.0.0.1:%d/mail", o.Port))
	id := mustSend(t, p, "x@example.org", "sink@mailsink.test", "Subject: kept\r\n\r\n")
	if shown := get(t, p, "/v1/info"); strings.Contains(shown, "hidden") {
		t.Errorf("/v1/info shows the password: %s", shown)
	}
	stop()
	soon(t, "the sink says that it takes no mail", func() bool {
		status, intake, detail := readiness(t, p.HTTP)
		return status == 200 && intake == "closed" && strings.Contains(detail, "451")
	})
	if rows := list(t, p); len(rows) != 1 || !strings.Contains(rows[0], id) {
		t.Errorf("without the server the list is %q", rows)
	}
	if a, err := http.Get("http://" + p.HTTP + "/v1/messages/" + id + "/raw"); err != nil || a.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("without the server the octets are answered %v, %v", a, err)
	} else {
		a.Body.Close()
	}
	run()
	soon(t, "the sink takes mail again", func() bool {
		status, intake, _ := readiness(t, p.HTTP)
		return status == 200 && intake == "open"
	})
	mustSend(t, p, "x@example.org", "sink@mailsink.test", "Subject: again\r\n\r\n")
}

func TestAPasswordOfTheStoreIsNotShown(t *testing.T) {
	for in, want := range map[string]string{
		"nats://ann:secret@a/mail": "nats://a:4222/mail",
		"nats://ann:secret@a":      "NATS",
		"file:mail":                "file:mail",
	} {
		if got := shownStore(in); got != want {
			t.Errorf("%s is shown as %s, want %s", in, got, want)
		}
	}
}
