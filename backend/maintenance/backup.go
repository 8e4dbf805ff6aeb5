package maintenance

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jobdeck/backend/english"
	"jobdeck/backend/form"
	"jobdeck/backend/paths"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

var backupNoun = noun{"old backup", "old backups"}

// unfinished is put behind the name of a backup until it has been checked.
const unfinished = ".part"

// IsBackup reports whether a file is called as this task calls what it makes.
func IsBackup(name string) bool { return store.IsBackup(strings.TrimSuffix(name, unfinished)) }

// backup copies the database, checks the copy, and only then deletes the oldest one.
func backup(place Place) task.Work {
	return task.Work{
		Does: "backup", Label: "Database backup",
		Summary:       "Copies the database while it is in use, checks the copy, and deletes the oldest backups.",
		Interruptible: true,
		Settings: []form.Field{
			number("keep", "Keep", 7, 1, 1000, "backups", "When a new backup is made and checked, the oldest ones beyond this number are deleted."),
			{Key: "folder", Label: "Folder", Kind: form.Folder, Valid: form.WholePath, Help: "Where backups are kept. Empty: " + place.BackupDir},
		},
		Schedule: task.Schedule{Kind: task.Cron, Cron: "30 3 * * *"},
		Enabled:  true,
		Run: func(ctx context.Context, order task.Order) (task.Result, error) {
			b := &backingUp{place: place, order: order, dir: order.Settings["folder"]}
			if b.dir == "" {
				b.dir = place.BackupDir
			}
			return b.run(ctx)
		},
	}
}

// backingUp is one run.
type backingUp struct {
	place Place
	order task.Order
	dir   string

	size    int64
	name    string
	deleted []string
	kept    []string // old ones that could not be deleted, with the reason
}

func (b *backingUp) run(ctx context.Context) (task.Result, error) {
	stopped := task.Result{Message: "no backup was made; older ones were kept", Counts: map[string]int64{"backups": 0, "deleted": 0, "bytes": 0}}
	if err := b.order.Step(ctx); err != nil {
		return stopped, err
	}
	size, _, err := b.place.Store.Size(ctx)
	if err != nil {
		return stopped, err
	}
	b.size = size
	if b.order.DryRun {
		err = b.foresee()
	} else {
		err = b.make(ctx)
	}
	if err != nil {
		return stopped, err
	}
	return b.result(), nil
}

// foresee finds out what a run would do.
func (b *backingUp) foresee() error {
	old, err := b.list()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	b.name = b.place.Clock.Now().Format(store.BackupName)
	b.deleted = b.beyond(append(old, b.name))
	return nil
}

// make makes a backup under a temporary name, and gives it its name when it has been checked. Old
// ones go only then.
func (b *backingUp) make(ctx context.Context) error {
	if err := paths.Make(b.dir); err != nil {
		return err
	}
	if err := b.place.Store.RememberBackups(b.dir); err != nil {
		return err
	}
	if err := b.removeUnfinished(); err != nil {
		return err
	}
	enough, free, err := store.RoomFor(b.dir, b.size)
	if err != nil {
		return err
	}
	if !enough {
		return fmt.Errorf("%w: the backup needs %s in %s, and %s are free; older backups were kept", store.ErrFull, english.Size(b.size), b.dir, english.Size(free))
	}
	path, err := b.freePath()
	if err != nil {
		return err
	}
	err = b.place.Store.Backup(ctx, path+unfinished, func(done, total int64) error {
		b.size = total
		b.order.Progress(done, total)
		return b.order.Step(ctx)
	})
	if err != nil {
		return err
	}
	if err := os.Rename(path+unfinished, path); err != nil {
		return errors.Join(fmt.Errorf("give the backup its name: %w", err), os.Remove(path+unfinished))
	}
	b.name = filepath.Base(path)
	return b.deleteOld(ctx)
}

// freePath is a path that no backup has yet: the clock may have been set back.
func (b *backingUp) freePath() (string, error) {
	for at := b.place.Clock.Now(); ; at = at.Add(time.Second) {
		path := filepath.Join(b.dir, at.Format(store.BackupName))
		_, whole := os.Lstat(path)
		_, part := os.Lstat(path + unfinished)
		if errors.Is(whole, fs.ErrNotExist) && errors.Is(part, fs.ErrNotExist) {
			return path, nil
		}
		for _, err := range []error{whole, part} {
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return "", fmt.Errorf("look into the backup folder: %w", err)
			}
		}
	}
}

// list gives the names of the backups that there are, the oldest first.
func (b *backingUp) list() ([]string, error) {
	backups, err := store.BackupsIn(b.dir)
	names := make([]string, len(backups))
	for i, backup := range backups {
		names[i] = filepath.Base(backup.Path)
	}
	return names, err
}

// removeUnfinished takes away what a crash left of a backup. It is a day old at least: another
// Jobdeck may keep its backups in the same folder.
func (b *backingUp) removeUnfinished() error {
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		return fmt.Errorf("look into the backup folder: %w", err)
	}
	for _, entry := range entries {
		status, err := entry.Info()
		left := err == nil && IsBackup(entry.Name()) && strings.HasSuffix(entry.Name(), unfinished) &&
			status.ModTime().UnixMilli() < before(b.place, 1, day)
		if !left {
			continue
		}
		if err := os.Remove(filepath.Join(b.dir, entry.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("take away an unfinished backup: %w", err)
		}
	}
	return nil
}

// beyond gives those of the backups that are too many, never the new one. Those that are named for a
// time to come go first: a clock that was ahead made them before the others.
func (b *backingUp) beyond(all []string) []string {
	all = slices.DeleteFunc(all, func(name string) bool { return name == b.name })
	past := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return name > b.name })
	all = append(slices.DeleteFunc(all, func(name string) bool { return name < b.name }), past...)
	keep := int(b.order.Settings.Number("keep")) - 1
	return all[:max(0, len(all)-keep)]
}

// deleteOld deletes the oldest backups. One that can't be deleted is told, and is no reason to call
// the new one a failure.
func (b *backingUp) deleteOld(ctx context.Context) error {
	all, err := b.list()
	if err != nil {
		return err
	}
	for _, name := range b.beyond(all) {
		if ctx.Err() == nil { // else the next run deletes what is left: the backup is made
			b.deleteOne(name)
		}
	}
	return nil
}

func (b *backingUp) deleteOne(name string) {
	if err := os.Remove(filepath.Join(b.dir, name)); err != nil {
		b.kept = append(b.kept, err.Error())
		return
	}
	b.deleted = append(b.deleted, name)
}

func (b *backingUp) result() task.Result {
	message := fmt.Sprintf("%s the database (%s) to %s", would(b.order.DryRun, "backed up", "back up"), english.Size(b.size), filepath.Join(b.dir, b.name))
	if len(b.deleted) > 0 {
		message += fmt.Sprintf(", and %s %s", map[bool]string{true: "delete", false: "deleted"}[b.order.DryRun], backupNoun.count(int64(len(b.deleted))))
	}
	if len(b.kept) > 0 {
		message += fmt.Sprintf("; %s could not be deleted: %s", backupNoun.count(int64(len(b.kept))), names(b.kept, int64(len(b.kept))))
	}
	return task.Result{Message: message, Counts: map[string]int64{"backups": 1, "deleted": int64(len(b.deleted)), "bytes": b.size}}
}
