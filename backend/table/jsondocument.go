package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"
)

// documentValues gives the elements of one JSON array, or values that follow each other over
// several lines.
type documentValues struct {
	decoder *json.Decoder
	text    *lineNoter
	file    io.Closer
	begun   bool
	array   bool
	within  []string // the keys of the object around the array that lead to it
	inArray bool     // that object stands in an array by itself
	header  string   // an array that names the columns and stands beside the array; "" when none does
}

func newDocumentValues(text io.Reader, file io.Closer, array bool) *documentValues {
	noter := &lineNoter{source: text, line: 1, allowed: maxRow}
	return &documentValues{decoder: json.NewDecoder(noter), text: noter, file: file, array: array}
}

func (d *documentValues) next() (int64, string, error) {
	if d.array && !d.begun {
		if err := d.enter(); err != nil {
			return 0, "", d.explain(err)
		}
		if _, err := d.decoder.Token(); err != nil {
			return 0, "", d.explain(err)
		}
	}
	d.begun = true
	if header := d.header; header != "" {
		d.header = ""
		return d.text.lineAt(d.decoder.InputOffset()), header, nil
	}
	if d.array && !d.decoder.More() {
		if _, err := d.decoder.Token(); err != nil {
			return 0, "", d.explain(err)
		}
		if err := d.leave(); err != nil {
			return 0, "", d.explain(err)
		}
		// What follows the array is a mistake, except nothing.
		d.array = false
	}
	var value json.RawMessage
	if err := d.decoder.Decode(&value); err != nil {
		return 0, "", d.explain(err)
	}
	end := d.decoder.InputOffset()
	d.text.allowed = end + maxRow
	text := string(value)
	if !utf8.ValidString(text) {
		text = fromWindows1252(text)
	}
	return d.text.lineAt(end - int64(len(value))), text, nil
}

// explain says where the text is wrong. After a mistake a JSON document can't be read further.
func (d *documentValues) explain(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF) && d.array:
		return fmt.Errorf("it ends in the middle, in line %d", d.text.lineAt(math.MaxInt64))
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.As(err, &syntax):
		return fmt.Errorf("the value in line %d is not valid JSON: %w", d.text.lineAt(d.nextOffset()), err)
	}
	return err
}

// invalidJSON says where the beginning of a text stops being JSON, or is empty when it doesn't.
func invalidJSON(sample []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(sample))
	for {
		_, err := decoder.Token()
		var syntax *json.SyntaxError
		switch {
		case err == nil:
			continue
		case errors.As(err, &syntax):
			line := 1 + bytes.Count(sample[:min(syntax.Offset, int64(len(sample)))], []byte{'\n'})
			return fmt.Sprintf("it is not valid JSON in line %d: %v", line, err)
		}
		return ""
	}
}

// nextOffset is where the value begins that could not be read.
func (d *documentValues) nextOffset() int64 {
	waiting, err := io.ReadAll(d.decoder.Buffered())
	if err != nil {
		return d.decoder.InputOffset()
	}
	return d.decoder.InputOffset() + int64(len(waiting)-len(bytes.TrimLeft(waiting, " \t\r\n,")))
}

func (d *documentValues) close() error { return d.file.Close() }

// lineNoter notes where lines end in what is read through it, and stops a value without end.
type lineNoter struct {
	source  io.Reader
	offset  int64
	ends    []int64 // offsets of line ends that are not counted in line yet
	line    int64
	allowed int64 // how far may be read
}

// Read reads from the source.
func (l *lineNoter) Read(p []byte) (int, error) {
	if l.offset > l.allowed {
		return 0, fmt.Errorf("the value in line %d is longer than %d MB", l.line, maxRow>>20)
	}
	n, err := l.source.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			l.ends = append(l.ends, l.offset+int64(i))
		}
	}
	l.offset += int64(n)
	return n, err
}

// lineAt is the line that an offset is in. Offsets must not become smaller.
func (l *lineNoter) lineAt(offset int64) int64 {
	passed := 0
	for passed < len(l.ends) && l.ends[passed] < offset {
		passed++
	}
	l.line += int64(passed)
	l.ends = append(l.ends[:0], l.ends[passed:]...)
	return l.line
}
