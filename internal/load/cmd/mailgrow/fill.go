package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"mailsink/internal/mail"
	"mailsink/internal/mailbox"
	"mailsink/internal/store/sqlite"
)

// syllables make words: as many as a language has, a few of them often.
const syllables = "ba be bi bo bu da de di do du fa fe fi fo fu ga ge gi go gu ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu"

func word(n int) string {
	list := strings.Fields(syllables)
	var b strings.Builder
	for n += len(list); n > 0; n /= len(list) {
		b.WriteString(list[n%len(list)])
	}
	return b.String()
}

// rareWord is in one message of a store; a letter puts it at the end.
const rareWord = "zugzwang"

// A stationery is what letters are made of. To draw every word anew would take
// longer than to store it.
type stationery struct {
	words []string // subjects are of these
	lines []string // of ten words each, as often as words are in a language
}

func newStationery() *stationery {
	const words, lines = 30_000, 1 << 16
	s := &stationery{words: make([]string, words+1), lines: make([]string, lines)}
	for n := range s.words {
		s.words[n] = word(n)
	}
	zipf := rand.NewZipf(rand.New(rand.NewPCG(1, 99)), 1.1, 4, words)
	for k := range s.lines {
		var b strings.Builder
		for range 10 {
			b.WriteString(s.words[zipf.Uint64()] + " ")
		}
		s.lines[k] = b.String() + "\r\n"
	}
	return s
}

// letter returns message i of n, of about size octets.
func (s *stationery) letter(i, n, size int) string {
	rnd := rand.New(rand.NewPCG(uint64(i), 99))
	var b strings.Builder
	b.Grow(size + 256)
	fmt.Fprintf(&b, "From: Shop %d <shop%d@example.org>\r\nTo: User <user%d@example.com>\r\nSubject: %s %s %d\r\n",
		i%50, i%50, i%1000, s.words[rnd.IntN(len(s.words))], s.words[rnd.IntN(100)], i)
	fmt.Fprintf(&b, "Message-ID: <%d.%d@example.org>\r\nDate: Sat, 21 Nov 2026 12:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYour order\r\n", i, n)
	for b.Len() < size {
		b.WriteString(s.lines[rnd.IntN(len(s.lines))])
	}
	if i == n/2 {
		b.WriteString(rareWord + "\r\n")
	}
	return b.String()
}

// writers is how many deliver at a time.
const writers = 64

// fill makes a store of n messages.
func fill(ctx context.Context, dir string, n, size int, f *figures) (err error) {
	st, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	box, err := mailbox.Open(ctx, st, mailbox.Options{Domain: "mailsink.test"})
	if err != nil {
		return err
	}
	defer box.Close()
	var (
		work sync.WaitGroup
		next atomic.Int64
		errs = make([]error, writers)
	)
	paper := newStationery()
	began := time.Now()
	for w := range writers {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && errs[w] == nil; i = int(next.Add(1)) - 1 {
				_, errs[w] = box.Deliver(ctx, envelopeOf(i, w), strings.NewReader(paper.letter(i, n, size)))
			}
		})
	}
	work.Wait()
	f.intake = float64(n) / time.Since(began).Seconds()
	return errors.Join(errs...)
}

func envelopeOf(i, session int) mail.Envelope {
	rcpt := mail.Address(fmt.Sprintf("user%d@example.com", i%1000))
	final := mail.Address("sink@mailsink.test")
	return mail.Envelope{
		ReversePath: mail.Address(fmt.Sprintf("shop%d@example.org", i%50)),
		Recipients:  []mail.Recipient{{Original: rcpt, Final: final, Trace: []mail.Step{{Table: "default", Line: 1, From: rcpt, To: []mail.Address{final}}}}},
		Client:      mail.Client{Address: fmt.Sprintf("127.0.0.1:%d", 40000+session), Hello: "app.example", Protocol: "ESMTP", Session: fmt.Sprint("session", session)},
	}
}

// weigh returns how much of the disk a store takes, in octets. A file may go
// meanwhile.
func weigh(dir string) (octets int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			var info fs.FileInfo
			if info, err = e.Info(); err == nil {
				octets += info.Size()
			}
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	return octets, err
}
