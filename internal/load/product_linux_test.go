package load

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// long asks for the long form of the tests of the product: make load.
var long = flag.Bool("long", false, "put ten times the load on the product")

const mib = 1 << 20

// A product is mailsink, built once for all tests of the package.
type product struct {
	once sync.Once
	path string
	err  error
}

var built product

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if built.path != "" {
		os.RemoveAll(filepath.Dir(built.path))
	}
	os.Exit(code)
}

func (p *product) build() {
	dir, err := os.MkdirTemp("", "mailsink-load-")
	if err != nil {
		p.err = err
		return
	}
	p.path = filepath.Join(dir, "mailsink")
	out, err := exec.Command("go", "build", "-o", p.path, "mailsink/cmd/mailsink").CombinedOutput()
	if err != nil {
		p.err = fmt.Errorf("the program does not build: %w\n%s", err, out)
	}
}

// A sink is a running mailsink that is under load.
type sink struct {
	*Process
	t     *testing.T
	start int64 // resident set before the load, in octets
}

func startProduct(t *testing.T, flags ...string) *sink {
	t.Helper()
	if built.once.Do(built.build); built.err != nil {
		t.Fatal(built.err)
	}
	p, err := StartMailsink(t.Context(), built.path, "memory:", flags...)
	if err != nil {
		t.Fatal(err)
	}
	s := &sink{Process: p, t: t}
	t.Cleanup(func() {
		if _, err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	s.start, _, err = s.memory()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// within checks what the sink has used of memory beside what it had.
func (s *sink) within(limit int64) {
	s.t.Helper()
	now, peak, err := s.memory()
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Logf("memory: %d MiB at first, %d now, %d at most", s.start/mib, now/mib, peak/mib)
	if grown := peak - s.start; grown > limit {
		s.t.Errorf("the sink has grown by %d MiB, more than %d", grown/mib, limit/mib)
	}
}

// memory returns the resident set of s in octets: what it is now, and the
// most that it was.
func (s *sink) memory() (now, peak int64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, 0, fmt.Errorf("the memory of the sink: %w", err)
	}
	for line := range bytes.Lines(status) {
		name, rest, _ := bytes.Cut(line, []byte(":"))
		kib, _, _ := bytes.Cut(bytes.TrimSpace(rest), []byte(" "))
		n, _ := strconv.ParseInt(string(kib), 10, 64) // other lines hold no number
		switch string(name) {
		case "VmRSS":
			now = n << 10
		case "VmHWM":
			peak = n << 10
		}
	}
	return now, peak, nil
}

// dial opens a session up to the reply to EHLO.
func (s *sink) dial() *conn {
	s.t.Helper()
	c, err := (&run{Load: Load{Addr: s.Addr}}).dial(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { c.Close() })
	if err := c.SetDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		s.t.Fatal(err)
	}
	return c
}

// dialAll opens n sessions, some at a time.
func (s *sink) dialAll(n int) []*conn {
	s.t.Helper()
	conns := make([]*conn, n)
	var group sync.WaitGroup
	for part := range slices.Chunk(conns, (n+7)/8) {
		group.Go(func() {
			for i := range part {
				c, err := (&run{Load: Load{Addr: s.Addr}}).dial(s.t.Context())
				if err != nil {
					s.t.Error(err)
					return
				}
				part[i] = c
			}
		})
	}
	group.Wait()
	s.t.Cleanup(func() {
		for _, c := range conns {
			if c != nil {
				c.Close()
			}
		}
	})
	if s.t.Failed() {
		s.t.FailNow()
	}
	return conns
}

func (s *sink) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

const envelope = "MAIL FROM:<sender@example.com>\r\nRCPT TO:<load@example.com>\r\n"

// serves checks that whoever comes now is served.
func (s *sink) serves() {
	s.t.Helper()
	result, err := Load{Addr: s.Addr, Messages: 1}.Run(s.t.Context())
	if err != nil || result.Messages != 1 {
		s.t.Errorf("a client beside the load sent %d messages: %v", result.Messages, err)
	}
}

// connections returns n, or as many as this process may have.
func connections(t *testing.T, n int) int {
	t.Helper()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if most := int(limit.Max) - 200; n > most {
		t.Logf("%d connections instead of %d: ulimit -n is %d", most, n, limit.Max)
		return most
	}
	return n
}

// TestIdleConnectionsCostLittle holds that 10,000 clients that say nothing
// cost less than 9 KiB each. Beside the 25 MiB that the sink has without them,
// of which most is the program itself, that is about 100 MiB.
func TestIdleConnectionsCostLittle(t *testing.T) {
	s := startProduct(t)
	conns := s.dialAll(connections(t, 10_000))
	s.within(int64(len(conns)) * 9 << 10)
	s.serves()
}

// TestOpenTransactionsCostLittle holds that 10,000 clients that have begun to
// send cost less than 32 KiB each.
func TestOpenTransactionsCostLittle(t *testing.T) {
	s := startProduct(t)
	conns := s.dialAll(connections(t, 10_000))
	for _, c := range conns {
		s.must(c.command(envelope, "250", "250"))
	}
	s.within(int64(len(conns)) * 32 << 10)
	s.serves()
}

// TestSlowClientsHoldNobodyUp holds that a thousand clients that send an octet
// now and then cost less than 64 KiB each, that others are served meanwhile,
// and that what the slow ones send arrives.
func TestSlowClientsHoldNobodyUp(t *testing.T) {
	s := startProduct(t)
	n := 1000
	if *long {
		n = connections(t, 10_000)
	}
	conns := s.dialAll(n)
	for _, c := range conns {
		s.must(c.command(envelope+"DATA\r\n", "250", "250", "354"))
	}
	for _, octet := range []byte("Subject: slow\r\n\r\nx\r\n.\r") {
		for _, c := range conns {
			if _, err := c.Write([]byte{octet}); err != nil {
				t.Fatal(err)
			}
		}
		s.serves()
	}
	s.within(int64(n) * 64 << 10)
	for _, c := range conns {
		s.must(c.command("\n", "250"))
	}
}

// TestManyRecipientsAreOneTransaction holds that 10,000 recipients are taken
// where they are allowed, refused beyond the limit where not, and are no
// burden in either case.
func TestManyRecipientsAreOneTransaction(t *testing.T) {
	for limit, name := range map[int]string{1000: "as many as usual", 10_000: "all"} {
		t.Run(name, func(t *testing.T) {
			s := startProduct(t, fmt.Sprintf("--max-recipients=%d", limit))
			c := s.dial()
			s.must(c.command("MAIL FROM:<sender@example.com>\r\n", "250"))
			for i := range 10_000 {
				code := "250"
				if i >= limit {
					code = "452"
				}
				s.must(c.command(fmt.Sprintf("RCPT TO:<user%d@example.com>\r\n", i), code))
			}
			s.must(c.command("DATA\r\n", "354"))
			s.must(c.command("x\r\n.\r\n", "250"))
			s.within(64 * mib)
		})
	}
}

// TestWhatNeverEndsIsCutOff holds that a gigabyte without a line end, wherever
// it comes, costs little more than the largest message, and stays what it is.
func TestWhatNeverEndsIsCutOff(t *testing.T) {
	total := 200 * mib // beyond what is drained; the rest would change nothing
	if *long {
		total = 1 << 30
	}
	for name, c := range map[string]struct {
		before string
		codes  []string
		limit  int64
	}{
		"a command":     {"", nil, 16 * mib},
		"a field":       {envelope + "DATA\r\nSubject: ", []string{"250", "250", "354"}, 200 * mib},
		"a chunk":       {envelope + "BDAT 1073741824 LAST\r\n", []string{"250", "250"}, 16 * mib},
		"its exchanges": {"AUTH PLAIN ", nil, 16 * mib},
	} {
		t.Run(name, func(t *testing.T) {
			s := startProduct(t)
			client := s.dial()
			s.must(client.command(c.before, c.codes...))
			flood(t, client, total)
			s.within(c.limit)
			s.serves()
		})
	}
}

// flood sends one line of so many octets, with commands in it, until the sink
// has had enough, and checks that it hung up and accepted nothing.
func flood(t *testing.T, c *conn, total int) {
	t.Helper()
	block := bytes.Repeat([]byte("x MAIL FROM:<a@b> QUIT "), 4096)
	for sent := 0; sent < total; sent += len(block) {
		if _, err := c.Write(block); err != nil {
			break
		}
	}
	said, err := io.ReadAll(c.in)
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		t.Error("the sink goes on listening")
	}
	for line := range strings.Lines(string(said)) {
		if line[0] == '2' || line[0] == '3' {
			t.Errorf("the sink says %q", line)
		}
	}
}

// TestGreetingsWaitForNothing holds that most greetings come within 5 ms, and
// that no name is looked up for them or for a message: the resolver may be
// dead.
func TestGreetingsWaitForNothing(t *testing.T) {
	t.Setenv("GODEBUG", "netdns=go+2") // the resolver says what it is asked
	s := startProduct(t)
	best := time.Hour
	for range 5 {
		var waits []time.Duration
		for range 200 {
			waits = append(waits, s.greeting())
		}
		slices.Sort(waits)
		best = min(best, waits[len(waits)/2])
	}
	if best > 5*time.Millisecond {
		t.Errorf("half of the greetings took longer than %v", best)
	}
	s.serves()
	if said := s.complaints(); strings.Contains(said, "LookupOrder") {
		t.Errorf("names were looked up:\n%s", said)
	}
	t.Logf("median of the best 200 of 1,000: %v", best)
}

// greeting returns how long a client waits from its connect to the banner.
func (s *sink) greeting() time.Duration {
	start := time.Now()
	var d net.Dialer
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	c, err := d.DialContext(ctx, "tcp", s.Addr)
	s.must(err)
	defer c.Close()
	_, err = io.ReadFull(c, make([]byte, 4))
	s.must(err)
	return time.Since(start)
}

// complaints returns the beginning of what the sink has logged.
func (s *sink) complaints() string { return s.stderr.String() }
