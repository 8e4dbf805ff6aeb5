package table

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Writer writes a list. It is not for several goroutines at once. The list is written beside its
// place and moved there by Close, so that nobody ever finds half a file under its name; what was
// there before stays until then.
type Writer struct {
	path    string
	file    *os.File
	format  format
	columns []string
	rows    int64
	done    bool
}

// format writes the rows of one format into the file.
type format interface {
	write(row int64, cells []string) error
	// finish writes what is still to be written.
	finish() error
	// discard gives up what the format holds beside the file.
	discard()
}

// Create begins a list under a path whose ending says the format: .csv, .tsv, .xlsx or .jsonl.
// The error, as those of the other methods, is a [*Refusal].
//
// In .csv, .tsv and .xlsx cells that a spreadsheet would run as a formula get an apostrophe before
// them; [Reader] takes it away again. Numbers stay as they are. A .csv begins with a byte order mark
// when it holds more than ASCII, because Excel would show wrong letters without.
func Create(path string, columns []string) (*Writer, error) {
	begin, err := formatFor(path)
	if err != nil {
		return nil, err
	}
	if status, err := os.Stat(path); err == nil && !status.Mode().IsRegular() {
		return nil, refuse(path, "can't be written: it is a folder or not an ordinary file")
	}
	file, err := createBeside(path)
	if err != nil {
		return nil, refuseWriting(path, err)
	}
	writer := &Writer{path: path, file: file, columns: slices.Clone(columns)}
	if writer.format, err = begin(path, file, writer.columns); err != nil {
		_ = writer.Abort()
		return nil, refuseWriting(path, err)
	}
	return writer, nil
}

// formatFor chooses the format by a path's ending.
func formatFor(path string) (func(string, *os.File, []string) (format, error), error) {
	switch ending(path) {
	case ".csv":
		return beginCSV, nil
	case ".tsv", ".tab":
		return beginTSV, nil
	case ".jsonl", ".ndjson":
		return beginJSON, nil
	case ".xlsx":
		return beginSheet, nil
	}
	return nil, refuse(path, "can't be written: its name must end in .csv, .tsv, .xlsx or .jsonl")
}

// createBeside makes a new file in the folder of path, hidden and with a name nobody else has.
func createBeside(path string) (*os.File, error) {
	folder, name := filepath.Split(path)
	for try := 0; ; try++ {
		beside := filepath.Join(folder, fmt.Sprintf(".%s.%08x.part", name, rand.Uint32()))
		file, err := os.OpenFile(beside, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) || try == 100 {
			return file, err
		}
	}
}

// Write adds a row. Missing cells are empty; cells beyond the columns are written too.
func (w *Writer) Write(cells []string) error {
	if w.done {
		return refuse(w.path, "can't be written further: it is closed")
	}
	if err := w.format.write(w.rows+1, cells); err != nil {
		return refuseWriting(w.path, err)
	}
	w.rows++
	return nil
}

// Close finishes the list, makes sure that it is on the disk and gives it its name. When that
// does not work nothing is left behind, and what was there before is still there.
func (w *Writer) Close() error {
	if w.done {
		return nil
	}
	if err := w.finish(); err != nil {
		_ = w.Abort()
		return refuseWriting(w.path, err)
	}
	w.done = true
	if err := os.Rename(w.file.Name(), w.path); err != nil {
		_ = os.Remove(w.file.Name())
		return refuseWriting(w.path, err)
	}
	return nil
}

func (w *Writer) finish() error {
	if err := w.format.finish(); err != nil {
		return err
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	return w.file.Close()
}

// Abort gives the list up: nothing is left behind, and what was there before is still there. After
// Close it does nothing.
func (w *Writer) Abort() error {
	if w.done {
		return nil
	}
	w.done = true
	if w.format != nil {
		w.format.discard()
	}
	_ = w.file.Close()
	if err := os.Remove(w.file.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return refuseWriting(w.path, err)
	}
	return nil
}

// refuseWriting says in words why a file can't be written.
func refuseWriting(path string, err error) error {
	if _, ok := errors.AsType[*Refusal](err); ok {
		return err
	}
	what := "can't be written: " + strings.TrimSuffix(err.Error(), ".")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		what = "can't be written: its folder does not exist"
	case errors.Is(err, fs.ErrPermission):
		what = "can't be written: you have no permission for it or its folder"
	case isDiskFull(err):
		what = "can't be written: the disk is full"
	}
	return &Refusal{Path: path, What: what, Cause: err}
}
