package main

import (
	"io"
	"sync"
	"time"
)

// Bounds of what a log holds back: at ten thousand messages a second, a write
// for every line costs more than the line.
const (
	logDelay  = 20 * time.Millisecond
	logOctets = 32 << 10
)

// A logBuffer gathers lines for a moment and writes them together, in order.
type logBuffer struct {
	w io.Writer

	mu    sync.Mutex
	lines []byte
	timer *time.Timer // runs while there are lines
}

// Write implements [io.Writer]. An error of the writer beneath is nobody's to
// hear: it is the log that cannot be written.
func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.lines) == 0 && b.timer == nil {
		b.timer = time.AfterFunc(logDelay, b.Flush)
	}
	b.lines = append(b.lines, p...)
	if len(b.lines) >= logOctets {
		b.write()
	}
	return len(p), nil
}

// Flush writes what there is.
func (b *logBuffer) Flush() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.write()
}

// write empties the buffer; b.mu is held.
func (b *logBuffer) write() {
	if b.timer != nil {
		b.timer.Stop()
		b.timer = nil
	}
	if len(b.lines) > 0 {
		_, _ = b.w.Write(b.lines) // see Write
	}
	b.lines = b.lines[:0]
}
