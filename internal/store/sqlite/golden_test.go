package sqlite_test

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
)

// goldenContent returns content n of a golden store. The last is large enough
// for a file.
func goldenContent(n int) string {
	line := fmt.Sprintf("Line of message %d, as plain as mail is.\r\n", n)
	return fmt.Sprintf("Subject: message %d\r\n\r\n", n) + strings.Repeat(line, 1+n*n*30)
}

const goldenMessages = 16

// golden unpacks the store that a mailsink of an older schema has left.
func golden(t *testing.T, name string) string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	archive := tar.NewReader(z)
	for {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return dir
		}
		if err != nil {
			t.Fatal(err)
		}
		octets, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, h.Name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, octets, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWriteGolden writes a golden store of the schema of today to the path in
// MAILSINK_GOLDEN: once, when a schema is new.
func TestWriteGolden(t *testing.T) {
	path := os.Getenv("MAILSINK_GOLDEN")
	if path == "" {
		t.Skip("MAILSINK_GOLDEN does not say where to")
	}
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	if _, err := s.Append(t.Context(), store.Record{Opened: &store.Opened{UIDValidity: 77}}); err != nil {
		t.Fatal(err)
	}
	for n := range goldenMessages {
		d := store.Delivered{ID: mail.ID(n + 1), Account: "sink", Envelope: &mail.Envelope{ReversePath: "a@example.org"}, Summary: &mail.Summary{Subject: fmt.Sprint("message ", n)}}
		if _, err := deliver(t.Context(), s, []byte(goldenContent(n)), d); err != nil {
			t.Fatal(err)
		}
	}
	flagged := store.Record{Flagged: &store.Flagged{UIDs: mail.UIDs(2), Flags: mail.NewFlags(mail.Seen)}}
	if _, err := s.Append(t.Context(), flagged); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := packStore(path, dir); err != nil {
		t.Fatal(err)
	}
}

func packStore(path, dir string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z := gzip.NewWriter(f)
	archive := tar.NewWriter(z)
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		if err != nil || e.IsDir() || name == "lock" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		h := &tar.Header{Name: filepath.ToSlash(name), Mode: 0o600, Size: int64(len(b))}
		if err := archive.WriteHeader(h); err != nil {
			return err
		}
		_, err = archive.Write(b)
		return err
	})
	return errors.Join(err, archive.Close(), z.Close())
}

// isGolden wants all of a golden store in s.
func isGolden(t *testing.T, s store.Store) {
	t.Helper()
	n := 0
	for recs, err := range s.Records(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			switch {
			case rec.Opened != nil && rec.Opened.UIDValidity == 77 && rec.Pos == 1:
			case rec.Flagged != nil && rec.Pos == goldenMessages+2:
				return
			case rec.Delivered != nil && rec.Pos == store.Pos(n+2):
				rc, err := s.Get(t.Context(), rec.Delivered.Key)
				if err != nil {
					t.Fatal(err)
				}
				if b, err := store.ReadAll(rc); string(b) != goldenContent(n) || err != nil {
					t.Errorf("content %d has come back as %d octets, %v", n, len(b), err)
				}
				n++
			default:
				t.Fatalf("%+v is no record of the golden store", rec)
			}
		}
	}
}

func TestAStoreOfAnOlderSchemaIsTakenOver(t *testing.T) {
	for _, name := range []string{"v1.tar.gz"} {
		t.Run(name, func(t *testing.T) {
			dir := golden(t, name)
			for range 2 { // migrated, and opened again
				s := open(t, dir, sqlite.Options{})
				isGolden(t, s)
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}
