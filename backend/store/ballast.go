package store

import (
	"fmt"
	"os"
	"path/filepath"
)

// ballastSize is thrown overboard when the disk is full: enough for the database to write down
// that jobs are paused, and why.
const ballastSize = 1 << 20

func (s *Store) ballast() string { return filepath.Join(s.dir, "ballast") }

// keepBallast fills a file with real bytes: a sparse one would reserve nothing. A disk too full
// for it is no reason to refuse to open.
func (s *Store) keepBallast() error {
	if held, err := os.Stat(s.ballast()); err == nil && held.Size() == ballastSize {
		return nil
	}
	bytes := make([]byte, ballastSize)
	for i := range bytes {
		bytes[i] = byte(i * 31)
	}
	if err := os.WriteFile(s.ballast(), bytes, 0o600); err != nil {
		if removed := os.Remove(s.ballast()); removed != nil && !os.IsNotExist(removed) {
			return fmt.Errorf("reserve space on the disk: %w", removed)
		}
	}
	return nil
}

// MakeRoom frees the reserved space, so that a status can still be written on a full disk. It
// reports whether there was any.
func (s *Store) MakeRoom() bool {
	return os.Remove(s.ballast()) == nil
}
