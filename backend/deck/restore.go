package deck

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// Backup is a copy of the database that can be put in its place.
type Backup struct {
	Path string `json:"path"`
	// Made is when, in milliseconds UTC, by its name.
	Made int64 `json:"made"`
	Size int64 `json:"size"` // in bytes
}

// Backups lists the backups of a data folder, the newest first. Their names have the time of a zone.
func Backups(dataDir string, zone *time.Location) []Backup {
	found := store.Backups(dataDir)
	backups := make([]Backup, len(found))
	for i, b := range found {
		made := time.Date(b.Made.Year(), b.Made.Month(), b.Made.Day(), b.Made.Hour(), b.Made.Minute(), b.Made.Second(), 0, zone)
		backups[i] = Backup{Path: b.Path, Made: made.UnixMilli(), Size: b.Size}
	}
	return backups
}

// RestoreRequest asks to put a backup in the place of the database. Nobody works in the data folder
// meanwhile: else it is [ErrInUse].
type RestoreRequest struct {
	DataDir string
	// Backup is its absolute path; empty: the newest.
	Backup string
	At     time.Time
	// Tell gets how much is copied, in bytes; nil: nobody wants to know.
	Tell func(done, total int64)
}

// Restored says which backup is the database now, and where what was there before is kept.
type Restored = store.Restored

// Restore puts a backup in the place of the database: all or nothing, whenever a crash comes.
func Restore(ctx context.Context, request RestoreRequest) (Restored, error) {
	if request.Backup == "" {
		backups := Backups(request.DataDir, request.At.Location())
		if len(backups) == 0 {
			return Restored{}, fmt.Errorf("there is no backup in %s: name one that you keep elsewhere", store.BackupDir(request.DataDir))
		}
		request.Backup = backups[0].Path
	}
	if !filepath.IsAbs(request.Backup) {
		return Restored{}, job.Usagef("the path of the backup is relative: %s", request.Backup)
	}
	if request.Tell == nil {
		request.Tell = func(int64, int64) {}
	}
	return store.Restore(ctx, store.Restoring{
		Dir: request.DataDir, Backup: request.Backup, At: request.At, Who: job.ActorOf(ctx), Tell: request.Tell,
	})
}
