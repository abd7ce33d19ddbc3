//go:build linux

package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
	"mailsink/internal/store/storetest"
)

// fill delivers messages until one is refused, and returns those that were
// acknowledged.
func fill(t *testing.T, s *sqlite.Store, first int) (acked map[store.Pos]int, err error) {
	acked = make(map[store.Pos]int)
	for id := first; ; id++ {
		pos, err := deliver(t.Context(), s, crashContent(id), store.Delivered{ID: mail.ID(id)})
		if err != nil {
			return acked, err
		}
		acked[pos] = id
	}
}

// same checks that all that was acknowledged is there.
func same(t *testing.T, s *sqlite.Store, acked map[store.Pos]int) {
	t.Helper()
	end, _ := s.End(t.Context())
	if int(end) != len(acked) {
		t.Fatalf("the journal ends at %d, acknowledged were %d", end, len(acked))
	}
	for recs, err := range s.Records(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			if acked[rec.Pos] != int(rec.Delivered.ID) {
				t.Errorf("at %d is message %d, acknowledged was %d", rec.Pos, rec.Delivered.ID, acked[rec.Pos])
			}
			whole(t, s, rec.Delivered)
		}
		if recs[len(recs)-1].Pos == end {
			return
		}
	}
}

func TestAFullDiskRefusesLosesNothingAndRecovers(t *testing.T) {
	for _, c := range []struct {
		name    string
		reserve int64
	}{{"with a reserve", 1 << 20}, {"to the last octet", -1}} {
		t.Run(c.name, func(t *testing.T) {
			dir := storetest.TinyDisk(t, "8m")
			filler := filepath.Join(dir, "filler")
			if err := os.WriteFile(filler, make([]byte, 3<<20), 0o600); err != nil {
				t.Fatal(err)
			}
			s := open(t, filepath.Join(dir, "store"), sqlite.Options{Reserve: c.reserve})
			acked, err := fill(t, s, 1)
			if !errors.Is(err, mail.ErrFull) {
				t.Fatalf("after %d messages: %v, want ErrFull", len(acked), err)
			}
			same(t, s, acked)
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
			more, err := fill(t, s, 1_000_000)
			if len(more) == 0 {
				t.Fatalf("the store did not recover: %v", err)
			}
			for pos, id := range more {
				acked[pos] = id
			}
			same(t, s, acked)
			if err := s.Close(); err != nil {
				t.Logf("Close on the full disk: %v", err)
			}
			same(t, open(t, filepath.Join(dir, "store"), sqlite.Options{Reserve: c.reserve}), acked)
		})
	}
}

func TestAFullStoreCanDelete(t *testing.T) {
	s := open(t, filepath.Join(storetest.TinyDisk(t, "8m"), "store"), sqlite.Options{Reserve: 2 << 20})
	if _, err := fill(t, s, 1); !errors.Is(err, mail.ErrFull) {
		t.Fatal(err)
	}
	for recs, err := range s.Records(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, rec := range recs {
			keys = append(keys, rec.Delivered.Key)
		}
		if err := s.Delete(t.Context(), keys...); err != nil {
			t.Fatal(err)
		}
		break
	}
}

func TestAReadOnlyDirectoryIsNamed(t *testing.T) {
	dir := storetest.TinyDisk(t, "1m")
	if err := unix.Mount("none", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Skipf("cannot remount: %v", err)
	}
	_, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	want := "the directory " + dir + " cannot be written: read-only file system; change its owner or mode, or choose another directory"
	if err == nil || err.Error() != want {
		t.Errorf("Open returned %v, want %s", err, want)
	}
}

func TestAFileThatIsTooLargeForTheDiskLeavesNothing(t *testing.T) {
	dir := filepath.Join(storetest.TinyDisk(t, "4m"), "store")
	s := open(t, dir, sqlite.Options{Reserve: -1})
	_, _, err := s.Put(t.Context(), strings.NewReader(strings.Repeat("x", 8<<20)))
	if !errors.Is(err, mail.ErrFull) {
		t.Errorf("Put returned %v, want ErrFull", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "content", "*", "*"))
	if len(left) != 0 || err != nil {
		t.Errorf("left were %v, %v", left, err)
	}
}
