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
		if lists, inArray := jsonWrapped(sample); len(lists) > 0 {
			values := newDocumentValues(splitter.rest(), file, true)
			values.inArray = inArray
			return r.findWrapped(options, values, sample, lists)
		}
	}
	switch kind {
	case jsonLine:
		return r.findJSON(options, &lineValues{lines: splitter, file: file, encoding: r.cellEncoding(), report: r.report}, sample)
	case jsonDocument:
		array := bytes.HasPrefix(bytes.TrimSpace(sample), []byte{'['})
		return r.findJSON(options, newDocumentValues(splitter.rest(), file, array), sample)
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

// findJSON finds out the columns of a JSON list that begins with a sample.
func (r *Reader) findJSON(options Reading, values values, sample []byte) error {
	r.layout.Format = "jsonl"
	rows := &jsonRows{path: r.path, values: values, report: r.report, header: r.header, columns: make(map[string]int)}
	switch err := rows.scout(); {
	case errors.Is(err, io.EOF):
		if what := invalidJSON(sample); what != "" {
			return refuse(r.path, "holds no rows that can be read: %s", what)
		}
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
		r.declared = true
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
	var names []string
	if isNamed {
		names = r.namesWithGroups(at)
	}
	for i, row := range r.waiting[:at] {
		first, _ := firstFilled(row.Cells)
		if _, groups := r.groupsIn(i); groups {
			r.report(row.Number, "stands over the header's columns (“"+shorten(first)+"”): they are named by both rows")
			continue
		}
		r.report(row.Number, "stands above the header: it is left out (“"+shorten(first)+"”)")
		r.above = append(r.above, slices.Clone(row.Cells))
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
		r.nameColumns(first, withoutRest(names, len(first.Cells)))
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
	for {
		if _, groups := r.groupsIn(at); !groups {
			break
		}
		at++
	}
	if isHeader(rows[at], rows[at+1:]) {
		return at, true, nil
	}
	r.report(r.waiting[at].Number, "looks like data, not like a header: the columns are called “Column 1” and so on")
	return at, false, nil
}

// nameColumns takes the columns' names from the header, as they were put together.
func (r *Reader) nameColumns(row Row, names []string) {
	r.named = make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		if r.guarded {
			cell = unguard(cell)
			names[i] = cell
		}
		r.named[i] = strings.TrimSpace(cell)
	}
	for _, name := range names {
		if what := r.header.add(name); what != "" {
			r.report(row.Number, what)
		}
	}
}

// ending is a path's ending, in lower case.
func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }
