// Package outfile writes the files that people ask for, so that nothing of theirs is destroyed: a
// file is written beside its place and moved there when it is whole, a link is followed, a mode is
// kept, and what is no ordinary file is left alone. It knows nothing of lists: whether a path may
// be written at all is decided by who calls it.
package outfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// Error is why a file can't be written, said to a person. Under it may lie the system's error.
type Error struct {
	// Path is the file, as it was given.
	Path string
	// What says what is wrong, as a sentence that goes on after the path.
	What string
	// Cause is the error under it, or nil.
	Cause error
}

// Error is the whole sentence.
func (e *Error) Error() string { return e.Path + " " + e.What }

// Unwrap is the error under it.
func (e *Error) Unwrap() error { return e.Cause }

// File is a file on its way. Its methods are those of the file beside the place.
type File struct {
	*os.File

	place place
	done  bool
}

// Check finds out, before any work is done for it, whether a file could be written now: whether
// there is a folder in which this user may make files, whether the name is not too long, and
// whether what is there may be replaced. Nothing is changed. The error is an [*Error].
func Check(path string) error {
	file, err := Create(path)
	if err != nil {
		return err
	}
	return file.Abort()
}

// Create begins a file under a path. What is there stays until [File.Commit]. The error, as those
// of the other methods, is an [*Error].
func Create(path string) (*File, error) {
	found, err := find(path)
	if err != nil {
		return nil, err
	}
	beside, err := createBeside(filepath.Dir(found.path))
	if err != nil {
		return nil, explain(path, err)
	}
	return &File{File: beside, place: found}, nil
}

// Write writes a whole file.
func Write(path string, content []byte) error {
	file, err := Create(path)
	if err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		_ = file.Abort()
		return explain(path, err)
	}
	return file.Commit()
}

// createBeside makes a new file in a folder, hidden and with a name nobody else has. The name is
// short, so that it fits wherever the file's own does.
func createBeside(folder string) (*os.File, error) {
	for try := 0; ; try++ {
		beside := filepath.Join(folder, fmt.Sprintf(".%08x.part", rand.Uint32()))
		file, err := os.OpenFile(beside, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) || try == 100 {
			return file, err
		}
	}
}

// Commit makes sure that the file is on the disk and gives it its name. When that does not work
// nothing is left behind, and what was there before is still there.
func (f *File) Commit() error {
	if f.done {
		return nil
	}
	if err := f.settle(); err != nil {
		_ = f.Abort()
		return explain(f.place.asked, err)
	}
	f.done = true
	if err := os.Rename(f.Name(), f.place.path); err != nil {
		_ = os.Remove(f.Name())
		return explain(f.place.asked, err)
	}
	return nil
}

// settle looks once more at the place, for time has passed, and brings the file into the state in
// which it gets its name.
func (f *File) settle() error {
	now, err := find(f.place.asked)
	if err != nil {
		return err
	}
	f.place = now
	if now.there != nil {
		keepOwner(f.File, now.there)
		if err := f.Chmod(now.there.Mode().Perm()); err != nil {
			return err
		}
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// Abort gives the file up: nothing is left behind, and what was there before is still there. After
// Commit it does nothing.
func (f *File) Abort() error {
	if f.done {
		return nil
	}
	f.done = true
	_ = f.Close()
	if err := os.Remove(f.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return explain(f.place.asked, err)
	}
	return nil
}
