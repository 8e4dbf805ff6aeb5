package table

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"os"

	"github.com/xuri/excelize/v2"
)

// sheetFormat writes XLSX: one sheet, with all cells as text, so that nothing is taken for a number
// or a date that is none.
type sheetFormat struct {
	path    string
	file    *os.File
	book    *excelize.File
	stream  *excelize.StreamWriter
	columns []string
	cells   []any
	letters int64
}

// maxLetters keeps the sheet's XML below 4 GB, above which it could not be opened.
const maxLetters = 3 << 30

func beginSheet(path string, file *os.File, style Style) (format, error) {
	columns := style.Columns
	if len(columns) > excelize.MaxColumns {
		return nil, refuse(path, "can't be written: it would have %d columns, and a sheet can have %d. Write .csv or .jsonl instead",
			len(columns), excelize.MaxColumns)
	}
	book := excelize.NewFile()
	s := &sheetFormat{path: path, file: file, book: book, columns: columns}
	var err error
	if s.stream, err = book.NewStreamWriter("Sheet1"); err != nil {
		s.discard()
		return nil, fmt.Errorf("begin the sheet: %w", err)
	}
	// The header stays in sight.
	if err := s.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		s.discard()
		return nil, fmt.Errorf("begin the sheet: %w", err)
	}
	if err := s.write(0, columns); err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

func (s *sheetFormat) write(row int64, cells []string) error {
	number := row + 1
	switch {
	case number > maxSheetRows:
		return refuse(s.path, "can't be written: a sheet can have %d rows with its header. Write .csv or .jsonl instead", maxSheetRows)
	case len(cells) > excelize.MaxColumns:
		return refuse(s.path, "can't be written: row %d has %d cells, and a sheet can have %d columns. Write .csv or .jsonl instead",
			number, len(cells), excelize.MaxColumns)
	}
	s.cells = s.cells[:0]
	for column, cell := range cells {
		if cell == "" {
			s.cells = append(s.cells, nil)
			continue
		}
		written, err := s.cell(number, column, cell)
		if err != nil {
			return err
		}
		s.cells = append(s.cells, written)
	}
	if err := s.stream.SetRow(fmt.Sprintf("A%d", number), s.cells); err != nil {
		return fmt.Errorf("row %d: %w", number, err)
	}
	return nil
}

// cell makes a cell fit for a sheet, or refuses it.
func (s *sheetFormat) cell(row int64, column int, cell string) (string, error) {
	written := printable(cell, true)
	if len(written) > excelize.TotalCellChars {
		if length := units(written); length > excelize.TotalCellChars {
			name := fmt.Sprintf("column %d", column+1)
			if column < len(s.columns) {
				name = "“" + s.columns[column] + "”"
			}
			return "", refuse(s.path, "can't be written: the cell in row %d, %s, has %d characters, and a sheet's cell can have %d. "+
				"Write .csv or .jsonl instead", row, name, length, excelize.TotalCellChars)
		}
	}
	s.letters += int64(len(written)) + 40
	if s.letters > maxLetters {
		return "", refuse(s.path, "can't be written: it has more text than a sheet can have. Write .csv or .jsonl instead")
	}
	return written, nil
}

// units is how long a text is as spreadsheets count.
func units(text string) int {
	length := 0
	for _, letter := range text {
		length++
		if letter >= 0x10000 {
			length++
		}
	}
	return length
}

// finish packs the sheet into the file.
func (s *sheetFormat) finish() error {
	defer s.discard()
	if err := s.stream.Flush(); err != nil {
		return fmt.Errorf("finish the sheet: %w", err)
	}
	out := bufio.NewWriterSize(s.file, 64<<10)
	// By itself excelize packs the whole workbook in memory; the archive it is given here goes to
	// the file directly.
	s.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(out) })
	if err := s.book.Write(io.Discard); err != nil {
		return fmt.Errorf("pack the workbook: %w", err)
	}
	return out.Flush()
}

// discard removes what the workbook keeps in files of its own.
func (s *sheetFormat) discard() { _ = s.book.Close() }
