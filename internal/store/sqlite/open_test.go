package sqlite_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
)

// stocked returns a directory with a closed store of n messages in it.
func stocked(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	for i := range n {
		content, d := message(i)
		if _, err := deliver(t.Context(), s, content, *d); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t *testing.T, dir string, o sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// set overwrites octets of the database in dir.
func set(off int64, octets ...byte) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteAt(octets, off); err != nil {
			t.Fatal(err)
		}
	}
}

func truncate(size int64) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFileThatCannotBeOpenedIsNamedAndLeftUntouched(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*testing.T, string)
		want  string
	}{
		{"empty", truncate(0), "is damaged (it ends within its header)"},
		{"cut within the header", truncate(50), "is damaged (it ends within its header)"},
		{"cut to the header", truncate(100), "is damaged (it has 100 octets and should have"},
		{"cut in the middle", truncate(150_000), "is damaged (it has 150000 octets"},
		{"no database", set(0, []byte("From: a@b\n")...), "is damaged (it is not an SQLite database)"},
		{"garbled schema", set(100, bytes.Repeat([]byte{0xa5}, 600)...), "is damaged"},
		{"garbled table", set(3*32768, bytes.Repeat([]byte{0xa5}, 4096)...), "is damaged"},
		{"other program", set(68, 0, 0, 0, 1), "is a database of another program"},
		{"newer schema", set(60, 0, 0, 0, 9), "has schema version 9, and this mailsink knows up to version 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := stocked(t, 40)
			path := filepath.Join(dir, "mailsink.db")
			c.spoil(t, path)
			before, _ := os.ReadFile(path)
			_, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("Open returned %v, want %q", err, c.want)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file has changed")
			}
		})
	}
}

func TestTheHeaderNamesProgramAndVersion(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(stocked(t, 0), "mailsink.db"))
	if err != nil {
		t.Fatal(err)
	}
	if v := binary.BigEndian.Uint32(b[60:]); v != 2 {
		t.Errorf("user_version is %d", v)
	}
	if id := string(b[68:72]); id != "MSNK" {
		t.Errorf("application_id is %q", id)
	}
}

func TestALogWithoutItsDatabaseIsNotMixedIntoANewOne(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mailsink.db-wal"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err == nil || !strings.Contains(err.Error(), "is missing, but mailsink.db-wal is there") {
		t.Errorf("Open returned %v", err)
	}
}

func TestASecondOpenOfADirectoryIsRefused(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir, sqlite.Options{})
	_, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	want := fmt.Sprintf("the directory %s is in use by process %d; stop that one first, or choose another directory", dir, os.Getpid())
	if err == nil || err.Error() != want {
		t.Errorf("the second Open returned %v, want %s", err, want)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir, sqlite.Options{})
}

func TestADirectoryThatCannotBeMadeIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), filepath.Join(file, "dir"), sqlite.Options{})
	if err == nil || !strings.Contains(err.Error(), "the store directory cannot be made: mkdir "+file) {
		t.Errorf("Open returned %v", err)
	}
}

func TestOnlyTheUserCanReadTheStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	s := open(t, dir, sqlite.Options{})
	key, _, err := s.Put(t.Context(), strings.NewReader(strings.Repeat("x", 1<<20)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), store.Record{Delivered: &store.Delivered{Key: key}}); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
