package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"jobdeck/backend/paths"
)

// ballastSize is thrown overboard when the disk is full: enough for the database to write down
// that jobs are paused, and why.
const ballastSize = 1 << 20

func (s *Store) ballast() string { return filepath.Join(s.dir, "ballast") }

// keepBallast fills a file with real bytes: a sparse one would reserve nothing. It tells whether the
// space is reserved. A disk too full for it is no reason to refuse to open.
func (s *Store) keepBallast() (bool, error) {
	if held, err := os.Lstat(s.ballast()); err == nil && held.Size() == ballastSize && paths.CheckFile(s.ballast()) == nil {
		return true, nil
	}
	bytes := make([]byte, ballastSize)
	for i := range bytes {
		bytes[i] = byte(i * 31)
	}
	if err := replaceFile(s.ballast(), bytes); err != nil {
		if removed := os.Remove(s.ballast()); removed != nil && !os.IsNotExist(removed) {
			return false, fmt.Errorf("reserve space on the disk: %w", removed)
		}
		return false, nil
	}
	return true, nil
}

// MakeRoom frees the reserved space, so that a status can still be written on a full disk: it is for
// that alone. It reports whether there was any. From then on commits only append to the log, until
// [Store.TakeBackRoom]: to fold it back would give the space to the database, which has no use for it.
func (s *Store) MakeRoom() bool {
	if err := s.foldEvery(context.Background(), 0); err != nil {
		return false
	}
	s.thrown.Store(true)
	return os.Remove(s.ballast()) == nil
}

// TakeBackRoom reserves again what MakeRoom freed, and lets commits fold the log back again. It is for
// when there is room; a disk that is still too full leaves it as it was.
func (s *Store) TakeBackRoom(ctx context.Context) error {
	if !s.thrown.Load() {
		return nil
	}
	kept, err := s.keepBallast()
	if err != nil || !kept {
		return err
	}
	if err := s.foldEvery(ctx, logPages); err != nil {
		return s.explain(err)
	}
	s.thrown.Store(false)
	return nil
}

// Space gives how many bytes of the data folder's disk are free for us, and how many it has.
func (s *Store) Space() (free, total uint64, err error) {
	return paths.Space(s.dir)
}
