package imap_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"mailsink/internal/imap"
)

// A dialogue is what a hostile client does; testdata/hostile/README.md
// describes the form.
type dialogue struct {
	ID            string
	Title         string
	Timeout       float64
	MaxSeconds    float64 `json:"max_seconds"`
	AnyTag        bool    `json:"any_tag"`
	FailIfStopped bool    `json:"fail_if_stopped"`
	Steps         []step
}

type step struct {
	Op     string
	Text   string // cmd
	Data   string // send, drip
	Repeat int
	Fill   *struct {
		Pattern, Tail string
		Count         int
	}
	Tags       []string
	Tag        string // read
	Expect     []string
	StopUnless []string `json:"stop_unless"`
	Absent     string
	Forbid     string // drain
	Timeout    float64
	RST        bool // close
	N          int  // flood
}

// quiet is how long silence must last to be believed.
const quiet = 300 * time.Millisecond

var errDiffers = errors.New("wrong user name or password")

func TestHostileDialogues(t *testing.T) {
	config := selfSigned(t)
	count := 0
	for d := range dialogues(t) {
		count++
		t.Run(d.ID, func(t *testing.T) {
			t.Parallel()
			w := start(t, func(s *imap.Server) {
				s.TLS, s.MaxConnections = config, 300
				s.LoginTimeout, s.WriteTimeout = 20*time.Second, 5*time.Second
				if strings.HasPrefix(d.ID, "conn-slow") {
					s.LoginTimeout = time.Second
				}
				s.Auth = func(_ context.Context, user, password string) error {
					if user != "test" || password != "test" {
						return errDiffers
					}
					return nil
				}
			})
			if d.needsMail() {
				for _, m := range seeds() {
					w.deliver(m, "test")
				}
			}
			h := &hostile{TB: t, d: d, addr: w.addr, tags: map[string]bool{}}
			began := time.Now()
			h.run()
			if took := time.Since(began); d.MaxSeconds > 0 && took.Seconds() > d.MaxSeconds {
				t.Errorf("%s: took %v", d.Title, took)
			}
			h.checkAlive()
		})
	}
	if count != 207 {
		t.Errorf("%d dialogues, want 207", count)
	}
}

// needsMail reports whether d looks at messages.
func (d dialogue) needsMail() bool {
	return slices.ContainsFunc(d.Steps, func(st step) bool { return strings.Contains(st.Text+st.Data, "{{MBOX}}") })
}

func dialogues(t *testing.T) func(yield func(dialogue) bool) {
	t.Helper()
	f, err := os.Open("testdata/hostile/dialogues.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return func(yield func(dialogue) bool) {
		for dec := json.NewDecoder(bufio.NewReader(f)); ; {
			var d dialogue
			if err := dec.Decode(&d); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
			if !yield(d) {
				return
			}
		}
	}
}

// seeds are the messages that the dialogues ask for.
func seeds() []string {
	const head = "From: Seed <seed@example.test>\r\nTo: rcpt@example.test\r\nDate: Thu, 01 Jan 2026 10:00:00 +0000\r\n"
	nest := "Content-Type: text/plain\r\n\r\ninner\r\n"
	for i := range 200 {
		nest = fmt.Sprintf("Content-Type: multipart/mixed; boundary=\"N%d\"\r\n\r\n--N%d\r\n%s\r\n--N%d--\r\n", i, i, nest, i)
	}
	core := head + "Subject: core\r\n\r\ncore\r\n"
	for i := range 300 {
		core = fmt.Sprintf("Subject: l%d\r\nContent-Type: message/rfc822\r\n\r\n", i) + core
	}
	var wide strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&wide, "u%d@example.test,\r\n ", i)
	}
	return []string{
		head + "Subject: plain\r\n\r\nhello\r\n",
		strings.Replace(head, "Seed", "=?UTF-8?Q?A=0D=0A=2A_9_EXISTS=0D=0A?=", 1) +
			"Subject: =?UTF-8?Q?S=0D=0A=2A_BYE_pwned=0D=0A?=\r\nMessage-ID: <a\"b\\c@x>\r\n\r\ninject\r\n",
		head + "Subject: =?utf-8?Q?nul=00quote=22back=5C?= {5}\r\nContent-Type: text/plain; name=\"a\\\"b\\\\c\"\r\n\r\nx\r\n",
		head + "Subject: nest\r\n" + nest,
		head + core,
		head + "Subject: parts\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n" + strings.Repeat("--B\r\n\r\np\r\n", 3000) + "--B--\r\n",
		head + "Subject: wide\r\nTo: " + wide.String() + "last@example.test\r\n\r\nx\r\n",
		head + "Subject: \xe9\xff raw\r\n\r\n\xff\xfe\r\n",
		head + "Subject: big\r\n\r\n" + strings.Repeat(strings.Repeat("B", 76)+"\r\n", 13000),
	}
}

// A hostile runs a dialogue.
type hostile struct {
	testing.TB
	d    dialogue
	addr string
	conn net.Conn
	r    *bufio.Reader
	tags map[string]bool
	n    int
}

func (h *hostile) connect() {
	h.Helper()
	if h.conn != nil {
		return
	}
	c, err := net.Dial("tcp", h.addr)
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { c.Close() })
	h.conn, h.r = c, bufio.NewReader(c)
}

// run runs the steps until the dialogue ends.
func (h *hostile) run() {
	h.Helper()
	for i, st := range h.d.Steps {
		if st.Op != "flood" {
			h.connect()
		}
		got, lines := h.step(st)
		if got == "" {
			continue
		}
		if len(st.Expect) > 0 && !slices.Contains(st.Expect, got) {
			h.Fatalf("%s: step %d (%s %.60q): got %s %.200q, want %v", h.d.Title, i, st.Op, st.Text+st.Data, got, lines, st.Expect)
		}
		for _, line := range lines {
			if st.Absent != "" && regexp.MustCompile(st.Absent).MatchString(line) {
				h.Fatalf("%s: step %d: %.100q", h.d.Title, i, line)
			}
		}
		if got == "close" || got == "BYE" || len(st.StopUnless) > 0 && !slices.Contains(st.StopUnless, got) {
			if h.d.FailIfStopped {
				h.Fatalf("%s: step %d ended with %s", h.d.Title, i, got)
			}
			return
		}
	}
}

// step does one step, and returns the outcome of those that have one.
func (h *hostile) step(st step) (got string, lines []string) {
	h.Helper()
	if h.conn != nil {
		h.conn.SetDeadline(h.deadline(st))
	}
	switch st.Op {
	case "greet":
		return h.until("", st)
	case "caps":
		tag := h.newTag()
		h.write(tag + " CAPABILITY\r\n")
		st.Expect = []string{"OK"}
		return h.until(tag, st)
	case "cmd":
		tag := h.newTag()
		h.write(tag + " " + h.payload(st, st.Text) + "\r\n")
		return h.until(tag, st)
	case "send":
		for _, tag := range st.Tags {
			h.tags[tag] = true
		}
		h.write(h.payload(st, st.Data))
	case "read":
		return h.until(st.Tag, st)
	case "cont":
		return h.until("", st)
	case "drain":
		h.drain(st)
	case "starttls":
		return h.startTLS(), nil
	case "flood":
		h.flood(st.N)
	case "drip":
		return h.drip(st), nil
	case "close":
		if st.RST {
			h.conn.(*net.TCPConn).SetLinger(0)
		}
		h.conn.Close()
		h.conn = nil
	case "sleep": // nothing here depends on it
	default:
		h.Fatalf("unknown op %s", st.Op)
	}
	return "", nil
}
