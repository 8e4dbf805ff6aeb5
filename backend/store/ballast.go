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

// MakeRoom frees the reserved space, so that a status can still be written on a full disk. It
// reports whether there was any. From then on commits only append to the log: to fold it back
// would give the space to the database, which has no use for it.
func (s *Store) MakeRoom() bool {
	if err := s.foldEvery(context.Background(), 0); err != nil {
		return false
	}
	return os.Remove(s.ballast()) == nil
}

// Space gives how many bytes of the data folder's disk are free for us, and how many it has.
func (s *Store) Space() (free, total uint64, err error) {
	return paths.Space(s.dir)
}
