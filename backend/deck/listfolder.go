package deck

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
	"jobdeck/backend/table"
)

// settleFor is how long a file must not have changed to count as complete.
const settleFor = 10 * time.Second

// waitingFile is a file of a folder that is left for a later run.
type waitingFile struct {
	name string
	why  string
}

// foundList is a list that a task starts a job from.
type foundList struct {
	path     string
	size     int64
	modified int64
	// cursor is written with the job, so that the list is taken once; nil: it may be taken again.
	cursor *store.FileCursor
}

// listFolder finds the files of a folder that match one of the patterns, oldest first, and those
// that can't be taken yet.
func listFolder(folder, patterns string, now time.Time) (found []foundList, waiting []waitingFile, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, nil, fmt.Errorf("look into the folder: %w", err)
	}
	for _, entry := range entries {
		if !matches(patterns, entry.Name()) {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		// Stat, and not the entry: a link counts as what it leads to.
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			// It was taken away just now, or is a link that leads nowhere.
		case err != nil:
			waiting = append(waiting, waitingFile{entry.Name(), fmt.Sprintf("it can't be looked at: %v", err)})
		case !info.Mode().IsRegular():
		case now.Sub(info.ModTime()).Abs() < settleFor:
			// A date further in the future is a wrong clock's, and tells nothing.
			waiting = append(waiting, waitingFile{entry.Name(), "it was written to less than 10 seconds ago"})
		default:
			found = append(found, foundList{path: path, size: info.Size(), modified: info.ModTime().UnixMilli()})
		}
	}
	slices.SortStableFunc(found, func(a, b foundList) int { return cmp.Compare(a.modified, b.modified) })
	return found, waiting, nil
}

// leaveOpen takes out the lists that somebody has open in a spreadsheet program: they may not be
// saved yet, and what is saved then starts another job.
func leaveOpen(found []foundList, waiting []waitingFile) ([]foundList, []waitingFile) {
	ready := found[:0]
	for _, list := range found {
		lock := table.OfficeLock(list.path)
		if lock == "" {
			ready = append(ready, list)
			continue
		}
		waiting = append(waiting, waitingFile{filepath.Base(list.path), fmt.Sprintf(
			"it is open in another program (close it there, or delete %s if that program is gone)", filepath.Base(lock))})
	}
	return ready, waiting
}

// matches reports whether a file's name matches one of several patterns, in any case. Hidden
// files, and those that office programs put beside an open one, never do.
func matches(patterns, name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") {
		return false
	}
	for pattern := range strings.SplitSeq(patterns, ",") {
		if ok, err := filepath.Match(strings.ToLower(strings.TrimSpace(pattern)), strings.ToLower(name)); ok && err == nil {
			return true
		}
	}
	return false
}

func checkPatterns(patterns string) error {
	for pattern := range strings.SplitSeq(patterns, ",") {
		if pattern = strings.TrimSpace(pattern); pattern == "" {
			return job.Usagef("the file names %q have an empty pattern: write *.csv, *.xlsx", patterns)
		}
		if _, err := filepath.Match(pattern, ""); err != nil {
			return job.Usagef("%q is no pattern for file names: write *.csv, or list-?.xlsx", pattern)
		}
	}
	return nil
}
