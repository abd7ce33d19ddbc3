package sqlite

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// backupDir holds links to the large content of a backup that is being made,
// so that it stays though its messages be expunged meanwhile.
const backupDir = "backup"

// Backup writes the store in dir, as it is at one moment, to w: a tar archive
// of the database and of the files beside it. The process that uses the store
// goes on; nothing waits for it. A copy of the database is made in the
// directory scratch on the way ("" for that of the system). Errors are
// sentences for the user.
func Backup(ctx context.Context, dir string, w io.Writer, scratch string) (err error) {
	path := filepath.Join(dir, dbName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return noStore(dir)
	}
	if err := inspectHeader(path); err != nil {
		return err
	}
	work, err := os.MkdirTemp(scratch, ".mailsink-backup-")
	if err != nil {
		return fmt.Errorf("there is no place for a copy of the database: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	b := &backup{dir: dir, links: filepath.Join(dir, backupDir), copy: filepath.Join(work, dbName)}
	unlock, err := b.begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := b.database(ctx, path); err != nil {
		return fmt.Errorf("the database %s could not be copied: %w", path, err)
	}
	if err := b.archive(ctx, w); err != nil {
		return fmt.Errorf("the backup could not be written: %w", err)
	}
	return nil
}

// A backup is one being made.
type backup struct {
	dir   string
	links string // directory of links to large content
	copy  string // path of the copied database
	keys  []string
}

// begin makes the directory of links, and keeps a second backup away.
func (b *backup) begin() (unlock func() error, err error) {
	lock, err := os.OpenFile(filepath.Join(b.dir, backupDir+".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, cannotWrite(b.dir, err)
	}
	if err := lockFile(lock); err != nil {
		return nil, errors.Join(fmt.Errorf("another backup of %s is being made; wait until it is done", b.dir), lock.Close())
	}
	err = errors.Join(os.RemoveAll(b.links), os.Mkdir(b.links, 0o700)) // one that was killed left its links
	if err != nil {
		return nil, errors.Join(cannotWrite(b.dir, err), lock.Close())
	}
	return func() error { return errors.Join(os.RemoveAll(b.links), os.Remove(lock.Name()), lock.Close()) }, nil
}

// database makes the copy, of the one moment at which its first query reads.
// Everything goes through SQL: a damaged page ends the backup here, and not on
// the day when it is needed.
func (b *backup) database(ctx context.Context, path string) (err error) {
	if err := create(filepath.Dir(b.copy)); err != nil {
		return err
	}
	conn, err := sqlite.OpenConn(b.copy, sqlite.OpenReadWrite|sqlite.OpenURI)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	conn.SetInterrupt(ctx.Done())
	conn.SetBusyTimeout(busyTimeout)
	whole, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	source := "file:" + (&url.URL{Path: filepath.ToSlash(whole)}).EscapedPath() + "?mode=ro"
	if err := setPragmas(conn, "journal_mode=off synchronous=off"); err != nil {
		return err
	}
	if err := sqlitex.ExecuteTransient(conn, "ATTACH ? AS source", &sqlitex.ExecOptions{Args: []any{source}}); err != nil {
		return err
	}
	if err := b.pin(ctx, conn); err != nil {
		return err
	}
	return errors.Join(copyTables(conn), context.Cause(ctx))
}

// pinTries is how often the moment of the backup is chosen anew, because a
// file was deleted before it could be linked.
const pinTries = 10

// pin begins the transaction that sees one moment, and links every file that
// is named then.
func (b *backup) pin(ctx context.Context, conn *sqlite.Conn) error {
	for try := 1; ; try++ {
		if err := sqlitex.ExecuteTransient(conn, "BEGIN", nil); err != nil {
			return err
		}
		missing, err := b.link(ctx, conn)
		if err != nil || missing == 0 || try == pinTries { // then they are lost, not late
			return err
		}
		if err := sqlitex.ExecuteTransient(conn, "ROLLBACK", nil); err != nil {
			return err
		}
	}
}

func (b *backup) link(ctx context.Context, conn *sqlite.Conn) (missing int, err error) {
	b.keys = nil
	err = sqlitex.ExecuteTransient(conn, "SELECT key FROM source.file ORDER BY key", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		key := stmt.ColumnText(0)
		if !isFileKey(key) {
			return nil
		}
		err := os.Link(filepath.Join(b.dir, "content", fileName(key)), filepath.Join(b.links, key))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing++
			return nil
		case err != nil && !errors.Is(err, fs.ErrExist):
			return err
		}
		b.keys = append(b.keys, key)
		return nil
	}})
	return missing, errors.Join(err, context.Cause(ctx))
}

// copyTables copies what the attached database has, and ends the transaction.
func copyTables(conn *sqlite.Conn) error {
	content := "id, octets, coding"
	version, err := number(conn, "PRAGMA source.user_version")
	if err != nil {
		return err
	}
	if version < 2 {
		content = "id, octets, 0"
	}
	for _, step := range []string{
		"INSERT INTO main.journal SELECT pos, record FROM source.journal",
		"INSERT INTO main.content SELECT " + content + " FROM source.content WHERE id NOT IN (SELECT id FROM source.unnamed)",
		"INSERT INTO main.file SELECT key FROM source.file",
		"UPDATE main.floor SET (pos, content) = (SELECT max(pos, coalesce((SELECT max(pos) FROM source.journal), 0)), " +
			"max(content, coalesce((SELECT max(id) FROM source.content), 0)) FROM source.floor)",
		"COMMIT",
	} {
		if err := sqlitex.ExecuteTransient(conn, step, nil); err != nil {
			return err
		}
	}
	return nil
}

// archive writes the copy and the links as a tar archive.
func (b *backup) archive(ctx context.Context, w io.Writer) error {
	t := tar.NewWriter(w)
	if err := addFile(ctx, t, dbName, b.copy); err != nil {
		return err
	}
	for _, key := range b.keys {
		if err := addFile(ctx, t, "content/"+fileName(key), filepath.Join(b.links, key)); err != nil {
			return err
		}
	}
	return t.Close()
}

func addFile(ctx context.Context, t *tar.Writer, name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	h := &tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: time.Now().Truncate(time.Second), Format: tar.FormatPAX}
	if err := t.WriteHeader(h); err != nil {
		return err
	}
	_, err = io.Copy(t, contextReader{ctx, f})
	return err
}

// Restore makes a store in dir, which must have none, of a backup. Either all
// of it is there in the end or none. Errors are sentences for the user.
func Restore(ctx context.Context, r io.Reader, dir string) error {
	if err := vacant(dir); err != nil {
		return err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return err
	}
	defer lock.Close()
	files, err := openFiles(dir)
	if err != nil {
		return cannotWrite(dir, err)
	}
	defer files.close()
	fresh := filepath.Join(dir, dbName+".new")
	if err := unpack(ctx, tar.NewReader(r), fresh, files); err != nil {
		os.Remove(fresh)
		return fmt.Errorf("the backup is not whole, and %s holds nothing that counts: %w", dir, err)
	}
	if err := inspect(fresh); err != nil {
		return fmt.Errorf("what is in the backup cannot be used: %w", err)
	}
	if err := errors.Join(os.Rename(fresh, filepath.Join(dir, dbName)), syncDir(dir)); err != nil {
		return cannotWrite(dir, err)
	}
	return nil
}

// unpack reads a backup. The database comes first.
func unpack(ctx context.Context, t *tar.Reader, fresh string, files *files) error {
	database := false
	for {
		h, err := t.Next()
		switch {
		case errors.Is(err, io.EOF) && !database:
			return errors.New("it has no database")
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		key := h.Name[strings.LastIndexByte(h.Name, '/')+1:]
		switch {
		case h.Name == dbName && !database:
			database = true
			err = writeSynced(ctx, fresh, t)
		case isFileKey(key) && h.Name == "content/"+fileName(key):
			_, err = files.put(ctx, key, t)
		default:
			err = fmt.Errorf("%.60q does not belong in a backup", h.Name)
		}
		if err != nil {
			return err
		}
	}
}

// writeSynced writes all of r into a new file and makes it durable.
func writeSynced(ctx context.Context, path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, contextReader{ctx, r})
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
