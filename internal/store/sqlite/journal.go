package sqlite

import (
	"context"
	"iter"
	"runtime"

	"golang.org/x/sync/errgroup"
	"zombiezen.com/go/sqlite"

	"mailsink/internal/store"
)

// batch is the most records that a reader is given at a time.
const batch = 512

// Append implements [store.Journal]. It returns after the fsync.
func (s *Store) Append(ctx context.Context, recs ...store.Record) (store.Pos, error) {
	a := &appending{recs: recs, encoded: make([][]byte, len(recs))}
	for i, rec := range recs {
		b, err := s.codec.Encode(rec)
		if err != nil {
			return 0, err
		}
		a.encoded[i] = b
	}
	if len(recs) == 0 {
		return s.End(ctx)
	}
	if err := s.writer.do(ctx, a); err != nil {
		return 0, err
	}
	return a.last, nil
}

// End implements [store.Journal]. It is not always where the journal goes on:
// compaction may have dropped the last records.
func (s *Store) End(ctx context.Context) (end store.Pos, err error) {
	err = s.reading(ctx, func(conn *sqlite.Conn) error {
		n, err := number(conn, "SELECT coalesce(max(pos), 0) FROM journal")
		end = store.Pos(n)
		return err
	})
	return end, err
}

// Records implements [store.Journal].
func (s *Store) Records(ctx context.Context, after store.Pos) iter.Seq2[[]store.Record, error] {
	return func(yield func([]store.Record, error) bool) {
		for {
			n := s.tail.after(after)
			switch {
			case n.closed:
				yield(nil, store.ErrClosed)
				return
			case len(n.recs) > 0:
				if !yield(n.recs, nil) {
					return
				}
				after = n.recs[len(n.recs)-1].Pos
			case after < n.end:
				if !s.replay(ctx, after, n.end, yield) {
					return
				}
				after = n.end
			default:
				select {
				case <-n.grown:
				case <-ctx.Done():
					yield(nil, context.Cause(ctx))
					return
				}
			}
		}
	}
}

// A span is a piece of the journal that one worker has read.
type span struct {
	recs []store.Record
	err  error
}

// replay yields what the file has after a position, up to and including
// through. Workers read and decode one span each; they are handed over in
// order. It reports whether to go on.
func (s *Store) replay(ctx context.Context, after, through store.Pos, yield func([]store.Record, error) bool) bool {
	if through-after <= batch {
		recs, err := s.read(ctx, after, through)
		return handOver(span{recs, err}, yield)
	}
	ahead, cancel := context.WithCancel(ctx)
	spans := s.readAhead(ahead, after, through)
	defer func() {
		cancel()
		for range spans { // wait for those who read ahead
		}
	}()
	for s := range spans {
		if !handOver(<-s, yield) {
			return false
		}
	}
	return ctx.Err() == nil || handOver(span{err: context.Cause(ctx)}, yield)
}

func handOver(s span, yield func([]store.Record, error) bool) bool {
	if s.err != nil {
		yield(nil, s.err)
		return false
	}
	return len(s.recs) == 0 || yield(s.recs, nil)
}

// readAhead reads spans with as many workers as there are processors. The
// channel it returns is closed when the last of them has ended.
func (s *Store) readAhead(ctx context.Context, after, through store.Pos) <-chan chan span {
	workers := runtime.GOMAXPROCS(0)
	spans := make(chan chan span, 2*workers)
	go func() {
		defer close(spans)
		var g errgroup.Group
		g.SetLimit(workers)
		defer g.Wait()
		for from := after; from < through && ctx.Err() == nil; from += batch {
			out := make(chan span, 1)
			next, err := s.next(ctx, from)
			if err != nil {
				out <- span{err: err}
				spans <- out
				return
			}
			if from = next - 1; from >= through {
				return // only a gap is left, where compaction dropped everything
			}
			g.Go(func() error {
				recs, err := s.read(ctx, from, min(from+batch, through))
				out <- span{recs, err}
				return nil
			})
			spans <- out
		}
	}()
	return spans
}

// next returns the first position after one that has a record; without one, it
// is beyond all.
func (s *Store) next(ctx context.Context, after store.Pos) (pos store.Pos, err error) {
	err = s.reading(ctx, func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare("SELECT coalesce(min(pos), 9223372036854775807) FROM journal WHERE pos > ?")
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.BindInt64(1, int64(after))
		if _, err := stmt.Step(); err != nil {
			return err
		}
		pos = store.Pos(stmt.ColumnInt64(0))
		return nil
	})
	return pos, err
}

// read returns the records after a position up to and including through.
func (s *Store) read(ctx context.Context, after, through store.Pos) ([]store.Record, error) {
	var recs []store.Record
	err := s.reading(ctx, func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare("SELECT pos, record FROM journal WHERE pos > ? AND pos <= ? ORDER BY pos")
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.BindInt64(1, int64(after))
		stmt.BindInt64(2, int64(through))
		recs, err = s.decode(stmt)
		return err
	})
	return recs, err
}

// decode returns the records that stmt selects.
func (s *Store) decode(stmt *sqlite.Stmt) ([]store.Record, error) {
	recs := make([]store.Record, 0, batch)
	var octets []byte
	for {
		if row, err := stmt.Step(); err != nil || !row {
			return recs, err
		}
		octets = append(octets[:0], make([]byte, stmt.ColumnLen(1))...)
		stmt.ColumnBytes(1, octets)
		rec, err := s.codec.Decode(store.Pos(stmt.ColumnInt64(0)), octets)
		if err != nil {
			return nil, err
		}
		recs = append(recs, rec)
	}
}

// reading runs f with a connection that reads.
func (s *Store) reading(ctx context.Context, f func(*sqlite.Conn) error) error {
	conn, err := s.readers.Take(ctx)
	if err == nil {
		err = f(conn)
		s.readers.Put(conn)
	}
	switch {
	case err == nil:
		return nil
	case s.tail.isClosed():
		return store.ErrClosed
	case ctx.Err() != nil:
		return context.Cause(ctx) // the error is only that of the interruption
	}
	return wrap("read", err)
}
