package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

const (
	dbName        = "mailsink.db"
	applicationID = 0x4d53_4e4b // "MSNK", at offset 68 of the file
	schemaVersion = 2           // user_version, at offset 60
	// pageSize is large because content is: a message of 6 KiB lies in one
	// page instead of a chain of them, which costs a third less to write.
	pageSize = 32 << 10
	// busyTimeout is how long another program may hold the database.
	busyTimeout = 5 * time.Second
)

// schema is written once, into a new file. The floors are the highest position
// and content row ever used, as far as they cannot be seen in the tables.
const schema = `
CREATE TABLE journal (pos INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT;
CREATE TABLE content (id INTEGER PRIMARY KEY, octets BLOB NOT NULL, coding INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE unnamed (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE file (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE floor (pos INTEGER NOT NULL, content INTEGER NOT NULL) STRICT;
INSERT INTO floor VALUES (0, 0);
`

// migrations lead from each version of the schema to the next, the first from
// version 1. A file of version 2 has content that version 1 cannot read.
func migrations() []string {
	return []string{"ALTER TABLE content ADD COLUMN coding INTEGER NOT NULL DEFAULT 0"}
}

// migrate brings an older file to the schema of today, in one transaction.
func migrate(conn *sqlite.Conn) (err error) {
	version, err := number(conn, "PRAGMA user_version")
	if err != nil || version >= schemaVersion {
		return err
	}
	defer sqlitex.Save(conn)(&err)
	for _, step := range migrations()[max(version, 1)-1:] {
		if err := sqlitex.ExecuteTransient(conn, step, nil); err != nil {
			return err
		}
	}
	return setPragmas(conn, fmt.Sprint("user_version=", schemaVersion))
}

// create makes an empty database. It comes into being under its name by a
// rename, so there is never half of one.
func create(dir string) error {
	fresh := filepath.Join(dir, dbName+".new")
	for _, suffix := range []string{"", "-journal"} {
		if err := os.Remove(fresh + suffix); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	f, err := os.OpenFile(fresh, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	f.Close()
	if err := writeSchema(fresh); err != nil {
		return err
	}
	if err := os.Rename(fresh, filepath.Join(dir, dbName)); err != nil {
		return err
	}
	return syncDir(dir)
}

func writeSchema(path string) (err error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	defer func() {
		if closed := conn.Close(); err == nil {
			err = closed
		}
	}()
	pragmas := fmt.Sprintf("page_size=%d auto_vacuum=incremental synchronous=full application_id=%d user_version=%d",
		pageSize, applicationID, schemaVersion)
	if err := setPragmas(conn, pragmas); err != nil {
		return err
	}
	return sqlitex.ExecuteScript(conn, schema, nil)
}

// setPragmas runs one PRAGMA for each word of words.
func setPragmas(conn *sqlite.Conn, words string) error {
	for word := range strings.FieldsSeq(words) {
		if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+word, nil); err != nil {
			return fmt.Errorf("pragma %s: %w", word, err)
		}
	}
	return nil
}

// openWriter opens the one connection that writes.
func openWriter(path string) (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	conn.SetBusyTimeout(busyTimeout)
	// The checkpointer does what wal_autocheckpoint would do to the writer.
	err = setPragmas(conn, "journal_mode=wal synchronous=full wal_autocheckpoint=0 journal_size_limit=67108864 "+
		"temp_store=memory cache_size=-16384 trusted_schema=off")
	if err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}

func openReaders(path string, size int) (*sqlitex.Pool, error) {
	return sqlitex.NewPool(path, sqlitex.PoolOptions{
		Flags:    sqlite.OpenReadWrite,
		PoolSize: size,
		PrepareConn: func(conn *sqlite.Conn) error {
			conn.SetBusyTimeout(busyTimeout)
			return setPragmas(conn, "query_only=on temp_store=memory cache_size=-4096 trusted_schema=off")
		},
	})
}
