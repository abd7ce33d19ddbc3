package sqlite

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"mailsink/internal/store"
)

// unfinished ends the name of a file that is being written.
const unfinished = ".part"

// files keeps large content, in a directory for each first two letters of the
// keys. Nothing is reached outside root, whatever the names.
type files struct {
	root  *os.Root
	path  string
	syncs atomic.Uint64
}

func openFiles(dir string) (*files, error) {
	path := filepath.Join(dir, "content")
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &files{root: root, path: path}, nil
}

func fileName(key string) string { return key[:2] + "/" + key }

// put writes all of r into the file of key and makes it durable, or leaves
// nothing.
func (f *files) put(ctx context.Context, key string, r io.Reader) (int64, error) {
	if err := f.makeDir(key[:2]); err != nil {
		return 0, wrap("put", err)
	}
	name := fileName(key)
	size, err := f.write(ctx, name+unfinished, r)
	if err == nil {
		err = f.root.Rename(name+unfinished, name)
	}
	if err == nil {
		err = f.sync(key[:2])
	}
	if err != nil {
		f.root.Remove(name + unfinished) // what stays is swept at the next start
	}
	return size, wrap("put", err)
}

func (f *files) write(ctx context.Context, name string, r io.Reader) (size int64, err error) {
	file, err := f.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	size, err = io.Copy(file, contextReader{ctx, r})
	if err == nil {
		f.syncs.Add(1)
		err = file.Sync()
	}
	return size, errors.Join(err, file.Close())
}

// makeDir makes the directory of a prefix, durably.
func (f *files) makeDir(prefix string) error {
	err := f.root.Mkdir(prefix, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.sync(".")
}

func (f *files) sync(name string) error {
	f.syncs.Add(1)
	return syncDir(filepath.Join(f.path, name))
}

func (f *files) open(key string) (io.ReadSeekCloser, error) {
	file, err := f.root.Open(fileName(key))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, store.ErrNotExist
	case err != nil:
		return nil, wrap("get", err)
	}
	return file, nil
}

// remove removes a file; that it is not there is no error.
func (f *files) remove(key string) error {
	if err := f.root.Remove(fileName(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return wrap("delete", err)
	}
	return nil
}

// sweep removes every file that wanted says no to, whole or unfinished.
func (f *files) sweep(ctx context.Context, wanted func(key string) (bool, error)) (removed int, err error) {
	err = fs.WalkDir(f.root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case entry.IsDir() || strings.Count(path, "/") != 1:
			return nil
		}
		key := strings.TrimSuffix(entry.Name(), unfinished)
		if !isFileKey(key) {
			return nil // not ours
		}
		if keep, err := wanted(key); keep || err != nil {
			return err
		}
		if err := f.root.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		removed++
		return nil
	})
	return removed, err
}

func (f *files) close() error { return f.root.Close() }

// A contextReader ends with the cause of its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.r.Read(p)
}
