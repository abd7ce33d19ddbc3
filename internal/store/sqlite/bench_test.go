package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	traffic "mailsink/internal/load"
	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
)

// bare is what durable intake costs at least: one append-only file, and one
// fsync for all that wait.
type bare struct {
	file  *os.File
	queue chan parcel
	done  chan error
}

type parcel struct {
	octets []byte
	done   chan error
}

func newBare(tb testing.TB) *bare {
	f, err := os.Create(filepath.Join(tb.TempDir(), "bare"))
	if err != nil {
		tb.Fatal(err)
	}
	b := &bare{file: f, queue: make(chan parcel, 1024), done: make(chan error)}
	go b.run()
	return b
}

func (b *bare) run() {
	for p := range b.queue {
		group := []parcel{p}
		for n := len(b.queue); n > 0; n-- {
			group = append(group, <-b.queue)
		}
		var errs []error
		for _, p := range group {
			_, err := b.file.Write(p.octets)
			errs = append(errs, err)
		}
		err := errors.Join(append(errs, b.file.Sync())...)
		for _, p := range group {
			p.done <- err
		}
	}
	b.done <- b.file.Close()
}

func (b *bare) append(octets []byte) error {
	p := parcel{octets, make(chan error, 1)}
	b.queue <- p
	return <-p.done
}

func (b *bare) close() error {
	close(b.queue)
	return <-b.done
}

// message returns content of 6 KiB and the record that goes with it.
func message(n int) ([]byte, *store.Delivered) {
	content := make([]byte, 6<<10)
	rnd := rand.NewChaCha8([32]byte{byte(n), byte(n >> 8)})
	rnd.Read(content)
	at := time.Date(2026, 11, 21, 12, 3, 41, 0, time.UTC)
	return content, &store.Delivered{
		ID: mail.ID(n + 1), Account: "sink", Size: int64(len(content)), Time: at,
		Envelope: &mail.Envelope{
			ReversePath: "bounces@shop.example",
			Recipients: []mail.Recipient{{
				Original: mail.Address(fmt.Sprintf("user%d@example.org", n)), Final: "sink@mailsink.test",
				Trace: []mail.Step{{Table: "default", Line: 1, From: "user@example.org", To: []mail.Address{"sink@mailsink.test"}}},
			}},
			Client: mail.Client{Address: "127.0.0.1:50123", Hello: "app.example", Protocol: "ESMTP"},
		},
		Summary: &mail.Summary{
			From: []mail.Contact{{Name: "The Shop", Address: "shop@shop.example"}}, Subject: fmt.Sprint("Your order ", n),
			MessageID: fmt.Sprintf("%d@shop.example", n), Date: at, Snippet: "Thank you for your order. It will be on its way to you soon.",
		},
	}
}

func deliver(ctx context.Context, s store.Store, content []byte, d store.Delivered) (store.Pos, error) {
	key, _, err := s.Put(ctx, bytes.NewReader(content))
	if err != nil {
		return 0, err
	}
	d.Key = key
	return s.Append(ctx, store.Record{Delivered: &d})
}

// spread runs n calls of f on some goroutines and returns the calls a second.
func spread(tb testing.TB, writers, n int, f func(i int) error) float64 {
	var wg sync.WaitGroup
	start := time.Now()
	for w := range writers {
		wg.Go(func() {
			for i := w; i < n; i += writers {
				if err := f(i); err != nil {
					tb.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return float64(n) / time.Since(start).Seconds()
}

// BenchmarkIntake measures durable deliveries of 6 KiB beside a bare file, in
// the same run.
func BenchmarkIntake(b *testing.B) {
	noise, record := message(1)
	for name, content := range map[string][]byte{"noise": noise, "mail": traffic.Message(6 << 10)} {
		for _, writers := range []int{1, 10, 100} {
			b.Run(fmt.Sprint(name, "/writers=", writers), func(b *testing.B) { intake(b, writers, content, record) })
		}
	}
}

func intake(b *testing.B, writers int, content []byte, record *store.Delivered) {
	plain := newBare(b)
	floor := spread(b, writers, b.N, func(int) error { return plain.append(content) })
	if err := plain.close(); err != nil {
		b.Fatal(err)
	}
	s, err := sqlite.Open(b.Context(), b.TempDir(), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	rate := spread(b, writers, b.N, func(int) error {
		_, err := deliver(b.Context(), s, content, *record)
		return err
	})
	b.StopTimer()
	stats := s.Stats()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(rate, "msg/s")
	b.ReportMetric(floor, "bare/s")
	b.ReportMetric(rate/floor, "ratio")
	b.ReportMetric(float64(stats.Records)/float64(stats.Commits), "msg/commit")
}

// BenchmarkCoding measures what coding costs, and what it saves.
func BenchmarkCoding(b *testing.B) {
	for name, content := range map[string][]byte{"noise": crashContent(1)[:6<<10], "mail": traffic.Message(6 << 10), "large": traffic.Message(200 << 10)} {
		b.Run(name, func(b *testing.B) {
			encode, decode := sqlite.Coding(b)
			var coded []byte
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				coded = encode(content)
			}
			at := time.Now()
			for range 100 {
				decode(coded)
			}
			b.ReportMetric(float64(time.Since(at).Nanoseconds())/100, "ns/decode")
			b.ReportMetric(float64(len(content))/float64(len(coded)), "ratio")
		})
	}
}

// BenchmarkReplay measures how fast a journal is read back, decoded.
func BenchmarkReplay(b *testing.B) {
	const n, each = 200_000, 1000
	s, err := sqlite.Open(b.Context(), b.TempDir(), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for i := 0; i < n; i += each {
		recs := make([]store.Record, each)
		for k := range recs {
			_, d := message(i + k)
			d.Key = "1"
			recs[k] = store.Record{Delivered: d}
		}
		if _, err := s.Append(b.Context(), recs...); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for b.Loop() {
		got := 0
		for recs, err := range s.Records(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			if got += len(recs); got == n {
				break
			}
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "records/s")
}
