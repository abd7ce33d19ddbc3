package sqlite

import (
	"context"
	"errors"
	"sort"

	"zombiezen.com/go/sqlite"

	"mailsink/internal/store"
)

// Bounds of what compaction does in one transaction.
const (
	directMost  = 4096 // records dropped or replaced in the journal as it is
	compactStep = 1024 // records copied where they are more
	clearStep   = 2048 // records taken off what was replaced
)

// Compact implements [store.Journal]. Records are read, and revise is called,
// outside the writer. A few changes are made in one transaction. For more of
// them a second table is filled, in steps between which others write; it then
// takes the place of the journal, in an instant.
func (s *Store) Compact(ctx context.Context, through store.Pos, revise store.Revise) error {
	leave, err := s.enterCompaction(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if err := s.clearAway(ctx); err != nil {
		return err
	}
	c := &compaction{store: s}
	through = min(through, s.tail.last())
	var failed error
	s.replay(ctx, 0, through, func(recs []store.Record, err error) bool {
		for _, rec := range recs {
			if err == nil {
				err = c.judge(rec, revise)
			}
		}
		if err == nil {
			err = c.advance(ctx)
		}
		failed = err
		return err == nil
	})
	if failed == nil {
		failed = c.finish(ctx, int64(through))
	}
	if failed != nil && c.large && ctx.Err() == nil {
		failed = errors.Join(failed, s.clearAway(ctx)) // it takes room that may be short
	}
	return failed
}

// enterCompaction waits until nobody compacts: what one drops, another must not
// replace.
func (s *Store) enterCompaction(ctx context.Context) (leave func(), err error) {
	select {
	case s.compacting <- struct{}{}:
		return func() { <-s.compacting }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// A compaction is one at work.
type compaction struct {
	store *Store
	rev   revising // what is not written yet
	seen  int      // records since the last mark
	marks []int64  // positions where steps end
	large bool     // a second table is filled
	done  int64    // it has what is to be kept up to here
}

// judge notes what revise says about rec.
func (c *compaction) judge(rec store.Record, revise store.Revise) error {
	next, verdict := revise(rec)
	switch verdict {
	case store.Drop:
		c.rev.drop(int64(rec.Pos))
	case store.Replace:
		octets, err := c.store.codec.Encode(next)
		if err != nil {
			return err
		}
		c.rev.replace(int64(rec.Pos), octets)
	}
	if c.seen++; c.seen >= c.store.compactStep {
		c.seen, c.marks = 0, append(c.marks, int64(rec.Pos))
	}
	return nil
}

// advance writes what has been judged, once it is too much for one transaction.
func (c *compaction) advance(ctx context.Context) error {
	if !c.large {
		if c.rev.records <= c.store.directMost {
			return nil
		}
		if err := c.store.writer.do(ctx, creating{}); err != nil {
			return err
		}
		c.large = true
	}
	for ; len(c.marks) > 0; c.marks = c.marks[1:] {
		if err := c.write(ctx, c.marks[0]); err != nil {
			return err
		}
	}
	return nil
}

// write takes over the journal up to a position.
func (c *compaction) write(ctx context.Context, upTo int64) error {
	err := c.store.writer.do(ctx, &copying{from: c.done + 1, to: upTo, rev: c.rev.cut(upTo)})
	c.done = upTo
	return err
}

// finish writes the rest: also what was appended meanwhile.
func (c *compaction) finish(ctx context.Context, through int64) error {
	if !c.large {
		if c.rev.records == 0 {
			return nil
		}
		return c.store.writer.do(ctx, &c.rev)
	}
	if err := c.write(ctx, through); err != nil {
		return err
	}
	for {
		next := &following{after: c.done, most: c.store.compactStep}
		if err := c.store.writer.do(ctx, next); err != nil {
			return err
		}
		if c.done = next.last; next.copied < next.most {
			break
		}
	}
	if err := c.store.writer.do(ctx, &switching{after: c.done}); err != nil {
		return err
	}
	return c.store.clearAway(ctx)
}

// A revising is a change that drops and replaces records.
type revising struct {
	dropped  []run
	replaced []replacement
	records  int // that are concerned
}

type (
	// A run is a range of positions, both ends included.
	run struct{ from, to int64 }

	replacement struct {
		pos    int64
		octets []byte
	}
)

// drop adds pos, which is above all before.
func (r *revising) drop(pos int64) {
	r.records++
	if n := len(r.dropped); n > 0 && r.dropped[n-1].to == pos-1 {
		r.dropped[n-1].to = pos
		return
	}
	r.dropped = append(r.dropped, run{pos, pos})
}

// replace has the record at pos, which is above all before, be octets.
func (r *revising) replace(pos int64, octets []byte) {
	r.records++
	r.replaced = append(r.replaced, replacement{pos, octets})
}

// cut takes off what concerns positions up to one.
func (r *revising) cut(upTo int64) (head revising) {
	n := sort.Search(len(r.replaced), func(i int) bool { return r.replaced[i].pos > upTo })
	head.replaced, r.replaced = r.replaced[:n:n], r.replaced[n:]
	n = sort.Search(len(r.dropped), func(i int) bool { return r.dropped[i].from > upTo })
	head.dropped, r.dropped = r.dropped[:n:n], r.dropped[n:]
	if n > 0 && head.dropped[n-1].to > upTo { // goes on behind it
		rest := run{upTo + 1, head.dropped[n-1].to}
		head.dropped[n-1].to = upTo
		r.dropped = append([]run{rest}, r.dropped...)
	}
	return head
}

func (r *revising) apply(t *tx) error {
	t.revised, t.deleted = true, true
	for _, run := range r.dropped {
		if err := t.exec("DELETE FROM journal WHERE pos BETWEEN ? AND ?", func(stmt *sqlite.Stmt) {
			stmt.BindInt64(1, run.from)
			stmt.BindInt64(2, run.to)
		}); err != nil {
			return err
		}
	}
	for _, rep := range r.replaced {
		if err := t.exec("UPDATE journal SET record = ?2 WHERE pos = ?1", func(stmt *sqlite.Stmt) {
			stmt.BindInt64(1, rep.pos)
			stmt.BindBytes(2, rep.octets)
		}); err != nil {
			return err
		}
	}
	return t.keepEnd()
}

// keepEnd sees to it that positions go on where they were, though the last
// records be dropped.
func (t *tx) keepEnd() error {
	return t.exec("UPDATE floor SET pos = max(pos, ?)", func(stmt *sqlite.Stmt) { stmt.BindInt64(1, int64(t.end)) })
}
