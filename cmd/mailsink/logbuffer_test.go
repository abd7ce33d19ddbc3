package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A countingWriter remembers what was written and how often.
type countingWriter struct {
	strings.Builder
	writes int
}

func (w *countingWriter) Write(p []byte) (int, error) {
	w.writes++
	return w.Builder.Write(p)
}

func TestLogLinesAreWrittenTogetherAndSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := new(countingWriter)
		b := &logBuffer{w: w}
		for range 2 {
			for i := range 10 {
				fmt.Fprintf(b, "line %d\n", i)
			}
			time.Sleep(logDelay)
			synctest.Wait()
		}
		if w.writes != 2 || strings.Count(w.String(), "\n") != 20 {
			t.Errorf("%d writes of\n%s", w.writes, w.String())
		}
		fmt.Fprint(b, "last\n")
		b.Flush()
		if !strings.HasSuffix(w.String(), "line 9\nlast\n") {
			t.Errorf("the end is lost:\n%s", w.String())
		}
	})
}

func TestALogIsNotHeldBackWithoutBound(t *testing.T) {
	w := new(countingWriter)
	b := &logBuffer{w: w}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 1000 {
				fmt.Fprintln(b, strings.Repeat("x", 99))
			}
		})
	}
	wg.Wait()
	b.Flush()
	if w.Len() != 400_000 || cap(b.lines) > 2*logOctets {
		t.Errorf("%d octets were written, %d held", w.Len(), cap(b.lines))
	}
}
