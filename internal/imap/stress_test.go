package imap_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// A profile says how likely each kind of thing is that a client does.
type profile struct {
	name    string
	clients int
	weights map[string]int
	setup   []string // after the login
}

// profiles returns ways to use one mailbox that a server finds hard. Every one
// of them also appends and expunges, so that numbers move.
func profiles() []profile {
	return []profile{
		{"readers", 20, map[string]int{"fetch": 10, "body": 5, "search": 5, "noop": 3, "append": 3, "delete": 1, "expunge": 1}, nil},
		{"writers", 20, map[string]int{"append": 10, "store": 10, "keyword": 4, "delete": 4, "expunge": 4, "noop": 3, "copy": 3}, nil},
		{"movers", 12, map[string]int{"append": 8, "move": 6, "copy": 4, "uidexpunge": 3, "delete": 5, "uidfetch": 5, "noop": 2}, nil},
		{"idlers", 30, map[string]int{"idle": 20, "append": 6, "store": 5, "delete": 3, "expunge": 3}, nil},
		{"pipelining", 20, map[string]int{"pipeline": 20, "append": 4, "delete": 2, "expunge": 2}, nil},
		{"selecting", 12, map[string]int{"select": 8, "examine": 4, "close": 4, "status": 4, "fetch": 4, "append": 4, "store": 4, "delete": 2, "logout": 1}, nil},
		{"broken", 20, map[string]int{"cut": 6, "fetch": 5, "append": 5, "store": 5, "delete": 2, "expunge": 2, "idle": 3}, nil},
		{"condstore", 12, map[string]int{"store": 8, "unchanged": 6, "changed": 6, "append": 4, "delete": 3, "expunge": 2, "noop": 3}, []string{"ENABLE CONDSTORE"}},
		{"qresync", 12, map[string]int{"resync": 5, "store": 8, "append": 5, "delete": 4, "expunge": 3, "noop": 4, "uidfetch": 3}, []string{"ENABLE QRESYNC"}},
		{"notified", 16, map[string]int{"wait": 8, "append": 5, "store": 6, "delete": 3, "expunge": 3, "status": 2},
			[]string{"NOTIFY SET (SELECTED-DELAYED (MessageNew (UID FLAGS) MessageExpunge FlagChange)) (PERSONAL (MessageNew MessageExpunge MailboxName))"}},
	}
}

// TestClientsAreNeverToldContradictions lets many clients at once do random
// things to one mailbox. MAILSINK_STRESS is for how long; without it, each
// client does a few.
func TestClientsAreNeverToldContradictions(t *testing.T) {
	long, err := time.ParseDuration(os.Getenv("MAILSINK_STRESS"))
	if err != nil {
		long = 0
	}
	for i, p := range profiles() {
		t.Run(p.name, func(t *testing.T) {
			if long == 0 {
				t.Parallel()
			}
			w := start(t)
			if _, err := w.Create(t.Context(), "sink", "Other"); err != nil {
				t.Fatal(err)
			}
			for i := range 10 {
				w.deliver(message(fmt.Sprint(i)))
			}
			if long == 0 {
				p.clients = min(p.clients, 8)
			}
			s := &stress{profile: p, addr: w.addr, ops: 12, until: time.Now().Add(long), long: long > 0}
			s.run(t, uint64(i))
		})
	}
}

// A stress is a profile at work.
type stress struct {
	profile
	addr  string
	ops   int
	long  bool
	until time.Time
}

// run lets the clients loose and waits for them, and then has each check what
// it knows, when nobody changes anything any more.
func (s *stress) run(t *testing.T, seed uint64) {
	errs := make([]error, s.clients)
	var acting, checking sync.WaitGroup
	acting.Add(s.clients)
	for i := range s.clients {
		checking.Go(func() {
			a := &actor{stress: s, rnd: rand.New(rand.NewPCG(seed, uint64(i)))}
			errs[i] = a.live(acting.Done)
			acting.Wait()
			if errs[i] == nil && a.rider != nil {
				if errs[i] = a.settle(); errs[i] == nil {
					errs[i] = a.check()
				}
				a.sock.Close()
			}
		})
	}
	checking.Wait()
	for i, err := range errs {
		if err != nil {
			t.Errorf("client %d: %v", i, err)
		}
	}
}

// An actor is one client of a stress, which connects again when it has gone.
type actor struct {
	*stress
	*rider
	rnd *rand.Rand
}

// live does random things, as many as are wanted.
func (a *actor) live(done func()) error {
	defer done()
	for i := 0; a.long && time.Now().Before(a.until) || !a.long && i < a.ops; i++ {
		if err := a.settle(); err != nil {
			return err
		}
		if err := a.act(a.choose()); err != nil {
			return err
		}
	}
	return a.settle()
}

// settle makes sure that there is a connection and a selected mailbox, and that
// the messages in it are known.
func (a *actor) settle() error {
	if a.rider == nil {
		r, err := mount(a.addr)
		if err != nil {
			return err
		}
		a.rider = r
		for _, c := range a.setup {
			a.qresync = a.qresync || strings.Contains(c, "QRESYNC")
			if _, err := a.do(c); err != nil {
				return err
			}
		}
	}
	if !a.open {
		a.forget()
		if _, err := a.do("SELECT INBOX"); err != nil {
			return err
		}
		a.open = true
	}
	return a.learn()
}

// choose returns what to do next.
func (a *actor) choose() string {
	total := 0
	var kinds []string
	for _, kind := range []string{"fetch", "body", "search", "noop", "append", "delete", "expunge", "store", "keyword", "copy", "move", "uidexpunge",
		"uidfetch", "idle", "pipeline", "select", "examine", "close", "status", "logout", "cut", "unchanged", "changed", "resync", "wait"} {
		if a.weights[kind] > 0 {
			kinds = append(kinds, kind)
			total += a.weights[kind]
		}
	}
	at := a.rnd.IntN(total)
	for _, kind := range kinds {
		if at -= a.weights[kind]; at < 0 {
			return kind
		}
	}
	return "noop"
}

// act does one thing.
func (a *actor) act(kind string) error {
	switch kind {
	case "idle":
		return a.idle()
	case "cut":
		return a.cut()
	case "select", "examine", "close", "logout", "resync":
		return a.change(kind)
	case "pipeline":
		_, err := a.do(a.command("uidfetch"), a.command("noop"), "UID STORE 1:* +FLAGS.SILENT (\\Flagged)", a.command("append"), "UID SEARCH ALL", "UID FETCH 1:* FLAGS")
		return err
	case "wait":
		_, err := a.do("NOOP")
		return err
	}
	command := a.command(kind)
	if command == "" {
		return nil
	}
	status, err := a.do(command)
	if err == nil && strings.HasPrefix(status, "NO") && !strings.Contains(status, "EXPUNGEISSUED") {
		return contradiction("%s: %s", command, status)
	}
	return err
}

// some returns a number of a message, or a range of them.
func (a *actor) some() string {
	n := 1 + a.rnd.IntN(len(a.messages))
	if a.rnd.IntN(3) == 0 {
		return fmt.Sprintf("%d:%d", n, n+a.rnd.IntN(len(a.messages)-n+1))
	}
	return fmt.Sprint(n)
}

// command returns a command of that kind, or "" if there are no messages.
func (a *actor) command(kind string) string {
	body := message("stress")
	switch kind {
	case "append":
		return fmt.Sprintf("APPEND INBOX ($k%d) {%d+}\r\n%s", a.rnd.IntN(30), len(body), body)
	case "noop":
		return []string{"NOOP", "CHECK"}[a.rnd.IntN(2)]
	case "expunge":
		return "EXPUNGE"
	case "uidexpunge":
		return "UID EXPUNGE 1:*"
	case "uidfetch":
		return "UID FETCH 1:* (FLAGS RFC822.SIZE)"
	case "status":
		return "STATUS Other (MESSAGES UIDNEXT UNSEEN)"
	case "search":
		return []string{"SEARCH UNSEEN", "UID SEARCH FLAGGED", "SEARCH RETURN (COUNT MAX) SUBJECT stress"}[a.rnd.IntN(3)]
	case "changed":
		return fmt.Sprintf("UID FETCH 1:* (FLAGS) (CHANGEDSINCE %d)", max(1, a.modSeq))
	}
	if len(a.messages) == 0 {
		return ""
	}
	return a.commandOnSome(kind)
}

func (a *actor) commandOnSome(kind string) string {
	flag := []string{`\Seen`, `\Flagged`, `\Answered`, "$Work"}[a.rnd.IntN(4)]
	sign := []string{"+", "-", ""}[a.rnd.IntN(3)]
	silent := []string{"", ".SILENT"}[a.rnd.IntN(2)]
	switch kind {
	case "fetch":
		return fmt.Sprintf("FETCH %s (UID FLAGS ENVELOPE)", a.some())
	case "body":
		return fmt.Sprintf("FETCH %s (UID BODY[])", a.some())
	case "keyword":
		flag = fmt.Sprintf("$new%d", a.rnd.IntN(40))
	case "delete":
		a.doubt(silent)
		return fmt.Sprintf(`STORE %s +FLAGS%s (\Deleted)`, a.some(), silent)
	case "copy":
		return fmt.Sprintf("COPY %s Other", a.some())
	case "move":
		return fmt.Sprintf("MOVE %d Other", 1+a.rnd.IntN(len(a.messages)))
	case "unchanged":
		a.doubt(silent)
		return fmt.Sprintf("STORE %s (UNCHANGEDSINCE %d) %sFLAGS%s (%s)", a.some(), a.modSeq, sign, silent, flag)
	}
	a.doubt(silent)
	return fmt.Sprintf("STORE %s %sFLAGS%s (%s)", a.some(), sign, silent, flag)
}

// doubt forgets all flags, if a change of them is not told.
func (a *actor) doubt(silent string) {
	for _, m := range a.messages {
		m.known = m.known && silent == ""
	}
}

// idle waits a little while others change things.
func (a *actor) idle() error {
	a.n++
	if _, err := fmt.Fprintf(a.sock, "%d IDLE\r\n", a.n); err != nil {
		return err
	}
	for heard, wanted := 0, a.rnd.IntN(4); heard < wanted; heard++ {
		a.sock.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
		if _, err := a.in.Peek(1); errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		a.sock.SetReadDeadline(time.Now().Add(2 * time.Minute))
		if err := a.hear(); err != nil {
			return err
		}
	}
	a.sock.SetDeadline(time.Now().Add(2 * time.Minute))
	if _, err := io.WriteString(a.sock, "DONE\r\n"); err != nil {
		return err
	}
	for {
		line, err := a.response()
		if err != nil {
			return err
		}
		if strings.HasPrefix(line, fmt.Sprintf("%d OK", a.n)) {
			return nil
		}
		if err := a.take(line); err != nil {
			return fmt.Errorf("%w; in IDLE, answered %.300q", err, line)
		}
	}
}

// hear takes one response.
func (a *actor) hear() error {
	line, err := a.response()
	if err != nil {
		return err
	}
	if err := a.take(line); err != nil {
		return fmt.Errorf("%w; in IDLE, answered %.300q", err, line)
	}
	return nil
}

// cut leaves in the middle of something, without a word.
func (a *actor) cut() error {
	begun := []string{"x APPEND INBOX {1000}\r\n", "x APPEND INBOX {1000+}\r\nhalf of", "x FETCH 1:* BODY[]\r\n", "x IDLE\r\n", "x SEARCH TEXT", "x EXPUNGE\r\nx2 NOOP\r\n"}
	io.WriteString(a.sock, begun[a.rnd.IntN(len(begun))])
	if tcp, ok := a.sock.(*net.TCPConn); ok && a.rnd.IntN(2) == 0 {
		tcp.SetLinger(0) // with a reset
	}
	a.sock.Close()
	a.rider = nil
	return nil
}

// change leaves the mailbox, or the connection, and comes back.
func (a *actor) change(kind string) error {
	command := map[string]string{"select": "SELECT INBOX", "examine": "EXAMINE INBOX", "close": "CLOSE", "logout": "LOGOUT", "resync": "CLOSE"}[kind]
	if _, err := a.do(command); err != nil {
		return err
	}
	if kind == "logout" {
		a.sock.Close()
		a.rider = nil
		return nil
	}
	a.open = kind == "select"
	if kind == "close" || kind == "resync" {
		a.forget()
	}
	return nil
}
