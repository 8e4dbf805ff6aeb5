package store

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// cleanMark is a file in the data folder that says how the database was left at an end in good
// order. It is taken away before the database is opened for writing. So a database without it, or
// with another one's, was left by a crash, or something else has been at it since: it is checked
// before anything is written to it.
const cleanMark = "jobdeck.clean"

// signature tells a database file from what it is after any change.
func signature(path string) (string, error) {
	status, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	page, err := readHeader(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d %d %x\n", status.Size(), status.ModTime().UnixNano(), sha256.Sum256(page)), nil
}

// leftClean tells whether the database is as an end in good order left it.
func leftClean(dir string) bool {
	path := filepath.Join(dir, FileName)
	mark, err := os.ReadFile(filepath.Join(dir, cleanMark))
	if err != nil || sizeOf(path+"-wal") > 0 {
		return false
	}
	now, err := signature(path)
	return err == nil && now == string(mark)
}

// markClean says that the database is closed in good order. When that can't be written, it is only
// checked at the next start. Another program that holds the database open may still need its log.
func markClean(dir string) {
	path := filepath.Join(dir, FileName)
	if sizeOf(path+"-wal") > 0 {
		return
	}
	if now, err := signature(path); err == nil {
		_ = replaceFile(filepath.Join(dir, cleanMark), []byte(now))
	}
}

func unmark(dir string) error {
	if err := ignoreMissing(os.Remove(filepath.Join(dir, cleanMark))); err != nil {
		return fmt.Errorf("note that the database is open: %w", err)
	}
	return nil
}

// replaceFile puts a small file in the place of what has its name, links among it, which are not
// followed. It is not flushed: after a power cut it may be the old one, or empty.
func replaceFile(path string, content []byte) error {
	fresh := path + ".new"
	if err := ignoreMissing(os.Remove(fresh)); err != nil {
		return err
	}
	file, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(fresh)))
	}
	return nil
}
