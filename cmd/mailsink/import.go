package main

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// importCmd reads messages into the sink.
type importCmd struct {
	apiFlags
	Place   []string `arg:"" name:"place" help:"Files of .mbox, .tar or .eml, Maildirs, directories of .eml, or \"-\" for standard input."`
	Format  string   `default:"" enum:",mbox,maildir,tar,eml" help:"mbox, maildir (a tar of one), tar or eml. Default: what the name ends in."`
	Account string   `placeholder:"NAME" help:"Keep them in this account. Default: that of a tar written by export, else \"imported\"."`
}

// Help is shown by "mailsink import --help".
func (importCmd) Help() string {
	return `Dates and flags come along where the form has them. Nothing is sent: messages are put in as they are, and tables are not asked.

Examples:
  mailsink import --account ann old.mbox ~/Maildir
  gunzip < mail.tar.gz | mailsink import --format tar -`
}

// Run imports one place after the other.
func (c *importCmd) Run(ctx context.Context, s streams) error {
	total := 0
	for _, place := range c.Place {
		n, err := c.place(ctx, s, place)
		total += n
		if err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(s.err, messages(total), "imported")
	return err
}

// place imports one file, directory, or standard input.
func (c *importCmd) place(ctx context.Context, s streams, place string) (int, error) {
	if place == "-" {
		if c.Format == "" {
			return 0, usage(errors.New("say --format mbox, maildir, tar or eml for standard input"))
		}
		return c.stream(ctx, s, c.Format, s.in, 0)
	}
	info, err := os.Stat(place)
	if err != nil {
		return 0, cannot("read", place, err)
	}
	if info.IsDir() {
		return named(place)(c.directory(ctx, s, place))
	}
	f, err := os.Open(place)
	if err != nil {
		return 0, cannot("read", place, err)
	}
	defer f.Close()
	format := c.Format
	if format == "" {
		if format, err = formatOf(f); err != nil {
			return 0, err
		}
	}
	return named(place)(c.stream(ctx, s, format, f, info.Size()))
}

// named puts the name of a place in front of what went wrong with it.
func named(place string) func(int, error) (int, error) {
	return func(n int, err error) (int, error) {
		if err != nil {
			err = fmt.Errorf("%s: %w", place, err)
		}
		return n, err
	}
}

// formatOf tells the form of a file from its name, or else from its beginning:
// an mbox may have any name.
func formatOf(f *os.File) (string, error) {
	switch ext := filepath.Ext(f.Name()); ext {
	case ".mbox", ".tar", ".eml":
		return ext[1:], nil
	}
	head := make([]byte, 5)
	if n, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", cannot("read", f.Name(), err)
	} else if string(head[:n]) == "From " {
		return "mbox", nil
	}
	return "", usage(fmt.Errorf("the form of %s cannot be told from its name; say --format mbox, maildir, tar or eml", f.Name()))
}

func (c *importCmd) stream(ctx context.Context, s streams, format string, r io.Reader, size int64) (int, error) {
	api, err := c.client()
	if err != nil {
		return 0, err
	}
	bar := newProgress(s, "importing", size, octetCount)
	defer bar.end()
	return api.Import(ctx, format, c.Account, io.TeeReader(r, bar))
}

// directory imports a Maildir, or the .eml files in a directory, as a tar that
// is made while it is sent.
func (c *importCmd) directory(ctx context.Context, s streams, dir string) (int, error) {
	format := "tar"
	if isDir(filepath.Join(dir, "cur")) {
		format = "maildir"
	}
	files, size, err := mailFiles(dir, format == "maildir")
	if err != nil {
		return 0, err
	}
	if len(files) == 0 && format == "tar" {
		return 0, usage(errors.New("there is no mail in this directory: it is no Maildir, which has cur and new, and has no .eml files"))
	}
	r, w := io.Pipe()
	packed := make(chan error, 1)
	go func() {
		err := pack(w, dir, files)
		packed <- errors.Join(err, w.CloseWithError(err))
	}()
	n, err := c.stream(ctx, s, format, r, size)
	// An answer without reading to the end leaves the writer waiting.
	err = errors.Join(err, r.Close())
	if perr := <-packed; err == nil {
		err = perr
	}
	return n, err
}

// mailFiles returns the files with messages under dir, and their octets.
func mailFiles(dir string, maildir bool) (names []string, size int64, err error) {
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		switch parent := filepath.Base(filepath.Dir(name)); {
		case maildir && parent != "cur" && parent != "new":
			return nil
		case !maildir && !strings.EqualFold(filepath.Ext(name), ".eml"):
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		names, size = append(names, rel), size+info.Size()
		return err
	})
	return names, size, err
}

// pack writes files into a tar.
func pack(w io.Writer, dir string, names []string) error {
	out := tar.NewWriter(w)
	for _, name := range names {
		if err := packFile(out, dir, name); err != nil {
			return err
		}
	}
	return out.Close()
}

func packFile(out *tar.Writer, dir, name string) error {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	h := &tar.Header{Typeflag: tar.TypeReg, Name: filepath.ToSlash(name), Size: info.Size(), Mode: 0o600, ModTime: info.ModTime(), Format: tar.FormatPAX}
	if err := out.WriteHeader(h); err != nil {
		return err
	}
	_, err = io.CopyN(out, f, info.Size())
	return err
}
