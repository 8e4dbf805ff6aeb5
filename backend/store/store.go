// Package store keeps everything Jobdeck knows in one SQLite database: jobs, items, outcomes, the
// audit log, settings and recipes. It alone holds SQL and imports the driver. It knows no engine:
// it makes changes true, all or nothing, and leaves it to its callers which ones are right.
//
// One connection writes, a pool of others reads. Every transaction is durable when its method
// returns (synchronous=FULL), so callers put many outcomes into one.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"

	_ "github.com/mattn/go-sqlite3" // the SQL driver; nothing else in Jobdeck imports it
)

// FileName is the database's name in the data folder.
const FileName = "jobdeck.db"

// Store is an open data folder. It is safe for use by many goroutines.
type Store struct {
	dir      string
	lock     *folderLock
	warning  string // about the data folder
	seen     sight
	beside   []string // files that SQLite may make beside the database, and were not there
	door     *door
	checking progress
	begun    atomic.Bool // the database is open for writing, for insiders at least
	checked  atomic.Bool // it was checked, and is open for writing
	write    *sql.DB     // one connection: SQLite has one writer, so the queue forms here and not in busy errors
	read     *sql.DB
	bulk     *bulkStatements
	whole    chan struct{} // holds one while the database is copied or rewritten as a whole
	frozen   chan struct{} // holds one for each that reads over one instant
	// thrown says that the ballast was thrown overboard, and that commits don't fold the log back.
	thrown atomic.Bool
}

// Open takes the data folder's lock, opens the database in it (making both when they are new),
// and brings its schema up to date. A database that was not left in good order is checked before
// anything is written to it. Errors: [ErrInUse], [ErrNewer], an [UnfitError], an
// [paths.UnsafeError], or what the system says, each in words a person can act on.
func Open(ctx context.Context, dir string) (*Store, error) {
	s, err := OpenUnchecked(ctx, dir)
	if err != nil {
		return nil, err
	}
	nothing := func(context.Context) error { return nil }
	if err := s.Check(ctx, func(int64, int64) {}, nothing); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// OpenUnchecked is like [Open], but leaves a check to [Store.Check]: until that has ended well, the
// database is only read, as far as [Store.Readable] says, and whoever wants to change something gets
// [ErrChecking].
func OpenUnchecked(ctx context.Context, dir string) (*Store, error) {
	warning, err := prepareFolder(dir)
	if err != nil {
		return nil, err
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, lock: lock, warning: warning, whole: make(chan struct{}, 1), frozen: make(chan struct{}, mostFrozen)}
	err = finishRestore(dir)
	if err == nil {
		err = s.open(ctx)
	}
	if err != nil {
		return nil, errors.Join(s.explain(err), s.Close())
	}
	return s, nil
}

// open looks at the database, and opens it for writing when it was left in good order.
func (s *Store) open(ctx context.Context) error {
	path := filepath.Join(s.dir, FileName)
	s.door = &door{source: dataSource(path, "rwc", 1), shut: &checkingError{&s.checking}}
	s.write = sql.OpenDB(s.door)
	s.write.SetMaxOpenConns(1)
	var err error
	if s.read, err = sql.Open("sqlite3", dataSource(path, "ro", 0)); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	s.beside = missing(path+"-wal", path+"-shm")
	if s.seen, err = s.look(ctx); err != nil {
		return err
	}
	if s.Unchecked() {
		return nil
	}
	if err := s.begin(context.WithValue(ctx, insider{}, true)); err != nil {
		return err
	}
	s.door.open()
	return nil
}

// begin opens the database for writing, at first for the insider that it is called by.
func (s *Store) begin(ctx context.Context) error {
	if err := private(filepath.Join(s.dir, FileName)); err != nil {
		return err
	}
	if err := unmark(s.dir); err != nil {
		return err
	}
	s.begun.Store(true)
	if err := migrate(ctx, s.write); err != nil {
		return err
	}
	if err := s.foldEvery(ctx, logPages); err != nil {
		return err
	}
	if s.bulk == nil {
		var err error
		if s.bulk, err = prepareBulk(ctx, s.write); err != nil {
			return err
		}
	}
	_, err := s.keepBallast()
	return err
}

// private makes sure that nobody but the user can read the database, in whatever folder it is.
// SQLite gives the files beside it the same rights.
func private(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	return file.Close()
}

// dataSource names the database with the pragmas of every connection:
//   - WAL: readers don't wait for the writer, nor it for them;
//   - synchronous FULL: what was committed survives a power cut; group commit makes it cheap;
//   - busy_timeout: a backup tool that holds the file for a moment is waited for;
//   - txlock immediate: a transaction takes the write lock at its beginning, not half-way;
//   - cache_size: 8 MB for the writer, 2 MB for each reader, so that memory stays bounded.
func dataSource(path, mode string, writer int) string {
	query := url.Values{}
	query.Set("mode", mode)
	query.Set("_journal_mode", "WAL")
	query.Set("_synchronous", "FULL")
	query.Set("_foreign_keys", "on")
	query.Set("_busy_timeout", "5000")
	query.Set("_txlock", "immediate")
	if writer == 1 {
		query.Set("_cache_size", "-8000")
	} else {
		query.Del("_journal_mode") // a read-only connection can't set it, and finds it in the file
		query.Set("_query_only", "true")
		query.Set("_txlock", "deferred") // it can take no lock; its transactions begin with their first look
		query.Set("_cache_size", "-2000")
	}
	location := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	if filepath.VolumeName(path) != "" {
		location.Path = "/" + location.Path
	}
	return location.String() + "?" + query.Encode()
}

// Close folds the log back into the database, closes it and lets go of the data folder. A database
// that is not known to be whole is left as it is.
func (s *Store) Close() error {
	var problems []error
	if s.bulk != nil {
		problems = append(problems, s.bulk.close())
	}
	fit := s.begun.Load() && s.door.reason() == nil
	// The last one to close folds the log back: a reader can't.
	last := []*sql.DB{s.read, s.write}
	if !fit {
		slices.Reverse(last)
	}
	for _, connections := range last {
		if connections != nil {
			problems = append(problems, connections.Close())
		}
	}
	switch {
	case fit && errors.Join(problems...) == nil:
		markClean(s.dir)
	case !s.begun.Load():
		// SQLite makes files for a reader, too. Beside what is only read nothing is left behind.
		for _, made := range s.beside {
			_ = os.Remove(made)
		}
	}
	return errors.Join(append(problems, s.lock.release())...)
}

// logPages is how long the write-ahead log may become, in pages of 4 KB, before a commit folds it
// back into the database.
const logPages = 4000

// foldEvery makes commits fold the log back every so many pages; 0 makes them never do so.
func (s *Store) foldEvery(ctx context.Context, pages int) error {
	_, err := s.write.ExecContext(ctx, fmt.Sprintf(`PRAGMA wal_autocheckpoint = %d`, pages))
	return err
}

// Checkpoint folds the write-ahead log back into the database. The engine asks for it after each
// job, when nobody minds the tenth of a second. After the disk was full it does so as soon as
// there is space to reserve again, and not before: the database would take the last of it.
func (s *Store) Checkpoint(ctx context.Context) error {
	if err := s.door.reason(); err != nil {
		return err
	}
	kept, err := s.keepBallast()
	if err != nil || !kept {
		return err
	}
	if err := s.TakeBackRoom(ctx); err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return s.explain(err)
}

// Dir is the data folder.
func (s *Store) Dir() string { return s.dir }

// update runs change in one transaction: all of it is durable when update returns nil, and
// nothing of it happened when it returns an error.
func (s *Store) update(ctx context.Context, change func(*sql.Tx) error) error {
	if err := s.door.pass(ctx); err != nil {
		return err
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	if err := change(tx); err != nil {
		return s.explain(errors.Join(err, ignoreDone(tx.Rollback())))
	}
	return s.explain(tx.Commit())
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}
