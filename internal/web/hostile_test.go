package web

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestHostileDialogues plays what attackers send to HTTP servers, octet by
// octet. testdata/hostile.jsonl has a dialogue a line.
func TestHostileDialogues(t *testing.T) {
	s := start(t)
	id := s.deliver(htmlMail("<p>hi"))
	stage := &stage{addr: strings.TrimPrefix(s.url, "http://"), env: places(s, id.String())}
	played, skipped := 0, map[string]int{}
	for _, d := range dialogues(t) {
		if why := d.skip(); why != "" {
			skipped[why]++
			continue
		}
		played++
		t.Run(d.ID, func(t *testing.T) {
			p := &player{stage: stage, dialogue: d, t: t}
			if err := p.play(); err != nil {
				t.Errorf("%s: %v", d.Title, err)
			}
			s.get("/healthz").want(t, 200, nil)
		})
	}
	if _, ok := s.box.State().Find(id); !ok || s.box.State().All.Len() != 1 {
		t.Error("the dialogues changed the mailbox")
	}
	t.Logf("%d dialogues played; skipped: %v", played, skipped)
}

// A dialogue is one attack.
type dialogue struct {
	ID, Title string
	Needs     []string
	Steps     []step
	Slow      bool
	Timeout   float64
}

type step struct {
	Op, Raw, Data    string
	Repeat, Times, N int
	Fill             *struct {
		Pattern, Tail string
		Count         int
	}
	Keep, Head            bool
	MayStall              bool `json:"may_stall"`
	Timeout, Within       float64
	Window                float64
	Expect                expectation
	Allowed, Codes        []string
	Min, Max              int
	Fin                   *bool
	Opcode, RSV, Declared *int
}

type expectation struct {
	Status        []string
	OnlyIf        []string `json:"only_if"`
	Headers       map[string]string
	HeadersAbsent map[string]string `json:"headers_absent"`
	BodyAbsent    string            `json:"body_absent"`
	Reflect       string            `json:"no_html_reflect"`
	MaxBody       int               `json:"max_body"`
}

func dialogues(t *testing.T) (all []dialogue) {
	t.Helper()
	f, err := os.Open("testdata/hostile.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for in := json.NewDecoder(f); ; {
		var d dialogue
		if err := in.Decode(&d); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
}

// skip says why a dialogue is not for this server.
func (d dialogue) skip() string {
	for _, need := range d.Needs {
		switch need {
		case "auth":
			return "no credentials are asked for yet"
		case "ep:release", "ep:webhook", "ep:proxy":
			return "there is no " + need[3:]
		}
	}
	if d.Slow {
		return "takes minutes of waiting"
	}
	return ""
}

// places says where in this server the dialogues find what they attack.
func places(s *sink, id string) map[string]string {
	host := strings.TrimPrefix(s.url, "http://")
	_, port, _ := net.SplitHostPort(host)
	message := "/v1/messages/" + id
	return map[string]string{
		"HOST": host, "PORT": port, "MID": id, "ORIGIN": s.url, "AUTH": "", "WSKEY": "dGhlIHNhbXBsZSBub25jZQ==", "CANARY": "127.0.0.1:1",
		"EP.ui": "/", "EP.list": "/v1/messages", "EP.delete": message, "EP.message": message, "EP.html": message + "/html",
		"EP.raw": message + "/raw", "EP.part": message + "/parts/1", "EP.search": "/v1/rows?q=", "EP.ws": "/v1/feed", "EP.send": "/v1/messages",
	}
}

type stage struct {
	addr string
	env  map[string]string
}

// octets fills in a script; its characters are octets.
func (st *stage) octets(script string) []byte {
	for name, value := range st.env {
		script = strings.ReplaceAll(script, "{{"+name+"}}", value)
	}
	out := make([]byte, 0, len(script))
	for _, r := range script {
		out = append(out, byte(r))
	}
	return out
}

// A player plays one dialogue over one connection after the other.
type player struct {
	*stage
	dialogue
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

var errEnd = errors.New("the dialogue is over")

func (p *player) play() error {
	defer func() {
		if p.conn != nil {
			p.conn.Close()
		}
	}()
	for n, st := range p.Steps {
		if err := p.step(st); errors.Is(err, errEnd) {
			return nil
		} else if err != nil {
			return fmt.Errorf("step %d: %w", n, err)
		}
	}
	return nil
}

func (p *player) step(st step) error {
	switch st.Op {
	case "req":
		p.send(st)
		return p.expect(st)
	case "send":
		p.send(st)
	case "read":
		return p.expect(st)
	case "extra":
		status, _, _ := p.read(max(st.Window, 1), false)
		if status != "close" && status != "timeout" && !matchAny(st.Allowed, status) {
			return fmt.Errorf("a second reply, %s: a request was smuggled", status)
		}
	case "count":
		got := 0
		for status := ""; status != "close" && status != "timeout" && got < st.Max+5; got++ {
			status, _, _ = p.read(2, false)
		}
		if got--; got < st.Min || got > st.Max {
			return fmt.Errorf("%d replies, want %d to %d", got, st.Min, st.Max)
		}
	case "frame":
		p.write(p.frame(st))
	case "ws_expect":
		if got := p.closeCode(st.Within); !matchAny(st.Codes, got) {
			return fmt.Errorf("the WebSocket ended with %s, want %v", got, st.Codes)
		}
	case "flood":
		return p.flood(st)
	default:
		return fmt.Errorf("unknown step %q", st.Op)
	}
	return nil
}

func (p *player) send(st step) {
	if p.conn == nil || st.Op == "req" && !st.Keep {
		p.dial()
	}
	data := p.octets(st.Raw)
	if st.Repeat > 1 {
		data = []byte(strings.Repeat(string(data), st.Repeat))
	}
	if f := st.Fill; f != nil {
		pattern := f.Pattern
		if pattern == "" {
			pattern = "A"
		}
		data = append(data, strings.Repeat(pattern, f.Count/len(pattern)+1)[:f.Count]...)
		data = append(data, p.octets(f.Tail)...)
	}
	p.write(data)
}

func (p *player) dial() {
	if p.conn != nil {
		p.conn.Close()
	}
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		p.t.Fatal(err)
	}
	p.conn, p.in = conn, bufio.NewReader(conn)
}

// write sends data; that the server does not take all of it is its right.
func (p *player) write(data []byte) {
	if err := p.conn.SetWriteDeadline(time.Now().Add(10 * time.Second)); err != nil {
		p.t.Fatal(err)
	}
	_, _ = p.conn.Write(data)
}

// read returns the next reply.
func (p *player) read(seconds float64, head bool) (status string, h http.Header, body []byte) {
	if err := p.conn.SetReadDeadline(time.Now().Add(time.Duration(seconds * float64(time.Second)))); err != nil {
		p.t.Fatal(err)
	}
	method := "GET"
	if head {
		method = "HEAD"
	}
	first, err := p.in.Peek(5)
	var late net.Error
	switch {
	case errors.As(err, &late) && late.Timeout():
		return "timeout", nil, nil
	case err != nil:
		return "close", nil, nil
	case string(first) != "HTTP/":
		return "???", nil, nil
	}
	res, err := http.ReadResponse(p.in, &http.Request{Method: method})
	if err != nil {
		return "close", nil, nil
	}
	if res.StatusCode != http.StatusSwitchingProtocols {
		body, _ = io.ReadAll(res.Body) // as far as it came
	}
	return fmt.Sprint(res.StatusCode), res.Header, body
}

func matchAny(patterns []string, s string) bool {
	for _, pattern := range patterns {
		if regexp.MustCompile("^(?:" + strings.ReplaceAll(pattern, "???", `\?\?\?`) + ")$").MatchString(s) {
			return true
		}
	}
	return false
}

func (p *player) expect(st step) error {
	e := st.Expect
	if e.Status == nil {
		e.Status = []string{"[1-4].."}
	}
	status, h, body := p.read(max(st.Timeout, p.Timeout, 10), st.Head)
	switch {
	case !matchAny(e.Status, status):
		return fmt.Errorf("%s, want %v: %.300s", status, e.Status, body)
	case e.OnlyIf != nil && !matchAny(e.OnlyIf, status):
		return nil
	case status == "close" || status == "timeout" || status == "???":
		return errEnd
	case e.BodyAbsent != "" && regexp.MustCompile(e.BodyAbsent).Match(body):
		return fmt.Errorf("the body has %s", e.BodyAbsent)
	case e.MaxBody > 0 && len(body) > e.MaxBody:
		return fmt.Errorf("a body of %d octets", len(body))
	case e.Reflect != "" && strings.Contains(h.Get("Content-Type"), "html") && strings.Contains(string(body), e.Reflect):
		return errors.New("what was sent came back as HTML")
	}
	for name, pattern := range e.Headers {
		if value := strings.Join(h.Values(name), " , "); !matchHeader(pattern, value) {
			return fmt.Errorf("%s: %q does not match %s", name, value, pattern)
		}
	}
	for name, pattern := range e.HeadersAbsent {
		if value := strings.Join(h.Values(name), " , "); value != "" && matchHeader(pattern, value) {
			return fmt.Errorf("%s: %q matches %s", name, value, pattern)
		}
	}
	return nil
}

// matchHeader matches a pattern that may be a sequence of lookaheads, which
// RE2 does not know: (?=…) must match, (?!…) must not.
func matchHeader(pattern, value string) bool {
	for strings.HasPrefix(pattern, "(?=") || strings.HasPrefix(pattern, "(?!") {
		depth, end := 0, 0
		for i, c := range pattern {
			if c == '(' {
				depth++
			} else if c == ')' {
				if depth--; depth == 0 {
					end = i
					break
				}
			}
		}
		if regexp.MustCompile("(?i)"+pattern[3:end]).MatchString(value) != (pattern[2] == '=') {
			return false
		}
		pattern = pattern[end+1:]
	}
	return regexp.MustCompile("(?i)" + pattern).MatchString(value)
}

// frame makes a WebSocket frame, well-formed or not.
func (p *player) frame(st step) []byte {
	data := []byte(strings.Repeat(string(p.octets(st.Data)), max(st.Repeat, 1)))
	n, first := len(data), byte(0x80|1)
	if st.Opcode != nil {
		first = 0x80 | byte(*st.Opcode)
	}
	if st.Fin != nil && !*st.Fin {
		first &^= 0x80
	}
	if st.RSV != nil {
		first |= byte(*st.RSV) << 4
	}
	if st.Declared != nil {
		n = *st.Declared
	}
	out := []byte{first}
	switch {
	case n < 126:
		out = append(out, 0x80|byte(n))
	case n < 1<<16:
		out = append(out, 0x80|126, byte(n>>8), byte(n))
	default:
		out = append(out, 0x80|127)
		for shift := 56; shift >= 0; shift -= 8 {
			out = append(out, byte(uint64(n)>>shift))
		}
	}
	out = append(append(out, 0, 0, 0, 0), data...) // a masking key of zeros changes nothing
	return []byte(strings.Repeat(string(out), max(st.Times, 1)))
}

// closeCode returns how the WebSocket ended.
func (p *player) closeCode(within float64) string {
	if err := p.conn.SetReadDeadline(time.Now().Add(time.Duration(within * float64(time.Second)))); err != nil {
		p.t.Fatal(err)
	}
	for {
		var head [2]byte
		if _, err := io.ReadFull(p.in, head[:]); err != nil {
			var late net.Error
			if errors.As(err, &late) && late.Timeout() {
				return "timeout"
			}
			return "close"
		}
		n := int64(head[1] & 0x7f)
		if n >= 126 { // a longer length follows, in 2 or 8 octets
			size := make([]byte, 2+6*(n-126))
			_, _ = io.ReadFull(p.in, size) // the end shows at the next read
			n = 0
			for _, b := range size {
				n = n<<8 | int64(b)
			}
		}
		body, err := io.ReadAll(io.LimitReader(p.in, n))
		if err == nil && head[0]&15 == 8 && len(body) >= 2 {
			return fmt.Sprint(int(body[0])<<8 | int(body[1]))
		}
	}
}

// flood opens many connections and asks whether the server still answers.
func (p *player) flood(st step) error {
	for range st.N {
		c, err := net.Dial("tcp", p.addr)
		if err != nil {
			continue
		}
		defer c.Close()
		// That the server does not take it is its right.
		_, _ = c.Write(p.octets(st.Raw))
	}
	p.dial()
	p.write(p.octets("GET / HTTP/1.1\r\nHost: {{HOST}}\r\nConnection: close\r\n\r\n"))
	if status, _, _ := p.read(10, false); status == "timeout" {
		return errors.New("no answer in the flood")
	}
	return nil
}
