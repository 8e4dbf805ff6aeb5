package deck

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// settleFor is how long a file must not have changed to count as complete.
const settleFor = 10 * time.Second

// foundList is a list that a task starts a job from.
type foundList struct {
	path     string
	size     int64
	modified int64
	// cursor is written with the job, so that the list is taken once; nil: it may be taken again.
	cursor *store.FileCursor
}

// listFolder finds the complete files of a folder that match one of the patterns, oldest first.
func listFolder(folder, patterns string, now time.Time) ([]foundList, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("look into the folder: %w", err)
	}
	var found []foundList
	for _, entry := range entries {
		if !matches(patterns, entry.Name()) {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		// Stat, and not the entry: a link counts as what it leads to.
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || info.ModTime().After(now.Add(-settleFor)) {
			continue
		}
		found = append(found, foundList{path: path, size: info.Size(), modified: info.ModTime().UnixMilli()})
	}
	slices.SortStableFunc(found, func(a, b foundList) int { return cmp.Compare(a.modified, b.modified) })
	return found, nil
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
