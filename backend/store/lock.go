package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"

	"jobdeck/backend/paths"
)

const lockName = "jobdeck.lock"

// folderLock makes one process the only one in a data folder. The system lets go of it when the
// process ends, however it ends.
type folderLock struct {
	file *flock.Flock
	note string // a file beside it that tells others who holds it: a locked one can't be read on Windows
}

func lockFolder(dir string) (*folderLock, error) {
	if err := paths.CheckFile(filepath.Join(dir, lockName)); err != nil {
		return nil, err
	}
	lock := &folderLock{
		file: flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o600)),
		note: filepath.Join(dir, "jobdeck.pid"),
	}
	taken, err := lock.file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data folder %s: check that you may write to it (%w)", dir, err)
	}
	if !taken {
		return nil, fmt.Errorf("%w: another Jobdeck%s works in %s", ErrInUse, lock.holder(), dir)
	}
	if err := replaceFile(lock.note, []byte(strconv.Itoa(os.Getpid()))); err != nil {
		_ = lock.file.Unlock()
		return nil, fmt.Errorf("write to the data folder %s: %w", dir, err)
	}
	return lock, nil
}

// holder names the process that holds the lock, as far as it is known.
func (l *folderLock) holder() string {
	if paths.CheckFile(l.note) != nil {
		return ""
	}
	pid, err := os.ReadFile(l.note)
	if err != nil || len(pid) == 0 {
		return ""
	}
	return fmt.Sprintf(" (process %s)", strings.TrimSpace(string(pid)))
}

func (l *folderLock) release() error {
	_ = os.Remove(l.note)
	return l.file.Unlock()
}
