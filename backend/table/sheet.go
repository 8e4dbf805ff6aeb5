package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
)

// maxSheetRows is how many rows a sheet can have, header and all.
const maxSheetRows = 1_048_576

// sheet reads a sheet of an XLSX file, with what is in its cells.
type sheet struct {
	shared *sharedParts
	part   *xmlPart
	facts  sheetFacts
	report func(row int64, what string)

	// hidden are the columns that are hidden, from 0.
	hidden []columnRange
	inRows bool
	ended  bool
	number int64 // of the row that was read last
	cell   sheetCell
	cells  []string // of it, used again

	// size is that of the file, and length that of the sheet's text; done is how much was read.
	size   int64
	length uint64
	done   *atomic.Int64
}

// read fills in the next row that is written in the sheet.
func (s *sheet) read(row *Row) error {
	for !s.ended {
		token, err := s.part.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("the sheet is damaged after row %d: %w", s.number, err)
		}
		switch tag := token.(type) {
		case xml.StartElement:
			switch {
			case tag.Name.Local == "col" && len(s.part.open) == 3 && !s.inRows:
				s.hide(tag)
			case tag.Name.Local == "sheetData" && len(s.part.open) == 2:
				s.inRows = true
			case tag.Name.Local == "row" && s.inRows && len(s.part.open) == 3:
				return s.readRow(row, tag)
			}
		case xml.EndElement:
			// What stands behind the rows was looked at before.
			s.ended = s.inRows && len(s.part.open) == 1
		}
	}
	s.ended = true
	s.done.Store(s.size)
	return io.EOF
}

// readRow reads the row that has begun.
func (s *sheet) readRow(row *Row, tag xml.StartElement) error {
	before := s.number
	s.number = rowNumber(attribute(tag, "r"), before)
	if s.length > 0 {
		s.done.Store(min(int64(float64(s.size)*float64(s.part.read)/float64(s.length)), s.size))
	}
	clear(s.cells)
	s.cells = s.cells[:0]
	if err := s.readCells(); err != nil {
		return fmt.Errorf("row %d is damaged: %w", s.number, err)
	}
	cells := s.cells
	if len(s.facts.merged) > 0 || len(s.facts.begun) > 0 {
		cells = s.facts.fill(s.number, cells, s.report)
		s.cells = cells
	}
	// Rows without anything in them need not be written.
	row.gap = row.gap || s.number > before+1
	row.Number, row.Cells = s.number, cells
	return nil
}

// readCells reads the cells of a row to its end.
func (s *sheet) readCells() error {
	depth := len(s.part.open)
	for next := 0; ; {
		token, err := s.part.next()
		if err != nil {
			return err
		}
		if len(s.part.open) < depth {
			return nil
		}
		tag, ok := token.(xml.StartElement)
		if !ok || tag.Name.Local != "c" || len(s.part.open) != depth+1 {
			continue
		}
		c := &s.cell
		if err := c.readCell(s.part, tag); err != nil {
			return err
		}
		c.column, c.row = next, s.number
		if c.ref != "" {
			if c.column, err = columnOf(c.ref); err != nil {
				return err
			}
		}
		if c.column >= maxSheetColumns {
			return fmt.Errorf("it has more than %d cells", maxSheetColumns)
		}
		next = c.column + 1
		if err := s.take(c); err != nil {
			return err
		}
	}
}

// take puts what is in a cell in its place.
func (s *sheet) take(c *sheetCell) error {
	text, wrong, err := s.text(c)
	if err != nil {
		return fmt.Errorf("%s %w", c.name(), err)
	}
	if wrong != "" {
		s.report(s.number, wrong)
	}
	if text == "" {
		return nil
	}
	for len(s.cells) <= c.column {
		s.cells = append(s.cells, "")
	}
	if s.cells[c.column] != "" {
		s.report(s.number, "has the cell "+c.name()+" more than once: “"+shorten(text)+"” is left out")
		return nil
	}
	s.cells[c.column] = text
	return nil
}

func (s *sheet) close() error {
	s.shared.texts.close()
	return errors.Join(s.part.text.Close(), s.shared.file.Close())
}
