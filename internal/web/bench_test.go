package web

import (
	"slices"
	"testing"
	"time"

	"mailsink/internal/mail"
)

// BenchmarkFeedLatency measures from the end of Deliver to the frame at a
// client that reads, with mail arriving 100 times a second.
func BenchmarkFeedLatency(b *testing.B) {
	for _, c := range []struct {
		name  string
		every time.Duration
	}{{"quiet", 50 * time.Millisecond}, {"100 a second", 10 * time.Millisecond}} {
		b.Run(c.name, func(b *testing.B) {
			s := start(b)
			client := s.dial(everything)
			client.next()
			seen := make(chan map[mail.ID]time.Time)
			go func() {
				at := make(map[mail.ID]time.Time)
				for len(at) < b.N {
					for _, r := range client.next().Rows {
						at[r.ID] = time.Now()
					}
				}
				seen <- at
			}()
			tick := time.NewTicker(c.every)
			defer tick.Stop()
			stored := make(map[mail.ID]time.Time)
			b.ResetTimer()
			for range b.N {
				<-tick.C
				id := s.deliver(text("latency", "x"))
				stored[id] = time.Now()
			}
			report(b, stored, <-seen)
		})
	}
}

func report(b *testing.B, from, to map[mail.ID]time.Time) {
	var took []time.Duration
	for id, at := range to {
		took = append(took, max(0, at.Sub(from[id])))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
