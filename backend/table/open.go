package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Open opens a list and finds out what it is: its format by its content, its encoding, delimiter
// and header by a look at its beginning. A list with a header and no rows is legal. The error is a
// [*Refusal], a sentence that names the file.
func Open(path string, options Options) (reader *Reader, err error) {
	file, size, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer survive(path, &err)
	reader = &Reader{path: path, size: size, header: newHeader()}
	if err := reader.find(file, options); err != nil {
		_ = file.Close()
		if _, ok := errors.AsType[*Refusal](err); ok {
			return nil, err
		}
		return nil, &Refusal{Path: path, What: "can't be read: " + err.Error(), Cause: err}
	}
	return reader, nil
}

// openFile opens an ordinary file that is not empty.
func openFile(path string) (*os.File, int64, error) {
	status, err := os.Stat(path)
	if err != nil {
		return nil, 0, refuseSystem(path, err)
	}
	switch {
	case status.IsDir():
		return nil, 0, refuse(path, "is a folder, not a file")
	case !status.Mode().IsRegular():
		return nil, 0, refuse(path, "is not an ordinary file: save the list to a file first")
	case status.Size() == 0:
		return nil, 0, refuse(path, "is empty")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, refuseSystem(path, err)
	}
	return file, status.Size(), nil
}

// refuseSystem says in words what the system said about a file.
func refuseSystem(path string, err error) *Refusal {
	what := "can't be opened: " + err.Error()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		what = "does not exist"
	case errors.Is(err, fs.ErrPermission):
		what = "can't be opened: you have no permission for it"
	}
	return &Refusal{Path: path, What: what, Cause: err}
}

// find finds out the file's format and what else there is to know. It keeps the file when it works.
func (r *Reader) find(file *os.File, options Options) error {
	sample := make([]byte, min(r.size+1, sampleSize))
	n, err := io.ReadFull(file, sample)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read its beginning: %w", err)
	}
	sample = sample[:n]
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("go back to its beginning: %w", err)
	}
	switch {
	case bytes.HasPrefix(sample, []byte("PK\x03\x04")):
		return r.findSheet(file, options)
	case bytes.HasPrefix(sample, []byte(compoundMagic)):
		return r.refuseCompound(file)
	}
	if err := r.refuseKind(sample); err != nil {
		return err
	}
	if options.Sheet != "" {
		return refuse(r.path, "has no sheets: only XLSX files have")
	}
	return r.findText(file, sample)
}

// findText finds out about a text: its encoding, then whether it is JSON or delimited.
func (r *Reader) findText(file *os.File, sample []byte) error {
	var text io.Reader = &countingReader{source: file, count: &r.read}
	switch name, mark := wideEncoding(sample); {
	case name != "":
		r.layout.Encoding = name
		if _, err := io.CopyN(io.Discard, text, int64(mark)); err != nil {
			return fmt.Errorf("read its beginning: %w", err)
		}
		text = fromWide(name, text)
	case bytes.HasPrefix(sample, utf8Mark):
		if _, err := io.CopyN(io.Discard, text, int64(len(utf8Mark))); err != nil {
			return fmt.Errorf("read its beginning: %w", err)
		}
	}
	splitter := newSplitter(text, make([]byte, min(2*r.size+16, sampleSize)))
	if err := splitter.more(); err != nil {
		return err
	}
	sample = splitter.buffer[:splitter.end]
	if bytes.IndexByte(sample, 0) >= 0 {
		return refuse(r.path, "is a binary file, not a list")
	}
	if r.layout.Encoding == "" {
		r.layout.Encoding = narrowEncoding(sample)
	}
	if bytes.IndexByte(sample, '\r') >= 0 && bytes.IndexByte(sample, '\n') < 0 {
		splitter.source = oldLineEnds{text}
		for i, b := range sample {
			if b == '\r' {
				sample[i] = '\n'
			}
		}
	}
	switch sniffJSON(r.path, sample) {
	case jsonLine:
		return r.findJSON(&lineValues{lines: splitter, file: file, encoding: r.layout.Encoding, report: r.report})
	case jsonDocument:
		array := bytes.HasPrefix(bytes.TrimSpace(sample), []byte{'['})
		return r.findJSON(newDocumentValues(splitter.rest(), file, array))
	case notJSON:
	}
	return r.findDelimited(file, splitter, sample)
}

// findJSON finds out the columns of a JSON list.
func (r *Reader) findJSON(values values) error {
	r.layout.Format = "jsonl"
	rows := &jsonRows{path: r.path, values: values, report: r.report, header: r.header, columns: make(map[string]int)}
	switch err := rows.scout(); {
	case errors.Is(err, io.EOF):
		return refuse(r.path, "holds no rows: there is no JSON object in it")
	case err != nil:
		return err
	}
	r.source = rows
	if !rows.objects {
		return r.findHeader()
	}
	r.width, r.short, r.ragged = len(r.header.names), true, true
	return nil
}

// findDelimited finds out the delimiter and the header of a delimited text.
func (r *Reader) findDelimited(file *os.File, splitter *splitter, sample []byte) error {
	r.layout.Format = "csv"
	r.guarded = true
	delimiter, length := declaredDelimiter(sample)
	if delimiter != 0 {
		splitter.consume(length)
	} else {
		delimiter = sniffDelimiter(sample)
	}
	splitter.delimiter = delimiter
	r.layout.Delimiter = string(rune(delimiter))
	if delimiter == 0 {
		r.layout.Delimiter = ","
	}
	r.source = &delimited{splitter: splitter, file: file, encoding: r.layout.Encoding, report: r.report}
	if err := r.findHeader(); err != nil {
		return err
	}
	splitter.columns = len(r.header.names)
	return nil
}

// findHeader reads the first row, and the second to compare, and names the columns.
func (r *Reader) findHeader() error {
	first, err := r.nextKept()
	if errors.Is(err, io.EOF) {
		return refuse(r.path, "is empty: there is no header and no row in it")
	}
	if err != nil {
		return err
	}
	second, err := r.nextKept()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	hasSecond := err == nil
	if len(first.Cells) > maxColumns {
		if first.Cells = withoutRest(first.Cells, 1); len(first.Cells) > maxColumns {
			return r.tooWide(first.Number, first.Cells)
		}
	}
	if !isHeader(first.Cells, second.Cells) {
		for range first.Cells {
			r.header.addUnnamed()
		}
		r.report(first.Number, "looks like data, not like a header: the columns are called “Column 1” and so on")
		r.waiting = append(r.waiting, first)
	} else {
		for _, cell := range first.Cells {
			if r.guarded {
				cell = unguard(cell)
			}
			if what := r.header.add(cell); what != "" {
				r.report(first.Number, what)
			}
		}
	}
	if hasSecond {
		r.waiting = append(r.waiting, second)
	}
	r.width = len(r.header.names)
	return nil
}

// nextKept is the next row that is not blank, with cells that stay.
func (r *Reader) nextKept() (Row, error) {
	for {
		number, cells, err := r.source.read()
		if err != nil {
			return Row{}, err
		}
		if !blank(cells) {
			return Row{Number: number, Cells: slices.Clone(cells)}, nil
		}
	}
}

// kinds are files that are not lists, by how they begin, with what to say about them.
var kinds = []struct{ magic, what string }{
	{"\x89PNG\r\n\x1a\n", "is a picture, not a list"},
	{"\xff\xd8\xff", "is a picture, not a list"},
	{"GIF8", "is a picture, not a list"},
	{"%PDF-", "is a PDF document, not a list: save its table as .csv or .xlsx"},
	{"PK\x05\x06", "is a packed archive with nothing in it, not a list"},
	{"PK\x07\x08", "is a packed archive in several parts, not a list"},
	{"\x1f\x8b", "is packed with gzip: unpack it first"},
	{"7z\xbc\xaf\x27\x1c", "is a packed archive: unpack it first"},
	{"Rar!\x1a\x07", "is a packed archive: unpack it first"},
	{"SQLite format 3\x00", "is a database, not a list: export its table as .csv"},
	{"\x7fELF", "is a program, not a list"},
	{"PAR1", "is a Parquet file, which can't be read: export it as .csv"},
}

// refuseKind refuses files that are plainly no lists.
func (r *Reader) refuseKind(sample []byte) error {
	for _, kind := range kinds {
		if bytes.HasPrefix(sample, []byte(kind.magic)) {
			return refuse(r.path, "%s", kind.what)
		}
	}
	return nil
}

// ending is a path's ending, in lower case.
func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }
