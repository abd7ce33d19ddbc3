package load

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A Load is traffic for one server. Addr must be set.
type Load struct {
	Addr      string        // host:port
	Conns     int           // that send at the same time; 0 means 1
	Messages  int           // in all, over all connections; 0 means until Duration is over
	Duration  time.Duration // 0 means until Messages are sent
	Size      int           // of a message in octets, about; 0 means 6 KiB
	PerConn   bool          // a new connection for every message
	Lockstep  bool          // wait for every reply: no PIPELINING
	Recipient string        // forward-path; empty for load@example.com
}

// A Result is what a Load has measured.
type Result struct {
	Messages int // acknowledged with 250
	Elapsed  time.Duration
	P50, P99 time.Duration // of the acknowledgements
	Most     time.Duration // the slowest of them
}

// Rate returns messages per second.
func (r Result) Rate() float64 { return float64(r.Messages) / r.Elapsed.Seconds() }

// Run sends the traffic and returns when all of it is acknowledged, the time
// is over, ctx is done, or any connection fails.
func (l Load) Run(ctx context.Context) (Result, error) {
	if l.Messages == 0 && l.Duration == 0 {
		return Result{}, errors.New("load: say how many messages to send, or for how long")
	}
	r := &run{Load: l.withDefaults()}
	r.content = Message(r.Size)
	r.budget.Store(int64(l.Messages))
	return r.all(ctx)
}

func (l Load) withDefaults() Load {
	l.Conns = max(l.Conns, 1)
	if l.Size == 0 {
		l.Size = 6 << 10
	}
	if l.Recipient == "" {
		l.Recipient = "load@example.com"
	}
	return l
}

// A run is a Load at work.
type run struct {
	Load
	content []byte
	budget  atomic.Int64 // messages not begun yet
	until   time.Time
}

func (r *run) all(ctx context.Context) (Result, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	start := time.Now()
	if r.Duration > 0 {
		r.until = start.Add(r.Duration)
	}
	latencies := make([][]time.Duration, r.Conns)
	failed := make([]error, r.Conns)
	for i := range r.Conns {
		wg.Go(func() {
			latencies[i], failed[i] = r.sender(ctx)
			if failed[i] != nil {
				cancel()
			}
		})
	}
	wg.Wait()
	return summary(slices.Concat(latencies...), time.Since(start)), errors.Join(failed...)
}

func summary(acks []time.Duration, elapsed time.Duration) Result {
	r := Result{Messages: len(acks), Elapsed: elapsed}
	if len(acks) > 0 {
		slices.Sort(acks)
		r.P50, r.P99, r.Most = acks[len(acks)/2], acks[len(acks)*99/100], acks[len(acks)-1]
	}
	return r
}

// more takes a message from the budget.
func (r *run) more(ctx context.Context) bool {
	if ctx.Err() != nil || !r.until.IsZero() && time.Now().After(r.until) {
		return false
	}
	return r.Messages == 0 || r.budget.Add(-1) >= 0
}

// sender is one connection, or one after the other.
func (r *run) sender(ctx context.Context) (acks []time.Duration, err error) {
	for r.more(ctx) {
		c, err := r.dial(ctx)
		if err != nil {
			return acks, err
		}
		acks, err = r.converse(ctx, c, acks)
		if err != nil {
			return acks, err
		}
	}
	return acks, nil
}

// converse sends one message, which more has granted already, and more of
// them if connections persist.
func (r *run) converse(ctx context.Context, c *conn, acks []time.Duration) ([]time.Duration, error) {
	stop := context.AfterFunc(ctx, func() { c.Close() })
	defer stop()
	defer c.Close()
	for {
		ack, err := r.send(c)
		if err != nil {
			return acks, err
		}
		acks = append(acks, ack)
		if r.PerConn || !r.more(ctx) {
			return acks, c.command("QUIT\r\n", "221")
		}
	}
}

// A conn is a client's connection.
type conn struct {
	net.Conn
	in *bufio.Reader
}

func (r *run) dial(ctx context.Context) (*conn, error) {
	var d net.Dialer
	nc, err := d.DialContext(ctx, "tcp", r.Addr)
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	c := &conn{nc, bufio.NewReaderSize(nc, 1024)}
	if err := c.expect("220"); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	if err := c.command("EHLO load.example\r\n", "250"); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// send gives one message and returns how long its acknowledgement took.
func (r *run) send(c *conn) (time.Duration, error) {
	commands := []string{"MAIL FROM:<sender@example.com>\r\n", "RCPT TO:<" + r.Recipient + ">\r\n", "DATA\r\n"}
	if r.Lockstep {
		for i, command := range commands {
			if err := c.command(command, envelopeReplies[i]); err != nil {
				return 0, err
			}
		}
	} else if err := c.command(strings.Join(commands, ""), envelopeReplies[:]...); err != nil {
		return 0, err
	}
	start := time.Now()
	if _, err := c.Write(r.content); err != nil {
		return 0, fmt.Errorf("load: sending content: %w", err)
	}
	err := c.expect("250")
	return time.Since(start), err
}

var envelopeReplies = [3]string{"250", "250", "354"}

// command sends text and expects a reply of each code.
func (c *conn) command(text string, codes ...string) error {
	if _, err := c.Write([]byte(text)); err != nil {
		return fmt.Errorf("load: sending %.20q: %w", text, err)
	}
	for _, code := range codes {
		if err := c.expect(code); err != nil {
			return err
		}
	}
	return nil
}

// expect reads a reply, of one line or several.
func (c *conn) expect(code string) error {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return fmt.Errorf("load: waiting for %s: %w", code, err)
		}
		if len(line) < 4 || string(line[:3]) != code {
			return fmt.Errorf("load: the server says %.100q, expected %s", line, code)
		}
		if line[3] != '-' {
			return nil
		}
	}
}
