package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// A progress is a bar on a terminal; elsewhere it says nothing.
type progress struct {
	w     io.Writer // nil for none
	verb  string
	unit  func(int64) string
	total int64 // 0 where it is not known
	done  int64
	drawn time.Time
}

// newProgress draws on s.err if that is a terminal.
func newProgress(s streams, verb string, total int64, unit func(int64) string) *progress {
	p := &progress{verb: verb, total: total, unit: unit}
	if f, ok := s.err.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w = f
		}
	}
	return p
}

const (
	barWidth  = 30
	drawEvery = 100 * time.Millisecond
)

// add draws what has been done, not too often.
func (p *progress) add(n int64) {
	p.done += n
	if p.w == nil || time.Since(p.drawn) < drawEvery {
		return
	}
	p.drawn = time.Now()
	p.draw()
}

func (p *progress) draw() {
	if p.total <= 0 {
		fmt.Fprintf(p.w, "\r\x1b[K%s %s", p.verb, p.unit(p.done))
		return
	}
	filled := int(min(p.done, p.total) * barWidth / p.total)
	fmt.Fprintf(p.w, "\r\x1b[K%s [%s%s] %s of %s", p.verb, strings.Repeat("#", filled), strings.Repeat(".", barWidth-filled), p.unit(p.done), p.unit(p.total))
}

// end takes the bar away.
func (p *progress) end() {
	if p.w != nil && !p.drawn.IsZero() {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// Write counts octets.
func (p *progress) Write(octets []byte) (int, error) {
	p.add(int64(len(octets)))
	return len(octets), nil
}

func messageCount(n int64) string { return fmt.Sprint(n, " messages") }

func octetCount(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }
