package clienttests

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
)

// A talk is a session, read line by line.
type talk struct {
	testing.TB
	net.Conn
	in *bufio.Reader
	n  int
}

func (w *world) talk(user string) *talk {
	w.Helper()
	sock, err := net.Dial("tcp", net.JoinHostPort(w.host, w.port))
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { sock.Close() })
	if err := sock.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		w.Fatal(err)
	}
	c := &talk{TB: w.TB, Conn: sock, in: bufio.NewReader(sock)}
	c.line()
	c.do("LOGIN "+user+" any", "OK")
	return c
}

func (c *talk) line() string {
	c.Helper()
	line, err := c.in.ReadString('\n')
	if err != nil {
		c.Fatalf("after %q: %v", line, err)
	}
	return strings.TrimSuffix(line, "\r\n")
}

// do says a command that must end as it should, and returns what else is said.
func (c *talk) do(command, want string) string {
	c.Helper()
	c.n++
	tag := fmt.Sprintf("t%d ", c.n)
	if _, err := io.WriteString(c, tag+command+"\r\n"); err != nil {
		c.Fatal(err)
	}
	var said []string
	for {
		line := c.line()
		if status, ok := strings.CutPrefix(line, tag); ok {
			if !strings.HasPrefix(status, want) {
				c.Errorf("%s: %s, want %s", command, status, want)
			}
			return strings.Join(said, "\n")
		}
		said = append(said, line)
	}
}

// says wants a line that has text, and passes over others.
func (c *talk) says(text string) string {
	c.Helper()
	for {
		if line := c.line(); strings.Contains(line, text) {
			return line
		}
	}
}

// to delivers a message to original recipients of the account sink.
func (w *world) to(originals ...string) {
	w.Helper()
	var env mail.Envelope
	for _, o := range originals {
		env.Recipients = append(env.Recipients, mail.Recipient{Original: mail.Address(o), Final: "sink@mailsink.test"})
	}
	if _, err := w.Deliver(w.Context(), env, strings.NewReader(plain)); err != nil {
		w.Fatal(err)
	}
}

func TestAVirtualMailboxIsLive(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.to("ann@x.test")
	c, inbox := w.talk("sink"), w.talk("sink")
	c.do("SELECT Recipients/ann@x.test", "OK")
	inbox.do("SELECT INBOX", "OK")
	c.n++
	fmt.Fprintf(c, "t%d IDLE\r\n", c.n)
	c.says("+ ")
	w.to("bob@x.test")
	w.to("Ann@X.test", "bob@x.test")
	c.says("* 2 EXISTS")
	inbox.do("NOOP", "OK")
	inbox.do(`STORE 3 +FLAGS (\Flagged)`, "OK")
	c.says(`FLAGS (\Flagged`)
	inbox.do(`STORE 1 +FLAGS.SILENT (\Deleted)`, "OK")
	c.says(`FLAGS (\Deleted`)
	inbox.do("EXPUNGE", "OK")
	c.says("* 1 EXPUNGE")
	fmt.Fprint(c, "DONE\r\n")
	c.says(" OK")

	uid := func(c *talk, number string) string {
		_, rest, _ := strings.Cut(c.do("FETCH "+number+" UID", "OK"), "UID ")
		return rest
	}
	if mine, its := uid(c, "1"), uid(inbox, "2"); mine == "" || mine != its {
		t.Errorf("the UID is %q in the one and %q in the other", mine, its)
	}
	c.do(`UID STORE 1:* +FLAGS (\Deleted)`, "OK")
	c.do("EXPUNGE", "OK")
	if got := inbox.do("NOOP", "OK"); !strings.Contains(got, "* 2 EXPUNGE") {
		t.Errorf("INBOX is told %q", got)
	}
	w.to("ann@x.test")
	if got := c.do("NOOP", "OK"); !strings.Contains(got, "* 1 EXISTS") {
		t.Errorf("a mailbox that was empty is told %q", got)
	}
}

func TestNothingIsPutIntoAVirtualMailbox(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.to("ann@x.test", "a/b@x.test")
	c := w.talk("sink")
	list := c.do(`LIST "" *`, "OK")
	for _, name := range []string{"Recipients", "Recipients/ann@x.test", "Recipients/a%2Fb@x.test"} {
		if !strings.Contains(list, " "+name+"\n") && !strings.HasSuffix(list, " "+name) && !strings.Contains(list, `"`+name+`"`) {
			t.Errorf("%s is not listed:\n%s", name, list)
		}
	}
	if got := c.do("STATUS recipients/ann@x.test (MESSAGES)", "NO"); got != "" {
		t.Errorf("Recipients has no case: %s", got)
	}
	if got := c.do("STATUS Recipients/ANN@x.test (MESSAGES UNSEEN)", "OK"); !strings.Contains(got, "(MESSAGES 1 UNSEEN 1)") {
		t.Errorf("the status is %s", got)
	}
	c.do("SELECT Recipients/none@x.test", "NO [NONEXISTENT]")
	c.do("SELECT INBOX", "OK")
	for _, command := range []string{
		"APPEND Recipients/ann@x.test {1+}\r\nx", "COPY 1 Recipients/ann@x.test", "MOVE 1 Recipients/ann@x.test", "COPY 1 Recipients/none@x.test",
		"CREATE Recipients/other", "CREATE Views", "RENAME INBOX Recipients/new", "RENAME Recipients/ann@x.test Kept", "DELETE Recipients/ann@x.test",
	} {
		c.do(command, "NO [CANNOT]")
	}
	c.do("DELETE Recipients", "NO ")
	c.do("CREATE Kept", "OK")
	c.do("SELECT Recipients/ann@x.test", "OK")
	c.do("MOVE 1 Kept", "OK")
	if got := c.do("STATUS INBOX (MESSAGES)", "OK"); !strings.Contains(got, "MESSAGES 0") {
		t.Errorf("what was moved out is still in INBOX: %s", got)
	}
	c.do("SELECT Recipients/ann@x.test", "NO [NONEXISTENT]")
}
