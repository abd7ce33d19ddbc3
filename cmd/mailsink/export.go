package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"mailsink/internal/client"
)

// exportCmd writes messages to files.
type exportCmd struct {
	apiFlags
	Place   string `arg:"" help:"A file ending in .mbox, .tar, .eml or .zip, a directory, or \"-\" for standard output."`
	Format  string `default:"" enum:",mbox,maildir,tar,eml,report" help:"mbox, maildir, tar (nothing is lost), eml or report (a ZIP file with a page that shows the messages, and the waits for them). Default: what the name ends in, .zip for a report; for a directory maildir."`
	Run_    string `name:"run" placeholder:"NAME" help:"The mail of this run: tagged NAME or run-NAME, with X-Mailsink-Run: NAME, or kept in the account NAME."`
	Account string `placeholder:"NAME" help:"Kept in this account."`
	Query   string `arg:"" optional:"" help:"Search language of the page; everything without it."`
}

// Help is shown by "mailsink export --help".
func (exportCmd) Help() string {
	return `Examples:
  mailsink export mail.mbox
  mailsink export --format maildir ~/Maildir 'rcpt:ann@example.com newer:1d'
  mailsink export - --format tar | gzip > mail.tar.gz
  mailsink export --run 9912 report.zip`
}

// Run exports.
func (c *exportCmd) Run(ctx context.Context, s streams) error {
	format, err := c.format()
	if err != nil {
		return err
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	dir := format == "maildir" && c.Place != "-" || format == "eml" && isDir(c.Place)
	asked := format
	if dir && format == "eml" {
		asked = "tar"
	}
	body, count, err := api.Export(ctx, client.Export{List: c.list(), Run: c.Run_, Format: asked})
	if err != nil {
		return err
	}
	defer body.Close()
	bar := newProgress(s, "exporting", int64(count), messageCount)
	defer bar.end()
	if dir {
		err = unpack(body, c.Place, bar)
	} else {
		err = c.file(s, body, asked, bar)
	}
	if err != nil {
		return fmt.Errorf("the export is not whole: %w", err)
	}
	bar.end()
	if asked == "report" {
		_, err = fmt.Fprintln(s.err, "the report is written; index.html in it shows the messages")
		return err
	}
	_, err = fmt.Fprintln(s.err, bar.done, "messages exported")
	return err
}

// list is which messages.
func (c *exportCmd) list() client.List {
	q := queryFlags{Account: c.Account}
	if c.Query != "" {
		q.Query = []string{c.Query}
	}
	return q.list()
}

// format is what --format says, or else the name.
func (c *exportCmd) format() (string, error) {
	switch ext := filepath.Ext(c.Place); {
	case c.Format != "":
		return c.Format, nil
	case isDir(c.Place):
		return "maildir", nil
	case ext == ".mbox" || ext == ".tar" || ext == ".eml":
		return ext[1:], nil
	case ext == ".zip":
		return "report", nil
	}
	return "", usage(fmt.Errorf("the form of %s cannot be told from its name; say --format mbox, maildir, tar, eml or report", c.Place))
}

// isDir reports whether place is a directory, or is written like one.
func isDir(place string) bool {
	if strings.HasSuffix(place, string(filepath.Separator)) {
		return true
	}
	info, err := os.Stat(place)
	return err == nil && info.IsDir()
}

// file writes the stream to standard output, or to a file that appears when it
// is whole.
func (c *exportCmd) file(s streams, body io.Reader, format string, bar *progress) (err error) {
	if c.Place == "-" {
		return countInto(io.TeeReader(body, s.out), format, bar)
	}
	if isDir(c.Place) {
		return fmt.Errorf("%s is a directory; name a file in it", c.Place)
	}
	f, err := os.CreateTemp(filepath.Dir(c.Place), ".export-*")
	if err != nil {
		return cannot("written", c.Place, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	w := bufio.NewWriterSize(f, 1<<16)
	err = errors.Join(countInto(io.TeeReader(body, w), format, bar), w.Flush(), f.Chmod(0o644), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), c.Place)
}

// countInto reads a stream to its end and counts its messages.
func countInto(r io.Reader, format string, bar *progress) error {
	switch format {
	case "mbox":
		return countMbox(r, bar)
	case "tar", "maildir":
		if err := eachFile(r, func(string, io.Reader) error { bar.add(1); return nil }); err != nil {
			return err
		}
	default:
		bar.add(1)
	}
	_, err := io.Copy(io.Discard, r)
	return err
}

func countMbox(r io.Reader, bar *progress) error {
	lines := bufio.NewReaderSize(r, 1<<16)
	for begins := true; ; {
		line, err := lines.ReadSlice('\n')
		if begins && bytes.HasPrefix(line, []byte("From ")) {
			bar.add(1)
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
		begins = err == nil
	}
}

// eachFile calls f for the files of a tar.
func eachFile(r io.Reader, f func(name string, content io.Reader) error) error {
	files := tar.NewReader(r)
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		if err := f(h.Name, files); err != nil {
			return err
		}
	}
}

// unpack writes the files of a tar under a directory; those of a Maildir go to
// its cur and new.
func unpack(r io.Reader, dir string, bar *progress) error {
	root, err := openRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return eachFile(r, func(name string, content io.Reader) error {
		bar.add(1)
		if parent := path.Dir(name); parent != "." {
			if err := mailDirectory(root, parent); err != nil {
				return err
			}
		}
		f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		_, err = io.Copy(f, content)
		return errors.Join(err, f.Close())
	})
}

// openRoot makes a directory; nothing outside of it can be written.
func openRoot(dir string) (*os.Root, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return os.OpenRoot(dir)
}

// mailDirectory makes the three directories of a Maildir.
func mailDirectory(root *os.Root, parent string) error {
	for _, name := range []string{"cur", "new", "tmp"} {
		if err := root.Mkdir(path.Join(path.Dir(parent), name), 0o700); err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
	}
	return nil
}
