package sqlite

import (
	"zombiezen.com/go/sqlite"

	"mailsink/internal/store"
)

// A tx is a transaction in the making. Only the writer's goroutine has one.
type tx struct {
	*writer
	end     store.Pos
	recs    []store.Record // appended, in order
	settled []*staged      // named or deleted
	flushed []*staged      // written though unnamed
	revised bool           // records before end have changed
	deleted bool           // pages have become free
	octets  int64          // written, about
}

// exec runs one statement that returns no rows.
func (t *tx) exec(query string, bind func(*sqlite.Stmt)) error {
	stmt, err := t.conn.Prepare(query)
	if err != nil {
		return err
	}
	if bind != nil {
		bind(stmt)
	}
	if _, err := stmt.Step(); err != nil {
		return err
	}
	return stmt.Reset()
}

// name settles that the content of key is named by a record from now on.
func (t *tx) name(key string) error {
	e, octets := t.staging.get(key)
	if e == nil {
		return nil // named before, or never put
	}
	t.settled = append(t.settled, e)
	switch {
	case e.id == 0:
		return t.exec("INSERT OR IGNORE INTO file VALUES (?)", func(stmt *sqlite.Stmt) { stmt.BindText(1, key) })
	case octets == nil || e.flushed == t.seq:
		return t.exec("DELETE FROM unnamed WHERE id = ?", func(stmt *sqlite.Stmt) { stmt.BindInt64(1, e.id) })
	}
	return t.write(e, octets)
}

// write writes the row of e, unless this transaction has done so.
func (t *tx) write(e *staged, octets []byte) error {
	if e.written == t.seq {
		return nil
	}
	e.written = t.seq
	t.carried = octets
	t.octets += e.size
	return t.exec("INSERT INTO content VALUES (?, octets(), ?)", func(stmt *sqlite.Stmt) {
		stmt.BindInt64(1, e.id)
		stmt.BindInt64(2, int64(e.coding))
	})
}

// An appending is a change that adds records.
type appending struct {
	recs    []store.Record
	encoded [][]byte
	last    store.Pos // set by apply
}

func (a *appending) apply(t *tx) error {
	for i, b := range a.encoded {
		t.end++
		if err := t.exec("INSERT INTO journal VALUES (?, ?)", func(stmt *sqlite.Stmt) {
			stmt.BindInt64(1, int64(t.end))
			stmt.BindBytes(2, b)
		}); err != nil {
			return err
		}
		t.octets += int64(len(b))
		rec := a.recs[i]
		rec.Pos = t.end
		t.recs = append(t.recs, rec)
		if d := rec.Delivered; d != nil {
			if err := t.name(d.Key); err != nil {
				return err
			}
		}
	}
	a.last = t.end
	return nil
}

// A flushing writes all staged content, to make room in memory.
type flushing struct{}

func (flushing) apply(t *tx) error {
	for _, e := range t.staging.waiting() {
		if e.written == t.seq {
			continue // named, or flushed, a moment ago
		}
		_, octets := t.staging.get(e.key)
		if octets == nil {
			continue // deleted meanwhile
		}
		if err := t.write(e, octets); err != nil {
			return err
		}
		if err := t.exec("INSERT INTO unnamed VALUES (?)", func(stmt *sqlite.Stmt) { stmt.BindInt64(1, e.id) }); err != nil {
			return err
		}
		e.flushed = t.seq
		t.flushed = append(t.flushed, e)
	}
	return nil
}

// A deletingRows removes content in rows.
type deletingRows struct{ ids []int64 } // ascending

func (d deletingRows) apply(t *tx) error {
	var gone revising // for its ranges
	for _, id := range d.ids {
		if e, _ := t.staging.get(rowKey(id)); e != nil {
			t.settled = append(t.settled, e)
		}
		gone.drop(id)
	}
	for _, run := range gone.dropped {
		if err := t.remove(run); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes rows of content. That their numbers are never given out again
// is seen to only when there were any.
func (t *tx) remove(ids run) error {
	bind := func(stmt *sqlite.Stmt) {
		stmt.BindInt64(1, ids.from)
		stmt.BindInt64(2, ids.to)
	}
	if err := t.exec("DELETE FROM content WHERE id BETWEEN ? AND ?", bind); err != nil || t.conn.Changes() == 0 {
		return err
	}
	t.deleted = true
	if err := t.exec("DELETE FROM unnamed WHERE id BETWEEN ? AND ?", bind); err != nil {
		return err
	}
	return t.exec("UPDATE floor SET content = ?1 WHERE content < ?1", func(stmt *sqlite.Stmt) { stmt.BindInt64(1, ids.to) })
}

// A deletingFiles lets go of content in files.
type deletingFiles struct{ keys []string }

func (d deletingFiles) apply(t *tx) error {
	for _, key := range d.keys {
		if e, _ := t.staging.get(key); e != nil {
			t.settled = append(t.settled, e)
		}
		if err := t.exec("DELETE FROM file WHERE key = ?", func(stmt *sqlite.Stmt) { stmt.BindText(1, key) }); err != nil {
			return err
		}
	}
	return nil
}
