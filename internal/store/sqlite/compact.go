package sqlite

import (
	"context"

	"zombiezen.com/go/sqlite"

	"mailsink/internal/store"
)

// Compact implements [store.Journal]. Records are read, and revise is called,
// outside the writer; the writer is held for as long as it takes to write the
// changes, one to two microseconds for each record dropped.
func (s *Store) Compact(ctx context.Context, through store.Pos, revise store.Revise) error {
	select {
	case s.compacting <- struct{}{}: // one at a time: what one drops, another must not replace
		defer func() { <-s.compacting }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	rev := &revising{}
	var failed error
	s.replay(ctx, 0, min(through, s.tail.last()), func(recs []store.Record, err error) bool {
		for _, rec := range recs {
			if err == nil {
				err = s.judge(rev, rec, revise)
			}
		}
		failed = err
		return err == nil
	})
	if failed != nil || len(rev.dropped)+len(rev.replaced) == 0 {
		return failed
	}
	return s.writer.do(ctx, rev)
}

// judge adds to rev what revise says about rec.
func (s *Store) judge(rev *revising, rec store.Record, revise store.Revise) error {
	next, verdict := revise(rec)
	switch verdict {
	case store.Drop:
		rev.drop(int64(rec.Pos))
	case store.Replace:
		octets, err := s.codec.Encode(next)
		if err != nil {
			return err
		}
		rev.replaced = append(rev.replaced, replacement{int64(rec.Pos), octets})
	}
	return nil
}

// A revising is a change that drops and replaces records.
type revising struct {
	dropped  []run
	replaced []replacement
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
	if n := len(r.dropped); n > 0 && r.dropped[n-1].to == pos-1 {
		r.dropped[n-1].to = pos
		return
	}
	r.dropped = append(r.dropped, run{pos, pos})
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
	// Positions go on where they were, though the last records be dropped.
	return t.exec("UPDATE floor SET pos = max(pos, ?)", func(stmt *sqlite.Stmt) { stmt.BindInt64(1, int64(t.end)) })
}
