package sqlite_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"mailsink/internal/store/sqlite"
)

func shelf(t *testing.T, dir string, owner uint32) *sqlite.Shelf {
	t.Helper()
	s, err := sqlite.OpenShelf(t.Context(), dir, owner)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// blocks returns how many blocks are kept.
func blocks(t *testing.T, s *sqlite.Shelf) (n int) {
	t.Helper()
	err := s.Blocks(t.Context(), func(_ int64, head []byte) {
		if string(head) != "head" {
			t.Errorf("a block has the head %q", head)
		}
		n++
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// putBlock keeps a block of five rows in the place of another.
func putBlock(t *testing.T, s *sqlite.Shelf, old int64) int64 {
	t.Helper()
	id, err := s.Put(t.Context(), []byte("head"), func(yield func([]byte) bool) {
		var row []byte // used for all
		for i := range 5 {
			row = append(row[:0], bytes.Repeat([]byte{byte(i)}, 100*i)...)
			if !yield(row) {
				return
			}
		}
	}, old)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAShelfKeepsBlocks(t *testing.T) {
	dir := t.TempDir()
	s := shelf(t, dir, 9)
	first := putBlock(t, s, 0)
	second := putBlock(t, s, putBlock(t, s, 0))
	if err := s.Drop(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = shelf(t, dir, 9)
	if n := blocks(t, s); n != 1 {
		t.Errorf("%d blocks are kept, want 1", n)
	}
	for i, want := range []int{0, 100, 200, 300, 400} {
		if row, err := s.Row(t.Context(), second, i); err != nil || len(row) != want || want > 0 && row[0] != byte(i) {
			t.Errorf("row %d has %d octets, %v", i, len(row), err)
		}
	}
	for _, id := range []int64{first, second - 1, second + 1} {
		if row, err := s.Row(t.Context(), id, 2); err == nil {
			t.Errorf("a block that is not there has a row of %d octets", len(row))
		}
	}
}

func TestAShelfIsMadeAnewWhileItIsInUse(t *testing.T) {
	dir := t.TempDir()
	s := shelf(t, dir, 1)
	putBlock(t, s, 0)
	if err := os.Remove(filepath.Join(dir, "search.db")); err != nil {
		t.Fatal(err)
	}
	if err := s.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := blocks(t, s); n != 0 {
		t.Errorf("%d blocks are left", n)
	}
	putBlock(t, s, 0)
	s.Close()
	if n := blocks(t, shelf(t, dir, 1)); n != 1 {
		t.Errorf("%d blocks are kept, want 1", n)
	}
}

func TestAShelfThatIsOfNoUseIsMadeAnew(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"deleted":   os.Remove,
		"empty":     func(path string) error { return os.Truncate(path, 0) },
		"cut":       func(path string) error { return os.Truncate(path, 5000) },
		"something": func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte("no shelf"), 4096), 0o600) },
		"whole":     func(string) error { return nil }, // of another owner
	} {
		dir := t.TempDir()
		s := shelf(t, dir, 1)
		putBlock(t, s, 0)
		s.Close()
		if err := spoil(filepath.Join(dir, "search.db")); err != nil {
			t.Fatal(err)
		}
		s = shelf(t, dir, 2)
		if n := blocks(t, s); n != 0 {
			t.Errorf("%s: %d blocks are there", name, n)
		}
		putBlock(t, s, 0)
		if n := blocks(t, s); n != 1 {
			t.Errorf("%s: %d blocks are kept, want 1", name, n)
		}
	}
}
