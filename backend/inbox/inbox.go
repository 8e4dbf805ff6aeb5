// Package inbox looks into folders that files are taken from by themselves. It says which are there, and which are to be
// left for a later look; it never opens, changes or moves one, and keeps no memory of what was taken.
package inbox

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

	"jobdeck/backend/table"
)

// settled is how long ago a file must have been written to: one that is still being copied is left for a later look.
const settled = 10 * time.Second

// atOnce is how many names are read between two steps.
const atOnce = 500

// File is a file of a folder.
type File struct {
	Path     string
	Size     int64 // bytes
	Modified int64 // milliseconds UTC

	unseen error
}

// Name is what it is called in its folder.
func (f File) Name() string { return filepath.Base(f.Path) }

// Is tells whether it is as it was when it had a size and a date.
func (f File) Is(size, modified int64) bool { return f.Size == size && f.Modified == modified }

// Wait is a reason why a file is left for a later look: one of these.
type Wait struct {
	Unseen  error  // it can't be looked at
	Written bool   // it was written to within the last ten seconds
	Lock    string // a file of that name says that a spreadsheet program has it open: it may not be saved yet
}

// Waits tells why the file is left for a later look, or false.
func (f File) Waits(now time.Time) (Wait, bool) {
	if f.unseen != nil {
		return Wait{Unseen: f.unseen}, true
	}
	// A date further in the future is a wrong clock's, and tells nothing.
	if now.Sub(time.UnixMilli(f.Modified)).Abs() < settled {
		return Wait{Written: true}, true
	}
	lock := table.OfficeLock(f.Path)
	return Wait{Lock: filepath.Base(lock)}, lock != ""
}

// Look gives the files of a folder whose names are wanted, in the order of their names. Folders within it are not
// looked into. Step is called in between, and its error ends the look.
func Look(ctx context.Context, folder string, wanted func(name string) bool, step func(context.Context) error) ([]File, error) {
	dir, err := os.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the watched folder %s does not exist", folder)
	}
	if err != nil {
		return nil, fmt.Errorf("look into the watched folder: %w", err)
	}
	defer dir.Close()
	var files []File
	for {
		if err := step(ctx); err != nil {
			return nil, err
		}
		entries, err := dir.ReadDir(atOnce)
		for _, entry := range entries {
			if !wanted(entry.Name()) {
				continue
			}
			if file, ok := see(filepath.Join(folder, entry.Name())); ok {
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
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// see looks at a file. A link counts as what it leads to; one that leads nowhere, and what was taken away just now, as
// nothing.
func see(path string) (File, bool) {
	status, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return File{}, false
	}
	if err != nil {
		return File{Path: path, unseen: err}, true
	}
	return File{Path: path, Size: status.Size(), Modified: status.ModTime().UnixMilli()}, status.Mode().IsRegular()
}
