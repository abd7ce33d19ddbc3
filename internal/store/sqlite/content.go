package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"zombiezen.com/go/sqlite"

	"mailsink/internal/mail"
	"mailsink/internal/store"
)

// smallMost is the size up to which content lies in the database.
const smallMost = 256 << 10

// Put implements [store.Content].
func (s *Store) Put(ctx context.Context, r io.Reader) (string, int64, error) {
	if err := s.roomLeft(); err != nil {
		return "", 0, err
	}
	buf := s.buffers.Get().(*bytes.Buffer)
	defer s.recycle(buf)
	if _, err := buf.ReadFrom(io.LimitReader(r, smallMost+1)); err != nil {
		return "", 0, fmt.Errorf("sqlite: put: %w", err)
	}
	if buf.Len() > smallMost {
		return s.putFile(ctx, io.MultiReader(buf, r))
	}
	octets, as := s.coder.encode(buf.Bytes()) // never nil: nil means written
	key, err := s.stage(ctx, octets, as)
	return key, int64(buf.Len()), err
}

// recycle keeps small buffers; a large one would hold its memory long after
// the one message that needed it.
func (s *Store) recycle(buf *bytes.Buffer) {
	if buf.Cap() <= 64<<10 {
		buf.Reset()
		s.buffers.Put(buf)
	}
}

// stage keeps octets in memory until a record names them. When there is no
// room, it has the writer make some.
func (s *Store) stage(ctx context.Context, octets []byte, as coding) (string, error) {
	for {
		if s.tail.isClosed() {
			return "", store.ErrClosed
		}
		if e := s.staging.add(octets, as); e != nil {
			return e.key, nil
		}
		if err := s.writer.do(ctx, flushing{}); err != nil {
			return "", err
		}
	}
}

func (s *Store) putFile(ctx context.Context, r io.Reader) (string, int64, error) {
	if s.tail.isClosed() {
		return "", 0, store.ErrClosed
	}
	key := newFileKey()
	e := s.staging.addFile(key)
	size, err := s.files.put(ctx, key, r)
	if err == nil && s.tail.isClosed() {
		err = store.ErrClosed
	}
	if err != nil {
		s.files.remove(key)
		s.staging.forget([]*staged{e})
		return "", 0, err
	}
	return key, size, nil
}

// roomLeft returns an error when only the reserve is left on the disk.
func (s *Store) roomLeft() error {
	if s.reserve <= 0 {
		return nil
	}
	left, err := Room(s.dir)
	if err != nil {
		return wrap("measure the room on the disk", err)
	}
	if left < s.reserve {
		return fmt.Errorf("sqlite: %s has %d octets left and keeps %d free: %w", s.dir, left, s.reserve, mail.ErrFull)
	}
	return nil
}

// Get implements [store.Content]. The reader of small content implements
// [store.Octets].
func (s *Store) Get(ctx context.Context, key string) (io.ReadSeekCloser, error) {
	if s.tail.isClosed() {
		return nil, store.ErrClosed
	}
	if isFileKey(key) {
		return s.files.open(key)
	}
	id, ok := rowID(key)
	if !ok {
		return nil, store.ErrNotExist
	}
	var as coding
	e, octets := s.staging.get(key)
	if octets != nil {
		as = e.coding
	} else {
		var err error
		if octets, as, err = s.row(ctx, id); err != nil {
			return nil, err
		}
	}
	octets, err := s.coder.decode(octets, as)
	if err != nil {
		return nil, wrap("get", err)
	}
	return newReader(octets), nil
}

// row reads the content of a row, as it lies there.
func (s *Store) row(ctx context.Context, id int64) (octets []byte, as coding, err error) {
	err = s.reading(ctx, func(conn *sqlite.Conn) error {
		stmt, err := conn.Prepare("SELECT octets, coding FROM content WHERE id = ?")
		if err != nil {
			return err
		}
		defer stmt.Reset()
		stmt.BindInt64(1, id)
		if found, err := stmt.Step(); err != nil || !found {
			return err
		}
		octets = make([]byte, stmt.ColumnLen(0))
		stmt.ColumnBytes(0, octets)
		as = coding(stmt.ColumnInt64(1))
		return nil
	})
	if err == nil && octets == nil {
		err = store.ErrNotExist
	}
	return octets, as, err
}

// deleteStep is how many contents go in one transaction: intake goes on
// between two of them, though a million be deleted.
const deleteStep = 1024

// Delete implements [store.Content].
func (s *Store) Delete(ctx context.Context, keys ...string) error {
	var rows []int64
	var files []string
	for _, key := range keys {
		if id, ok := rowID(key); ok {
			rows = append(rows, id)
		} else if isFileKey(key) {
			files = append(files, key)
		}
	}
	slices.Sort(rows) // neighbours go together
	for some := range slices.Chunk(slices.Compact(rows), deleteStep) {
		if err := s.writer.do(ctx, deletingRows{some}); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(files, deleteStep) {
		if err := s.writer.do(ctx, deletingFiles{some}); err != nil {
			return err
		}
	}
	for _, key := range files {
		if err := s.files.remove(key); err != nil {
			return err // no row leads to it, so the next sweep removes it
		}
	}
	return nil
}

// A reader gives out small content without copying it.
type reader struct {
	*bytes.Reader
	octets []byte
}

func newReader(octets []byte) reader { return reader{bytes.NewReader(octets), octets} }

// Octets implements [store.Octets].
func (r reader) Octets() []byte { return r.octets }

// Close implements [io.Closer].
func (reader) Close() error { return nil }
