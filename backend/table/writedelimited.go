package table

import (
	"bufio"
	"encoding/csv"
	"io"
	"os"
	"unicode/utf8"
)

// delimitedFormat writes CSV and TSV.
type delimitedFormat struct {
	file  *os.File
	out   *markingWriter
	csv   *csv.Writer
	cells []string
	width int
}

func beginCSV(_ string, file *os.File, style Style) (format, error) {
	delimiter, _ := utf8.DecodeRuneInString(style.Delimiter + ",")
	if delimiter == '\t' {
		delimiter = ',' // a tab says the ending .tsv
	}
	return beginDelimited(file, style.Columns, delimiter)
}

func beginTSV(_ string, file *os.File, style Style) (format, error) {
	return beginDelimited(file, style.Columns, '\t')
}

func beginDelimited(file *os.File, columns []string, delimiter rune) (format, error) {
	out := &markingWriter{out: bufio.NewWriterSize(file, 64<<10)}
	d := &delimitedFormat{file: file, out: out, csv: csv.NewWriter(out), width: len(columns)}
	d.csv.Comma = delimiter
	return d, d.write(0, columns)
}

func (d *delimitedFormat) write(_ int64, cells []string) error {
	d.cells = d.cells[:0]
	for _, cell := range cells {
		d.cells = append(d.cells, printable(guard(cell), false))
	}
	for len(d.cells) < d.width {
		d.cells = append(d.cells, "")
	}
	return d.csv.Write(d.cells)
}

func (d *delimitedFormat) finish() error {
	d.csv.Flush()
	if err := d.csv.Error(); err != nil {
		return err
	}
	if err := d.out.flush(); err != nil {
		return err
	}
	if d.out.late {
		return insertMark(d.file)
	}
	return nil
}

func (d *delimitedFormat) discard() {}

// markHold is how many bytes are held back to see whether there is more than ASCII among them.
const markHold = 1 << 20

// markingWriter begins a text with the mark of UTF-8 when there is more than ASCII in it. It holds
// the text's beginning back to find out; when ASCII ends only later, late says that the mark must
// be inserted afterwards.
type markingWriter struct {
	out  *bufio.Writer
	held []byte
	// passed says that held is written, marked that the mark is or will be there.
	passed, marked, late bool
}

// Write writes text, or holds it back.
func (m *markingWriter) Write(text []byte) (int, error) {
	if !m.marked && !isASCII(text) {
		m.marked, m.late = true, m.passed
		if !m.passed {
			if _, err := m.out.Write(utf8Mark); err != nil {
				return 0, err
			}
			if err := m.pass(); err != nil {
				return 0, err
			}
		}
	}
	if m.passed {
		return m.out.Write(text)
	}
	m.held = append(m.held, text...)
	if len(m.held) >= markHold {
		return len(text), m.pass()
	}
	return len(text), nil
}

// pass writes what is held back.
func (m *markingWriter) pass() error {
	m.passed = true
	_, err := m.out.Write(m.held)
	m.held = nil
	return err
}

// flush writes everything.
func (m *markingWriter) flush() error {
	if !m.passed {
		if err := m.pass(); err != nil {
			return err
		}
	}
	return m.out.Flush()
}

// insertMark moves the whole text back by the mark's length and puts the mark before it.
func insertMark(file *os.File) error {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	block := make([]byte, markHold)
	for end := size; end > 0; {
		n := min(end, int64(len(block)))
		if _, err := file.ReadAt(block[:n], end-n); err != nil {
			return err
		}
		if _, err := file.WriteAt(block[:n], end-n+int64(len(utf8Mark))); err != nil {
			return err
		}
		end -= n
	}
	_, err = file.WriteAt(utf8Mark, 0)
	return err
}
