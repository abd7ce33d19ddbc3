package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
)

func put(t *testing.T, s *sqlite.Store, content string) string {
	t.Helper()
	key, _, err := s.Put(t.Context(), strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func name(t *testing.T, s *sqlite.Store, key string) {
	t.Helper()
	if _, err := s.Append(t.Context(), store.Record{Delivered: &store.Delivered{Key: key}}); err != nil {
		t.Fatal(err)
	}
}

func wantContent(t *testing.T, s *sqlite.Store, key, want string) {
	t.Helper()
	rc, err := s.Get(t.Context(), key)
	if err != nil {
		t.Fatalf("Get(%s): %v", key, err)
	}
	if got, err := store.ReadAll(rc); string(got) != want || err != nil {
		t.Errorf("content of %s came back as %d octets, %v; want %d", key, len(got), err, len(want))
	}
}

func wantNone(t *testing.T, s *sqlite.Store, key string) {
	t.Helper()
	if _, err := s.Get(t.Context(), key); !errors.Is(err, store.ErrNotExist) {
		t.Errorf("Get(%s) returned %v", key, err)
	}
}

func TestStagedContentIsBoundedInMemoryAndKept(t *testing.T) {
	const limit, n = 64 << 10, 200
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{Staging: limit})
	text := func(i int) string { return strings.Repeat(fmt.Sprint(i, " "), 2000) }
	keys := make([]string, n)
	var wg sync.WaitGroup
	for w := range 10 {
		wg.Go(func() {
			for i := w; i < n; i += 10 {
				keys[i], _, _ = s.Put(t.Context(), strings.NewReader(text(i)))
				if staged := s.Stats().Staged; staged > limit {
					t.Errorf("%d octets are staged, the limit is %d", staged, limit)
				}
			}
		})
	}
	wg.Wait()
	for i, key := range keys {
		wantContent(t, s, key, text(i))
		if i%2 == 0 {
			name(t, s, key)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, sqlite.Options{})
	s.Swept()
	for i, key := range keys {
		if i%2 == 0 {
			wantContent(t, s, key, text(i))
		} else {
			wantNone(t, s, key)
		}
	}
}

func TestContentLargerThanTheStagingIsTaken(t *testing.T) {
	s := open(t, t.TempDir(), sqlite.Options{Staging: 10})
	for _, n := range []int{5, 100, 7, 200_000} {
		key := put(t, s, strings.Repeat("x", n))
		wantContent(t, s, key, strings.Repeat("x", n))
		name(t, s, key)
		wantContent(t, s, key, strings.Repeat("x", n))
	}
}

func TestFilesThatNoRecordNamesAreSwept(t *testing.T) {
	dir, large := t.TempDir(), strings.Repeat("x", 300<<10)
	s := open(t, dir, sqlite.Options{})
	kept, orphan := put(t, s, large), put(t, s, large)
	name(t, s, kept)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	part := filepath.Join(dir, "content", kept[:2], strings.Repeat("A", 26)+".part")
	alien := filepath.Join(dir, "content", kept[:2], "README")
	for _, path := range []string{part, alien} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, dir, sqlite.Options{})
	s.Swept()
	wantContent(t, s, kept, large)
	wantNone(t, s, orphan)
	if _, err := os.Stat(part); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the unfinished file: %v", err)
	}
	if _, err := os.Stat(alien); err != nil {
		t.Errorf("a file that is not ours: %v", err)
	}
}

func TestAKeyIsNeverUsedTwice(t *testing.T) {
	dir := t.TempDir()
	seen := make(map[string]bool)
	for range 4 {
		s := open(t, dir, sqlite.Options{})
		for range 3 {
			key := put(t, s, "x")
			if seen[key] {
				t.Errorf("key %s came again", key)
			}
			seen[key] = true
			name(t, s, key)
			if err := s.Delete(t.Context(), key); err != nil {
				t.Fatal(err)
			}
			wantNone(t, s, key)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStagedContentCanBeDeleted(t *testing.T) {
	s := open(t, t.TempDir(), sqlite.Options{})
	small, large := put(t, s, "x"), put(t, s, strings.Repeat("x", 300<<10))
	if err := s.Delete(t.Context(), small, large); err != nil {
		t.Fatal(err)
	}
	wantNone(t, s, small)
	wantNone(t, s, large)
	if staged := s.Stats().Staged; staged != 0 {
		t.Errorf("%d octets are still staged", staged)
	}
}

func TestTwoRecordsCanNameOneContent(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	small, large := put(t, s, "x"), put(t, s, strings.Repeat("x", 300<<10))
	recs := []store.Record{{Delivered: &store.Delivered{Key: small}}, {Delivered: &store.Delivered{Key: large}}}
	for range 2 {
		if _, err := s.Append(t.Context(), append(recs, recs...)...); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	s = open(t, dir, sqlite.Options{})
	s.Swept()
	wantContent(t, s, small, "x")
	wantContent(t, s, large, strings.Repeat("x", 300<<10))
}

func TestALargePutEndsWithItsContext(t *testing.T) {
	s := open(t, t.TempDir(), sqlite.Options{})
	cause := errors.New("the client is gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	_, _, err := s.Put(ctx, io.MultiReader(bytes.NewReader(make([]byte, 1<<20)), readerFunc(func(p []byte) (int, error) {
		cancel(cause)
		return copy(p, "x"), nil
	})))
	if !errors.Is(err, cause) {
		t.Errorf("Put returned %v", err)
	}
}

func TestFreedSpaceIsGivenBack(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	var keys []string
	for range 200 {
		keys = append(keys, put(t, s, strings.Repeat("x", 200<<10)))
		name(t, s, keys[len(keys)-1])
	}
	if err := s.Delete(t.Context(), keys...); err != nil {
		t.Fatal(err)
	}
	for free := int64(1 << 62); free > 8<<20; {
		var err error
		if free, err = s.FreeOctets(t.Context()); err != nil {
			t.Fatal(err)
		}
		runtime.Gosched()
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "mailsink.db"))
	if err != nil || info.Size() > 12<<20 {
		t.Errorf("after deleting 40 MiB the file has %d octets, %v", info.Size(), err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func FuzzNoKeyLeadsOutOfTheStore(f *testing.F) {
	for _, key := range []string{"", "1", "-1", "01", "9223372036854775808", "../../etc/passwd", "AB/../../lock", strings.Repeat("A", 26),
		"..AAAAAAAAAAAAAAAAAAAAAAAA", "../AAAAAAAAAAAAAAAAAAAAAAA", "content", "\x00", "1\x00", strings.Repeat("9", 18)} {
		f.Add(key)
	}
	s, err := sqlite.Open(f.Context(), f.TempDir(), sqlite.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	f.Fuzz(func(t *testing.T, key string) {
		if _, err := s.Get(t.Context(), key); !errors.Is(err, store.ErrNotExist) {
			t.Errorf("Get(%q) returned %v", key, err)
		}
		if err := s.Delete(t.Context(), key); err != nil {
			t.Errorf("Delete(%q) returned %v", key, err)
		}
	})
}
