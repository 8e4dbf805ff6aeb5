package deck

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jobdeck/backend/inbox"
	"jobdeck/backend/store"
)

// foundList is a list that a task starts a job from.
type foundList struct {
	path string
	// cursor is written with the job, so that the list is taken once; nil: it may be taken again.
	cursor *store.FileCursor
}

// listFolder finds the files of a folder that match one of the patterns, oldest first.
func listFolder(ctx context.Context, folder, patterns string, step func(context.Context) error) ([]inbox.File, error) {
	files, err := inbox.Look(ctx, folder, func(name string) bool { return matches(patterns, name) }, step)
	slices.SortStableFunc(files, func(a, b inbox.File) int { return cmp.Compare(a.Modified, b.Modified) })
	return files, err
}

// ready leaves out the files that can't be taken yet, and says why each of them waits. Of one that is open in a spreadsheet
// program, what is saved then starts another job.
func ready(files []inbox.File, now time.Time) (found []inbox.File, waiting []string) {
	for _, file := range files {
		if wait, waits := file.Waits(now); waits {
			waiting = append(waiting, file.Name()+" waits: "+why(wait))
		} else {
			found = append(found, file)
		}
	}
	return found, waiting
}

// why says why a file waits.
func why(wait inbox.Wait) string {
	switch {
	case wait.Written:
		return "it was written to less than 10 seconds ago"
	case wait.Lock != "":
		return fmt.Sprintf("it is open in another program (close it there, or delete %s if that program is gone)", wait.Lock)
	default:
		return fmt.Sprintf("it can't be looked at: %v", wait.Unseen)
	}
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
			return errors.New("it must have no empty pattern: write *.csv, *.xlsx")
		}
		if _, err := filepath.Match(pattern, ""); err != nil {
			return fmt.Errorf("it must be patterns for file names, and %q is none: write *.csv, or list-?.xlsx", pattern)
		}
	}
	return nil
}
