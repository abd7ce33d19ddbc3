package rewrite

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// fakeDatabase answers the one query that the cases put to theirs, from the
// INSERT statements that made it.
type fakeDatabase [][]string

func fakeSQL(script string) SQL {
	var db fakeDatabase
	value := regexp.MustCompile(`'((?:[^']|'')*)'`)
	for line := range strings.Lines(script) {
		if !strings.HasPrefix(line, "INSERT") {
			continue
		}
		var row []string
		for _, m := range value.FindAllStringSubmatch(line, -1) {
			row = append(row, strings.ReplaceAll(m[1], "''", "'"))
		}
		db = append(db, row)
	}
	return db
}

func (db fakeDatabase) Rows(_ context.Context, query string) ([][]string, error) {
	key, ok := strings.CutPrefix(query, "SELECT goto FROM v WHERE addr='")
	key, closed := strings.CutSuffix(key, "'")
	if !ok || !closed {
		return nil, fmt.Errorf("near %q: syntax error", query)
	}
	var rows [][]string
	for _, row := range db {
		if row[0] == strings.ReplaceAll(key, "''", "'") {
			rows = append(rows, row[1:2])
		}
	}
	return rows, nil
}

func TestSQLiteTablesAreRefusedWithoutADatabase(t *testing.T) {
	c := memory(map[string]string{"cf": "dbpath = x\nquery = SELECT 1\n"})
	if _, _, err := OpenTable(t.Context(), "sqlite:cf", c); err == nil {
		t.Error("a sqlite table was opened without a way to open databases")
	}
	if _, _, err := OpenTable(t.Context(), "sqlite:none", c); err == nil {
		t.Error("a sqlite table without configuration was opened")
	}
}

// rowsDatabase answers every query with the same rows.
type rowsDatabase [][]string

func (db rowsDatabase) Rows(context.Context, string) ([][]string, error) { return db, nil }

func openRows(t *testing.T, settings string, rows ...[]string) (Table, error) {
	c := memory(map[string]string{"cf": "dbpath = x\nquery = SELECT '%s'\n" + settings})
	c.OpenSQL = func(context.Context, string) (SQL, error) { return rowsDatabase(rows), nil }
	table, _, err := OpenTable(t.Context(), "sqlite:cf", c)
	return table, err
}

func TestSQLiteSettingsThatPostfixRefusesAreRefused(t *testing.T) {
	for settings, want := range map[string]string{
		"result_format = %x\n":     "cf: Invalid result template: %x",
		"result_format = 100%\n":   "cf: Invalid result template: 100%",
		"query = SELECT '%0'\n":    "cf: Invalid query template: SELECT '%0'",
		"expansion_limit = many\n": "bad numerical configuration: expansion_limit = many",
		"expansion_limit = -1\n":   "expansion_limit parameter value -1 < 0",
	} {
		if _, err := openRows(t, settings); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", settings, err, want)
		}
	}
}

func TestSQLiteRowsAreReadAsPostfixReadsThem(t *testing.T) {
	for _, c := range []struct {
		promise, settings, key, want string
		rows                         [][]string
		notes                        int
	}{
		{"NULL is passed over in silence", "", "k", "b", [][]string{nil, {"b"}}, 0},
		{"an empty column is passed over with a warning", "", "k", "b", [][]string{{""}, {"b"}}, 1},
		{"empty labels of a domain are not counted", "result_format = %2\n", "u@a..b", "a", [][]string{{"x"}}, 0},
		{"a final dot is no label", "result_format = %1\n", "u@a.b.", "b", [][]string{{"x"}}, 0},
	} {
		t.Run(c.promise, func(t *testing.T) {
			table, err := openRows(t, c.settings, c.rows...)
			if err != nil {
				t.Fatal(err)
			}
			res, err := table.Lookup(t.Context(), c.key)
			if err != nil || res.Value != c.want || len(res.Notes) != c.notes {
				t.Errorf("%+v, %v; want %q and %d notes", res, err, c.want, c.notes)
			}
		})
	}
}
