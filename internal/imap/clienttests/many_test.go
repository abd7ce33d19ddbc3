package clienttests

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"mailsink/internal/imap"
	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/memory"
)

// A watcher is a session in IDLE, and when it was told of how many messages.
type watcher struct {
	sock net.Conn
	told []time.Time // of the i-th message
}

// watch selects INBOX and waits in IDLE for n messages.
func watch(b *testing.B, addr string, n int) *watcher {
	b.Helper()
	sock, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { sock.Close() })
	l := &line{tb: b, Writer: sock, in: bufio.NewReaderSize(sock, 512)}
	l.do("LOGIN sink any")
	l.do("SELECT INBOX")
	if _, err := io.WriteString(sock, "i IDLE\r\n"); err != nil {
		b.Fatal(err)
	}
	if _, err := l.in.ReadString('\n'); err != nil {
		b.Fatal(err)
	}
	return &watcher{sock: sock, told: make([]time.Time, n)}
}

// run reads until the last message was told. There were first messages before.
func (w *watcher) run(first int) error {
	r := bufio.NewReaderSize(w.sock, 4096)
	for next := 0; next < len(w.told); {
		answer, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		number, ok := strings.CutSuffix(strings.TrimPrefix(string(answer), "* "), " EXISTS\r\n")
		if !ok {
			continue
		}
		n, err := strconv.Atoi(number)
		if err != nil {
			return err
		}
		for now := time.Now(); next < n-first; next++ {
			w.told[next] = now
		}
	}
	return nil
}

// BenchmarkIdleSessions holds 1,000 sessions in IDLE while 100 messages a second
// arrive, and reports how late they are told, and how much of a core that
// takes.
func BenchmarkIdleSessions(b *testing.B) {
	const sessions, rate, seconds = 1000, 100, 5
	for range b.N {
		p := startProgram(b, "memory:")
		p.fill(letters(1))
		var watchers []*watcher
		for range sessions {
			watchers = append(watchers, watch(b, p.addr, rate*seconds))
		}
		errs := make(chan error, sessions)
		for _, w := range watchers {
			go func() { errs <- w.run(1) }()
		}
		before := processor(b, p.pid)
		began := time.Now()
		arrived := make([]time.Time, 0, rate*seconds)
		tick := time.NewTicker(time.Second / rate)
		for range rate * seconds {
			<-tick.C
			p.do("APPEND INBOX {20+}\r\nSubject: x\r\n\r\nHello.")
			arrived = append(arrived, time.Now())
		}
		tick.Stop()
		for range sessions {
			if err := <-errs; err != nil {
				b.Fatal(err)
			}
		}
		took := time.Since(began)
		var late []time.Duration
		for _, w := range watchers {
			for i, at := range w.told {
				late = append(late, at.Sub(arrived[i]))
			}
		}
		slices.Sort(late)
		b.ReportMetric(ms(late[len(late)/2]), "ms-median")
		b.ReportMetric(ms(late[len(late)*99/100]), "ms-p99")
		b.ReportMetric(ms(late[len(late)-1]), "ms-max")
		b.ReportMetric((processor(b, p.pid)-before).Seconds()/took.Seconds(), "cores")
		b.ReportMetric(0, "ns/op")
	}
}

// processor returns how long a process has run.
func processor(b *testing.B, pid int) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')'):]))
	var ticks int
	for _, f := range fields[12:14] { // user and system time, in hundredths
		n, _ := strconv.Atoi(f)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// BenchmarkSessionsOnAMillion opens sessions on an INBOX of 1,000,000 messages,
// and reports how long SELECT takes and what memory one more session takes,
// both ends of its connection counted.
func BenchmarkSessionsOnAMillion(b *testing.B) {
	const messages, sessions = 1_000_000, 200
	st := memory.New()
	if _, err := st.Append(b.Context(), store.Record{Opened: &store.Opened{UIDValidity: 1}}); err != nil {
		b.Fatal(err)
	}
	env, sum := &mail.Envelope{}, &mail.Summary{Subject: "x"}
	for i := range messages / 1000 {
		recs := make([]store.Record, 1000)
		for j := range recs {
			recs[j] = store.Record{Delivered: &store.Delivered{ID: mail.ID(i*1000 + j), Account: "sink", Key: "k", Time: time.Unix(0, 0), Envelope: env, Summary: sum}}
		}
		if _, err := st.Append(b.Context(), recs...); err != nil {
			b.Fatal(err)
		}
	}
	mb, err := mailbox.Open(b.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		b.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	var serving sync.WaitGroup
	serving.Go(func() { (&imap.Server{Mailbox: mb}).Serve(ctx, ln) })
	defer func() { cancel(); serving.Wait(); mb.Close(); st.Close() }()
	for range b.N {
		var lines []*line
		open := func() *line {
			sock, err := net.Dial("tcp", ln.Addr().String())
			if err != nil {
				b.Fatal(err)
			}
			l := &line{tb: b, Writer: sock, in: bufio.NewReaderSize(sock, 512)}
			l.do("LOGIN sink any")
			lines = append(lines, l)
			return l
		}
		open().do("SELECT INBOX")
		var slowest time.Duration
		before := heap()
		for range sessions {
			slowest = max(slowest, open().do("SELECT INBOX"))
		}
		b.ReportMetric(float64(heap()-before)/1024/sessions, "KiB/session")
		b.ReportMetric(ms(slowest), "ms-select-max")
		b.ReportMetric(0, "ns/op")
		for _, l := range lines {
			l.Writer.(net.Conn).Close()
		}
	}
}

// heap returns what is in use: of the heap, and of stacks.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
