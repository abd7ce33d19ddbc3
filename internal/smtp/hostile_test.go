package smtp

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/mail"
)

// A dialogue is what a hostile client does; testdata/hostile/README.md
// describes the form.
type dialogue struct {
	ID    string
	Title string
	Steps []step
}

type step struct {
	Op     string
	Codes  []string // expect
	Absent string
	StopOn []string `json:"stop_on"`
	Data   string   // send
	Fill   *struct {
		Head, Pattern string
		Count         int
		SizePlus      int `json:"size_plus"`
	}
	Repeat   int
	Split    []int
	MayStall bool     `json:"may_stall"`
	Final    []string // until
	Allowed  []string
	Also     []string
	Min      int
	Max      *int
	MaxPos   *int `json:"max_pos"`
	Name     any  // conn
	RST      bool // close
	N        int  // flood
}

// patience is how long a reply may take; quiet is how long silence must last
// to be believed.
const (
	patience = 10 * time.Second
	quiet    = 300 * time.Millisecond
	testSize = 1 << 20 // the maximum size of a message
)

// An envelopes is a Mailbox that keeps no content.
type envelopes struct {
	mu   sync.Mutex
	kept []mail.Envelope
}

func (e *envelopes) Deliver(_ context.Context, env mail.Envelope, content io.Reader) (mail.ID, error) {
	if _, err := io.Copy(io.Discard, content); err != nil {
		return 0, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.kept = append(e.kept, env)
	return mail.ID(len(e.kept)), nil
}

// notKept are the dialogues after which nothing may have been stored.
var notKept = regexp.MustCompile(`^(cmd-|conn-fin|conn-rst|conn-close|oversize|tls-|auth-|bdat-(no|over|size|slow|then-(mail|data)))`)

func TestHostileDialogues(t *testing.T) {
	config := selfSigned(t)
	count := 0
	for d := range dialogues(t) {
		count++
		t.Run(d.ID, func(t *testing.T) {
			t.Parallel()
			box := &envelopes{}
			srv := newServer(box)
			srv.TLS, srv.MaxSize = config, testSize
			srv.CommandTimeout, srv.DataTimeout = 2*time.Second, time.Second
			addr, stop := start(t, srv)
			h := &hostile{t: t, id: d.ID, addr: addr, conns: map[string]*client{}}
			h.run(d.Steps)
			h.hangUp()
			stop()
			for _, env := range box.kept {
				if strings.HasPrefix(string(env.ReversePath), "smuggled") || notKept.MatchString(d.ID) {
					t.Errorf("%s: a message was stored: %+v", d.Title, env)
				}
			}
		})
	}
	if count != 352 {
		t.Errorf("%d dialogues, want 352", count)
	}
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
			if err := dec.Decode(&d); err == io.EOF {
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

// A hostile acts a dialogue out.
type hostile struct {
	t     *testing.T
	id    string
	addr  string
	conns map[string]*client
	at    string // the connection in use
	over  bool
}

func (h *hostile) run(steps []step) {
	acts := map[string]func(step) error{
		"send": h.send, "expect": h.expect, "until": h.until, "starttls": h.startTLS, "conn": h.useConn,
		"close": h.closeConn, "half_close": h.halfClose, "flood": h.flood, "drip": h.drip,
	}
	for i, s := range steps {
		act, known := acts[s.Op]
		if !known {
			h.t.Fatalf("step %d: unknown %s", i, s.Op)
		}
		if err := act(s); err != nil {
			h.t.Fatalf("step %d, %s: %v", i, s.Op, err)
		}
		if h.over {
			return
		}
	}
}

func (h *hostile) conn() *client {
	if h.conns[h.at] == nil {
		h.conns[h.at] = dial(h.t, h.addr)
	}
	return h.conns[h.at]
}

func (h *hostile) hangUp() {
	for _, c := range h.conns {
		c.conn.Close()
	}
}

func (h *hostile) useConn(s step) error {
	h.at = fmt.Sprint(s.Name)
	h.conn()
	return nil
}

func (h *hostile) send(s step) error {
	payload := s.payload(h.id)
	c := h.conn().conn
	if err := c.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	from := 0
	for _, to := range append(slices.Clone(s.Split), len(payload)) {
		_, err := c.Write(payload[from:to])
		if e, ok := err.(net.Error); ok && e.Timeout() && !s.MayStall {
			return err
		}
		from = to // a server may close while it is being sent to
	}
	return nil
}

// payload returns the octets of a send.
func (s step) payload(id string) []byte {
	user := strings.NewReplacer("{{ID}}", id, "{{USER}}", "test", "{{PASS}}", "test",
		"{{B64PLAIN}}", "AHRlc3QAdGVzdA==", "{{B64USER}}", "dGVzdA==", "{{B64PASS}}", "dGVzdA==")
	data := bytes.Repeat(octets(user.Replace(s.Data)), max(1, s.Repeat))
	if s.Fill == nil {
		return data
	}
	n := s.Fill.Count
	if s.Fill.SizePlus != 0 {
		n = testSize + s.Fill.SizePlus
	}
	n = min(n, 16<<20) // the limits of the server are far below
	pattern := octets(s.Fill.Pattern)
	if len(pattern) == 0 {
		pattern = []byte{'A'}
	}
	fill := bytes.Repeat(pattern, n/len(pattern)+1)[:n]
	return slices.Concat(octets(s.Fill.Head), fill, data)
}

func octets(s string) []byte {
	var b []byte
	for _, r := range s {
		b = append(b, byte(r))
	}
	return b
}

// code reads a reply and returns its code, "close" or "timeout".
func (h *hostile) code(within time.Duration) (code, text string) {
	c := h.conn()
	if err := c.conn.SetReadDeadline(time.Now().Add(within)); err != nil {
		return "close", ""
	}
	for {
		line, err := c.line()
		if e, ok := err.(net.Error); ok && e.Timeout() {
			return "timeout", ""
		} else if err != nil {
			return "close", ""
		}
		if !replyLine.MatchString(line) {
			h.t.Errorf("%.100q is not a line of a reply", line)
		}
		text += line[3:]
		if len(line) == 3 || line[3] == ' ' {
			return line[:3], text
		}
	}
}

// replyLine is a line of a reply: no controls, no more than 512 octets.
var replyLine = regexp.MustCompile(`^[2345][0-9][0-9]([ -][^\x00-\x1f\x7f]{0,506})?$`)

func matches(code string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		return len(p) == len(code) && regexp.MustCompile("^"+p+"$").MatchString(code)
	})
}

func (h *hostile) expect(s step) error {
	within := patience
	if slices.Contains(s.Codes, "timeout") {
		within = quiet
	}
	code, text := h.code(within)
	if !matches(code, s.Codes) {
		return fmt.Errorf("got %s%.80q, want one of %v", code, text, s.Codes)
	}
	if s.Absent != "" && regexp.MustCompile(s.Absent).MatchString(text) {
		return fmt.Errorf("%q matches %s", text, s.Absent)
	}
	h.over = code == "close" || code == "421" || matches(code, s.StopOn)
	return nil
}

func (h *hostile) until(s step) error {
	within := patience
	if slices.Contains(s.Also, "timeout") {
		within = quiet
	}
	var got []string
	positive := 0
	for {
		code, text := h.code(within)
		if code == "close" || matches(code, s.Final) || code == "timeout" && within == quiet {
			break
		}
		if code == "timeout" || s.Allowed != nil && !matches(code, s.Allowed) {
			return fmt.Errorf("got %s%.80q after %v, allowed are %v", code, text, got, s.Allowed)
		}
		if got = append(got, code); code < "4" {
			positive++
		}
	}
	if len(got) < s.Min || s.Max != nil && len(got) > *s.Max || s.MaxPos != nil && positive > *s.MaxPos {
		return fmt.Errorf("%d replies %.60v, %d of them positive", len(got), got, positive)
	}
	return nil
}

func (h *hostile) startTLS(step) error {
	c := h.conn()
	if len(c.in) > 0 {
		return fmt.Errorf("%q came before the handshake", c.in)
	}
	t := tls.Client(c.conn, &tls.Config{InsecureSkipVerify: true})
	if err := t.Handshake(); err != nil {
		h.over = true // a server may well refuse after what it was sent
		return nil
	}
	c.conn = t
	return nil
}

func (h *hostile) halfClose(step) error { return h.conn().conn.(*net.TCPConn).CloseWrite() }

func (h *hostile) closeConn(s step) error {
	c := h.conn().conn
	delete(h.conns, h.at)
	if s.RST {
		if err := c.(*net.TCPConn).SetLinger(0); err != nil {
			return err
		}
	}
	return c.Close()
}

// flood opens many connections, and one more that must be greeted.
func (h *hostile) flood(s step) error {
	for range s.N {
		defer dial(h.t, h.addr).conn.Close()
	}
	dial(h.t, h.addr).want("", "220 ")
	return nil
}

// drip sends octet after octet until the server has had enough.
func (h *hostile) drip(s step) error {
	c := h.conn()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if _, err := c.conn.Write(octets(s.Data)); err != nil {
			break
		}
		if code, _ := h.code(time.Millisecond); code != "timeout" {
			break
		}
		if h.t.Context().Err() != nil {
			return errors.New("the server never had enough")
		}
	}
	h.over = true
	return nil
}
