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

	"golang.org/x/text/transform"
)

// Open opens a list and finds out what it is: its format by its content, its encoding, delimiter
// and header by a look at its beginning. A list with a header and no rows is legal. The error is a
// [*Refusal], a sentence that names the file.
func Open(path string, options Reading) (reader *Reader, err error) {
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
func (r *Reader) find(file *os.File, options Reading) error {
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
	return r.findText(file, sample, options)
}

// findText finds out about a text: its encoding, then whether it is JSON or delimited.
func (r *Reader) findText(file *os.File, sample []byte, options Reading) error {
	var text io.Reader = &countingReader{source: file, count: &r.read}
	found, err := r.encodingOf(sample, options.Encoding)
	if err != nil {
		return err
	}
	r.tellEncoding(found, sample)
	if found.whole {
		text = decoding(found.encoding, text)
	}
	splitter := newSplitter(text, make([]byte, min(2*r.size+16, sampleSize)))
	if err := splitter.more(); err != nil {
		return err
	}
	sample = splitter.buffer[:splitter.end]
	if isBinary(sample) {
		return refuse(r.path, "is a binary file, not a list")
	}
	if what := markup(sample); what != "" {
		return refuse(r.path, "%s", what)
	}
	if ends := oddLineEnds(sample); ends != nil {
		splitter = newSplitter(transform.NewReader(splitter.rest(), ends), make([]byte, len(splitter.buffer)))
		if err := splitter.more(); err != nil {
			return err
		}
		sample = splitter.buffer[:splitter.end]
	}
	kind := sniffJSON(r.path, sample)
	if kind != notJSON {
		if lists := jsonWrapped(sample); len(lists) > 0 {
			return r.findWrapped(options, newDocumentValues(splitter.rest(), file, true), lists)
		}
	}
	switch kind {
	case jsonLine:
		return r.findJSON(options, &lineValues{lines: splitter, file: file, encoding: r.cellEncoding(), report: r.report})
	case jsonDocument:
		array := bytes.HasPrefix(bytes.TrimSpace(sample), []byte{'['})
		return r.findJSON(options, newDocumentValues(splitter.rest(), file, array))
	case notJSON:
	}
	return r.findDelimited(file, splitter, sample, options)
}

// cellEncoding is how cells are read that are not UTF-8: in a text that was decoded as a whole there are none.
func (r *Reader) cellEncoding() string {
	if r.layout.Encoding == windows1252Name {
		return windows1252Name
	}
	return utf8Name
}

// findJSON finds out the columns of a JSON list.
func (r *Reader) findJSON(options Reading, values values) error {
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
		return r.findHeader(options.Header)
	}
	r.width, r.short, r.ragged = len(r.header.names), true, true
	r.findEarlier()
	return nil
}

// findDelimited finds out the delimiter and the header of a delimited text.
func (r *Reader) findDelimited(file *os.File, splitter *splitter, sample []byte, options Reading) error {
	r.layout.Format = "csv"
	r.guarded = true
	delimiter, length := declaredDelimiter(sample)
	if delimiter != 0 {
		splitter.consume(length)
	} else {
		delimiter = sniffDelimiter(sample)
	}
	splitter.delimiter, splitter.escaped = delimiter, escapesQuotes(sample, delimiter)
	r.layout.Delimiter = string(rune(delimiter))
	if delimiter == 0 {
		r.layout.Delimiter = ","
	}
	if records := sampleRecords(sample[min(length, len(sample)):], delimiter); len(records) > 0 {
		splitter.columns = len(records[headerRow(records)])
	}
	r.source = &delimited{splitter: splitter, file: file, encoding: r.cellEncoding(), report: r.report}
	if err := r.findHeader(options.Header); err != nil {
		return err
	}
	splitter.columns = len(r.header.names)
	return nil
}

// findHeader finds the row that names the columns, tells what stands above it, and leaves the rows below
// it waiting.
func (r *Reader) findHeader(wanted int64) error {
	r.readAhead(headRows)
	if len(r.waiting) == 0 {
		if errors.Is(r.failed, io.EOF) {
			return refuse(r.path, "is empty: there is no header and no row in it")
		}
		return r.failed
	}
	r.framed = true
	at, isNamed, err := r.chooseHeader(wanted)
	if err != nil {
		return err
	}
	for _, row := range r.waiting[:at] {
		first, _ := firstFilled(row.Cells)
		r.report(row.Number, "stands above the header: it is left out (“"+shorten(first)+"”)")
	}
	r.waiting = r.waiting[at:]
	first := r.waiting[0]
	if len(first.Cells) > maxColumns {
		if first.Cells = withoutRest(first.Cells, 1); len(first.Cells) > maxColumns {
			return r.tooWide(first.Number, first.Cells)
		}
	}
	if !isNamed {
		for range first.Cells {
			r.header.addUnnamed()
		}
	} else {
		r.nameColumns(first)
		r.waiting = r.waiting[1:]
		r.layout.HeaderRow = first.Number
		r.findEarlier()
	}
	r.width = len(r.header.names)
	return nil
}

// chooseHeader says which of the rows that wait is the header, or the first of the list, when it has none.
func (r *Reader) chooseHeader(wanted int64) (at int, isNamed bool, err error) {
	if wanted == NoHeader {
		return 0, false, nil
	}
	if wanted > 0 {
		at = slices.IndexFunc(r.waiting, func(row Row) bool { return row.Number >= wanted })
		if at < 0 || r.waiting[at].Number != wanted {
			return 0, false, refuse(r.path, "has nothing in row %d that could name its columns", wanted)
		}
		return at, true, nil
	}
	rows := make([][]string, len(r.waiting))
	for i, row := range r.waiting {
		rows[i] = row.Cells
	}
	at = headerRow(rows)
	if isHeader(rows[at], rows[at+1:]) {
		return at, true, nil
	}
	r.report(r.waiting[at].Number, "looks like data, not like a header: the columns are called “Column 1” and so on")
	return at, false, nil
}

// nameColumns takes the columns' names from the header.
func (r *Reader) nameColumns(row Row) {
	r.named = make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		if r.guarded {
			cell = unguard(cell)
		}
		r.named[i] = strings.TrimSpace(cell)
		if what := r.header.add(cell); what != "" {
			r.report(row.Number, what)
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

// markups are documents that are no lists though their name may say so, by what stands in their beginning.
var markups = []struct{ mark, what string }{
	{"mso-application progid=\"excel.sheet\"", "is a workbook of Excel 2003 in XML: open it in a spreadsheet and save it as .xlsx"},
	{"urn:schemas-microsoft-com:office:spreadsheet", "is a workbook of Excel 2003 in XML: open it in a spreadsheet and save it as .xlsx"},
	{"<!doctype html", webPage},
	{"<html", webPage},
	{"<head", webPage},
	{"<body", webPage},
	{"<table", webPage},
	{"<script", webPage},
	{"mime-version:", "is a web archive, not a list: open it in a spreadsheet and save it as .xlsx"},
	{"{\\rtf", "is a text document, not a list: save its table as .csv or .xlsx"},
	{"<?xml", xmlDocument},
}

const (
	webPage     = "is a web page, not a list: open it in a spreadsheet and save it as .xlsx"
	xmlDocument = "is an XML document, not a list: save it as .csv or .xlsx"
)

// markup names what a text is that begins with a mark of another format, or is empty.
func markup(sample []byte) string {
	begin := bytes.ToLower(bytes.TrimLeft(sample[:min(len(sample), 4096)], "\ufeff \t\r\n"))
	if len(begin) == 0 || begin[0] != '<' && begin[0] != 'm' && begin[0] != '{' {
		return ""
	}
	for _, m := range markups {
		if begin[0] == '<' && m.mark[0] != '<' && bytes.Contains(begin, []byte(m.mark)) || bytes.HasPrefix(begin, []byte(m.mark)) {
			return m.what
		}
	}
	// A comment or another element stands first.
	if begin[0] == '<' && bytes.Contains(begin, []byte("<html")) {
		return webPage
	}
	return ""
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
