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

// rareWord is in one message of a store; messageOf puts it into the middle.
const rareWord = "zugzwang"

// messageOf returns message i of n, of about size octets.
func messageOf(i, n, size int) string {
	rnd := rand.New(rand.NewPCG(uint64(i), 99))
	zipf := rand.NewZipf(rnd, 1.1, 4, 30_000)
	var b strings.Builder
	fmt.Fprintf(&b, "From: Shop %d <shop%d@example.org>\r\nTo: User <user%d@example.com>\r\nSubject: %s %s %d\r\n", i%50, i%50, i%1000, word(int(zipf.Uint64())), word(int(zipf.Uint64())), i)
	fmt.Fprintf(&b, "Message-ID: <%d.%d@example.org>\r\nDate: Sat, 21 Nov 2026 12:00:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYour order\r\n", i, n)
	for b.Len() < size {
		for range 10 {
			b.WriteString(word(int(zipf.Uint64())) + " ")
		}
		b.WriteString("\r\n")
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
	defer func() { err = errors.Join(err, st.Close(), weigh(dir, f)) }()
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
	began := time.Now()
	for w := range writers {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && errs[w] == nil; i = int(next.Add(1)) - 1 {
				_, errs[w] = box.Deliver(ctx, envelopeOf(i, w), strings.NewReader(messageOf(i, n, size)))
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

// weigh notes how much of the disk the store takes.
func weigh(dir string, f *figures) error {
	return filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			f.disk += info.Size()
		}
		return err
	})
}
