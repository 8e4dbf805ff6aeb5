package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

// backupPages is how many pages one step of a backup copies: a megabyte, some milliseconds.
const backupPages = 256

// Backup writes a copy of the database to a new file that only this user can read, and checks it:
// it is whole, and of the same schema. Others go on writing meanwhile: it copies a megabyte at a
// time, and what is changed behind it the database changes in the copy, too. After each step it
// asks step whether to go on. What there is of a copy after an error is removed.
func (s *Store) Backup(ctx context.Context, path string, step func(done, total int64) error) (err error) {
	leave, err := s.alone(ctx)
	if err != nil {
		return err
	}
	defer leave()
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("make the backup: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(explainBackup(err, path), removeDatabase(path))
		}
	}()
	if err := file.Close(); err != nil {
		return err
	}
	if err := s.copyTo(ctx, path, step); err != nil {
		return err
	}
	if err := s.checkCopy(ctx, path); err != nil {
		return err
	}
	return flush(path)
}

// alone waits until nobody else copies or rewrites the database as a whole.
func (s *Store) alone(ctx context.Context) (leave func(), err error) {
	select {
	case s.whole <- struct{}{}:
		return func() { <-s.whole }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// copyTo copies the database through the writing connection: only what that one changes finds its
// way into a copy that is being made. A copy made through another one would begin anew with each
// change.
func (s *Store) copyTo(ctx context.Context, path string, step func(done, total int64) error) (err error) {
	db, err := sql.Open("sqlite3", copySource(path, "OFF", "OFF"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	target, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	return target.Raw(func(into any) error {
		c := &copying{store: s, into: into.(*sqlite3.SQLiteConn)}
		defer c.end()
		for {
			ended, err := c.step(ctx)
			if err != nil || ended {
				return err
			}
			if err := step(c.done, c.total); err != nil {
				return err
			}
		}
	})
}

// copySource names the file of a copy for the driver.
func copySource(path, journal, synchronous string) string {
	query := url.Values{"mode": {"rw"}, "_journal_mode": {journal}, "_synchronous": {synchronous}}
	location := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	if filepath.VolumeName(path) != "" {
		location.Path = "/" + location.Path
	}
	return location.String() + "?" + query.Encode()
}

// copying is a copy that is being made.
type copying struct {
	store       *Store
	into        *sqlite3.SQLiteConn
	from        *sqlite3.SQLiteConn
	backup      *sqlite3.SQLiteBackup
	done, total int64 // in bytes
}

// step copies some pages. The writer has its connection back between two steps.
func (c *copying) step(ctx context.Context) (ended bool, err error) {
	conn, err := c.store.write.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	err = conn.Raw(func(writer any) error {
		from := writer.(*sqlite3.SQLiteConn)
		if c.backup == nil {
			if c.backup, err = c.into.Backup("main", from, "main"); err != nil {
				return err
			}
			c.from = from
		}
		if c.from != from {
			return errors.New("the database was opened anew while it was being copied")
		}
		if ended, err = c.backup.Step(backupPages); err != nil {
			return err
		}
		c.total = int64(c.backup.PageCount()) * pageSize
		c.done = c.total - int64(c.backup.Remaining())*pageSize
		return nil
	})
	return ended, err
}

// end lets go of both databases. What was wrong is known from the last step.
func (c *copying) end() {
	if c.backup != nil {
		_ = c.backup.Finish()
	}
}

// checkCopy reads the copy through: whether it is whole, and of the schema that it was made of. Then
// it gives it an identity.
func (s *Store) checkCopy(ctx context.Context, path string) (err error) {
	// A copy that is one plain file can be read from anywhere.
	db, err := sql.Open("sqlite3", copySource(path, "DELETE", "FULL"))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { err = errors.Join(err, db.Close()) }()
	var found string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&found); err != nil {
		return fmt.Errorf("check the backup: %w", err)
	}
	if found != "ok" {
		return fmt.Errorf("the backup is damaged: %s", found)
	}
	const version = `SELECT max(version_id) FROM goose_db_version WHERE is_applied = 1`
	var has, wants int64
	if err := db.QueryRowContext(ctx, version).Scan(&has); err != nil {
		return fmt.Errorf("check the backup: %w", err)
	}
	if err := s.read.QueryRowContext(ctx, version).Scan(&wants); err != nil {
		return s.explain(err)
	}
	if has != wants {
		return fmt.Errorf("the backup has schema %d instead of %d", has, wants)
	}
	return identify(ctx, db, true)
}

// flush makes sure that a file is on the disk, and not only on its way there.
func flush(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

func removeDatabase(path string) error {
	var problems []error
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, fmt.Errorf("remove what there is of the backup: %w", err))
		}
	}
	return errors.Join(problems...)
}

// explainBackup puts the driver's errors about a copy into words.
func explainBackup(err error, path string) error {
	var from sqlite3.Error
	full := errors.As(err, &from) && (from.Code&0xff == sqlite3.ErrFull || from.SystemErrno == noSpace)
	if full || errors.Is(err, noSpace) {
		return fmt.Errorf("%w: there is no room for the backup in %s; older backups were kept (%w)", ErrFull, filepath.Dir(path), err)
	}
	return err
}
