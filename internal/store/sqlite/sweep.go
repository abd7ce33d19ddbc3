package sqlite

import (
	"context"
	"errors"

	"zombiezen.com/go/sqlite"

	"mailsink/internal/store"
)

// sweepStep is how many rows of unnamed content go in one transaction.
const sweepStep = 64

// sweep removes content that was put before this process began, and that no
// record came to name: rows up to the number last, and files.
func (s *Store) sweep(ctx context.Context, last int64) {
	rows, err := s.sweepRows(ctx, last)
	err = errors.Join(err, s.sweepTables(ctx))
	files, filesErr := s.files.sweep(ctx, func(key string) (bool, error) { return s.fileWanted(ctx, key) })
	err = errors.Join(err, filesErr)
	switch {
	case err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrClosed):
		s.log.Warn("content that no record names could not be removed", "error", err)
	case rows+files > 0:
		s.log.Info("removed content that no record names", "rows", rows, "files", files)
	}
}

// sweepTables removes what a compaction left behind that was under way when the
// last process ended.
func (s *Store) sweepTables(ctx context.Context) error {
	leave, err := s.enterCompaction(ctx)
	if err != nil {
		return err
	}
	defer leave()
	return s.clearAway(ctx)
}

func (s *Store) sweepRows(ctx context.Context, last int64) (removed int, err error) {
	for {
		sw := &sweeping{last: last}
		if err := s.writer.do(ctx, sw); err != nil || sw.removed == 0 {
			return removed, err
		}
		removed += sw.removed
	}
}

// fileWanted reports whether the file of key must stay. It asks first what is
// on its way, then what has arrived, lest something pass in between.
func (s *Store) fileWanted(ctx context.Context, key string) (bool, error) {
	if e, _ := s.staging.get(key); e != nil {
		return true, nil
	}
	var named bool
	err := s.reading(ctx, func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare("SELECT 1 FROM file WHERE key = ?")
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.BindText(1, key)
		named, err = stmt.Step()
		return err
	})
	return named, err
}

// A sweeping is a change that removes some unnamed rows.
type sweeping struct {
	last    int64
	removed int // set by apply
}

func (s *sweeping) apply(t *tx) error {
	const some = "(SELECT id FROM unnamed WHERE id <= ?1 ORDER BY id LIMIT ?2)"
	bind := func(stmt *sqlite.Stmt) {
		stmt.BindInt64(1, s.last)
		stmt.BindInt64(2, sweepStep)
	}
	if err := t.exec("UPDATE floor SET content = ?1 WHERE content < ?1 AND EXISTS "+some, bind); err != nil {
		return err
	}
	if err := t.exec("DELETE FROM content WHERE id IN "+some, bind); err != nil {
		return err
	}
	if err := t.exec("DELETE FROM unnamed WHERE id IN "+some, bind); err != nil {
		return err
	}
	s.removed = t.conn.Changes()
	t.deleted = t.deleted || s.removed > 0
	return nil
}
