package table

import (
	"errors"
	"os"
	"slices"

	"jobdeck/backend/outfile"
)

// Writer writes a list. It is not for several goroutines at once. The list is written beside its
// place and moved there by Close, so that nobody ever finds half a file under its name; what was
// there before stays until then.
type Writer struct {
	path    string
	file    *outfile.File
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

// Style is how a list is written.
type Style struct {
	Columns []string
	// Delimiter separates the cells of a .csv; empty is a comma.
	Delimiter string
}

// Create begins a list under a path whose ending says the format: .csv, .tsv, .xlsx or .jsonl.
// The error, as those of the other methods, is a [*Refusal].
//
// In .csv and .tsv what a spreadsheet would run as a formula gets an apostrophe before it; [Reader] takes
// it away again. In .xlsx all cells are texts, which nothing runs. A .csv begins with a byte order mark
// when it holds more than ASCII, because Excel would show wrong letters without.
func Create(path string, style Style) (*Writer, error) {
	begin, err := formatFor(path)
	if err != nil {
		return nil, err
	}
	file, err := outfile.Create(path)
	if err != nil {
		return nil, refuseWriting(path, err)
	}
	writer := &Writer{path: path, file: file, columns: slices.Clone(style.Columns)}
	if writer.format, err = begin(path, file.File, writer.style(style)); err != nil {
		_ = writer.Abort()
		return nil, refuseWriting(path, err)
	}
	return writer, nil
}

func (w *Writer) style(style Style) Style {
	style.Columns = w.columns
	return style
}

// formatFor chooses the format by a path's ending.
func formatFor(path string) (func(string, *os.File, Style) (format, error), error) {
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
	return nil, refuse(path, "can't be written: its ending says the format, and must be one of .csv, .tsv, .xlsx, .jsonl")
}

// CheckFormat says whether a path's ending names a format that can be written.
func CheckFormat(path string) error {
	_, err := formatFor(path)
	return err
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
	if err := w.format.finish(); err != nil {
		_ = w.Abort()
		return refuseWriting(w.path, err)
	}
	w.done = true
	if err := w.file.Commit(); err != nil {
		return refuseWriting(w.path, err)
	}
	return nil
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
	if err := w.file.Abort(); err != nil {
		return refuseWriting(w.path, err)
	}
	return nil
}

// refuseWriting says in words why a file can't be written.
func refuseWriting(path string, err error) error {
	if _, ok := errors.AsType[*Refusal](err); ok {
		return err
	}
	if why, ok := errors.AsType[*outfile.Error](outfile.Explain(path, err)); ok {
		return &Refusal{Path: why.Path, What: why.What, Cause: why.Cause}
	}
	return err
}
