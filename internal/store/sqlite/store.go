package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"mailsink/internal/store"
)

// Options are what can be chosen about a store. The zero value is good.
type Options struct {
	// Log is told what goes wrong, or right, without a caller. Nil: nobody.
	Log *slog.Logger
	// Staging is how many octets of small content may wait in memory for
	// their records; 0 means 64 MiB. A Put that is still reading has up to
	// 256 KiB besides.
	Staging int64
	// Reserve is how many octets of the file system are not used by Put, so
	// that there is room to delete; 0 means 16 MiB, less than 0 none.
	Reserve int64
}

// Stats are counters since Open.
type Stats struct {
	Commits      uint64 // transactions, each with one fsync
	Records      uint64 // appended
	Messages     uint64 // among them
	Syncs        uint64 // calls of fsync that someone waited for
	Failures     uint64 // transactions that were rolled back
	LargestGroup int    // most callers that shared a transaction
	Staged       int64  // octets in memory that wait for their record, now
}

// A Store keeps records and content in a directory. It is safe for concurrent
// use.
type Store struct {
	dir     string
	log     *slog.Logger
	reserve int64
	codec   *store.Codec
	coder   *coder
	buffers sync.Pool // of *bytes.Buffer, for content on its way in

	lock    *os.File
	files   *files
	readers *sqlitex.Pool
	writer  *writer
	fold    *folder
	staging *staging
	tail    *tail

	compacting  chan struct{} // of capacity 1
	directMost  int           // records that one compaction changes at once
	compactStep int           // records in each step of a larger one
	background  sync.WaitGroup
	stop        context.CancelFunc // of background
	closing     sync.Once
	closed      error
}

var _ store.Store = (*Store)(nil)

// Open opens the store in dir, and makes it if there is none. Errors are
// sentences for the user. The store outlives ctx, and must be closed.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	s, err := prepare(dir, o)
	if err != nil {
		return nil, err
	}
	if err := s.open(ctx, o); err != nil {
		return nil, errors.Join(err, s.release(), s.lock.Close())
	}
	return s, nil
}

// prepare takes hold of dir.
func prepare(dir string, o Options) (*Store, error) {
	codec, coder, err := newCoders()
	if err != nil {
		return nil, err
	}
	if err := makeDir(dir); err != nil {
		return nil, err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{
		dir: dir, log: o.Log, reserve: o.Reserve, codec: codec, coder: coder, lock: lock,
		buffers:    sync.Pool{New: func() any { return new(bytes.Buffer) }},
		compacting: make(chan struct{}, 1), directMost: directMost, compactStep: compactStep,
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.reserve == 0 {
		s.reserve = 16 << 20
	}
	return s, nil
}

// open opens what is in the directory, and sets the goroutines going.
func (s *Store) open(ctx context.Context, o Options) error {
	path := filepath.Join(s.dir, dbName)
	if err := s.settle(path); err != nil {
		return err
	}
	var err error
	if s.files, err = openFiles(s.dir); err != nil {
		return cannotWrite(s.dir, err)
	}
	conn, err := openWriter(path)
	if err != nil {
		return cannotWrite(s.dir, err)
	}
	if err := migrate(conn); err != nil {
		return errors.Join(fmt.Errorf("%s cannot be brought to schema version %d: %w", path, schemaVersion, err), conn.Close())
	}
	folding, err := openWriter(path)
	if err != nil {
		return errors.Join(cannotWrite(s.dir, err), conn.Close())
	}
	end, content, err := floors(conn)
	if err == nil {
		s.readers, err = openReaders(path, 2+2*runtime.GOMAXPROCS(0))
	}
	if err == nil {
		err = s.start(conn, folding, store.Pos(end), newStaging(cmp.Or(o.Staging, 64<<20), content+1))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("%s cannot be opened: %w", path, err), conn.Close(), folding.Close())
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	s.background.Go(func() { s.sweep(background, content) })
	return nil
}

// settle sees to it that there is a database at path that may be opened.
func (s *Store) settle(path string) error {
	_, err := os.Lstat(path)
	if err == nil {
		return inspect(path)
	}
	if !errors.Is(err, os.ErrNotExist) {
		return cannotWrite(s.dir, err)
	}
	if err := inspectAbsence(path); err != nil {
		return err
	}
	if err := create(s.dir); err != nil {
		return cannotWrite(s.dir, err)
	}
	return nil
}

// start sets the writer and the folder going.
func (s *Store) start(conn, folding *sqlite.Conn, end store.Pos, staging *staging) error {
	s.staging = staging
	s.tail = newTail(end)
	s.writer = &writer{
		conn: conn, log: s.log, staging: staging, tail: s.tail,
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	s.fold = &folder{
		conn: folding, log: s.log, idle: s.writer.poke,
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	s.writer.fold = s.fold
	if err := s.writer.carry(); err != nil {
		return err
	}
	go s.writer.run()
	go s.fold.run()
	return nil
}

// Stats returns how much was written.
func (s *Store) Stats() Stats {
	s.writer.mu.Lock()
	stats := s.writer.stats
	s.writer.mu.Unlock()
	stats.Staged = s.staging.usage()
	stats.Syncs = stats.Commits + s.files.syncs.Load()
	return stats
}

// Dir returns the directory of the store.
func (s *Store) Dir() string { return s.dir }

// Close implements [io.Closer]. What waits to be written is written.
func (s *Store) Close() error {
	s.closing.Do(func() { s.closed = s.close() })
	return s.closed
}

func (s *Store) close() error {
	s.tail.close()
	s.stop()
	s.background.Wait()
	s.writer.close()
	return wrap("close", errors.Join(s.fold.close(), s.release(), s.writer.conn.Close(), s.lock.Close()))
}

// release lets go of what reads.
func (s *Store) release() error {
	var errs []error
	if s.files != nil {
		errs = append(errs, s.files.close())
	}
	if s.readers != nil {
		errs = append(errs, s.readers.Close())
	}
	return errors.Join(errs...)
}
