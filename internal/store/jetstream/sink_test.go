package jetstream_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/store"
	"mailsink/internal/store/history"
)

// A product is mailsink, built once for the tests that need it.
type product struct {
	once sync.Once
	path string
	err  error
}

var built product

// binary returns the path of the program.
func (p *product) binary(t *testing.T) string {
	t.Helper()
	p.once.Do(func() {
		dir, err := os.MkdirTemp("", "mailsink-nodes-")
		if err != nil {
			p.err = err
			return
		}
		p.path = filepath.Join(dir, "mailsink")
		if out, err := exec.Command("go", "build", "-o", p.path, "mailsink/cmd/mailsink").CombinedOutput(); err != nil {
			p.err = fmt.Errorf("the program does not build: %w\n%s", err, out)
		}
	})
	if p.err != nil {
		t.Fatal(p.err)
	}
	return p.path
}

func (p *product) remove() {
	if p.path != "" {
		os.RemoveAll(filepath.Dir(p.path))
	}
}

// A sink is a process of mailsink. Its ports stay when it is started again.
type sink struct {
	number           int
	args             []string
	wrap             []string // words in front of the command
	ready            string
	log              *bytes.Buffer
	SMTP, IMAP, HTTP string
	client           *http.Client

	mu sync.Mutex
	*child
}

// newSink describes a sink on host that is not started yet.
func newSink(t *testing.T, number int, host, store string, wrap ...string) *sink {
	t.Helper()
	free := ports(t, 3)
	at := func(i int) string { return fmt.Sprintf("%s:%d", host, free[i]) }
	s := &sink{
		number: number, wrap: wrap, ready: filepath.Join(t.TempDir(), "ready.json"), log: new(bytes.Buffer),
		SMTP: at(0), IMAP: at(1), HTTP: at(2),
		client: &http.Client{Timeout: askTime, Transport: &http.Transport{DisableKeepAlives: true}},
	}
	s.args = []string{"serve", "--store", store, "--smtp", s.SMTP, "--imap", s.IMAP, "--http", s.HTTP, "--ready-file", s.ready, "--max-bytes", "0"}
	return s
}

// askTime is how long a client waits for an answer: longer than a sink does
// for its servers.
const askTime = 45 * time.Second

// start runs the sink, and returns when every door is open.
func (s *sink) start(t *testing.T) {
	t.Helper()
	os.Remove(s.ready)
	words := append(append([]string{}, s.wrap...), append([]string{built.binary(t)}, s.args...)...)
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stderr = s.log
	s.mu.Lock()
	s.child = run(t, cmd)
	s.mu.Unlock()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(startTime); ; <-tick.C {
		if _, err := os.Stat(s.ready); err == nil {
			return
		}
		if time.Now().After(end) {
			s.kill()
			t.Fatalf("sink %d did not start:\n%s", s.number, s.log)
		}
	}
}

// deliver sends a message with a subject, and returns the ID it got.
func (s *sink) deliver(subject string) (id string, outcome history.Outcome) {
	conn, err := net.DialTimeout("tcp", s.SMTP, askTime)
	if err != nil {
		return "", history.Refused
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(askTime))
	c, err := smtp.NewClient(conn, "test")
	if err != nil {
		return "", history.Refused
	}
	if err = errors.Join(c.Mail("a@example.org"), c.Rcpt("sink@mailsink.test")); err != nil {
		return "", history.Refused
	}
	if code, _, err := ask(c, "DATA"); err != nil || code != 354 {
		return "", history.Refused
	}
	code, text, err := ask(c, "Subject: "+subject+"\r\n\r\ntext\r\n.")
	if err != nil || code != 250 {
		return "", history.Unknown
	}
	return text[strings.LastIndexByte(text, ' ')+1:], history.Acked
}

// ask sends a line, and returns the reply.
func ask(c *smtp.Client, line string) (int, string, error) {
	if err := c.Text.PrintfLine("%s", line); err != nil {
		return 0, "", err
	}
	return c.Text.ReadResponse(0)
}

// request asks over HTTP.
func (s *sink) request(method, path, body string) ([]byte, history.Outcome) {
	conn, err := net.DialTimeout("tcp", s.HTTP, askTime)
	if err != nil {
		return nil, history.Refused
	}
	conn.Close()
	req, err := http.NewRequest(method, "http://"+s.HTTP+path, strings.NewReader(body))
	if err != nil {
		return nil, history.Refused
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := s.client.Do(req)
	if err != nil {
		return nil, history.Unknown
	}
	defer res.Body.Close()
	octets, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 400 { // also what was not found may have been, when it was asked for
		return nil, history.Unknown
	}
	return octets, history.Acked
}

func (s *sink) flag(id, keyword string) history.Outcome {
	_, outcome := s.request("PATCH", "/v1/messages/"+id, fmt.Sprintf(`{"flags":{"add":[%q],"remove":[]}}`, keyword))
	return outcome
}

func (s *sink) expunge(id string) history.Outcome {
	_, outcome := s.request("DELETE", "/v1/messages/"+id, "")
	return outcome
}

// seen returns the position of what the sink shows.
func (s *sink) seen() (store.Pos, history.Outcome) {
	octets, outcome := s.request("GET", "/v1/rows?limit=1", "")
	var page struct{ AsOf store.Pos }
	if outcome == history.Acked && json.Unmarshal(octets, &page) != nil {
		return 0, history.Unknown
	}
	return page.AsOf, outcome
}

// view returns what an IMAP client is told of every message.
func (s *sink) view() (lines []string, err error) {
	conn, err := net.Dial("tcp", s.IMAP)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(askTime))
	fmt.Fprint(conn, "a LOGIN sink x\r\nb SELECT INBOX\r\nc UID FETCH 1:* (FLAGS)\r\nd LOGOUT\r\n")
	scanner := bufio.NewScanner(conn)
	for scanner.Scan() {
		if line := scanner.Text(); strings.Contains(line, " FETCH (") || strings.Contains(line, "UIDVALIDITY") {
			// RFC 3501 §2.3.2: \Recent is of the session.
			lines = append(lines, strings.NewReplacer(` \Recent`, "", `\Recent`, "").Replace(line))
		}
	}
	return lines, scanner.Err()
}
