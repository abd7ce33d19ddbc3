package imap_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// BenchmarkFetch reads 1,000 messages of 6 KiB over loopback.
func BenchmarkFetch(b *testing.B) {
	w := start(b)
	for i := range 1000 {
		w.deliver(message(fmt.Sprint(i)) + strings.Repeat(strings.Repeat("x", 70)+"\r\n", 85))
	}
	for _, items := range []string{"(FLAGS UID RFC822.SIZE)", "(FLAGS ENVELOPE)", "BODY.PEEK[]"} {
		b.Run(items, func(b *testing.B) {
			x := w.login("sink")
			x.ok("EXAMINE INBOX")
			for b.Loop() {
				x.ok("FETCH 1:* " + items)
			}
			b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}

// BenchmarkPush measures from a delivery to the moment an idle client is told.
func BenchmarkPush(b *testing.B) {
	w := start(b)
	x := w.inbox()
	_, _ = io.WriteString(x, "i IDLE\r\n")
	x.want("+ ")
	for n := 1; b.Loop(); n++ {
		w.deliver("x")
		x.want(fmt.Sprintf("* %d EXISTS", n))
		x.want("* ")
	}
}
