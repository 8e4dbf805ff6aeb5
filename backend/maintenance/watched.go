package maintenance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jobdeck/backend/spots"
	"jobdeck/backend/store"
	"jobdeck/backend/table"
	"jobdeck/backend/task"
)

// settled is how long ago a file must have been written to: one that is still being copied is left
// for the next run.
const settled = 10 * time.Second

// watched is a file of a watched folder that can be read.
type watched struct {
	path     string
	size     int64
	modified int64
}

// unchanged tells whether a cursor speaks of this very file.
func (w *watched) unchanged(c store.FileCursor) bool {
	return c.Size == w.size && c.Modified == w.modified
}

// look reads the folder: the files of a known format, in the order of their names. Those in folders
// within it, hidden ones and those that programs leave while they write are not looked at.
func look(ctx context.Context, order task.Order, folder string) ([]watched, error) {
	dir, err := os.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the watched folder %s does not exist", folder)
	}
	if err != nil {
		return nil, fmt.Errorf("look into the watched folder: %w", err)
	}
	defer dir.Close()
	var files []watched
	for {
		if err := order.Step(ctx); err != nil {
			return nil, err
		}
		entries, err := dir.ReadDir(500)
		for _, entry := range entries {
			if file, ok := watch(folder, entry.Name()); ok {
				files = append(files, file)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("look into the watched folder %s: %w", folder, err)
		}
	}
	slices.SortFunc(files, func(a, b watched) int { return strings.Compare(a.path, b.path) })
	return files, nil
}

func watch(folder, name string) (watched, bool) {
	if !spots.Known(name) || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") {
		return watched{}, false
	}
	path := filepath.Join(folder, name)
	status, err := os.Stat(path)
	if err != nil || !status.Mode().IsRegular() {
		return watched{}, false
	}
	return watched{path: path, size: status.Size(), modified: status.ModTime().UnixMilli()}, true
}

// waits tells why a file is left for a later run, or nothing.
func (w *watched) waits(now time.Time) string {
	if w.beingWritten(now) {
		return "still being written"
	}
	if lock := table.OfficeLock(w.path); lock != "" {
		return fmt.Sprintf("open in another program: close it there, or delete %s if that program is gone", filepath.Base(lock))
	}
	return ""
}

// beingWritten tells whether a file was written to within the last seconds. A time in the future
// is a wrong clock, and tells nothing.
func (w *watched) beingWritten(now time.Time) bool {
	age := now.Sub(time.UnixMilli(w.modified))
	return age.Abs() < settled
}
