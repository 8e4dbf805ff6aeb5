package store

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Backup is a copy of the database that was made and checked earlier.
type Backup struct {
	Path string
	Made time.Time // by its name: the time on the clock where it was made, whatever its zone
	Size int64     // in bytes
}

// String says which one it is: "the backup of 25 Nov 2026, 03:30".
func (b Backup) String() string { return "the backup of " + b.Made.Format("2 Jan 2006, 15:04") }

// BackupName is a backup's name as a layout of its time, which is local.
const BackupName = "jobdeck-20060102-150405.db"

var backupName = regexp.MustCompile(`^jobdeck-\d{8}-\d{6}\.db$`)

// IsBackup tells the names of backups from those of files that a person keeps beside them.
func IsBackup(name string) bool { return backupName.MatchString(name) }

// backupDir is where backups are kept when no other folder is set.
const backupDir = "backups"

// BackupDir is the folder in a data folder for backups.
func BackupDir(dir string) string { return filepath.Join(dir, backupDir) }

// BackupsIn lists the backups in a folder, the oldest first. What has another name is a person's.
func BackupsIn(folder string) ([]Backup, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("look into the backup folder: %w", err)
	}
	var found []Backup
	for _, entry := range entries {
		made, err := time.Parse(BackupName, entry.Name())
		if err != nil || !IsBackup(entry.Name()) || !entry.Type().IsRegular() {
			continue
		}
		found = append(found, Backup{filepath.Join(folder, entry.Name()), made, sizeOf(filepath.Join(folder, entry.Name()))})
	}
	slices.SortFunc(found, func(a, b Backup) int { return cmp.Compare(a.Path, b.Path) })
	return found, nil
}

// backupFolders is a file in the data folder: where else backups were made, a folder a line. It is
// read when the database, which has that setting, can't be.
const backupFolders = "jobdeck.backups"

// Backups lists all backups of a data folder, the newest first, wherever they were made.
func Backups(dir string) []Backup {
	var all []Backup
	for _, folder := range append(backupFoldersOf(dir), BackupDir(dir)) {
		if found, err := BackupsIn(folder); err == nil {
			all = append(all, found...)
		}
	}
	all = slices.DeleteFunc(all, func(b Backup) bool { return b.Size == 0 })
	slices.SortStableFunc(all, func(a, b Backup) int { return b.Made.Compare(a.Made) })
	return slices.CompactFunc(all, func(a, b Backup) bool { return a.Path == b.Path })
}

func backupFoldersOf(dir string) []string {
	list, err := os.ReadFile(filepath.Join(dir, backupFolders))
	if err != nil {
		return nil
	}
	var folders []string
	for lines := bufio.NewScanner(bytes.NewReader(list)); lines.Scan(); {
		folders = append(folders, lines.Text())
	}
	return folders
}

// RememberBackups keeps in mind that backups are made in a folder.
func (s *Store) RememberBackups(folder string) error {
	folders := backupFoldersOf(s.dir)
	if folder == BackupDir(s.dir) || slices.Contains(folders, folder) {
		return nil
	}
	list := strings.Join(append(folders, folder), "\n") + "\n"
	if err := replaceFile(filepath.Join(s.dir, backupFolders), []byte(list)); err != nil {
		return fmt.Errorf("remember where backups are: %w", err)
	}
	return nil
}

// newestBackup gives the newest one, when there is one.
func newestBackup(dir string) *Backup {
	if all := Backups(dir); len(all) > 0 {
		return &all[0]
	}
	return nil
}

// UnfitError says why Jobdeck does not work with the database in a data folder, and what there is
// to put in its place. Nothing was changed. What it is, is one of [ErrDamaged], [ErrForeign] and
// [ErrEmpty].
type UnfitError struct {
	What   error
	File   string
	Why    string  // more exactly, or empty
	Backup *Backup // the newest; nil when there is none
	cause  error
}

// Error says what is the matter, that nothing was changed, and what to do.
func (e *UnfitError) Error() string {
	said := fmt.Sprintf("%s: %s", e.What, e.File)
	if e.Why != "" {
		said += " (" + e.Why + ")"
	}
	said += ". Nothing was changed. "
	if e.Backup != nil {
		return said + fmt.Sprintf("%s can be put in its place, by the button in the window or by: jobdeck restore", upper(e.Backup.String()))
	}
	if errors.Is(e.What, ErrEmpty) {
		return said + "There is no backup to put in its place"
	}
	return said + "There is no backup: put one in its place with jobdeck restore --backup FILE, or move it away to begin with an empty deck"
}

func (e *UnfitError) Unwrap() []error { return []error{e.What, e.cause} }

func upper(sentence string) string { return strings.ToUpper(sentence[:1]) + sentence[1:] }

// unfit makes an [UnfitError] of a reason.
func unfit(dir string, what, cause error) *UnfitError {
	e := &UnfitError{What: what, File: filepath.Join(dir, FileName), Backup: newestBackup(dir), cause: cause}
	if cause != nil {
		e.Why = cause.Error()
	}
	return e
}

// ignoreMissing passes errors, but for that of a file that is not there.
func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
