package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jobdeck/backend/job"
)

// Restoring is a backup that shall be put in the place of the database.
type Restoring struct {
	Dir    string // the data folder
	Backup string // the backup's path
	// At, Who and From are for the audit log, and At for the name of the folder with what is replaced.
	At  time.Time
	Who job.Actor
	// Tell gets how much is copied, in bytes.
	Tell func(done, total int64)
}

// Restored is what [Restore] did.
type Restored struct {
	Backup string `json:"restored"` // the backup's path
	// Replaced is the folder with what was there before: the database, its log, and what was in
	// flight. Empty when there was nothing.
	Replaced string `json:"replaced"`
}

// The folders of a restore in the data folder. The first one is a beginning, which the next start
// takes away. To rename it is the instant at which the backup becomes the database: from then on
// [finishRestore] moves the files, at the next start when a crash came in between.
const (
	restoring = "restoring"
	restored  = "restored"
	// replacing is a file in the latter with the name of the folder for what is replaced.
	replacing = "replaced"
)

// FlightDir is the folder in a data folder for what is in flight. It belongs to the database.
const FlightDir = "flight"

// Restore puts a backup in the place of the database in a data folder nobody works in. The backup is
// copied and checked before anything is touched, and brought up to date; what it replaces is kept
// in a folder. Everything is held then: jobs that ran when the backup was made would go on from
// there, and do again what was done since. All of it happens or nothing, whenever a crash comes.
func Restore(ctx context.Context, r Restoring) (Restored, error) {
	if _, err := prepareFolder(r.Dir); err != nil {
		return Restored{}, err
	}
	lock, err := lockFolder(r.Dir)
	if err != nil {
		return Restored{}, err
	}
	done, err := r.restore(ctx)
	return done, errors.Join(err, lock.release())
}

func (r Restoring) restore(ctx context.Context) (Restored, error) {
	if err := finishRestore(r.Dir); err != nil {
		return Restored{}, err
	}
	fresh := filepath.Join(r.Dir, restoring)
	if err := os.Mkdir(fresh, 0o700); err != nil {
		return Restored{}, fmt.Errorf("restore the backup: %w", err)
	}
	if err := r.prepare(ctx, fresh); err != nil {
		return Restored{}, errors.Join(err, os.RemoveAll(fresh))
	}
	aside, err := r.freeAside()
	if err != nil {
		return Restored{}, errors.Join(err, os.RemoveAll(fresh))
	}
	err = os.WriteFile(filepath.Join(fresh, replacing), []byte(filepath.Base(aside)), 0o600)
	for _, file := range []string{FileName, replacing} {
		err = errors.Join(err, flush(filepath.Join(fresh, file)))
	}
	if err = errors.Join(err, flushFolder(fresh)); err == nil {
		err = os.Rename(fresh, filepath.Join(r.Dir, restored))
	}
	if err != nil {
		return Restored{}, errors.Join(fmt.Errorf("restore the backup: %w", err), os.RemoveAll(fresh))
	}
	if err := finishRestore(r.Dir); err != nil {
		return Restored{}, err
	}
	done := Restored{Backup: r.Backup}
	if _, err := os.Stat(aside); err == nil {
		done.Replaced = aside
	}
	return done, nil
}

// freeAside is a path for what is replaced that nothing has yet.
func (r Restoring) freeAside() (string, error) {
	for at := r.At; ; at = at.Add(time.Second) {
		path := filepath.Join(r.Dir, at.Format("replaced-20060102-150405"))
		switch _, err := os.Lstat(path); {
		case errors.Is(err, fs.ErrNotExist):
			return path, nil
		case err != nil:
			return "", fmt.Errorf("restore the backup: %w", err)
		}
	}
}

// prepare makes a database of the backup in a folder of its own: whole, up to date, and held.
func (r Restoring) prepare(ctx context.Context, fresh string) error {
	if err := r.copyInto(ctx, fresh); err != nil {
		return err
	}
	s, err := Open(ctx, fresh)
	if err != nil {
		return r.explain(err)
	}
	if s.seen.fresh {
		return errors.Join(fmt.Errorf("%s is no backup: it is empty", r.Backup), s.Close())
	}
	err = r.hold(ctx, s)
	if err = errors.Join(err, s.Close()); err != nil {
		return r.explain(err)
	}
	// What a data folder has beside the database, this one has already.
	return removeBut(fresh, FileName)
}

// copyInto copies the backup, with its log where it is one that was not folded back: anybody may
// have copied a whole data folder.
func (r Restoring) copyInto(ctx context.Context, fresh string) error {
	database := filepath.Join(r.Dir, FileName)
	if one, err := os.Stat(r.Backup); err == nil {
		if other, err := os.Stat(database); err == nil && os.SameFile(one, other) {
			return fmt.Errorf("%s is the database itself", r.Backup)
		}
	}
	total := sizeOf(r.Backup) + sizeOf(r.Backup+"-wal")
	enough, free, err := RoomFor(r.Dir, 2*total) // it may have to be rewritten to be brought up to date
	if err != nil {
		return err
	}
	if !enough {
		return fmt.Errorf("%w: the backup has %d bytes, and %s has room for %d; nothing was changed", ErrFull, total, r.Dir, free)
	}
	copied := int64(0)
	for _, suffix := range []string{"", "-wal"} {
		if suffix != "" && sizeOf(r.Backup+suffix) == 0 {
			continue
		}
		err := copyFile(ctx, r.Backup+suffix, filepath.Join(fresh, FileName+suffix), func(bytes int) {
			copied += int64(bytes)
			r.Tell(min(copied, total), total)
		})
		if err != nil {
			return fmt.Errorf("copy the backup: %w", err)
		}
	}
	return nil
}

func copyFile(ctx context.Context, from, to string, tell func(bytes int)) error {
	if err := regular(from); err != nil {
		return err
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	buffer := make([]byte, 1<<20)
	for err == nil && ctx.Err() == nil {
		var n int
		n, err = source.Read(buffer)
		if _, writing := target.Write(buffer[:n]); writing != nil {
			err = writing
		}
		tell(n)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return errors.Join(err, ctx.Err(), target.Close())
}

// hold holds everything in the restored database, and says in its audit log where it is from.
func (r Restoring) hold(ctx context.Context, s *Store) error {
	found := ""
	if err := s.read.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&found); err != nil {
		return s.explain(err)
	}
	if found != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, found)
	}
	if err := s.update(ctx, func(tx *sql.Tx) error { return identify(ctx, tx, true) }); err != nil {
		return err
	}
	why := "restored from the backup " + filepath.Base(r.Backup)
	at := r.At.UnixMilli()
	return s.SetHold(ctx, job.Hold{Held: true, Who: r.Who.Who, Origin: r.Who.From, Why: why, Since: at},
		job.Entry{At: at, Who: r.Who.Who, Origin: r.Who.From, What: "restore", After: filepath.Base(r.Backup), Why: "what was done since the backup is kept in the data folder"})
}

// explain says what is wrong with the backup, and not with the copy of it.
func (r Restoring) explain(err error) error {
	if unfit, ok := errors.AsType[*UnfitError](err); ok {
		return fmt.Errorf("%s can't be restored, nothing was changed: %w (%s)", r.Backup, unfit.What, unfit.Why)
	}
	return fmt.Errorf("%s can't be restored, nothing was changed: %w", r.Backup, err)
}

// finishRestore ends in good order what a restore began: a beginning is taken away, and a backup
// that has become the database is put in its place. Whatever was done of it already is not done
// again. The caller holds the folder's lock.
func finishRestore(dir string) error {
	if err := os.RemoveAll(filepath.Join(dir, restoring)); err != nil {
		return fmt.Errorf("take away what there is of a restored backup: %w", err)
	}
	from := filepath.Join(dir, restored)
	if _, err := os.Lstat(filepath.Join(from, FileName)); err == nil {
		if err := replace(dir, from); err != nil {
			return fmt.Errorf("put the backup in the place of the database: %w", err)
		}
	}
	if err := os.RemoveAll(from); err != nil {
		return fmt.Errorf("put the backup in the place of the database: %w", err)
	}
	return nil
}

// replace moves the database aside, with all that belongs to it, and puts the restored one in its
// place last.
func replace(dir, from string) error {
	name, err := os.ReadFile(filepath.Join(from, replacing))
	if err != nil {
		return err
	}
	aside := filepath.Join(dir, filepath.Base(strings.TrimSpace(string(name))))
	for _, old := range []string{FileName, FileName + "-wal", FileName + "-shm", FileName + "-journal", FlightDir, cleanMark} {
		if _, err := os.Lstat(filepath.Join(dir, old)); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := os.MkdirAll(aside, 0o700); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(dir, old), filepath.Join(aside, old)); err != nil {
			return err
		}
	}
	if err := os.Rename(filepath.Join(from, FileName), filepath.Join(dir, FileName)); err != nil {
		return err
	}
	return flushFolder(dir)
}

// removeBut removes all from a folder but one file.
func removeBut(dir, kept string) error {
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		if entry.Name() != kept {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, entry.Name())))
		}
	}
	return err
}
