package imap_test

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func (h *hostile) deadline(st step) time.Time {
	seconds := st.Timeout
	if seconds == 0 {
		seconds = h.d.Timeout
	}
	if seconds == 0 {
		seconds = 8
	}
	return time.Now().Add(2 * time.Duration(seconds*float64(time.Second))) // race detector, other tests
}

func (h *hostile) newTag() string {
	h.n++
	tag := fmt.Sprintf("T%04d", h.n)
	h.tags[tag] = true
	return tag
}

// payload returns the octets of a step.
func (h *hostile) payload(st step, text string) string {
	text = strings.NewReplacer("{{USER}}", "test", "{{PASS}}", "test", "{{MBOX}}", "INBOX", "{{ID}}", h.d.ID,
		"{{B64PLAIN}}", base64.StdEncoding.EncodeToString([]byte("\x00test\x00test"))).Replace(text)
	octets := make([]byte, 0, len(text))
	for _, r := range text {
		octets = append(octets, byte(r))
	}
	out := strings.Repeat(string(octets), max(1, st.Repeat))
	if f := st.Fill; f != nil {
		pattern := f.Pattern
		if pattern == "" {
			pattern = "A"
		}
		fill := strings.Repeat(pattern, f.Count/len(pattern))
		if st.Op == "cmd" {
			return out + fill + f.Tail
		}
		return fill + out
	}
	return out
}

// write sends s. A server that has had enough is no failure.
func (h *hostile) write(s string) { _, _ = io.WriteString(h.conn, s) }

var (
	literalEnd = regexp.MustCompile(`\{(\d+)\}$`)
	framing    = regexp.MustCompile("^(\\* |\\+( |$)|[^\\x00-\\x20\\x7f(){%*\"\\\\]+ )")
	untagged   = regexp.MustCompile(`(?i)^\* (OK|NO|BAD|BYE|PREAUTH|CAPABILITY|LIST|LSUB|STATUS|SEARCH|ESEARCH|FLAGS|ENABLED|NAMESPACE|ID|\d+ (EXISTS|RECENT|EXPUNGE|FETCH))\b`)
)

// response reads one response, without the octets of its literals, and checks
// its framing.
func (h *hostile) response() (string, error) {
	h.Helper()
	var out strings.Builder
	for {
		line, err := h.r.ReadString('\n')
		if err != nil {
			return "", err
		}
		body, ok := strings.CutSuffix(line, "\r\n")
		if !ok || strings.ContainsAny(body, "\x00\r\n") {
			h.Fatalf("%s: bad line %.100q", h.d.Title, line)
		}
		out.WriteString(body)
		m := literalEnd.FindStringSubmatch(body)
		if m == nil {
			break
		}
		n, _ := strconv.ParseInt(m[1], 10, 64)
		if _, err := io.CopyN(io.Discard, h.r, n); err != nil {
			return "", err
		}
	}
	r := out.String()
	tag, _, _ := strings.Cut(r, " ")
	switch {
	case !framing.MatchString(r),
		strings.HasPrefix(r, "* ") && !untagged.MatchString(r),
		r[0] != '*' && r[0] != '+' && !h.tags[tag] && !h.d.AnyTag:
		h.Fatalf("%s: no response of IMAP, or to no command: %.100q", h.d.Title, r)
	}
	return r, nil
}

// until reads up to the answer for tag. Without a tag the first response that
// is not untagged ends it, or a greeting.
func (h *hostile) until(tag string, st step) (got string, lines []string) {
	h.Helper()
	for {
		r, err := h.response()
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			return "timeout", lines
		case err != nil:
			return "close", lines
		}
		if len(lines) < 5000 {
			lines = append(lines, r)
		}
		words := strings.SplitN(r, " ", 3)
		switch {
		case strings.HasPrefix(r, "* BYE"):
			return h.afterBye(tag, lines)
		case r[0] == '+':
			return "+", lines
		case st.Op == "greet":
			return words[1], lines
		case words[0] == tag, tag == "" && words[0] != "*":
			return words[1], lines
		}
	}
}

// afterBye reads on for the answer that may follow a BYE.
func (h *hostile) afterBye(tag string, lines []string) (string, []string) {
	h.Helper()
	for {
		r, err := h.response()
		if err != nil {
			return "BYE", lines
		}
		if words := strings.SplitN(r, " ", 3); words[0] == tag {
			return words[1], append(lines, r)
		}
	}
}

// drain reads until it is quiet.
func (h *hostile) drain(st step) {
	h.Helper()
	for {
		h.conn.SetReadDeadline(time.Now().Add(quiet))
		r, err := h.response()
		if err != nil {
			return
		}
		if st.Forbid != "" && regexp.MustCompile(st.Forbid).MatchString(r) {
			h.Fatalf("%s: an injected command ran: %.100q", h.d.Title, r)
		}
	}
}

func (h *hostile) startTLS() string {
	if h.r.Buffered() > 0 {
		h.Fatalf("%s: octets in the clear after STARTTLS", h.d.Title)
	}
	c := tls.Client(h.conn, &tls.Config{InsecureSkipVerify: true})
	if err := c.Handshake(); err != nil {
		return "close"
	}
	h.conn, h.r = c, bufio.NewReader(c)
	return ""
}

// flood opens n connections and asks for one more.
func (h *hostile) flood(n int) {
	h.Helper()
	var conns []net.Conn
	defer func() {
		for _, c := range conns {
			c.Close()
		}
	}()
	for range n {
		if c, err := net.Dial("tcp", h.addr); err == nil {
			conns = append(conns, c)
		}
	}
	h.connect()
	h.conn.SetDeadline(time.Now().Add(5 * time.Second))
	if got, _ := h.until("", step{Op: "greet"}); got == "timeout" {
		h.Fatalf("neither greeting nor BYE beside %d connections", len(conns))
	}
	h.conn.Close()
	h.conn = nil
}

// drip sends an octet now and then until the server closes.
func (h *hostile) drip(st step) string {
	for i := 0; ; i++ {
		if i == len(st.Data) {
			i = 0
		}
		h.write(st.Data[i : i+1])
		h.conn.SetReadDeadline(time.Now().Add(quiet))
		if r, err := h.response(); strings.HasPrefix(r, "* BYE") || err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return "close"
		}
	}
}

// checkAlive asks whether the server still serves: it may need a moment to see
// that flooding clients have gone.
func (h *hostile) checkAlive() {
	h.Helper()
	if h.conn != nil {
		h.conn.Close()
		h.conn = nil
	}
	h.d.Timeout, h.d.AnyTag = 10, true
	for range 200 {
		h.connect()
		if got, _ := h.step(step{Op: "greet"}); got == "OK" {
			break
		}
		h.conn.Close()
		h.conn = nil
	}
	for _, cmd := range []string{"LOGIN test test", "SELECT INBOX", "LOGOUT"} {
		if got, lines := h.step(step{Op: "cmd", Text: cmd}); got != "OK" {
			h.Fatalf("%s: afterwards %s got %s %q", h.d.Title, cmd, got, lines)
		}
	}
}
