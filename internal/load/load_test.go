package load

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A fake is a server that discards, and refuses content with final.
type fake struct {
	final    string
	messages atomic.Int64
	conns    atomic.Int64
}

func (f *fake) serve(t *testing.T) (addr string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			f.conns.Add(1)
			go f.converse(c)
		}
	}()
	return ln.Addr().String()
}

func (f *fake) converse(c net.Conn) {
	defer c.Close()
	fmt.Fprint(c, "220 fake\r\n")
	content := false
	for lines := bufio.NewScanner(c); lines.Scan(); {
		switch line := lines.Text(); {
		case content && line == ".":
			content = false
			f.messages.Add(1)
			fmt.Fprint(c, f.final+"\r\n")
		case content:
		case line == "DATA":
			content = true
			fmt.Fprint(c, "354 go\r\n")
		case line == "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250-more\r\n250 ok\r\n")
		}
	}
}

func TestEveryMessageIsSentOnce(t *testing.T) {
	tests := map[string]struct {
		load  Load
		conns int64
	}{
		"persistent":                {Load{Conns: 4, Messages: 103}, 4},
		"one message a connection":  {Load{Conns: 4, Messages: 21, PerConn: true}, 21},
		"lockstep":                  {Load{Conns: 2, Messages: 10, Lockstep: true}, 2},
		"fewer messages than conns": {Load{Conns: 8, Messages: 3}, 3},
		"large":                     {Load{Messages: 2, Size: 1 << 20}, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := &fake{final: "250 queued"}
			tt.load.Addr = f.serve(t)
			r, err := tt.load.Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if r.Messages != tt.load.Messages || int(f.messages.Load()) != tt.load.Messages {
				t.Errorf("sent %d, server took %d, want %d", r.Messages, f.messages.Load(), tt.load.Messages)
			}
			if got := f.conns.Load(); got > tt.conns {
				t.Errorf("%d connections, want at most %d", got, tt.conns)
			}
			if r.P50 <= 0 || r.P99 < r.P50 || r.Elapsed <= 0 {
				t.Errorf("times make no sense: %+v", r)
			}
		})
	}
}

func TestRefusalsAreErrors(t *testing.T) {
	f := &fake{final: "452 full"}
	_, err := Load{Addr: f.serve(t), Conns: 3, Messages: 10}.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "452 full") {
		t.Errorf("error is %v, want the server's words", err)
	}
}

func TestDurationEndsTheRun(t *testing.T) {
	f := &fake{final: "250 queued"}
	r, err := Load{Addr: f.serve(t), Duration: 20 * time.Millisecond}.Run(t.Context())
	if err != nil || r.Messages == 0 {
		t.Errorf("%d messages, error %v", r.Messages, err)
	}
}

func TestCancelEndsTheRun(t *testing.T) {
	f := &fake{final: "250 queued"}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Load{Addr: f.serve(t), Duration: time.Hour}).Run(ctx); err != nil {
		t.Error(err)
	}
}

func TestAimlessLoadIsRefused(t *testing.T) {
	if _, err := (Load{Addr: "127.0.0.1:1"}).Run(t.Context()); err == nil {
		t.Error("a load without end was begun")
	}
}

func TestMessageHasItsSize(t *testing.T) {
	for _, size := range []int{1 << 10, 6 << 10, 50 << 10, 5 << 20} {
		m := string(Message(size))
		if d := size - len(m); d < 0 || d > 160 {
			t.Errorf("Message(%d) has %d octets", size, len(m))
		}
		if strings.Index(m, "\r\n.\r\n") != len(m)-5 || strings.Contains(strings.ReplaceAll(m, "\r\n", ""), "\n") {
			t.Errorf("Message(%d) is not ready for DATA", size)
		}
	}
}

func TestSinkIsMeasured(t *testing.T) {
	p, err := StartSink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (Load{Addr: p.Addr, Messages: 50}).Run(t.Context()); err != nil {
		t.Error(err)
	}
	u, err := p.Stop()
	if err != nil || u.Memory == 0 {
		t.Errorf("usage %+v, error %v", u, err)
	}
}

func TestFailureToStartIsExplained(t *testing.T) {
	_, err := StartMailsink(t.Context(), "/bin/false", "memory:")
	if err == nil || !strings.Contains(err.Error(), "/bin/false did not start") {
		t.Errorf("error is %v", err)
	}
}
