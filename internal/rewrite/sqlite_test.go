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
