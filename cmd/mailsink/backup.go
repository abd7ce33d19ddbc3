package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"mailsink/internal/store/sqlite"
)

// backupCmd copies a store while it is used.
type backupCmd struct {
	Store string `arg:"" help:"Directory of the store, as in --store file:DIR."`
	File  string `arg:"" help:"Where the backup goes; \"-\" for standard output."`
}

// Help is shown by "mailsink backup --help".
func (backupCmd) Help() string {
	return `The sink may run meanwhile, and waits for nothing. The backup is the store as it is at one moment, a tar archive; "mailsink restore" brings it back. Beside FILE there must be room for it twice.

Examples:
  mailsink backup /var/lib/mailsink mail.backup
  mailsink backup mail - | zstd > mail.backup.zst`
}

// Run makes the backup. The file appears when it is whole.
func (c *backupCmd) Run(ctx context.Context, s streams) error {
	dir := strings.TrimPrefix(c.Store, "file:")
	if c.File == "-" {
		return sqlite.Backup(ctx, dir, s.out, "")
	}
	size, err := writeWhole(c.File, func(w io.Writer) error {
		return sqlite.Backup(ctx, dir, w, filepath.Dir(c.File))
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.err, "%s holds %d octets\n", c.File, size)
	return err
}

// writeWhole writes a file that appears under its name when all of it is on the
// disk, and returns its size.
func writeWhole(path string, write func(io.Writer) error) (size int64, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".mailsink-")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err == nil {
		size, err = f.Seek(0, io.SeekCurrent)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return 0, err
	}
	return size, os.Rename(f.Name(), path)
}

// restoreCmd makes a store of a backup.
type restoreCmd struct {
	File  string `arg:"" help:"The backup; \"-\" for standard input."`
	Store string `arg:"" help:"Directory of the new store: empty, or not there."`
}

// Help is shown by "mailsink restore --help".
func (restoreCmd) Help() string {
	return `The directory has all of the backup in the end, or no store. Mail that is there already is never overwritten.

Example: mailsink restore mail.backup /var/lib/mailsink`
}

// Run restores.
func (c *restoreCmd) Run(ctx context.Context, s streams) error {
	from := s.in
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return err
		}
		defer f.Close()
		from = f
	}
	return sqlite.Restore(ctx, from, strings.TrimPrefix(c.Store, "file:"))
}
