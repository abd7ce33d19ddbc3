// Package storetest checks that an engine keeps the promises of package
// store, in the manner of testing/slogtest: each check carries the sentence
// it defends, and a failure prints it.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// An Engine is what is checked.
type Engine struct {
	// Open opens the store kept in dir, which is empty at first. An engine
	// that keeps nothing may ignore dir.
	Open func(t *testing.T, dir string) (store.Store, error)
	// Durable engines are closed and opened again in the checks.
	Durable bool
}

// Run runs every check, each on a fresh store.
func Run(t *testing.T, e Engine) {
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			if c.durable && !e.Durable {
				t.Skip("the engine keeps nothing beyond the process")
			}
			b := &bench{t: t, engine: e, dir: t.TempDir()}
			b.open()
			t.Cleanup(func() { b.Close() })
			if err := c.check(t.Context(), b); err != nil {
				t.Errorf("%v\npromise: %s", err, c.promise)
			}
		})
	}
}

// A bench is a store that a check can close and open again.
type bench struct {
	store.Store
	t      *testing.T
	engine Engine
	dir    string
}

func (b *bench) open() {
	b.t.Helper()
	s, err := b.engine.Open(b.t, b.dir)
	if err != nil {
		b.t.Fatalf("open: %v", err)
	}
	b.Store = s
}

// reopen closes the store and opens it again.
func (b *bench) reopen() error {
	if err := b.Close(); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	b.open()
	return nil
}

var checks = []struct {
	name, promise string
	durable       bool
	check         func(context.Context, *bench) error
}{
	{"put-get", "content comes back octet for octet, whatever the octets", false, putGet},
	{"put-large", "content of any size comes back octet for octet", false, putLarge},
	{"put-all-or-nothing", "Put stores all of r, or nothing, and returns the error of r", false, putFails},
	{"get-seek", "content can be read from any place", false, getSeek},
	{"get-missing", "Get of content that was never stored is ErrNotExist", false, getMissing},
	{"delete", "deleted content is ErrNotExist; deleting it again is no error", false, deleteTwice},
	{"positions", "positions ascend by one from 1, and Append returns the last", false, positions},
	{"batch", "records of one Append stand at consecutive positions", false, batchTogether},
	{"order", "records come back in the order of their positions, each once", false, order},
	{"after", "Records yields what is after the position, and nothing else", false, after},
	{"follow", "a reader that has caught up is told of the next record", false, follow},
	{"many-writers", "appending from many goroutines loses and doubles nothing", false, manyWriters},
	{"cancel", "Records ends with the cause of its context", false, cancelled},
	{"round-trip", "every kind of record comes back as it was", false, roundTrip},
	{"compact", "Compact drops and replaces what it is told to, and moves no position", false, compact},
	{"compact-end", "End is the last record that is left, and the journal goes on behind all that ever were", false, compactEnd},
	{"closed", "a closed store says ErrClosed to writers and readers", false, closed},
	{"reopen-records", "records survive closing, in order", true, reopenRecords},
	{"reopen-content", "content that a record names survives closing", true, reopenContent},
	{"reopen-compacted", "what compaction dropped stays away, and positions go on where they were", true, reopenCompacted},
}

func delivered(n int) store.Record {
	return store.Record{Delivered: &store.Delivered{
		ID: mail.ID(n), Account: "sink", Key: fmt.Sprint("key", n), Size: int64(n),
		Envelope: &mail.Envelope{ReversePath: "a@example.org"}, Summary: &mail.Summary{Subject: fmt.Sprint("message ", n)},
	}}
}

// appendN appends n records one by one.
func appendN(ctx context.Context, s store.Store, n int) error {
	for i := range n {
		if _, err := s.Append(ctx, delivered(i+1)); err != nil {
			return fmt.Errorf("append: %w", err)
		}
	}
	return nil
}

// take reads n records after pos.
func take(ctx context.Context, s store.Store, after store.Pos, n int) ([]store.Record, error) {
	var got []store.Record
	if n == 0 {
		return nil, nil
	}
	for recs, err := range s.Records(ctx, after) {
		if err != nil {
			return got, err
		}
		if got = append(got, recs...); len(got) >= n {
			break
		}
	}
	if len(got) != n {
		return got, fmt.Errorf("read %d records, want %d", len(got), n)
	}
	return got, nil
}

// octets reads all content of key.
func octets(ctx context.Context, s store.Store, key string) ([]byte, error) {
	rc, err := s.Get(ctx, key)
	if err != nil {
		return nil, err
	}
	return store.ReadAll(rc)
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

var errCause = errors.New("the reason to stop")
