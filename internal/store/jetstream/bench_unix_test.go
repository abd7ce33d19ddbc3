//go:build unix

package jetstream_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"golang.org/x/sync/errgroup"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store"
	"mailsink/internal/store/jetstream"
	"mailsink/internal/store/sqlite"
)

// BenchmarkIntake delivers messages of 4 KiB from 64 goroutines to engines
// that call fsync before they acknowledge. MAILSINK_INTAKE_SIZE is another size.
func BenchmarkIntake(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		s, err := sqlite.Open(b.Context(), b.TempDir(), sqlite.Options{})
		if err != nil {
			b.Fatal(err)
		}
		intake(b, s)
	})
	b.Run("one-server", func(b *testing.B) {
		s := start(b, func(o *server.Options) { o.SyncAlways = true })
		intake(b, open(b, at(s, "mail"), jetstream.Options{}))
	})
	c := startCluster(b)
	for n := 1; n <= 3; n++ {
		b.Run(fmt.Sprintf("three-servers-%d-nodes", n), func(b *testing.B) {
			var stores []store.Store
			for range n {
				stores = append(stores, open(b, c.place(), jetstream.Options{}))
			}
			intake(b, stores...)
		})
	}
}

// intake delivers b.N messages, by turns to each of the nodes.
func intake(b *testing.B, stores ...store.Store) {
	b.Helper()
	var nodes []*mailbox.Mailbox
	for _, s := range stores {
		box, err := mailbox.Open(b.Context(), s, mailbox.Options{Domain: "mailsink.test"})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { box.Close(); s.Close() })
		nodes = append(nodes, box)
	}
	size, err := strconv.Atoi(cmp.Or(os.Getenv("MAILSINK_INTAKE_SIZE"), "4096"))
	if err != nil {
		b.Fatal(err)
	}
	text := "Subject: x\r\n\r\n" + strings.Repeat("0123456789abcdef", size/16)
	env := mail.Envelope{Recipients: []mail.Recipient{{Final: "ann@mailsink.test"}}}
	took := make([]time.Duration, b.N)
	var turn atomic.Int64
	b.SetParallelism(32)
	b.ResetTimer()
	cpu := used(b)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i, began := int(turn.Add(1)-1), time.Now()
			if _, err := nodes[i%len(nodes)].Deliver(context.WithoutCancel(b.Context()), env, strings.NewReader(text)); err != nil {
				b.Error(err)
				return
			}
			took[i] = time.Since(began)
		}
	})
	b.StopTimer()
	b.ReportMetric(float64((used(b)-cpu).Microseconds())/float64(b.N), "cpu-µs/msg")
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// used returns how much of the processors this process has had.
func used(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// usual is a record as mail of the usual kind makes it.
func usual(i int) store.Record {
	rec := record(i)
	rcpt, from := mail.Address(fmt.Sprintf("user%d@example.com", i%1000)), mail.Address(fmt.Sprintf("shop%d@example.org", i%50))
	at := time.Unix(1_790_000_000+int64(i), 207_000_000).UTC()
	d := rec.Delivered
	d.Key, d.Size, d.Time = fmt.Sprintf("b%x.%x.4e20.1d4c0", i/6+1, i%6*20000), 20_000, at
	d.Envelope = &mail.Envelope{
		ReversePath: from,
		Recipients:  []mail.Recipient{{Original: rcpt, Final: "ann@mailsink.test", Trace: []mail.Step{{Table: "default", Line: 1, From: rcpt, To: []mail.Address{"ann@mailsink.test"}}}}},
		Client:      mail.Client{Address: fmt.Sprintf("127.0.0.1:%d", 40000+i%64), Hello: "app.example", Protocol: "ESMTP", Session: fmt.Sprint("session", i%64)},
	}
	d.Summary = &mail.Summary{
		From: []mail.Contact{{Name: "Shop", Address: from}}, To: []mail.Contact{{Name: "User", Address: rcpt}}, Subject: fmt.Sprint("Your order number ", i),
		MessageID: fmt.Sprintf("%d.20261121@shop.example.org", i), Date: at, Snippet: fmt.Sprintf("Hello user %d, thank you for your order. We will send it to you as soon as we have all of it, which is most often", i),
	}
	return rec
}

// BenchmarkReady opens a new node of a journal of messages, 100,000 unless
// MAILSINK_READY says otherwise: as it was written, and from a snapshot.
func BenchmarkReady(b *testing.B) {
	const together, writers = 500, 8
	messages, err := strconv.Atoi(cmp.Or(os.Getenv("MAILSINK_READY"), "100000"))
	if err != nil {
		b.Fatal(err)
	}
	s := start(b, nil)
	first := open(b, at(s, "mail"), jetstream.Options{Patience: time.Minute})
	if _, err := first.Append(b.Context(), store.Record{Opened: &store.Opened{UIDValidity: 1}}); err != nil {
		b.Fatal(err)
	}
	var g errgroup.Group
	for w := range writers {
		g.Go(func() error {
			for i := w * together; i < messages; i += writers * together {
				var recs []store.Record
				for k := range min(together, messages-i) {
					recs = append(recs, usual(i+k+1))
				}
				if _, err := first.Append(b.Context(), recs...); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		b.Fatal(err)
	}
	b.Run("stream", func(b *testing.B) { ready(b, at(s, "mail"), messages) })
	keep := func(rec store.Record) (store.Record, store.Verdict) { return rec, store.Keep }
	began := time.Now()
	if err := first.Compact(b.Context(), store.Pos(messages), keep); err != nil {
		b.Fatal(err)
	}
	b.Logf("the snapshot was written in %v", time.Since(began).Round(time.Millisecond))
	b.Run("snapshot", func(b *testing.B) { ready(b, at(s, "mail"), messages) })
}

func ready(b *testing.B, p jetstream.Place, messages int) {
	cpu := used(b)
	for range b.N {
		s := open(b, p, jetstream.Options{})
		box, err := mailbox.Open(b.Context(), s, mailbox.Options{Domain: "mailsink.test"})
		if err != nil || box.State().All.Len() != messages {
			b.Fatalf("the node is not ready: %v", err)
		}
		box.Close()
		s.Close()
	}
	b.ReportMetric(float64(b.N*messages)/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/ready")
	b.ReportMetric((used(b)-cpu).Seconds()/float64(b.N), "cpu-s/ready")
}
