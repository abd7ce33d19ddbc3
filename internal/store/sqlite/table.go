package sqlite

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// A Table is somebody's database with queries to be asked of it, as sqlite:
// tables of Postfix are. It is opened anew, and only for reading, for every
// query, so it may be replaced at any time and nothing is left open.
type Table struct{ path string }

// OpenTable returns the database at path. The error says that it is not there
// or is none.
func OpenTable(ctx context.Context, path string) (*Table, error) {
	t := &Table{path}
	if _, err := t.Rows(ctx, "SELECT count(*) FROM sqlite_master"); err != nil {
		return nil, err
	}
	return t, nil
}

// Rows runs a query and returns its rows, each with its columns as text. NULL
// is the empty text; a row that begins with NULL has no columns.
func (t *Table) Rows(ctx context.Context, query string) ([][]string, error) {
	conn, err := sqlite.OpenConn(t.path, sqlite.OpenReadOnly)
	if err != nil {
		return nil, fmt.Errorf("sqlite: %s: %w", t.path, err)
	}
	defer conn.Close()
	conn.SetBusyTimeout(busyTimeout)
	conn.SetInterrupt(ctx.Done())
	var rows [][]string
	err = sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		row := make([]string, stmt.ColumnCount())
		if len(row) > 0 && stmt.ColumnType(0) == sqlite.TypeNull {
			row = nil
		}
		for i := range row {
			row[i] = stmt.ColumnText(i)
		}
		rows = append(rows, row)
		return nil
	}})
	if err != nil {
		return nil, fmt.Errorf("sqlite: %s: %w", t.path, err)
	}
	return rows, nil
}
