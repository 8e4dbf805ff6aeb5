package store

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/mattn/go-sqlite3"

	"jobdeck/backend/trouble"
)

// The errors callers decide on.
var (
	// ErrInUse says that another process holds the data folder.
	ErrInUse = errors.New("data folder in use")
	// ErrNewer says that a newer Jobdeck made the database.
	ErrNewer = errors.New("database is newer than this program")
	// ErrDamaged says that the database file is damaged, or no database at all.
	ErrDamaged = errors.New("database is damaged")
	// ErrForeign says that the database is another program's.
	ErrForeign = errors.New("database is not Jobdeck's")
	// ErrEmpty says that there is no database, or an empty one, where there was one with something in it.
	ErrEmpty = errors.New("database is empty")
	// ErrChecking says that the database is still being checked: nothing is changed until that is done.
	ErrChecking = errors.New("database is being checked")
	// ErrFull says that the disk is full. Nothing of the change was made.
	ErrFull = errors.New("disk is full")
	// ErrNotFound says that there is no such job, item or recipe.
	ErrNotFound = errors.New("not found")
)

// explain puts the driver's errors into words that a person can act on; others pass unchanged. What
// passes by itself becomes a [trouble.Passing].
func (s *Store) explain(err error) error {
	var from sqlite3.Error
	if err == nil || !errors.As(err, &from) {
		return err
	}
	file := filepath.Join(s.dir, FileName)
	switch from.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol:
		return &trouble.Passing{Cause: err, Words: fmt.Sprintf("another program holds the database %s: a backup, a program that syncs folders, "+
			"a virus scanner or a database browser may do so; nothing was lost, and it works again when that program lets go", file)}
	case sqlite3.ErrNomem:
		return &trouble.Passing{Cause: err, Words: "this machine has no memory left: close some programs"}
	case sqlite3.ErrFull:
		return fmt.Errorf("%w: nothing was lost; free some space on the disk of %s (%w)", ErrFull, s.dir, err)
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return s.door.close(unfit(s.dir, ErrDamaged, err))
	case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm:
		if trouble.Passes(from.SystemErrno) {
			return &trouble.Passing{Cause: errors.Join(err, from.SystemErrno), Words: fmt.Sprintf("%s can't be opened now: close some programs", file)}
		}
		return fmt.Errorf("can't write %s: check that you may write to the folder (%w)", file, err)
	case sqlite3.ErrIoErr:
		// A disk that fills up shows as an input/output error where the log's index is enlarged.
		if from.SystemErrno == noSpace {
			return fmt.Errorf("%w: nothing was lost; free some space on the disk of %s (%w)", ErrFull, s.dir, err)
		}
		return &trouble.Passing{Cause: err, Words: fmt.Sprintf("the disk of %s does not answer as it should", s.dir)}
	default:
		return err
	}
}
