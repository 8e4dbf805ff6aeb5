package table

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"

	"jobdeck/backend/english"
)

const (
	// keptProblems is how many problems are kept; all are counted.
	keptProblems = 1000
	// maxColumns is how many columns a list may have: ten times what people work with, and few enough
	// that a row in which they are nearly all empty stays small.
	maxColumns = 2000
)

// Reading says how a list is read.
type Reading struct {
	// Sheet is the sheet of an XLSX file that is read; empty means the first one that is not hidden.
	Sheet string `json:"sheet,omitempty"`
	// Header is the number of the row that names the columns, as an editor or a spreadsheet counts. What
	// stands above it is left out. 0 means that it is found, [NoHeader] that there is none.
	Header int64 `json:"header,omitempty"`
	// Encoding is how a text is read, by any name that browsers know; empty means that it is found.
	Encoding string `json:"encoding,omitempty"`
}

// Row is one row of a list.
type Row struct {
	// Number is the line of a text file or the row of a sheet in which the row begins, from 1, as an
	// editor or a spreadsheet counts. In a .json file it is the line too.
	Number int64
	// Cells are as many as the list has columns, or more: extra cells are kept. The slice is used
	// again by the next call of Next; the strings in it are not.
	Cells []string
	// gap says that a blank row stands before it.
	gap bool
	// clean says that no cell holds a sign that [Reader.Next] looks for: a text is searched once for a
	// whole row, which costs much less than once for each cell.
	clean bool
}

// Reader reads a list row by row. It is not for several goroutines at once, but BytesRead and Size
// may be asked from any.
type Reader struct {
	path   string
	source source
	layout Layout
	header *header
	// waiting are rows that were read ahead of [Reader.Next], and failed is what ended that.
	waiting []Row
	failed  error
	// current is the row that was read last. It is handed on as a pointer: to copy it at each step takes as
	// long as to look at it.
	current Row
	// named are the header's cells as they stand there, to know it again; none when there is no header.
	named []string
	// above are the rows that stand above the header, to know them again; declared says that a line before them
	// tells the delimiter.
	above    [][]string
	declared bool
	// framed says that the list may be framed by what a report says, and have its header again.
	framed  bool
	below   belowList
	earlier earlier
	// width is how many columns the header has.
	width int
	// short says that rows may have fewer cells than the header without being wrong, ragged that
	// they may have more too, because the source names their columns.
	short, ragged bool
	// guarded says that cells may carry the apostrophe that Writer put before formulas.
	guarded bool

	problems     []Problem
	problemCount int64
	doubts       []Doubt

	size int64
	read atomic.Int64
}

// source gives the records of one format, blank ones too.
type source interface {
	// read fills in the next record, in an empty row; the slice of its cells is used again.
	read(row *Row) error
	close() error
}

// Layout is what was found out about the file. Its columns grow while rows are read: a row with more
// cells than there are headers adds "Column 5", a late key of a JSON Lines file adds itself. The
// columns that were there stay as they are.
func (r *Reader) Layout() Layout {
	layout := r.layout
	layout.Columns = r.earlier.without(slices.Clone(r.header.names))
	layout.Results = slices.Clone(r.earlier.results)
	layout.Sheets = slices.Clone(r.layout.Sheets)
	return layout
}

// Next gives the next row. Blank rows, those without anything but spaces and delimiters, are left
// out. It is io.EOF at the end. Cells that begin with the apostrophe by which [Writer] makes formulas
// harmless come without it.
func (r *Reader) Next() (row Row, err error) {
	defer survive(r.path, &err)
	listed, err := r.nextListed()
	if err != nil {
		return Row{}, err
	}
	row = *listed
	if !row.clean {
		r.cleanCells(row.Cells)
	}
	if len(row.Cells) != r.width || len(r.header.names) != r.width {
		row.Cells, err = r.fit(row)
	}
	if len(r.earlier.marks) > 0 {
		row.Cells = r.earlier.without(row.Cells)
	}
	return row, err
}

// cleanCells takes out of a row's cells what stands there for other programs only.
func (r *Reader) cleanCells(cells []string) {
	for i, cell := range cells {
		if strings.IndexByte(cell, controlsLead) >= 0 {
			cell = withoutControls(cell)
		}
		if r.guarded && strings.IndexByte(cell, guardSign) >= 0 {
			cell = unguard(cell)
		}
		cells[i] = cell
	}
}

// nextFilled gives the next row that is not blank, as it was found.
func (r *Reader) nextFilled() (*Row, error) {
	if len(r.waiting) > 0 {
		row := &r.waiting[0]
		r.waiting = r.waiting[1:]
		return row, nil
	}
	if r.failed != nil {
		return nil, r.failed
	}
	return r.fromSource()
}

// fromSource reads on to the next row that is not blank.
func (r *Reader) fromSource() (*Row, error) {
	row, gap := &r.current, false
	for {
		*row = Row{gap: gap}
		err := r.source.read(row)
		switch {
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		case err != nil:
			if refusal, ok := errors.AsType[*Refusal](err); ok {
				return nil, refusal
			}
			return nil, &Refusal{Path: r.path, What: "can't be read further: " + err.Error(), Cause: err}
		case !blank(row.Cells):
			return row, nil
		}
		gap = true
	}
}

const (
	// aheadRows is how many rows are looked at to know what the columns hold, and aheadBytes how much
	// room they may take.
	aheadRows, aheadBytes = 200, 4 << 20
)

// Match matches the columns by their headers and by the first of the rows that are still to come.
func (r *Reader) Match() (matching Matching, err error) {
	defer survive(r.path, &err)
	r.readAhead(aheadRows)
	rows := slices.Clone(r.waiting)
	for i := range rows {
		rows[i].Cells = r.earlier.without(slices.Clone(rows[i].Cells))
	}
	return Match(r.earlier.own(r.Layout().Columns), rows), nil
}

// readAhead reads until some rows wait, or as much as may.
func (r *Reader) readAhead(rows int) {
	size := 0
	for _, row := range r.waiting {
		size += rowSize(row)
	}
	for len(r.waiting) < rows && size < aheadBytes && r.failed == nil {
		row, err := r.fromSource()
		if err != nil {
			r.failed = err
			return
		}
		row.Cells = slices.Clone(row.Cells)
		size += rowSize(*row)
		r.waiting = append(r.waiting, *row)
	}
}

func rowSize(row Row) int {
	size := 0
	for _, cell := range row.Cells {
		size += len(cell)
	}
	return size
}

// fit pads a row, or reports its extra cells and names the columns they are in. Extra cells that
// are empty are no loss: they are cut off.
func (r *Reader) fit(row Row) ([]string, error) {
	cells := withoutRest(row.Cells, r.width)
	switch {
	case r.ragged:
	case len(cells) > maxColumns:
		return nil, r.tooWide(row.Number, cells)
	case len(cells) > r.width:
		for len(r.header.names) < len(cells) {
			r.header.addUnnamed()
		}
		last := r.header.names[len(cells)-1]
		r.report(row.Number, fmt.Sprintf("has %s, %s: the extra cells are kept, the last one in “%s”",
			english.Count(len(cells), "cell"), english.Count(r.width, "column"), last))
	case len(cells) < r.width && !r.short:
		r.report(row.Number, fmt.Sprintf("has %s, %s: the missing ones are empty",
			english.Count(len(cells), "cell"), english.Count(r.width, "column")))
	}
	for len(cells) < len(r.header.names) {
		cells = append(cells, "")
	}
	return cells, nil
}

// withoutRest cuts off the empty cells at the end of a row that has more than some.
func withoutRest(cells []string, width int) []string {
	for len(cells) > width && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// tooWide refuses a list for a row with more cells than a list may have columns.
func (r *Reader) tooWide(line int64, cells []string) *Refusal {
	return refuse(r.path, "has %d columns, and a list can have %d: the first one too many is “%s” in line %d",
		len(cells), maxColumns, cells[maxColumns], line)
}

// Width is how many columns the list has as far as it is read.
func (r *Reader) Width() int {
	return len(r.header.names) - len(r.earlier.marks)
}

// unnamed finds the names of columns that no header names.
var unnamed = regexp.MustCompile(`^Column \d+( \(\d+\))?$`)

// MayBring reports whether a later row may bring a column of a name: a row with more cells than the
// header brings unnamed ones, and an object of JSON Lines brings any.
func (r *Reader) MayBring(column string) bool { return r.ragged || unnamed.MatchString(column) }

// Problems are the problems found so far, at most the first 1,000.
func (r *Reader) Problems() []Problem { return slices.Clone(r.problems) }

// Doubts are what somebody who knows the list should look at, the matches of its columns aside.
func (r *Reader) Doubts() []Doubt { return slices.Clone(r.doubts) }

// ProblemCount is how many problems were found so far.
func (r *Reader) ProblemCount() int64 { return r.problemCount }

func (r *Reader) report(row int64, what string) {
	r.problemCount++
	if len(r.problems) < keptProblems {
		r.problems = append(r.problems, Problem{Row: row, What: what})
	}
}

// BytesRead is how many bytes of the file were read so far, for showing progress: it runs ahead of
// the rows by what is buffered. For a sheet it is reckoned from the rows.
func (r *Reader) BytesRead() int64 { return min(r.read.Load(), r.size) }

// Size is the file's size in bytes when it was opened.
func (r *Reader) Size() int64 { return r.size }

// Close closes the file and removes what was unpacked from it.
func (r *Reader) Close() error { return r.source.close() }
