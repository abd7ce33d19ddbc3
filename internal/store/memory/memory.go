// Package memory is a store that forgets when the process ends. It is the
// default of the sink and of tests: nothing to set up, nothing left behind.
//
// Records and content are Go values under one lock. Content that comes in one
// piece is copied once, into a slice of its size, any other twice; it is
// handed out without copying.
package memory

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"strconv"
	"sync"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// A Store keeps records and content in memory. It is safe for concurrent use.
type Store struct {
	mu      sync.Mutex
	end     store.Pos
	records log
	keys    uint64 // given out so far
	content map[string][]byte
	used    int64         // octets of content
	budget  int64         // that they may be; 0 for any number
	grown   chan struct{} // closed and replaced when records grows
	closed  bool
}

var _ store.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store {
	return &Store{
		content: make(map[string][]byte),
		grown:   make(chan struct{}),
	}
}

// NewWithin returns an empty store of at most budget octets of content. What
// would be more is refused with mail.ErrFull; 0 is no bound.
func NewWithin(budget int64) *Store {
	s := New()
	s.budget = budget
	return s
}

// Append implements [store.Journal].
func (s *Store) Append(_ context.Context, recs ...store.Record) (store.Pos, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, store.ErrClosed
	}
	for _, rec := range recs {
		s.end++
		rec.Pos = s.end
		s.records.append(rec)
	}
	s.wake()
	return s.end, nil
}

func (s *Store) wake() {
	close(s.grown)
	s.grown = make(chan struct{})
}

// Records implements [store.Journal].
func (s *Store) Records(ctx context.Context, after store.Pos) iter.Seq2[[]store.Record, error] {
	return func(yield func([]store.Record, error) bool) {
		for {
			recs, grown, err := s.tail(after)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(recs) > 0 {
				if !yield(recs, nil) {
					return
				}
				after = recs[len(recs)-1].Pos
				continue
			}
			select {
			case <-grown:
			case <-ctx.Done():
				yield(nil, context.Cause(ctx))
				return
			}
		}
	}
}

// tail returns the records after pos, and what to wait for when there are none.
func (s *Store) tail(after store.Pos) ([]store.Record, <-chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, nil, store.ErrClosed
	}
	return s.records.after(after), s.grown, nil
}

// End implements [store.Journal].
func (s *Store) End(context.Context) (store.Pos, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.records.end(), nil
}

// Compact implements [store.Journal].
func (s *Store) Compact(_ context.Context, through store.Pos, revise store.Revise) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kept log
	for rec := range s.records.all() {
		verdict := store.Keep
		if rec.Pos <= through {
			next := store.Record{}
			if next, verdict = revise(rec); verdict == store.Replace {
				next.Pos = rec.Pos
				rec = next
			}
		}
		if verdict != store.Drop {
			kept.append(rec)
		}
	}
	s.records = kept
	return nil
}

// Put implements [store.Content].
func (s *Store) Put(_ context.Context, r io.Reader) (string, int64, error) {
	var in intake
	if _, err := io.Copy(&in, r); err != nil {
		return "", 0, fmt.Errorf("memory: put: %w", err)
	}
	b := in.octets()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return "", 0, store.ErrClosed
	}
	if s.budget > 0 && s.used+int64(len(b)) > s.budget {
		return "", 0, fmt.Errorf("memory: %d octets of content are kept, and %d may be: %w", s.used, s.budget, mail.ErrFull)
	}
	s.used += int64(len(b))
	s.keys++
	key := strconv.FormatUint(s.keys, 36)
	s.content[key] = b
	return key, int64(len(b)), nil
}

// Get implements [store.Content]. The reader implements [store.Octets].
func (s *Store) Get(_ context.Context, key string) (io.ReadSeekCloser, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.content[key]
	if !ok {
		return nil, store.ErrNotExist
	}
	return reader{bytes.NewReader(b), b}, nil
}

// Delete implements [store.Content].
func (s *Store) Delete(_ context.Context, keys ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, key := range keys {
		s.used -= int64(len(s.content[key]))
		delete(s.content, key)
	}
	return nil
}

// Close implements [io.Closer].
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		s.wake()
	}
	return nil
}

// A reader gives out content without copying it.
type reader struct {
	*bytes.Reader
	octets []byte
}

// Octets implements [store.Octets].
func (r reader) Octets() []byte { return r.octets }

// Close implements [io.Closer].
func (reader) Close() error { return nil }
