package smtp

import (
	"fmt"
	"testing"

	"mailsink/internal/load"
)

// BenchmarkServer sends messages over real sockets, from the same process, to
// a server that discards them.
func BenchmarkServer(b *testing.B) {
	for _, size := range []int{1 << 10, 6 << 10, 50 << 10} {
		for _, conns := range []int{1, 10, 100} {
			b.Run(fmt.Sprintf("%dKiB/%d", size>>10, conns), func(b *testing.B) {
				addr, _ := start(b, newServer(discarder{}))
				benchmarkLoad(b, load.Load{Addr: addr, Conns: conns, Size: size})
			})
		}
	}
}

// BenchmarkConnection is one message a connection.
func BenchmarkConnection(b *testing.B) {
	for _, conns := range []int{1, 10, 100} {
		b.Run(fmt.Sprint(conns), func(b *testing.B) {
			addr, _ := start(b, newServer(discarder{}))
			benchmarkLoad(b, load.Load{Addr: addr, Conns: conns, PerConn: true})
		})
	}
}

// BenchmarkSink is BenchmarkServer with Postfix's smtp-sink for a server.
func BenchmarkSink(b *testing.B) {
	for _, size := range []int{1 << 10, 6 << 10, 50 << 10} {
		for _, conns := range []int{1, 10, 100} {
			b.Run(fmt.Sprintf("%dKiB/%d", size>>10, conns), func(b *testing.B) {
				sink, err := load.StartSink(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				benchmarkLoad(b, load.Load{Addr: sink.Addr, Conns: conns, Size: size})
				if _, err := sink.Stop(); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

func benchmarkLoad(b *testing.B, l load.Load) {
	l.Messages = b.N
	b.ReportAllocs()
	result, err := l.Run(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if result.Messages != b.N {
		b.Fatalf("%d of %d messages acknowledged", result.Messages, b.N)
	}
	b.ReportMetric(result.Rate(), "messages/s")
	b.ReportMetric(float64(result.P99.Microseconds()), "p99-µs")
}
