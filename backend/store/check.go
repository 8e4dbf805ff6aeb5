package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
)

// progress is how far a check is, in bytes.
type progress struct{ done, total atomic.Int64 }

// checkingError is [ErrChecking] with how far it is.
type checkingError struct{ progress *progress }

func (e *checkingError) Error() string {
	share := int64(0)
	if total := e.progress.total.Load(); total > 0 {
		share = 100 * e.progress.done.Load() / total
	}
	return fmt.Sprintf("the %v (%d %%), for Jobdeck did not end in good order: nothing is changed until that is done, then everything goes on by itself", ErrChecking, share)
}

// Is makes it an [ErrChecking].
func (e *checkingError) Is(target error) bool { return target == ErrChecking }

// Unchecked reports whether the database must be checked before anything is written to it.
func (s *Store) Unchecked() bool { return !s.checked.Load() && !s.seen.clean && !s.seen.fresh }

// Readable reports whether this program understands what is in the database. One that an earlier
// program made is brought forward first.
func (s *Store) Readable() bool { return s.begun.Load() || !s.seen.behind }

// Check reads the whole database through when it was not left in good order, and opens it for
// writing when it is whole; then it gives nil, as for one that needs no check. It tells how far it
// is, in bytes. Before others may change anything, settle puts in order what a crash left: only
// changes with its context are made. A damaged one is only read from then on: the error is an [UnfitError], and whoever
// wants to change something gets it, too.
func (s *Store) Check(ctx context.Context, tell func(done, total int64), settle func(context.Context) error) error {
	if !s.Unchecked() {
		return s.Writable()
	}
	if _, unfit := errors.AsType[*UnfitError](s.door.reason()); unfit {
		return s.door.reason()
	}
	_ = s.door.close(&checkingError{&s.checking}) // it may be tried again, after trouble that passes
	err := s.check(ctx, tell, settle)
	switch reason := s.door.reason(); {
	case ctx.Err() != nil:
		return ctx.Err()
	case !errors.Is(reason, ErrChecking):
		return reason // somebody came upon damage
	case err != nil:
		return s.door.close(s.explain(err))
	}
	s.checked.Store(true)
	s.door.open()
	return nil
}

func (s *Store) check(ctx context.Context, tell func(done, total int64), settle func(context.Context) error) error {
	if err := s.readThrough(ctx, tell); err != nil {
		return err
	}
	if err := s.quickCheck(ctx); err != nil {
		return err
	}
	inside := context.WithValue(ctx, insider{}, true)
	if err := s.begin(inside); err != nil {
		return err
	}
	return settle(inside)
}

// Writable says why nothing may be changed now, and nil when it may.
func (s *Store) Writable() error { return s.door.reason() }

// readThrough reads all bytes there are: that takes most of the time where the disk is slow, and can
// tell how far it is. What can be read at all is in memory afterwards.
func (s *Store) readThrough(ctx context.Context, tell func(done, total int64)) error {
	path := filepath.Join(s.dir, FileName)
	files := []string{path, path + "-wal"}
	read := &s.checking
	read.done.Store(0)
	read.total.Store(2 * (sizeOf(files[0]) + sizeOf(files[1]))) // the other half is the check
	buffer := make([]byte, 1<<20)
	for _, name := range files {
		file, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("check the database: %w", err)
		}
		for err == nil && ctx.Err() == nil {
			var n int
			n, err = file.Read(buffer)
			tell(read.done.Add(int64(n)), read.total.Load())
		}
		if closed := file.Close(); !errors.Is(err, io.EOF) {
			return errors.Join(err, closed, ctx.Err())
		}
	}
	return nil
}

// quickCheck lets SQLite look whether all pages are whole and used once, and all rows as their
// tables want them.
func (s *Store) quickCheck(ctx context.Context) error {
	var found string
	if err := s.read.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		return s.explain(err)
	}
	if found != "ok" {
		lines := strings.Split(found, "\n") // the first may be a heading
		return unfit(s.dir, ErrDamaged, errors.New(lines[len(lines)-1]))
	}
	return nil
}
