package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"zombiezen.com/go/sqlite"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// A Rescue is what came of salvaging a store.
type Rescue struct {
	Records  int // of the journal
	Contents int // of messages, whole
	// Lost are the UIDs of messages that were not expunged, as far as the
	// journal says, and of which the content cannot be read.
	Lost   mail.UIDSet
	Damage []string // what is wrong with the database, a sentence each
}

// Salvage writes what can be read of the store in from into a new one in the
// directory to: every record at its position, so that UIDs stay, and every
// content that is whole. It reads the pages of the database by itself, looks
// for those that nothing leads to any more, and changes nothing in from.
// Errors are sentences for the user.
func Salvage(ctx context.Context, from, to string) (Rescue, error) {
	path := filepath.Join(from, dbName)
	pages, err := openPages(path)
	if err != nil {
		return Rescue{}, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	defer pages.close()
	if err := vacant(to); err != nil {
		return Rescue{}, err
	}
	s, err := newSalvor(pages, from, to)
	if err != nil {
		return Rescue{}, err
	}
	err = s.run(ctx)
	return s.Rescue, errors.Join(err, s.conn.Close())
}

// vacant makes sure that dir is there and has no store.
func vacant(dir string) error {
	if err := makeDir(dir); err != nil {
		return err
	}
	if _, err := os.Lstat(filepath.Join(dir, dbName)); err == nil {
		return fmt.Errorf("the directory %s has mail already; choose an empty one", dir)
	}
	return nil
}

// A salvor moves what can be read from one store to another.
type salvor struct {
	Rescue
	pages    *pageFile
	from, to string
	codec    *store.Codec
	coder    *coder
	conn     *sqlite.Conn
	rows     int
	roots    map[string]uint32
	stray    []uint32 // pages of tables that nothing leads to
	wanted   map[string]want
	expunged []mail.UIDSet
	last     store.Pos
}

// A want is content that records name.
type want struct {
	size  int64
	by    []store.Pos
	found bool
}

func newSalvor(pages *pageFile, from, to string) (*salvor, error) {
	codec, coder, err := newCoders()
	if err != nil {
		return nil, err
	}
	if err := create(to); err != nil {
		return nil, cannotWrite(to, err)
	}
	conn, err := openWriter(filepath.Join(to, dbName))
	if err != nil {
		return nil, cannotWrite(to, err)
	}
	return &salvor{pages: pages, from: from, to: to, codec: codec, coder: coder, conn: conn, wanted: make(map[string]want)}, nil
}

func (s *salvor) run(ctx context.Context) error {
	s.survey()
	if err := s.exec("BEGIN", nil); err != nil {
		return cannotWrite(s.to, err)
	}
	err := errors.Join(s.records(ctx), s.contents(ctx), s.largeContents(ctx))
	if err == nil {
		err = s.finish()
	}
	if err != nil {
		return fmt.Errorf("what can be read could not be written to %s: %w", s.to, err)
	}
	return nil
}

// survey goes through all tables once: it learns where they begin, what is
// wrong, and which pages nothing leads to.
func (s *salvor) survey() {
	// Where the tables begin in a new file, should the schema be lost.
	s.roots = map[string]uint32{"journal": 3, "content": 4, "unnamed": 5, "file": 6, "floor": 7}
	w := newWalk(s.pages)
	w.table(1, func(row tableRow) {
		if len(row.columns) > 3 && row.columns[3].number > 0 && row.columns[3].number <= int64(s.pages.pages) {
			s.roots[string(row.columns[1].octets)] = uint32(row.columns[3].number)
		}
	})
	w.table(s.roots["journal"], func(tableRow) {})
	whole := len(w.damage) == 0
	for _, name := range []string{"content", "unnamed", "floor"} {
		w.table(s.roots[name], func(tableRow) {})
	}
	s.Damage = w.damage
	if len(s.Damage) == 0 {
		return // all that there is hangs together
	}
	if whole { // what a compaction left beside the journal has nothing that it lacks
		for _, name := range []string{"stale", "fresh"} {
			if root, there := s.roots[name]; there {
				w.table(root, func(tableRow) {})
			}
		}
	}
	w.free()
	for n := uint32(2); n <= w.pages; n++ {
		if b, err := w.page(n); !w.seen[n] && err == nil && b[0] == treeLeaf {
			s.stray = append(s.stray, n)
		}
	}
}

// rowsOf yields the rows of a table, then those of stray pages, each row of
// which may be of any table.
func (s *salvor) rowsOf(ctx context.Context, table string, yield func(tableRow, bool) error) error {
	w := newWalk(s.pages)
	var failed error
	stray := false
	each := func(row tableRow) {
		if failed == nil && ctx.Err() == nil {
			failed = yield(row, stray)
		}
	}
	w.table(s.roots[table], each)
	stray = true
	for _, n := range s.stray {
		if b, err := w.page(n); err == nil && !w.seen[n] {
			w.leaf(n, b, b, each)
		}
	}
	return errors.Join(failed, context.Cause(ctx))
}

// records takes over the journal.
func (s *salvor) records(ctx context.Context) error {
	return s.rowsOf(ctx, "journal", func(row tableRow, _ bool) error {
		if len(row.columns) != 2 || row.columns[1].octets == nil || row.id <= 0 || row.id > math.MaxUint32 {
			return nil
		}
		octets := row.columns[1].octets
		rec, err := s.codec.Decode(store.Pos(row.id), octets)
		if err != nil || rec.Kinds() != 1 {
			return nil
		}
		return s.record(rec, octets)
	})
}

func (s *salvor) record(rec store.Record, octets []byte) error {
	err := s.insert("INSERT OR IGNORE INTO journal VALUES (?, ?)", func(stmt *sqlite.Stmt) {
		stmt.BindInt64(1, int64(rec.Pos))
		stmt.BindBytes(2, octets)
	})
	if err != nil || s.conn.Changes() == 0 {
		return err
	}
	s.Records++
	s.last = max(s.last, rec.Pos)
	switch {
	case rec.Delivered != nil:
		w := s.wanted[rec.Delivered.Key]
		w.size, w.by = rec.Delivered.Size, append(w.by, rec.Pos)
		s.wanted[rec.Delivered.Key] = w
	case rec.Expunged != nil:
		s.expunged = append(s.expunged, rec.Expunged.UIDs)
	}
	return nil
}

// contents takes over the content in rows that records name and that is whole.
func (s *salvor) contents(ctx context.Context) error {
	return s.rowsOf(ctx, "content", func(row tableRow, _ bool) error {
		key := rowKey(row.id)
		w, ok := s.wanted[key]
		if !ok || w.found || len(row.columns) < 2 || row.columns[1].octets == nil {
			return nil
		}
		as := plain
		if len(row.columns) > 2 {
			as = coding(row.columns[2].number)
		}
		octets, err := s.coder.decode(row.columns[1].octets, as)
		if err != nil || int64(len(octets)) != w.size && w.size != 0 {
			return nil
		}
		s.found(key)
		return s.insert("INSERT OR IGNORE INTO content VALUES (?, ?, ?)", func(stmt *sqlite.Stmt) {
			stmt.BindInt64(1, row.id)
			stmt.BindBytes(2, row.columns[1].octets)
			stmt.BindInt64(3, int64(as))
		})
	})
}

func (s *salvor) found(key string) {
	w := s.wanted[key]
	w.found = true
	s.wanted[key] = w
	s.Contents++
}

// largeContents copies the files of content that records name.
func (s *salvor) largeContents(ctx context.Context) error {
	files, err := openFiles(s.to)
	if err != nil {
		return err
	}
	defer files.close()
	for key, w := range s.wanted {
		if !isFileKey(key) {
			continue
		}
		f, err := os.Open(filepath.Join(s.from, "content", fileName(key)))
		if err != nil {
			continue // it is lost
		}
		size, err := files.put(ctx, key, f)
		f.Close()
		if err != nil {
			return err
		}
		if size != w.size && w.size != 0 {
			if err := files.remove(key); err != nil {
				return err
			}
			continue
		}
		s.found(key)
		if err := s.insert("INSERT OR IGNORE INTO file VALUES (?)", func(stmt *sqlite.Stmt) { stmt.BindText(1, key) }); err != nil {
			return err
		}
	}
	return nil
}

// spareUIDs are left out where the end of the journal may be lost: no UID must
// be given twice.
const spareUIDs = 100_000

// finish takes out the messages without content, and says where positions and
// rows go on.
func (s *salvor) finish() error {
	for _, w := range s.wanted {
		if w.found {
			continue
		}
		for _, pos := range w.by {
			if !slices.ContainsFunc(s.expunged, func(set mail.UIDSet) bool { return set.Has(pos.UID()) }) {
				s.Lost = append(s.Lost, mail.UIDRange{First: pos.UID(), Last: pos.UID()})
			}
			s.Records--
			if err := s.insert("DELETE FROM journal WHERE pos = ?", func(stmt *sqlite.Stmt) { stmt.BindInt64(1, int64(pos)) }); err != nil {
				return err
			}
		}
	}
	s.Lost = sortedUIDs(s.Lost)
	floor, content := s.floors()
	if len(s.Damage) > 0 {
		floor += spareUIDs
	}
	if err := s.exec("UPDATE floor SET pos = ?, content = ?", func(stmt *sqlite.Stmt) {
		stmt.BindInt64(1, floor)
		stmt.BindInt64(2, content)
	}); err != nil {
		return err
	}
	return s.exec("COMMIT", nil)
}

func sortedUIDs(set mail.UIDSet) mail.UIDSet {
	uids := make([]mail.UID, len(set))
	for i, r := range set {
		uids[i] = r.First
	}
	return mail.UIDs(uids...)
}

// floors returns the highest position and row known of.
func (s *salvor) floors() (pos, content int64) {
	pos = int64(s.last)
	newWalk(s.pages).table(s.roots["floor"], func(row tableRow) {
		if len(row.columns) == 2 {
			if n := row.columns[0].number; n < pos+1<<30 { // not one that damage made
				pos = max(pos, n)
			}
			if n := row.columns[1].number; n < 1<<50 {
				content = max(content, n)
			}
		}
	})
	for key := range s.wanted {
		if id, ok := rowID(key); ok {
			content = max(content, id)
		}
	}
	return pos, content
}

// rowsEach is how many rows go in one transaction.
const rowsEach = 5000

func (s *salvor) insert(query string, bind func(*sqlite.Stmt)) error {
	if s.rows++; s.rows%rowsEach == 0 {
		if err := errors.Join(s.exec("COMMIT", nil), s.exec("BEGIN", nil)); err != nil {
			return err
		}
		if _, err := foldIn(s.conn); err != nil {
			return err
		}
	}
	return s.exec(query, bind)
}

func (s *salvor) exec(query string, bind func(*sqlite.Stmt)) error {
	return (&tx{writer: &writer{conn: s.conn}}).exec(query, bind)
}
