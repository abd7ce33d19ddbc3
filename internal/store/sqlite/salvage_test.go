package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailsink/internal/mail"
	"mailsink/internal/store"
	"mailsink/internal/store/sqlite"
)

const rescued = 120

// mixed returns the directory of a closed store with messages 1 to rescued:
// small ones, large ones, and one that lies in a file. The third is expunged.
func mixed(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	for id := 1; id <= rescued; id++ {
		content := crashContent(id)
		if _, err := deliver(t.Context(), s, content, store.Delivered{ID: mail.ID(id), Account: "sink", Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Append(t.Context(), store.Record{Expunged: &store.Expunged{UIDs: mail.UIDs(3)}}); err != nil {
		t.Fatal(err)
	}
	for recs, err := range s.Records(t.Context(), 2) {
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(t.Context(), recs[0].Delivered.Key); err != nil {
			t.Fatal(err)
		}
		break
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// salvage returns the rescue of a directory, and the messages that are there.
func salvage(t *testing.T, dir string) (sqlite.Rescue, map[mail.UID]bool) {
	t.Helper()
	before := fingerprint(t, dir)
	to := filepath.Join(t.TempDir(), "to")
	r, err := sqlite.Salvage(t.Context(), dir, to)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, fingerprint(t, dir)) {
		t.Error("what was salvaged from has changed")
	}
	there := make(map[mail.UID]bool)
	s := open(t, to, sqlite.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read := 0
	if r.Records == 0 {
		cancel() // nothing will come
	}
	for recs, err := range s.Records(ctx, 0) {
		if r.Records == 0 {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			if rec.Delivered == nil {
				continue
			}
			whole(t, s, rec.Delivered)
			if rec.Pos != store.Pos(rec.Delivered.ID) {
				t.Errorf("message %d has moved to %d", rec.Delivered.ID, rec.Pos)
			}
			there[rec.Pos.UID()] = true
		}
		if read += len(recs); read >= r.Records {
			break
		}
	}
	if pos, err := s.Append(t.Context(), store.Record{Opened: &store.Opened{}}); err != nil || pos <= rescued {
		t.Errorf("the journal goes on at %d, %v", pos, err)
	}
	return r, there
}

func fingerprint(t *testing.T, dir string) []byte {
	t.Helper()
	var all bytes.Buffer
	for _, name := range []string{"mailsink.db", "mailsink.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s %d\n", name, len(b))
		all.Write(b)
	}
	return all.Bytes()
}

func TestASoundStoreIsSalvagedWhole(t *testing.T) {
	r, there := salvage(t, mixed(t))
	if len(there) != rescued-1 || there[3] || len(r.Lost) != 0 || len(r.Damage) != 0 || r.Contents != rescued-1 {
		t.Errorf("%d messages are there, and of the rescue is said %+v", len(there), r)
	}
}

func TestWhatAWriteAheadLogHasIsSalvaged(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	for id := 1; id <= 30; id++ {
		content := crashContent(id)
		if _, err := deliver(t.Context(), s, content, store.Delivered{ID: mail.ID(id), Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
	}
	killed := t.TempDir() // as the files are when the process dies now
	for _, name := range []string{"mailsink.db", "mailsink.db-wal"} {
		copyFile(t, filepath.Join(dir, name), filepath.Join(killed, name))
	}
	to := filepath.Join(t.TempDir(), "to")
	r, err := sqlite.Salvage(t.Context(), killed, to)
	if err != nil || r.Contents != 30 || r.Records != 30 || len(r.Damage) != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestEveryMessageOnAReadablePageIsSalvaged destroys one page after the other
// and wants all messages but those on that page.
func TestEveryMessageOnAReadablePageIsSalvaged(t *testing.T) {
	sound := mixed(t)
	db, err := os.ReadFile(filepath.Join(sound, "mailsink.db"))
	if err != nil {
		t.Fatal(err)
	}
	const page = 32 << 10
	garbage := bytes.Repeat([]byte{0xa5}, page)
	for n := range len(db) / page {
		if n > 7 && n%16 != 0 {
			continue // the others are like them
		}
		t.Run(fmt.Sprint("page ", n+1), func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS(filepath.Join(sound, "content"))); err != nil {
				t.Fatal(err)
			}
			spoilt := bytes.Clone(db)
			copy(spoilt[n*page:], garbage)
			if err := os.WriteFile(filepath.Join(dir, "mailsink.db"), spoilt, 0o600); err != nil {
				t.Fatal(err)
			}
			r, there := salvage(t, dir)
			// A page of content holds a few messages; the journal lies on
			// one leaf, without which nothing has a name.
			lost := rescued - 1 - len(there)
			if n+1 != 3 && lost > 12 {
				t.Errorf("%d messages are lost, %+v", lost, r)
			}
			if n+1 != 3 && len(there) < rescued-1 && len(r.Lost) == 0 {
				t.Errorf("%d messages are lost and none is named", lost)
			}
		})
	}
}

// TestWhatACompactionLeftBesideTheJournalIsNotSalvaged interrupts a compaction
// that has dropped the fifth message, whose content is still there, and spoils
// a page of content: what the journal does not have any more must stay away.
func TestWhatACompactionLeftBesideTheJournalIsNotSalvaged(t *testing.T) {
	const (
		create = "CREATE TABLE fresh (pos INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT"
		fill   = "INSERT INTO fresh SELECT pos, record FROM journal WHERE pos <> 5"
		retire = "ALTER TABLE journal RENAME TO stale"
		take   = "ALTER TABLE fresh RENAME TO journal"
	)
	sound := os.DirFS(mixed(t))
	for _, c := range []struct {
		name       string
		statements []string
		fifth      bool // is in the journal
	}{
		{"the new table is not filled", []string{create}, true},
		{"the new table is half filled", []string{create, fill + " AND pos < 60"}, true},
		{"the old table is there", []string{create, fill, retire, take}, false},
		{"the old table is half cleared", []string{create, fill, retire, take, "DELETE FROM stale WHERE pos > 60"}, false},
	} {
		for _, spoilt := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, spoilt %t", c.name, spoilt), func(t *testing.T) {
				dir := t.TempDir()
				if err := os.CopyFS(dir, sound); err != nil {
					t.Fatal(err)
				}
				if err := sqlite.Execute(dir, c.statements...); err != nil {
					t.Fatal(err)
				}
				want := rescued - 1
				if !c.fifth {
					want--
				}
				lost := 0
				if spoilt {
					lost = 12 // so many a page of content may hold
					spoil(t, filepath.Join(dir, "mailsink.db"))
				}
				r, there := salvage(t, dir)
				if there[5] != c.fifth || len(there) > want || len(there) < want-lost || spoilt != (len(r.Damage) > 0) {
					t.Errorf("%d messages are there, want %d, the fifth %t: %+v", len(there), want, there[5], r)
				}
				for uid := mail.UID(1); uid <= rescued; uid++ {
					if gone := uid == 3 || uid == 5 && !c.fifth; r.Lost.Has(uid) != (!there[uid] && !gone) {
						t.Errorf("message %d is there: %t; named as lost are %v", uid, there[uid], r.Lost)
					}
				}
			})
		}
	}
}

// spoil destroys a page of content in the middle of a file.
func spoil(t *testing.T, name string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	const page = 32 << 10
	at := len(b) / page / 2 * page
	copy(b[at:at+page], bytes.Repeat([]byte{0xa5}, page))
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestSalvagingNeverFailsOnRandomDamage(t *testing.T) {
	sound := mixed(t)
	db, err := os.ReadFile(filepath.Join(sound, "mailsink.db"))
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(8) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		dir := t.TempDir()
		spoilt := bytes.Clone(db)
		for range 1 + rnd.IntN(200) {
			spoilt[rnd.IntN(len(spoilt))] = byte(rnd.Uint32())
		}
		if rnd.IntN(4) == 0 {
			spoilt = spoilt[:rnd.IntN(len(spoilt))]
		}
		if err := os.WriteFile(filepath.Join(dir, "mailsink.db"), spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		salvage(t, dir)
	}
}

func FuzzSalvage(f *testing.F) {
	f.Add([]byte("SQLite format 3\x00\x02\x00"), uint16(0))
	f.Add(bytes.Repeat([]byte{0x0d, 0, 0, 0, 1, 0, 20}, 400), uint16(512))
	f.Add(bytes.Repeat([]byte{0x05, 0, 0, 0, 9, 0, 20}, 400), uint16(512))
	f.Fuzz(func(t *testing.T, b []byte, at uint16) {
		dir := t.TempDir()
		db := append(make([]byte, at), b...)
		if err := os.WriteFile(filepath.Join(dir, "mailsink.db"), db, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := sqlite.Salvage(t.Context(), dir, filepath.Join(dir, "to")); err != nil {
			t.Error(err)
		}
	})
}

func TestABackupBesideAWriterIsOfOneMoment(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, sqlite.Options{})
	ctx, stop := context.WithCancel(t.Context())
	written := make(chan int, 1)
	ready := make(chan struct{})
	go func() {
		n := 0
		for ctx.Err() == nil {
			n++
			content := crashContent(97 * n) // every one of them a file
			if n%3 != 0 {
				content = crashContent(97*n + 1)
			}
			pos, err := deliver(ctx, s, content, store.Delivered{ID: mail.ID(97*n + min(1, n%3)), Size: int64(len(content))})
			if err != nil && ctx.Err() == nil {
				t.Errorf("%d: %v", pos, err)
			}
			if n == 12 {
				close(ready)
			}
		}
		written <- n
	}()
	<-ready
	var archive bytes.Buffer
	if err := sqlite.Backup(t.Context(), dir, &archive, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	stop()
	<-written
	to := filepath.Join(t.TempDir(), "restored")
	if err := sqlite.Restore(t.Context(), &archive, to); err != nil {
		t.Fatal(err)
	}
	restored := open(t, to, sqlite.Options{})
	end, _ := restored.End(t.Context())
	if end < 12 {
		t.Fatalf("%d messages are in the backup", end)
	}
	want := store.Pos(1)
	for recs, err := range restored.Records(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			if rec.Pos != want {
				t.Fatalf("position %d follows %d", rec.Pos, want-1)
			}
			want++
			whole(t, restored, rec.Delivered)
		}
		if want > end {
			break
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "backup*")); len(left) > 0 {
		t.Errorf("the backup has left %v", left)
	}
}

func TestARestoreIsWholeOrNothing(t *testing.T) {
	var archive bytes.Buffer
	if err := sqlite.Backup(t.Context(), mixed(t), &archive, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	full := archive.Bytes()
	for name, c := range map[string]struct {
		octets []byte
		want   string
	}{
		"empty":     {nil, "it has no database"},
		"cut short": {full[:len(full)/2], "unexpected EOF"},
		"other":     {bytes.Repeat([]byte("no tar "), 500), "the backup is not whole"},
	} {
		dir := filepath.Join(t.TempDir(), "to")
		err := sqlite.Restore(t.Context(), bytes.NewReader(c.octets), dir)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if _, err := os.Stat(filepath.Join(dir, "mailsink.db")); err == nil {
			t.Errorf("%s: there is a database", name)
		}
		if err := sqlite.Restore(t.Context(), bytes.NewReader(full), dir); err != nil {
			t.Errorf("%s: a whole backup afterwards: %v", name, err)
		}
	}
	dir := mixed(t)
	if err := sqlite.Restore(t.Context(), bytes.NewReader(full), dir); err == nil || !strings.Contains(err.Error(), "has mail already") {
		t.Errorf("over a store: %v", err)
	}
}

func TestAnOlderStoreCanBeBackedUpLookedAtAndSalvaged(t *testing.T) {
	dir := golden(t, "v1.tar.gz")
	var archive bytes.Buffer
	if err := sqlite.Backup(t.Context(), dir, &archive, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	restored, salvaged := filepath.Join(t.TempDir(), "restored"), filepath.Join(t.TempDir(), "salvaged")
	if err := sqlite.Restore(t.Context(), &archive, restored); err != nil {
		t.Fatal(err)
	}
	isGolden(t, open(t, restored, sqlite.Options{}))
	if r, err := sqlite.Salvage(t.Context(), dir, salvaged); err != nil || len(r.Damage)+len(r.Lost) > 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	isGolden(t, open(t, salvaged, sqlite.Options{}))
	look, err := sqlite.OpenLook(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer look.Close()
	if found, err := look.Check(); len(found) > 0 || err != nil {
		t.Errorf("%v, %v", found, err)
	}
	for recs, err := range look.Records() {
		if err != nil {
			t.Fatal(err)
		}
		if d := recs[0].Delivered; d != nil {
			b, err := look.Content(d.Key)
			if err != nil || string(b) != goldenContent(int(d.ID)-1) {
				t.Errorf("content %d: %d octets, %v", d.ID-1, len(b), err)
			}
		}
	}
}
