package pop3_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/pop3"
	"mailsink/internal/store/memory"
)

// A world is a mailbox and a server of it on a loopback port.
type world struct {
	testing.TB
	*mailbox.Mailbox
	addr string
	stop func() error // tells the server to stop, and returns what it returned
}

func start(t testing.TB, change ...func(*pop3.Server)) *world {
	t.Helper()
	st := memory.New()
	mb, err := mailbox.Open(t.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		t.Fatal(err)
	}
	s := &pop3.Server{Mailbox: mb, Domain: "mailsink.test", AuthDelay: time.Nanosecond}
	for _, f := range change {
		f(s)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, ln) }()
	w := &world{TB: t, Mailbox: mb, addr: ln.Addr().String()}
	w.stop = func() error {
		cancel()
		err := <-served
		served <- nil
		return err
	}
	t.Cleanup(func() { mb.Close(); st.Close() })
	t.Cleanup(func() {
		if err := w.stop(); err != nil {
			t.Errorf("Serve returned %v", err)
		}
	})
	return w
}

// deliver puts a message into the INBOX of sink.
func (w *world) deliver(content string) *mail.Message {
	w.Helper()
	to := mail.Address("sink@mailsink.test")
	id, err := w.Deliver(w.Context(), mail.Envelope{Recipients: []mail.Recipient{{Original: to, Final: to}}}, strings.NewReader(content))
	if err != nil {
		w.Fatal(err)
	}
	m, _ := w.State().Find(id)
	return m
}

// A wire is a connection, read and written as it is.
type wire struct {
	testing.TB
	net.Conn
	r *bufio.Reader
}

// dial connects, and reads the greeting.
func (w *world) dial() *wire {
	w.Helper()
	sock, err := net.Dial("tcp", w.addr)
	if err != nil {
		w.Fatal(err)
	}
	c := w.on(sock)
	if line := c.line(); !strings.HasPrefix(line, "+OK ") {
		w.Fatalf("the greeting is %q", line)
	}
	return c
}

func (w *world) on(sock net.Conn) *wire {
	w.Helper()
	w.Cleanup(func() { sock.Close() })
	if err := sock.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		w.Fatal(err)
	}
	return &wire{w, sock, bufio.NewReader(sock)}
}

// login connects and logs in.
func (w *world) login() *wire {
	w.Helper()
	c := w.dial()
	c.say("USER sink", "+OK Now the password")
	c.ok("PASS anything")
	return c
}

func (c *wire) line() string {
	c.Helper()
	line, err := c.r.ReadString('\n')
	if err != nil {
		c.Fatalf("the server closed the connection after %q: %v", line, err)
	}
	return strings.TrimSuffix(line, "\r\n")
}

func (c *wire) send(line string) {
	c.Helper()
	if _, err := io.WriteString(c, line+"\r\n"); err != nil {
		c.Fatal(err)
	}
}

// say sends a line and wants an answer of these lines.
func (c *wire) say(line string, want ...string) {
	c.Helper()
	c.send(line)
	for _, w := range want {
		if got := c.line(); got != w {
			c.Errorf("%s: %q, want %q", line, got, w)
		}
	}
}

// ok sends a line and wants +OK.
func (c *wire) ok(line string) string { c.Helper(); return c.begins(line, "+OK") }

// no sends a line and wants -ERR.
func (c *wire) no(line string) string { c.Helper(); return c.begins(line, "-ERR ") }

func (c *wire) begins(line, want string) string {
	c.Helper()
	c.send(line)
	got := c.line()
	if !strings.HasPrefix(got, want) {
		c.Errorf("%s: %q, want %q", line, got, want)
	}
	return got
}

// closed wants the connection to be closed.
func (c *wire) closed() {
	c.Helper()
	if rest, err := io.ReadAll(c.r); err != nil && !errors.Is(err, net.ErrClosed) || strings.Contains(string(rest), "+OK") {
		c.Errorf("it is not closed but %q, %v", rest, err)
	}
}

const two = "Subject: two\r\n\r\nfirst\r\n.dot\r\nlast\r\n"

func TestASession(t *testing.T) {
	w := start(t)
	one, other := w.deliver("Subject: one\r\n\r\nHello.\r\n"), w.deliver(two)
	c := w.login()
	c.say("STAT", fmt.Sprintf("+OK 2 %d", one.Size+other.Size))
	c.say("LIST", fmt.Sprintf("+OK 2 messages (%d octets)", one.Size+other.Size), fmt.Sprintf("1 %d", one.Size), fmt.Sprintf("2 %d", other.Size), ".")
	c.say("list 2", fmt.Sprintf("+OK 2 %d", other.Size))
	c.say("UIDL", fmt.Sprintf("+OK 2 messages (%d octets)", one.Size+other.Size), "1 "+one.ID.String(), "2 "+other.ID.String(), ".")
	c.say("UIDL 1", "+OK 1 "+one.ID.String())
	c.say("RETR 1", fmt.Sprintf("+OK %d octets", one.Size), "Subject: one", "", "Hello.", ".")
	c.say("RETR 2", fmt.Sprintf("+OK %d octets", other.Size), "Subject: two", "", "first", "..dot", "last", ".")
	c.say("TOP 2 0", fmt.Sprintf("+OK %d octets", other.Size), "Subject: two", "", ".")
	c.say("TOP 2 2", fmt.Sprintf("+OK %d octets", other.Size), "Subject: two", "", "first", "..dot", ".")
	c.say("TOP 2 99", fmt.Sprintf("+OK %d octets", other.Size), "Subject: two", "", "first", "..dot", "last", ".")
	c.say("NOOP", "+OK ")
	c.say("DELE 1", "+OK Message 1 goes at QUIT")
	c.no("DELE 1")
	c.no("RETR 1")
	c.say("STAT", fmt.Sprintf("+OK 1 %d", other.Size))
	c.say("UIDL", fmt.Sprintf("+OK 1 messages (%d octets)", other.Size), "2 "+other.ID.String(), ".")
	c.ok("RSET")
	c.say("STAT", fmt.Sprintf("+OK 2 %d", one.Size+other.Size))
	c.ok("DELE 2")
	c.ok("QUIT")
	c.closed()
	if b, _ := w.State().Box("sink", "INBOX"); b.Len() != 1 || b.At(0).UID != one.UID {
		t.Errorf("%d messages are left", b.Len())
	}
}

func TestWhatIsLostDeletesNothing(t *testing.T) {
	w := start(t)
	w.deliver(two)
	c := w.login()
	c.ok("DELE 1")
	c.Close()
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	if b, _ := w.State().Box("sink", "INBOX"); b.Len() != 1 {
		t.Error("a message is gone without QUIT")
	}
}

func TestNumbersMeanOneMessageForASession(t *testing.T) {
	w := start(t)
	first := w.deliver("Subject: one\r\n\r\n")
	w.deliver(two)
	c, other := w.login(), w.login()
	w.deliver("Subject: three\r\n\r\n")
	other.ok("DELE 1")
	other.ok("QUIT")
	c.say("RETR 1", "-ERR The message has been deleted by another session")
	c.say("UIDL 1", "+OK 1 "+first.ID.String())
	c.say("TOP 2 0", fmt.Sprintf("+OK %d octets", len(two)), "Subject: two", "", ".")
	c.no("RETR 3")
	c.ok("DELE 1")
	c.ok("QUIT")
}

func TestLinesOfAnyMessageCannotBeTakenForTheEnd(t *testing.T) {
	long := strings.Repeat("x", 4095)
	for name, test := range map[string]struct {
		content string
		want    []string
	}{
		"a bare LF before a dot":     {"\n\na\n.\nb", []string{"", "", "a", "..", "b", "."}},
		"no line end at all":         {"a", []string{"a", "."}},
		"a dot at the end":           {"\r\n.", []string{"", "..", "."}},
		"a CR alone is no line end":  {"\r\na\rb\r\n", []string{"", "a\rb", "."}},
		"a CR at the end of a piece": {"\r\n" + long + "\r\nb\r\n", []string{"", long, "b", "."}},
		"a CR within a long line":    {"\r\n" + long + "\ry\r\n", []string{"", long + "\ry", "."}},
		"a dot within a long line":   {"\r\n" + long + ".y\r\n", []string{"", long + ".y", "."}},
		"an empty message":           {"", []string{"."}},
		"CR CR LF":                   {"\r\na\r\r\n", []string{"", "a\r", "."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.deliver(test.content)
			c := w.login()
			c.say("RETR 1", append([]string{fmt.Sprintf("+OK %d octets", len(test.content))}, test.want...)...)
			c.ok("NOOP")
		})
	}
}

func TestCommandsOutOfPlace(t *testing.T) {
	w := start(t)
	c := w.dial()
	for _, line := range []string{"", "WHAT", "STAT", "RETR 1", "USER", "PASS", "PASS x", "AUTH A B C", "APOP sink c4c9334bac560ecc979e58001b3e22fb", "STLS", "TOP 1"} {
		c.no(line)
	}
	c.ok("USER sink")
	c.ok("PASS with spaces in it")
	for _, line := range []string{"USER sink", "AUTH PLAIN", "STLS", "RETR 0", "RETR x"} {
		c.no(line)
	}
	c.no("RETR 1 1")
	c.no("RETR 99999999999999999999")
	c.no("TOP 1 -1")
}

func TestAClientThatOnlyErrsIsClosed(t *testing.T) {
	c := start(t).dial()
	for range 20 {
		c.no("GET / HTTP/1.1")
	}
	c.closed()
}

func TestALineThatIsTooLongIsNoCommand(t *testing.T) {
	w := start(t)
	c := w.dial()
	for _, n := range []int{254, 5_000, 100_000} {
		c.no("USER " + strings.Repeat("x", n))
	}
	c.ok("USER " + strings.Repeat("x", 200))
	c.ok("QUIT")
}

func TestCommandsMayBeSentAtOnce(t *testing.T) {
	w := start(t)
	w.deliver("Subject: x\r\n\r\n")
	c := w.dial()
	c.send("USER sink\r\nPASS x\r\nSTAT\r\nDELE 1\r\nQUIT")
	for _, want := range []string{"+OK Now", "+OK 1 messages", "+OK 1 14", "+OK Message 1", "+OK Goodbye; 1"} {
		if got := c.line(); !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAccounts(t *testing.T) {
	only := func(s *pop3.Server) {
		s.Auth = func(_ context.Context, user, password string) error {
			if user != "ann" || password != "secret" {
				return errors.New("wrong")
			}
			return nil
		}
		s.Secret = func(user string) (string, bool) { return "secret", user == "ann" }
	}
	w := start(t, only)
	c := w.dial()
	c.ok("USER ann")
	c.say("PASS wrong", "-ERR [AUTH] Authentication failed")
	c.ok("USER ann")
	c.say("PASS secret", "+OK 0 messages (0 octets)")
	c = w.dial()
	for range 3 {
		c.ok("USER sink")
		c.no("PASS secret")
	}
	c.closed()

	free := start(t)
	free.deliver(two)
	c = free.dial()
	c.ok("USER nobody@example.org")
	c.say("PASS x", fmt.Sprintf("+OK 1 messages (%d octets)", len(two)))
}

func TestExchanges(t *testing.T) {
	w := start(t)
	w.deliver(two)
	plain := base64.StdEncoding.EncodeToString([]byte("\x00sink\x00secret"))
	in := fmt.Sprintf("+OK 1 messages (%d octets)", len(two))
	t.Run("a list", func(t *testing.T) {
		w.dial().say("AUTH", "+OK Mechanisms follow", "PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "OAUTHBEARER", ".")
	})
	t.Run("PLAIN at once", func(t *testing.T) { w.dial().say("AUTH PLAIN "+plain, in) })
	t.Run("PLAIN when asked", func(t *testing.T) {
		c := w.dial()
		c.say("auth plain", "+ ")
		c.say(plain, in)
	})
	t.Run("LOGIN", func(t *testing.T) {
		c := w.dial()
		c.begins("AUTH LOGIN", "+ ")
		c.begins(base64.StdEncoding.EncodeToString([]byte("sink")), "+ ")
		c.say(base64.StdEncoding.EncodeToString([]byte("x")), in)
	})
	t.Run("CRAM-MD5", func(t *testing.T) {
		c := w.dial()
		c.begins("AUTH CRAM-MD5", "+ ")
		c.say(base64.StdEncoding.EncodeToString([]byte("sink 0123456789abcdef0123456789abcdef")), in)
	})
	t.Run("given up", func(t *testing.T) {
		c := w.dial()
		c.say("AUTH PLAIN", "+ ")
		c.no("*")
		c.ok("QUIT")
	})
	t.Run("not well formed", func(t *testing.T) {
		c := w.dial()
		c.no("AUTH PLAIN !!!")
		c.no("AUTH PLAIN =")
		c.no("AUTH NTLM")
		c.say("AUTH PLAIN", "+ ")
		c.no(strings.Repeat("A", 20_000))
		c.ok("QUIT")
	})
}

// capabilities returns what CAPA lists, a line each.
func (c *wire) capabilities() string {
	c.Helper()
	c.ok("CAPA")
	all := ""
	for line := c.line(); line != "."; line = c.line() {
		all += line + "\n"
	}
	return all
}

func TestCapabilities(t *testing.T) {
	c := start(t).dial()
	want := "TOP\nUIDL\nPIPELINING\nRESP-CODES\nAUTH-RESP-CODE\nEXPIRE NEVER\nUTF8 USER\nIMPLEMENTATION mailsink\nUSER\nSASL PLAIN LOGIN CRAM-MD5 XOAUTH2 OAUTHBEARER\n"
	if got := c.capabilities(); got != want {
		t.Errorf("they are\n%s, want\n%s", got, want)
	}
	c.ok("UTF8")
}

func TestStoppingEndsSessions(t *testing.T) {
	w := start(t)
	w.deliver(two)
	c := w.login()
	c.ok("DELE 1")
	stopped := make(chan error, 1)
	go func() { stopped <- w.stop() }()
	if got := c.line(); !strings.HasPrefix(got, "-ERR [SYS/TEMP]") {
		t.Errorf("it says %q", got)
	}
	c.closed()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if b, _ := w.State().Box("sink", "INBOX"); b.Len() != 1 {
		t.Error("a message is gone without QUIT")
	}
}

func TestWhoIsSilentIsClosed(t *testing.T) {
	w := start(t, func(s *pop3.Server) { s.LoginTimeout = 10 * time.Millisecond })
	c := w.dial()
	if got := c.line(); !strings.HasPrefix(got, "-ERR") {
		t.Errorf("it says %q", got)
	}
	c.closed()
}

func TestTooManyConnectionsAreTurnedAway(t *testing.T) {
	w := start(t, func(s *pop3.Server) { s.MaxConnections = 1 })
	c := w.dial()
	sock, err := net.Dial("tcp", w.addr)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.on(sock).line(); !strings.HasPrefix(got, "-ERR [SYS/TEMP]") {
		t.Errorf("it says %q", got)
	}
	c.ok("QUIT")
}
