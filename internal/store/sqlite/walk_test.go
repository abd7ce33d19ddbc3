package sqlite

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// small returns a database of small pages: with rows that lie on many of them,
// trees of three levels, and free pages.
func small(tb testing.TB) []byte {
	path := filepath.Join(tb.TempDir(), "small.db")
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		tb.Fatal(err)
	}
	script := "PRAGMA page_size=512; CREATE TABLE t (id INTEGER PRIMARY KEY, octets BLOB);"
	for i := range 60 {
		script += fmt.Sprintf("INSERT INTO t VALUES (%d, zeroblob(%d));", i+1, i*i)
	}
	script += "DELETE FROM t WHERE id > 40 AND id < 50; CREATE TABLE u (n INTEGER); INSERT INTO u VALUES (-5), (1 << 40), (127), (0), (1);"
	if err := sqlitex.ExecScript(conn, strings.TrimSpace(script)); err != nil {
		tb.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		tb.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// walkAll goes through the tables of a database that lies in b.
func walkAll(tb testing.TB, b []byte, each func(table string, row tableRow)) []string {
	path := filepath.Join(tb.TempDir(), "any.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		tb.Fatal(err)
	}
	p, err := openPages(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer p.close()
	w := newWalk(p)
	roots := make(map[string]uint32)
	w.table(1, func(row tableRow) {
		if len(row.columns) > 3 {
			roots[string(row.columns[1].octets)] = uint32(row.columns[3].number)
		}
	})
	for name, root := range roots {
		w.table(root, func(row tableRow) { each(name, row) })
	}
	w.free()
	return w.damage
}

func TestPagesAreReadAsSQLiteWroteThem(t *testing.T) {
	rows := make(map[int64]int)
	var numbers []int64
	damage := walkAll(t, small(t), func(table string, row tableRow) {
		if table == "u" {
			numbers = append(numbers, row.columns[0].number)
			return
		}
		rows[row.id] = len(row.columns[1].octets)
	})
	if len(damage) > 0 || len(rows) != 51 {
		t.Fatalf("%d rows, damage: %v", len(rows), damage)
	}
	for id, size := range rows {
		if size != int((id-1)*(id-1)) {
			t.Errorf("row %d has %d octets", id, size)
		}
	}
	if fmt.Sprint(numbers) != "[-5 1099511627776 127 0 1]" {
		t.Errorf("the numbers are %v", numbers)
	}
}

func FuzzWalk(f *testing.F) {
	f.Add(small(f))
	f.Fuzz(func(t *testing.T, b []byte) { walkAll(t, b, func(string, tableRow) {}) })
}

func TestNoDamageMakesMoreRowsThanThereIsRoomFor(t *testing.T) {
	sound := small(t)
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 4))
		b := bytes.Clone(sound)
		for range 1 + rnd.IntN(60) {
			b[rnd.IntN(len(b))] = byte(rnd.Uint32())
		}
		rows := 0
		walkAll(t, b, func(string, tableRow) { rows++ })
		if rows > len(b)/4 {
			t.Errorf("seed %d: %d rows are in %d octets", seed, rows, len(b))
		}
	}
}
