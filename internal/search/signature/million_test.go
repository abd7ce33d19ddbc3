package signature

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/search"
	"mailsink/internal/store/memory"
	"mailsink/internal/store/sqlite"
)

// BenchmarkSearch fills a mailbox and measures the index on it: how long it
// takes to make, to open, and to answer with the newest 50. A million is
//
//	go test -run '^$' -bench Search -messages 1000000 ./internal/search/signature
func BenchmarkSearch(b *testing.B) {
	box := filled(b, *messages, *octets)
	dir := b.TempDir()
	shelf := open(b, dir)
	x := &Index{box: box, shelf: shelf, log: slog.New(slog.DiscardHandler), size: blockSize, open: new(growing), resting: make(chan struct{}, 1), spoiled: make(chan struct{})}
	began := time.Now()
	for _, m := range box.State().All.From(0) {
		if err := x.enter(b.Context(), m, func() {}); err != nil {
			b.Fatal(err)
		}
	}
	if err := x.seal(b.Context(), func() {}); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d messages of %d octets: made in %v", *messages, *octets, time.Since(began).Round(time.Millisecond))
	if err := shelf.Close(); err != nil {
		b.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "search.db")); err == nil {
		b.Logf("search.db takes %d MiB", info.Size()>>20)
	}
	began = time.Now()
	shelf = open(b, dir)
	defer shelf.Close()
	x = &Index{box: box, shelf: shelf, open: new(growing), begin: func() {}, resting: make(chan struct{}, 1), spoiled: make(chan struct{})}
	if err := x.load(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Logf("opened in %v", time.Since(began).Round(time.Microsecond))
	for name, q := range map[string]string{
		"rare": "zugzwang", "common": "order", "substring": "ugzwa", "phrase": `"your order"`, "from": "from:shop7@example.org", "absent": "xylophone", "regexp": `/zug[a-z]+ang/`, "two letters": "zg",
	} {
		parsed, err := search.Parse(q, time.Now())
		if err != nil {
			b.Fatal(err)
		}
		parsed = parsed.Using(search.NewCache(64 << 20))
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				newest(b.Context(), x, parsed, 50)
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

func open(b *testing.B, dir string) *sqlite.Shelf {
	b.Helper()
	shelf, err := sqlite.OpenShelf(b.Context(), dir, 1)
	if err != nil {
		b.Fatal(err)
	}
	return shelf
}

// newest finds the newest n messages.
func newest(ctx context.Context, x *Index, q *search.Query, n int) (found []*mail.Message) {
	all := x.box.State().All
	may := x.Filter(ctx, q)
	for _, m := range all.Backward(all.Len()) {
		if may(m) && q.Match(m, func() ([]byte, error) { return x.box.Octets(ctx, m) }) {
			if found = append(found, m); len(found) == n {
				break
			}
		}
	}
	return found
}

// filled returns a mailbox of n messages that differ.
func filled(b *testing.B, n, size int) *mailbox.Mailbox {
	b.Helper()
	st := memory.New()
	box, err := mailbox.Open(b.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { box.Close(); st.Close() })
	texts := make([]string, 5000)
	for i := range texts {
		texts[i] = varied(i, size)
	}
	env := mail.Envelope{ReversePath: "bounce@example.org", Recipients: []mail.Recipient{{Original: "ann@example.com", Final: "sink@mailsink.test"}}}
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		text := fmt.Sprintf("X-Number: %d\r\n%s%s\r\n", i, texts[rnd.IntN(len(texts))], []string{"", "zugzwang"}[1-min(1, i^n/2)])
		if _, err := box.Deliver(b.Context(), env, strings.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
	return box
}
