package sqlite

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// errLocked is what lockFile returns when another process holds the lock.
var errLocked = errors.New("locked")

// lockDir makes this process the only one that uses dir, until the file that
// it returns is closed.
func lockDir(dir string) (*os.File, error) {
	path := filepath.Join(dir, "lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, cannotWrite(dir, err)
	}
	if err := lockFile(f); err != nil {
		defer f.Close()
		if !errors.Is(err, errLocked) {
			return nil, fmt.Errorf("%s cannot be locked: %w; choose a directory on another file system", path, err)
		}
		return nil, fmt.Errorf("the directory %s is in use by %s; stop that one first, or choose another directory", dir, holder(f))
	}
	if err := errors.Join(f.Truncate(0), writeHolder(f)); err != nil {
		f.Close()
		return nil, cannotWrite(dir, err)
	}
	return f, nil
}

func writeHolder(f *os.File) error {
	_, err := fmt.Fprintln(f, os.Getpid())
	return err
}

func holder(f *os.File) string {
	b, err := io.ReadAll(io.LimitReader(f, 20))
	pid := strings.TrimSpace(string(b))
	if err != nil || pid == "" {
		return "another process"
	}
	return "process " + pid
}

func cannotWrite(dir string, err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err // the path is in the sentence already
	}
	return fmt.Errorf("the directory %s cannot be written: %w; change its owner or mode, or choose another directory", dir, err)
}

// makeDir makes dir, for this user alone, if it is not there.
func makeDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the store directory cannot be made: %w; make it yourself, or choose another", err)
	}
	return nil
}
