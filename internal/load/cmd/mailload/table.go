package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"mailsink/internal/load"
)

// A subject is a server to be measured. One without start is running.
type subject struct {
	name  string
	start func(context.Context) (*load.Process, error)
}

// A row is what was measured of one subject.
type row struct {
	name  string
	conns int
	load.Result
	load.Usage
}

// compare measures every subject, taking turns, so that a slow minute of the
// machine is everyone's.
func (p *plan) compare(ctx context.Context) ([]row, error) {
	rounds := make([][]row, len(p.subjects))
	for range p.rounds {
		for i, s := range p.subjects {
			r, err := p.once(ctx, s)
			if err != nil {
				return nil, fmt.Errorf("%s with %d connections: %w", s.name, p.Conns, err)
			}
			rounds[i] = append(rounds[i], r)
		}
	}
	rows := make([]row, len(rounds))
	for i, r := range rounds {
		rows[i] = median(r)
	}
	return rows, nil
}

// median returns the row with the median rate.
func median(rows []row) row {
	slices.SortFunc(rows, func(a, b row) int { return int(a.Rate() - b.Rate()) })
	return rows[len(rows)/2]
}

func (p *plan) once(ctx context.Context, s subject) (row, error) {
	l := p.Load
	r := row{name: s.name, conns: p.Conns}
	if s.start == nil {
		var err error
		r.Result, err = l.Run(ctx)
		return r, err
	}
	process, err := s.start(ctx)
	if err != nil {
		return r, err
	}
	l.Addr = process.Addr
	result, err := l.Run(ctx)
	usage, stopped := process.Stop()
	if err == nil {
		err = stopped
	}
	r.Result, r.Usage = result, usage
	return r, err
}

func heading(p *plan) string {
	how := "persistent connections"
	if p.PerConn {
		how = "one message a connection"
	}
	if p.Lockstep {
		how += ", no pipelining"
	}
	return fmt.Sprintf("%d octets a message, %s, median of %d\n\n", len(load.Message(p.Size)), how, p.rounds) +
		"| conns | server | messages/s | ratio | p50 ms | p99 ms | CPU µs/message | peak MiB |\n" +
		"|--:|---|--:|--:|--:|--:|--:|--:|\n"
}

func table(rows []row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "| %d | %s | %.0f | %.2f | %.2f | %.2f | %s | %s |\n",
			r.conns, r.name, r.Rate(), r.Rate()/rows[0].Rate(), milliseconds(r.P50), milliseconds(r.P99), r.cpu(), r.memory())
	}
	return b.String()
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func (r row) cpu() string {
	if r.CPU == 0 || r.Messages == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", float64(r.CPU.Microseconds())/float64(r.Messages))
}

func (r row) memory() string {
	if r.Memory == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", float64(r.Memory)/(1<<20))
}
