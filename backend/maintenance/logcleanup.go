package maintenance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"jobdeck/backend/english"
	"jobdeck/backend/form"
	"jobdeck/backend/logging"
	"jobdeck/backend/task"
)

var logFile = noun{"log file", "log files"}

// logCleanup deletes log files that nobody writes to any more.
func logCleanup(place Place) task.Work {
	return task.Work{
		Does: "log_cleanup", Label: "Log cleanup",
		Summary:       "Deletes old log files. The one that is written to stays.",
		Interruptible: true,
		Settings: []form.Field{
			number("keep_days", "Keep log files", 31, 1, 3650, "days", "Log files that were last written to longer ago than this are deleted."),
		},
		Schedule: task.Schedule{Kind: task.Cron, Cron: "10 3 * * *"},
		Enabled:  true,
		Run: func(ctx context.Context, order task.Order) (task.Result, error) {
			c := &logCleaner{dir: place.LogDir, before: before(place, order.Settings.Number("keep_days"), day), remove: os.Remove}
			leapt, err := place.clockLeapt(ctx)
			if leapt || err != nil {
				return task.Result{Message: "nothing was deleted" + leaptWords(leapt), Counts: map[string]int64{"deleted": 0, "bytes": 0, "kept": 0}}, err
			}
			err = c.clean(ctx, order)
			return c.result(order.DryRun), err
		},
	}
}

// logCleaner is one run of the log cleanup.
type logCleaner struct {
	dir    string
	before int64
	remove func(string) error

	old     []string // what is to be deleted, by name
	deleted int64
	freed   int64
	kept    int64    // could not be deleted
	why     []string // the first of them, with their reasons
}

func (c *logCleaner) clean(ctx context.Context, order task.Order) error {
	if err := c.find(ctx, order); err != nil {
		return err
	}
	for i, name := range c.old {
		if err := order.Step(ctx); err != nil {
			return err
		}
		c.delete(name, order.DryRun)
		order.Progress(int64(i+1), int64(len(c.old)))
	}
	return nil
}

// find lists the old files, without reading the whole folder at once.
func (c *logCleaner) find(ctx context.Context, order task.Order) error {
	dir, err := os.Open(c.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // nothing was ever logged
	}
	if err != nil {
		return fmt.Errorf("list the logs: %w", err)
	}
	defer dir.Close()
	for {
		if err := order.Step(ctx); err != nil {
			return err
		}
		entries, err := dir.ReadDir(500)
		for _, entry := range entries {
			if !logging.IsRotated(entry.Name()) {
				continue
			}
			status, err := entry.Info()
			if err == nil && status.Mode().IsRegular() && status.ModTime().UnixMilli() < c.before {
				c.old = append(c.old, entry.Name())
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list the logs: %w", err)
		}
	}
}

// delete deletes one file. One that can't be deleted is counted, and stops no other.
func (c *logCleaner) delete(name string, dryRun bool) {
	path := filepath.Join(c.dir, name)
	status, err := os.Lstat(path)
	if err == nil && !dryRun {
		err = c.remove(path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist): // the rotation was faster
	case err != nil:
		c.kept++
		if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
			err = cause.Err
		}
		c.why = append(c.why, fmt.Sprintf("%s: %v", name, err))
	default:
		c.deleted++
		c.freed += status.Size()
	}
}

func (c *logCleaner) result(dryRun bool) task.Result {
	total := int64(len(c.old))
	message := "no log file is old enough to go"
	if total > 0 {
		message = fmt.Sprintf("%s %s (%s)", would(dryRun, "deleted", "delete"), logFile.of(c.deleted, total), english.Size(c.freed))
	}
	if c.kept > 0 {
		message += fmt.Sprintf("; %s could not be deleted: %s", english.Number(c.kept), names(c.why, c.kept))
	}
	return task.Result{Message: message, Counts: map[string]int64{"deleted": c.deleted, "bytes": c.freed, "kept": c.kept}}
}
