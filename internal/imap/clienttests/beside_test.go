package clienttests

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"mailsink/internal/imap/dovecot"
)

const messages = 20_000

// letters makes messages of 4 KiB: a header as programs write it, and prose of
// a few thousand words, among which every hundredth message has one of its own.
func letters(n int) [][]byte {
	rnd := rand.New(rand.NewPCG(1, 1))
	words := make([]string, 5000)
	for i := range words {
		for range 3 + rnd.IntN(8) {
			words[i] += string(rune('a' + rnd.IntN(26)))
		}
	}
	prose := func(b *strings.Builder, n int) {
		for range n {
			b.WriteString(words[rnd.IntN(len(words))])
			b.WriteByte(" \n"[min(1, rnd.IntN(10)/9)])
		}
	}
	all := make([][]byte, n)
	for i := range all {
		var b, subject strings.Builder
		prose(&subject, 6)
		fmt.Fprintf(&b, "Return-Path: <app%d@staging.example>\nReceived: from app.staging.example (app.staging.example [192.0.2.%d])\n\tby mx.staging.example with ESMTPS id %d;\n\tThu, 1 Jan 2026 10:%02d:00 +0000\n", i%9, i%250, i, i%60)
		fmt.Fprintf(&b, "Date: Thu, 1 Jan 2026 10:%02d:%02d +0000\nFrom: \"Shop %d\" <shop%d@staging.example>\nTo: Ann <ann%d@customers.example>, bob@customers.example\nCc: =?utf-8?q?J=C3=B6rg?= <joerg@customers.example>\n", i/60%60, i%60, i%50, i%50, i%1000)
		fmt.Fprintf(&b, "Message-ID: <%d.%d@staging.example>\nSubject: %s\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\nX-Mailer: shop/1.0\n\n", i, rnd.Uint32(), strings.ReplaceAll(subject.String(), "\n", " "))
		prose(&b, 450)
		if i%100 == 7 {
			b.WriteString("\nunmistakable\n")
		}
		all[i] = []byte(b.String() + "\n")
	}
	return all
}

// A line speaks IMAP to either side.
type line struct {
	tb testing.TB
	io.Writer
	in  *bufio.Reader
	tag int

	lines int // of the last answer
}

// do says a command and returns how long the answer took to come. It counts
// the lines of it.
func (l *line) do(format string, args ...any) time.Duration {
	l.tb.Helper()
	l.lines = 0
	l.tag++
	tag := fmt.Sprintf("t%d ", l.tag)
	began := time.Now()
	if _, err := fmt.Fprintf(l, tag+format+"\r\n", args...); err != nil {
		l.tb.Fatal(err)
	}
	for {
		answer, err := l.in.ReadSlice('\n')
		l.lines++
		switch {
		case err != nil && err != bufio.ErrBufferFull:
			l.tb.Fatal(err)
		case strings.HasPrefix(string(answer[:min(len(answer), len(tag)+2)]), tag+"OK"):
			return time.Since(began)
		case strings.HasPrefix(string(answer[:min(len(answer), len(tag))]), tag):
			l.tb.Fatalf(format+" is answered %s", append(args, answer)...)
		}
	}
}

// A program is a mailsink of its own, and a session on it.
type program struct {
	*line
	addr string
	pid  int
}

// startProgram builds mailsink and starts it.
func startProgram(b *testing.B, store string) *program {
	b.Helper()
	dir := b.TempDir()
	binary, ready := filepath.Join(dir, "mailsink"), filepath.Join(dir, "ready")
	if out, err := exec.Command("go", "build", "-o", binary, "mailsink/cmd/mailsink").CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	if store == "file:" {
		store += filepath.Join(dir, "mail")
	}
	cmd := exec.Command(binary, "--smtp", "", "--http", "", "--imap", "127.0.0.1:0", "--store", store, "--ready-file", ready)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { cmd.Process.Signal(syscall.SIGTERM); cmd.Wait() })
	addr := await(b, bufio.NewReader(out), ready)
	sock, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { sock.Close() })
	l := &line{tb: b, Writer: sock, in: bufio.NewReaderSize(sock, 1<<16)}
	l.do("LOGIN sink any")
	return &program{l, addr, cmd.Process.Pid}
}

// await returns the address of the IMAP door. What the program says comes after
// it has written the file.
func await(b *testing.B, said *bufio.Reader, ready string) string {
	b.Helper()
	for {
		if _, err := said.ReadString('\n'); err != nil {
			b.Fatalf("mailsink did not start: %v", err)
		}
		octets, err := os.ReadFile(ready)
		if err != nil {
			continue
		}
		var up struct{ IMAP string }
		if err := json.Unmarshal(octets, &up); err != nil {
			b.Fatal(err)
		}
		return up.IMAP
	}
}

// fill appends messages to INBOX.
func (l *line) fill(letters [][]byte) {
	l.tb.Helper()
	for chunk := range slices.Chunk(letters, 100) {
		var b strings.Builder
		b.WriteString("APPEND INBOX")
		for _, m := range chunk {
			m := strings.ReplaceAll(string(m), "\n", "\r\n")
			fmt.Fprintf(&b, " {%d+}\r\n%s", len(m), m)
		}
		l.do("%s", b.String())
	}
}

// steps are what is measured, in this order, in one session.
func steps() []step {
	return []step{
		{"SELECT", "UNSELECT", "SELECT INBOX", 5},
		{"FETCH 1:* (FLAGS ENVELOPE)", "", "FETCH 1:* (FLAGS ENVELOPE)", messages},
		{"1000 whole messages", "", "FETCH 5001:6000 BODY.PEEK[]", 30_000},
		{"SEARCH SUBJECT", "", "SEARCH SUBJECT zqab", 2},
		{"SEARCH TEXT", "", "SEARCH TEXT unmistakable", 2},
		{"STORE 1:*", `STORE 1:* -FLAGS.SILENT (\Flagged)`, `STORE 1:* +FLAGS (\Flagged)`, messages},
	}
}

// A step is a command, what is said before it, and how many lines the answer
// has at least.
type step struct {
	name, before, command string
	lines                 int
}

// times are how long a step took when it was done first, and the median of
// three times more.
type times struct{ first, again time.Duration }

// measure does every step four times.
func measure(l *line) []times {
	l.tb.Helper()
	l.do("SELECT INBOX")
	var all []times
	for _, s := range steps() {
		var t []time.Duration
		for range 4 {
			if s.before != "" {
				l.do("%s", s.before)
			}
			t = append(t, l.do("%s", s.command))
			if l.lines < s.lines {
				l.tb.Fatalf("%s is answered with %d lines, want %d", s.command, l.lines, s.lines)
			}
		}
		slices.Sort(t[1:])
		all = append(all, times{t[0], t[2]})
	}
	return all
}

// BenchmarkBesideDovecot measures both with the same messages, one after the
// other, Dovecot over pipes and mailsink over loopback, and reports how long
// mailsink takes for each millisecond of Dovecot.
func BenchmarkBesideDovecot(b *testing.B) {
	all := letters(messages)
	theirs := dovecot.Start(b, all...)
	w, r := theirs.Wire()
	his := measure(&line{tb: b, Writer: w, in: r, tag: 1000})
	for _, store := range []string{"memory:", "file:"} {
		b.Run(store, func(b *testing.B) {
			var ours []times
			for range b.N {
				p := startProgram(b, store)
				p.fill(all)
				ours = measure(p.line)
			}
			b.ReportMetric(0, "ns/op")
			for i, s := range steps() {
				b.Logf("%-27s first %9.2f ms, Dovecot %9.2f: %.3f   again %9.2f ms, Dovecot %9.2f: %.3f", s.name,
					ms(ours[i].first), ms(his[i].first), ms(ours[i].first)/ms(his[i].first),
					ms(ours[i].again), ms(his[i].again), ms(ours[i].again)/ms(his[i].again))
			}
		})
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
