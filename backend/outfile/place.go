package outfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"jobdeck/backend/paths"
)

// place is where a file will be.
type place struct {
	asked string
	// path is where asked leads when links are followed; its folder is there.
	path string
	// there is what is in the place now, an ordinary file that may be replaced, or nil.
	there fs.FileInfo
}

// find follows a path to its place, and refuses a place where no file can be put.
func find(asked string) (place, error) {
	folder := filepath.Dir(asked)
	if info, err := os.Stat(folder); errors.Is(err, fs.ErrPermission) {
		return place{}, explain(asked, err)
	} else if err != nil || !info.IsDir() {
		return place{}, refuse(asked, "can't be written: there is no folder %s", folder)
	}
	found := place{asked: asked, path: asked}
	status, err := os.Lstat(asked)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return found, nil
	case err != nil:
		return place{}, explain(asked, err)
	case status.Mode().Type() == fs.ModeSymlink:
		if found.path, err = filepath.EvalSymlinks(asked); err != nil {
			if _, err := os.Stat(asked); err == nil { // a pipe, as standard output is
				return place{}, refuse(asked, "can't be written: it is not an ordinary file")
			}
			return place{}, refuse(asked, "can't be written: it is a link that leads nowhere")
		}
		if status, err = os.Lstat(found.path); err != nil {
			return place{}, explain(asked, err)
		}
	}
	found.there = status
	return found, replaceable(asked, found)
}

// replaceable refuses what is no ordinary file, and one that this user may not write: a rename
// would replace it all the same.
func replaceable(asked string, found place) error {
	switch mode := found.there.Mode(); {
	case mode.IsDir():
		return refuse(asked, "can't be written: it is a folder")
	case !mode.IsRegular():
		return refuse(asked, "can't be written: it is not an ordinary file")
	case mode.Perm()&0o222 == 0: // for those too who may write everything
		return refuse(asked, "can't be written: it is protected from being written")
	}
	file, err := os.OpenFile(found.path, os.O_WRONLY, 0)
	if err != nil {
		return explain(asked, err)
	}
	return file.Close()
}

// Room makes sure that a file of some bytes has room in its folder. How big it will be is an
// estimate; a disk whose room can't be told is believed to have it.
func Room(path string, bytes int64) error {
	free, _, err := paths.Space(filepath.Dir(path))
	if err == nil && bytes > 0 && free < uint64(bytes) {
		return refuse(path, "can't be written: it needs about %d MB, and its disk has %d MB left", bytes>>20+1, free>>20)
	}
	return nil
}

func refuse(path, format string, arguments ...any) error {
	return &Error{Path: path, What: fmt.Sprintf(format, arguments...)}
}

// explain says in words why the system does not let a file be written.
func explain(path string, err error) error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	what := "can't be written: " + strings.TrimSuffix(err.Error(), ".")
	switch {
	case isTooLong(err):
		what = "can't be written: its name is too long"
	case errors.Is(err, fs.ErrNotExist):
		what = "can't be written: its folder does not exist"
	case errors.Is(err, fs.ErrPermission):
		what = "can't be written: you have no permission for it or its folder"
	case isInUse(err):
		what = "can't be written: another program has it open; close it there first"
	case isFull(err):
		what = "can't be written: the disk is full"
	}
	return &Error{Path: path, What: what, Cause: err}
}

// Explain says in words why a file can't be written, for an error that came while it was.
func Explain(path string, err error) error { return explain(path, err) }
