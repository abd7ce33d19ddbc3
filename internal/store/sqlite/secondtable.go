package sqlite

import (
	"context"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Beside the table journal there may be two others while it is compacted:
// "fresh" will take its place, and "stale" was it before. Neither means
// anything: both are cleared away when they are found at the start.

// A creating is a change that makes the second table.
type creating struct{}

func (creating) apply(t *tx) error {
	return t.define("CREATE TABLE fresh (pos INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT")
}

// define runs a statement that changes the schema.
func (t *tx) define(statement string) error { return sqlitex.ExecuteTransient(t.conn, statement, nil) }

// A copying is a change that takes over the journal between two positions, both
// included, as rev wants it to be.
type copying struct {
	from, to int64
	rev      revising
}

func (c *copying) apply(t *tx) error {
	from, replaced := c.from, c.rev.replaced
	keep := func(before int64) error { return t.take(from, before-1) }
	put := func(rep replacement) error {
		t.octets += int64(len(rep.octets))
		return t.exec("INSERT INTO fresh VALUES (?, ?)", func(stmt *sqlite.Stmt) {
			stmt.BindInt64(1, rep.pos)
			stmt.BindBytes(2, rep.octets)
		})
	}
	through := func(before int64) error { // with what is replaced on the way
		for ; len(replaced) > 0 && replaced[0].pos < before; replaced = replaced[1:] {
			if err := keep(replaced[0].pos); err != nil {
				return err
			}
			if err := put(replaced[0]); err != nil {
				return err
			}
			from = replaced[0].pos + 1
		}
		return keep(before)
	}
	for _, gone := range c.rev.dropped {
		if err := through(gone.from); err != nil {
			return err
		}
		from = gone.to + 1
	}
	return through(c.to + 1)
}

// recordOctets is about how large a record is.
const recordOctets = 512

// take copies the records between two positions, both included.
func (t *tx) take(from, to int64) error {
	if from > to {
		return nil
	}
	err := t.exec("INSERT INTO fresh SELECT pos, record FROM journal WHERE pos BETWEEN ? AND ?", func(stmt *sqlite.Stmt) {
		stmt.BindInt64(1, from)
		stmt.BindInt64(2, to)
	})
	t.octets += int64(t.conn.Changes()) * recordOctets
	return err
}

// A following is a change that copies some of the records behind a position.
type following struct {
	after, last  int64 // last is set by apply
	most, copied int   // copied is set by apply
}

func (f *following) apply(t *tx) error {
	err := t.exec("INSERT INTO fresh SELECT pos, record FROM journal WHERE pos > ? ORDER BY pos LIMIT ?", func(stmt *sqlite.Stmt) {
		stmt.BindInt64(1, f.after)
		stmt.BindInt64(2, int64(f.most))
	})
	f.last, f.copied = f.after, t.conn.Changes()
	t.octets += int64(f.copied) * recordOctets
	if err != nil || f.copied == 0 {
		return err
	}
	f.last, err = number(t.conn, "SELECT max(pos) FROM fresh")
	return err
}

// A switching is a change that puts the second table in the place of the
// journal, with the last of the records.
type switching struct{ after int64 }

func (s *switching) apply(t *tx) error {
	t.revised = true
	if err := t.take(s.after+1, int64(t.end)); err != nil {
		return err
	}
	if err := t.define("ALTER TABLE journal RENAME TO stale"); err != nil {
		return err
	}
	if err := t.define("ALTER TABLE fresh RENAME TO journal"); err != nil {
		return err
	}
	return t.keepEnd()
}

// clearAway removes what is beside the journal, in steps between which others
// write.
func (s *Store) clearAway(ctx context.Context) error {
	for _, table := range []string{"stale", "fresh"} {
		there, err := s.hasTable(ctx, table)
		for there && err == nil {
			c := &clearing{table: table}
			err = s.writer.do(ctx, c)
			there = !c.gone
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) hasTable(ctx context.Context, name string) (there bool, err error) {
	err = s.reading(ctx, func(conn *sqlite.Conn) error {
		n, err := number(conn, "SELECT count(*) FROM sqlite_master WHERE name = '"+name+"'")
		there = n > 0
		return err
	})
	return there, err
}

// A clearing is a change that removes some of a table, or all of it when it is
// empty.
type clearing struct {
	table string
	gone  bool // set by apply
}

func (c *clearing) apply(t *tx) error {
	err := t.exec("DELETE FROM "+c.table+" WHERE pos <= (SELECT max(pos) FROM (SELECT pos FROM "+c.table+" ORDER BY pos LIMIT ?))", func(stmt *sqlite.Stmt) {
		stmt.BindInt64(1, clearStep)
	})
	if err != nil {
		return err
	}
	t.deleted = true
	if t.conn.Changes() > 0 {
		return nil
	}
	if err := t.define("DROP TABLE " + c.table); err != nil {
		return err
	}
	c.gone = true
	return nil
}
