package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// delimited reads text whose cells are separated by a delimiter.
type delimited struct {
	splitter *splitter
	file     io.Closer
	encoding string
	report   func(row int64, what string)
	cells    []string
}

// read fills in the next record, blank lines too.
func (d *delimited) read(row *Row) error {
	for {
		line, err := d.splitter.next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				err = fmt.Errorf("read line %d: %w", d.splitter.line+1, err)
			}
			return err
		}
		if found := d.splitter.flaws; found != (flaws{}) {
			d.tell(line, found)
			if found.tooLong {
				continue
			}
		}
		d.cells = d.splitter.fields(d.cells[:0])
		raw := d.splitter.raw
		if d.splitter.zeroes && bytes.IndexByte(raw, 0) >= 0 {
			d.zeroes(line)
		}
		row.Number, row.Cells = line, d.cells
		row.clean = bytes.IndexByte(raw, guardSign) < 0 && bytes.IndexByte(raw, controlsLead) < 0
		if !utf8.Valid(raw) {
			d.decode(line)
			row.clean = false // its letters have other bytes now
		}
		return nil
	}
}

// tell reports what is wrong with a record.
func (d *delimited) tell(line int64, found flaws) {
	if found.tooLong {
		d.report(line, fmt.Sprintf("is longer than %d MB: it is left out", maxRow>>20))
	}
	if found.unclosed != 0 {
		d.report(found.unclosed, "opens a quote that is never closed: the quote is kept as text, and the row ends with its line")
	}
	if found.stray {
		d.report(line, "has a quote inside a quoted cell: it is kept as text")
	}
}

// decode turns the cells that are not UTF-8 into UTF-8.
func (d *delimited) decode(line int64) {
	for i, cell := range d.cells {
		if d.encoding == windows1252Name || !utf8.ValidString(cell) {
			d.cells[i] = fromWindows1252(cell)
		}
	}
	if d.encoding != windows1252Name {
		d.report(line, "is not UTF-8 as the rest of the file: it is read as Windows-1252")
	}
}

func (d *delimited) close() error { return d.file.Close() }

// fields appends the record's fields to cells. They share one new string, so that they stay as
// they are when the splitter goes on.
func (s *splitter) fields(cells []string) []string {
	if !s.plain {
		text, begin := string(s.text), 0
		for _, end := range s.ends {
			cells = append(cells, text[begin:end])
			begin = end
		}
		return cells
	}
	rest := string(s.raw)
	if s.delimiter == 0 {
		return append(cells, rest)
	}
	for {
		i := strings.IndexByte(rest, s.delimiter)
		if i < 0 {
			return append(cells, rest)
		}
		cells = append(cells, rest[:i])
		rest = rest[i+1:]
	}
}

// zeroes takes the zero bytes out of a row's cells, which no text has, and tells it.
func (d *delimited) zeroes(line int64) {
	for i, cell := range d.cells {
		d.cells[i] = strings.ReplaceAll(cell, "\x00", "")
	}
	d.report(line, "has a zero byte in it: it is left out")
}
