package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"mailsink/internal/store/sqlite"
)

// database writes a database of aliases.
func database(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "aliases.db")
	conn, err := zombiezen.OpenConn(path)
	if err != nil {
		t.Fatal(err)
	}
	err = sqlitex.ExecuteScript(conn, `CREATE TABLE alias (name TEXT, goto TEXT); INSERT INTO alias VALUES ('ann', 'a@x.test'), ('bob', NULL), ('bob', 'b@x.test')`, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestATableAnswersQueries(t *testing.T) {
	table, err := sqlite.OpenTable(t.Context(), database(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		query string
		want  [][]string
	}{
		{"SELECT goto, 7 FROM alias WHERE name = 'ann'", [][]string{{"a@x.test", "7"}}},
		{"SELECT goto FROM alias WHERE name = 'bob' ORDER BY rowid", [][]string{nil, {"b@x.test"}}},
		{"SELECT goto FROM alias WHERE name = 'eve'", nil},
	} {
		if rows, err := table.Rows(t.Context(), c.query); err != nil || !reflect.DeepEqual(rows, c.want) {
			t.Errorf("%s: %v, %v", c.query, rows, err)
		}
	}
	for _, query := range []string{"SELECT nothing FROM alias", "DELETE FROM alias"} {
		if rows, err := table.Rows(t.Context(), query); err == nil {
			t.Errorf("%s: %v, want an error", query, rows)
		}
	}
}

func TestATableThatCannotBeReadSaysSo(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("this is no database, whatever its name says\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{text, filepath.Join(t.TempDir(), "missing.db")} {
		if _, err := sqlite.OpenTable(t.Context(), path); err == nil {
			t.Errorf("%s was opened", path)
		}
	}
}

func TestAQueryEndsWithItsContext(t *testing.T) {
	table, err := sqlite.OpenTable(t.Context(), database(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	endless := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n"
	if _, err := table.Rows(ctx, endless); err == nil {
		t.Error("a query without end came to one")
	}
}
