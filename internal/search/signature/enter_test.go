package signature

import (
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/sqlite"
)

var (
	messages = flag.Int("messages", 20_000, "messages of BenchmarkSearch")
	octets   = flag.Int("octets", 6<<10, "octets of each, about")
)

// varied returns message i of about size octets.
func varied(i, size int) string {
	rnd := rand.New(rand.NewPCG(uint64(i), 99))
	zipf := rand.NewZipf(rnd, 1.1, 4, 30_000)
	syllables := strings.Fields("ba be bi bo bu da de di do du fa fe fi fo fu ga ge gi go gu ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu")
	var b strings.Builder
	fmt.Fprintf(&b, "From: Shop <shop%d@example.org>\r\nTo: User <user%d@example.com>\r\nSubject: Order %d\r\nMessage-ID: <%d@example.org>\r\n\r\nYour\r\norder\r\n", i%50, i%1000, i, i)
	for n := 0; b.Len() < size; n++ {
		for word := zipf.Uint64() + 40; word > 0; word /= 40 {
			b.WriteString(syllables[word%40])
		}
		b.WriteString([]string{" ", "\r\n"}[n/10%2])
	}
	return b.String()
}

// BenchmarkEnter is what the index costs for each message that comes: reading
// it from the disk, its signature, and its part of a block on the disk.
func BenchmarkEnter(b *testing.B) {
	st, err := sqlite.Open(b.Context(), b.TempDir(), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	shelf, err := sqlite.OpenShelf(b.Context(), b.TempDir(), 1)
	if err != nil {
		b.Fatal(err)
	}
	defer shelf.Close()
	box, err := mailbox.Open(b.Context(), st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		b.Fatal(err)
	}
	defer box.Close()
	const few = 500
	for i := range few {
		env := mail.Envelope{ReversePath: "bounce@example.org", Recipients: []mail.Recipient{{Original: "ann@example.com", Final: "sink@mailsink.test"}}}
		if _, err := box.Deliver(b.Context(), env, strings.NewReader(varied(i, 6<<10))); err != nil {
			b.Fatal(err)
		}
	}
	all := box.State().All
	x := &Index{box: box, shelf: shelf, log: slog.New(slog.DiscardHandler), size: blockSize, open: new(growing)}
	b.ReportAllocs()
	b.SetBytes(6 << 10)
	for i := 0; b.Loop(); i++ {
		if err := x.enter(b.Context(), all.At(i%few), func() {}); err != nil {
			b.Fatal(err)
		}
	}
}
