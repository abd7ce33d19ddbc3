package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// checkedWhole is the size up to which Open reads every page of a database.
const checkedWhole = 32 << 20

const headerSize = 100

// A header is what the first octets of a database say
// (https://www.sqlite.org/fileformat.html §1.3).
type header struct {
	magic         string
	pageSize      int64
	pages         int64
	userVersion   uint32
	applicationID uint32
}

func readHeader(path string) (header, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return header{}, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return header{}, 0, err
	}
	b := make([]byte, headerSize)
	if _, err := io.ReadFull(f, b); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return header{}, 0, err
	}
	h := header{
		magic:         string(b[:16]),
		pageSize:      int64(binary.BigEndian.Uint16(b[16:])),
		pages:         int64(binary.BigEndian.Uint32(b[28:])),
		userVersion:   binary.BigEndian.Uint32(b[60:]),
		applicationID: binary.BigEndian.Uint32(b[68:]),
	}
	if h.pageSize == 1 { // 65,536 does not fit
		h.pageSize = 1 << 16
	}
	return h, info.Size(), nil
}

// inspect says why the database at path must not be opened for writing, if so.
// It changes nothing.
func inspect(path string) error {
	if err := inspectHeader(path); err != nil {
		return err
	}
	return inspectPages(path)
}

// inspectHeader says what the first octets tell.
func inspectHeader(path string) error {
	h, size, err := readHeader(path)
	switch {
	case err != nil:
		return fmt.Errorf("%s cannot be read: %w; change its owner or choose another directory", path, err)
	case size < headerSize:
		return damaged(path, "it ends within its header")
	case h.magic != "SQLite format 3\x00":
		return damaged(path, "it is not an SQLite database")
	case h.applicationID != applicationID:
		return fmt.Errorf("%s is a database of another program; choose another directory", path)
	case h.userVersion > schemaVersion:
		return newer(path, int64(h.userVersion))
	case size < h.pages*h.pageSize && empty(path+"-wal"):
		return damaged(path, fmt.Sprintf("it has %d octets and should have %d", size, h.pages*h.pageSize))
	}
	return nil
}

// inspectPages looks further, through SQLite. A connection that is read-only
// leaves the write-ahead log where it is.
func inspectPages(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		return damaged(path, err.Error())
	}
	defer conn.Close()
	conn.SetBusyTimeout(busyTimeout)
	version, err := number(conn, "PRAGMA user_version")
	switch {
	case err != nil:
		return damaged(path, err.Error())
	case version > schemaVersion:
		return newer(path, version)
	}
	if _, _, err := floors(conn); err != nil {
		return damaged(path, err.Error())
	}
	if info.Size() > checkedWhole {
		return nil
	}
	var verdict string
	err = sqlitex.ExecuteTransient(conn, "PRAGMA quick_check(1)", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		verdict = stmt.ColumnText(0)
		return nil
	}})
	if err != nil {
		verdict = err.Error()
	}
	if verdict != "ok" {
		return damaged(path, verdict)
	}
	return nil
}

func damaged(path, why string) error {
	return fmt.Errorf("%s is damaged (%s) and was left untouched; \"mailsink salvage %s --to DIR\" saves what can be read, \"mailsink restore\" brings back a backup, and without the file the sink starts empty", path, why, filepath.Dir(path))
}

func newer(path string, version int64) error {
	return fmt.Errorf("%s has schema version %d, and this mailsink knows up to version %d; use the newer mailsink that wrote it", path, version, schemaVersion)
}

// empty reports whether there is nothing at path.
func empty(path string) bool {
	info, err := os.Stat(path)
	return err != nil || info.Size() == 0
}

// inspectAbsence guards the creation of a database: what is left of a lost
// one must not be mixed into it.
func inspectAbsence(path string) error {
	if empty(path + "-wal") {
		return nil
	}
	return fmt.Errorf("%s is missing, but %s is there; restore the first, or move the second away to start empty",
		path, filepath.Base(path)+"-wal")
}

// number returns the one number that query asks for.
func number(conn *sqlite.Conn, query string) (int64, error) {
	var n int64
	err := sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		n = stmt.ColumnInt64(0)
		return nil
	}})
	return n, err
}

// floors returns the highest position and the highest content row in use.
func floors(conn *sqlite.Conn) (pos, content int64, err error) {
	pos, err = number(conn, "SELECT max(pos, coalesce((SELECT max(pos) FROM journal), 0)) FROM floor")
	if err != nil {
		return 0, 0, err
	}
	content, err = number(conn, "SELECT max(content, coalesce((SELECT max(id) FROM content), 0)) FROM floor")
	return pos, content, err
}
