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
	Store string `arg:"" placeholder:"DIR|URL" help:"Directory of the store, as in --store file:DIR, or the address of a running sink."`
	File  string `arg:"" help:"Where the backup goes; \"-\" for standard output."`
}

// Help is shown by "mailsink backup --help".
func (backupCmd) Help() string {
	return `The sink may run meanwhile, and waits for nothing. The backup is the store as it is at one moment, a tar archive; "mailsink restore" brings it back. Beside FILE there must be room for it twice.

Examples:
  mailsink backup /var/lib/mailsink mail.backup
  mailsink backup http://sink.staging.example:8025 mail.backup
  mailsink backup mail - | zstd > mail.backup.zst`
}

// Run makes the backup. The file appears when it is whole.
func (c *backupCmd) Run(ctx context.Context, s streams) error {
	if c.File == "-" {
		return c.write(ctx, s.out, "")
	}
	size, err := writeWhole(c.File, func(w io.Writer) error { return c.write(ctx, w, filepath.Dir(c.File)) })
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.err, "%s holds %d octets\n", c.File, size)
	return err
}

// write writes the backup to w. A copy of the database goes into the directory
// scratch meanwhile.
func (c *backupCmd) write(ctx context.Context, w io.Writer, scratch string) error {
	if !strings.HasPrefix(c.Store, "http://") && !strings.HasPrefix(c.Store, "https://") {
		return sqlite.Backup(ctx, strings.TrimPrefix(c.Store, "file:"), w, scratch)
	}
	api, err := apiFlags{c.Store}.client()
	if err != nil {
		return err
	}
	body, err := api.Backup(ctx)
	if err != nil {
		return err
	}
	defer body.Close()
	if _, err := io.Copy(w, body); err != nil {
		return fmt.Errorf("the backup is not whole: %w", err)
	}
	return nil
}

// backup returns what writes a backup of the running sink; nil for one in
// memory.
func (s *sink) backup() func(context.Context, io.Writer) error {
	disk, ok := s.store.(*sqlite.Store)
	if !ok {
		return nil
	}
	return func(ctx context.Context, w io.Writer) error { return sqlite.Backup(ctx, disk.Dir(), w, "") }
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
