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
	err := s.Blocks(t.Context(), func(_ int64, uids []uint32) {
		if len(uids) != 3 || uids[2] != 1<<31 {
			t.Errorf("a block has the UIDs %v", uids)
		}
		n++
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func putBlock(t *testing.T, s *sqlite.Shelf) int64 {
	t.Helper()
	id, err := s.Put(t.Context(), []uint32{1, 7, 1 << 31}, 5, func(bucket int) []byte {
		if bucket == 3 {
			return nil
		}
		return bytes.Repeat([]byte{byte(bucket)}, 1024)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAShelfKeepsBlocks(t *testing.T) {
	dir := t.TempDir()
	s := shelf(t, dir, 9)
	first, second := putBlock(t, s), putBlock(t, s)
	if err := s.Drop(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = shelf(t, dir, 9)
	if n := blocks(t, s); n != 1 {
		t.Errorf("%d blocks are kept, want 1", n)
	}
	for bucket, want := range map[int]int{2: 1024, 3: 0, 4: 1024} {
		row, err := s.Row(t.Context(), second, bucket)
		if err != nil || len(row) != want || want > 0 && row[0] != byte(bucket) {
			t.Errorf("row %d has %d octets, %v", bucket, len(row), err)
		}
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
		putBlock(t, s)
		s.Close()
		if err := spoil(filepath.Join(dir, "search.db")); err != nil {
			t.Fatal(err)
		}
		s = shelf(t, dir, 2)
		if n := blocks(t, s); n != 0 {
			t.Errorf("%s: %d blocks are there", name, n)
		}
		putBlock(t, s)
		if n := blocks(t, s); n != 1 {
			t.Errorf("%s: %d blocks are kept, want 1", name, n)
		}
	}
}
