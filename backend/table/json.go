package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

const (
	// scoutedValues is how many values of a JSON list are looked at for keys before the first row,
	scoutedValues = 1000
	// scoutedBytes and how much text they may be.
	scoutedBytes = 4 << 20
)

// values gives the JSON values of a list, one for each row.
type values interface {
	// next gives the next value and its line. A value that is not valid JSON is a [badValue].
	next() (line int64, value string, err error)
	close() error
}

// badValue says what is wrong with one value of a list, when others can still be read.
type badValue struct{ what string }

// Error is what is wrong.
func (b *badValue) Error() string { return b.what }

// jsonRows makes rows of JSON values. The first one that is an object or an array decides what the
// others have to be. Objects' keys are the columns: those of the first 1,000 objects in order of
// appearance, then later ones as they come. An array's elements are the cells, as in delimited text.
type jsonRows struct {
	path    string
	values  values
	report  func(row int64, what string)
	header  *header
	columns map[string]int // by key
	objects bool
	// envelope is the key under which each object has its fields, as in {"id": 1, "attributes": {…}}, or "".
	envelope string
	scouted  []scouted
	cells    []string
	// tooMany is set when there are more keys than a list may have columns.
	tooMany *Refusal
}

// scouted is a value that was read to find the columns.
type scouted struct {
	line  int64
	value string
	err   error
}

// scout reads the first values and finds out what they are and which columns they have. It is
// io.EOF when there is no object and no array among them.
func (j *jsonRows) scout() error {
	size, known := 0, false
	for len(j.scouted) < scoutedValues && size < scoutedBytes {
		line, value, err := j.values.next()
		var bad *badValue
		switch {
		case errors.Is(err, io.EOF):
			if !known {
				return io.EOF
			}
			return nil
		case err != nil && !errors.As(err, &bad):
			// The rows before it are still good: Next says it in its place.
			j.scouted = append(j.scouted, scouted{line, "", err})
			if !known {
				return err
			}
			return nil
		}
		j.scouted = append(j.scouted, scouted{line, value, err})
		size += len(value)
		parsed := gjson.Parse(value)
		if !known && (parsed.IsObject() || parsed.IsArray()) {
			known, j.objects = true, parsed.IsObject()
		}
		if known && j.objects && parsed.IsObject() {
			if len(j.columns) == 0 {
				j.envelope = envelopeOf(parsed)
			}
			if j.learn(line, parsed); j.tooMany != nil {
				return j.tooMany
			}
		}
	}
	if !known {
		return io.EOF
	}
	return nil
}

// envelopeOf is the key of an object's only object, when that one's keys are known and its own are not.
func envelopeOf(object gjson.Result) string {
	envelope, inner, own := "", []string{}, []string{}
	object.ForEach(func(key, value gjson.Result) bool {
		own = append(own, key.String())
		if !value.IsObject() {
			return true
		}
		var keys []string
		value.ForEach(func(key, _ gjson.Result) bool {
			keys = append(keys, key.String())
			return true
		})
		if matches(keys) > matches(inner) {
			envelope, inner = key.String(), keys
		}
		return true
	})
	if matches(own) > 0 {
		return ""
	}
	return envelope
}

// each goes through an object's fields: those in its envelope, then those beside it that are not in there.
func (j *jsonRows) each(object gjson.Result, field func(key, value gjson.Result) bool) {
	if j.envelope == "" {
		object.ForEach(field)
		return
	}
	enclosed := make(map[string]bool)
	object.ForEach(func(key, value gjson.Result) bool {
		if key.String() == j.envelope && value.IsObject() {
			value.ForEach(func(key, value gjson.Result) bool {
				enclosed[key.String()] = true
				return field(key, value)
			})
		}
		return true
	})
	object.ForEach(func(key, value gjson.Result) bool {
		if enclosed[key.String()] || key.String() == j.envelope && value.IsObject() {
			return true
		}
		return field(key, value)
	})
}

// learn adds the columns that an object has and the list has not.
func (j *jsonRows) learn(line int64, object gjson.Result) {
	j.each(object, func(key, _ gjson.Result) bool {
		return j.column(line, key.String(), false) >= 0
	})
}

// column is the column of a key. A key that was not there before becomes a column; late says that
// this is to be reported. One key too many is -1, and the list is refused.
func (j *jsonRows) column(line int64, key string, late bool) int {
	if column, ok := j.columns[key]; ok {
		return column
	}
	if len(j.header.names) >= maxColumns {
		j.tooMany = refuse(j.path, "has more than %d different keys, and each would be a column: the first one too many is “%s” in line %d", maxColumns, key, line)
		return -1
	}
	if what := j.header.add(key); what != "" {
		j.report(line, what)
	}
	column := len(j.header.names) - 1
	j.columns[key] = column
	if late {
		j.report(line, fmt.Sprintf("has the key “%s”, which no row before has: it becomes a further column", key))
	}
	return column
}

// read fills in the next row. Values that are no rows are reported and left out.
func (j *jsonRows) read(row *Row) error {
	for {
		line, value, err := j.next()
		var bad *badValue
		switch {
		case errors.As(err, &bad):
			j.report(line, bad.what+": it is left out")
			continue
		case err != nil:
			return err
		}
		parsed := gjson.Parse(value)
		switch {
		case j.objects && parsed.IsObject():
			row.Number, row.Cells = line, j.fromObject(line, parsed)
			if j.tooMany != nil {
				return j.tooMany
			}
			return nil
		case !j.objects && parsed.IsArray():
			row.Number, row.Cells = line, j.fromArray(parsed)
			return nil
		case j.objects:
			j.report(line, "is not a JSON object: it is left out")
		default:
			j.report(line, "is not a JSON array as the rows before: it is left out")
		}
	}
}

func (j *jsonRows) next() (int64, string, error) {
	if len(j.scouted) > 0 {
		first := j.scouted[0]
		j.scouted = j.scouted[1:]
		return first.line, first.value, first.err
	}
	return j.values.next()
}

func (j *jsonRows) fromObject(line int64, object gjson.Result) []string {
	j.cells = j.cells[:0]
	for range j.header.names {
		j.cells = append(j.cells, "")
	}
	j.each(object, func(key, value gjson.Result) bool {
		column := j.column(line, key.String(), true)
		if column < 0 {
			return false
		}
		for len(j.cells) <= column {
			j.cells = append(j.cells, "")
		}
		text := cellText(value)
		if before := j.cells[column]; before != "" && before != text {
			j.report(line, fmt.Sprintf("has the key “%s” more than once: the last value counts, not “%s”", key.String(), before))
		}
		j.cells[column] = text
		return true
	})
	return j.cells
}

func (j *jsonRows) fromArray(array gjson.Result) []string {
	j.cells = j.cells[:0]
	array.ForEach(func(_, value gjson.Result) bool {
		j.cells = append(j.cells, cellText(value))
		return true
	})
	return j.cells
}

func (j *jsonRows) close() error { return j.values.close() }

// cellText is a JSON value as a cell: a string as it is, null as nothing, what is nested as compact
// JSON, numbers with all their digits.
func cellText(value gjson.Result) string {
	switch {
	case value.Type == gjson.String:
		return value.String()
	case value.Type == gjson.Null:
		return ""
	case value.IsObject() || value.IsArray():
		var compact bytes.Buffer
		if err := json.Compact(&compact, []byte(value.Raw)); err == nil {
			return compact.String()
		}
	}
	return value.Raw
}

// jsonKind is how the values of a JSON list stand in their file.
type jsonKind int

const (
	notJSON jsonKind = iota
	// jsonLine is one value a line.
	jsonLine
	// jsonDocument is one array around all values, or values over several lines.
	jsonDocument
)

// sniffJSON says whether a text is a JSON list. A file that is called so is one; others must begin
// with what is plainly JSON.
func sniffJSON(path string, sample []byte) jsonKind {
	text := bytes.TrimSpace(sample)
	if len(text) == 0 {
		return notJSON
	}
	first, rest, _ := bytes.Cut(text, []byte{'\n'})
	first = bytes.TrimSpace(first)
	named := false
	switch ending(filepath.Base(path)) {
	case ".jsonl", ".ndjson", ".json":
		named = true
	}
	opens := text[0] == '{' || text[0] == '['
	switch {
	case !named && !opens:
		return notJSON
	case gjson.ValidBytes(first):
		return completeLine(first, bytes.TrimSpace(rest))
	case opens && continues(first):
		return jsonDocument
	case named:
		return jsonLine
	}
	return notJSON
}

// completeLine says what a first line that is a whole JSON value means.
func completeLine(first, rest []byte) jsonKind {
	value := gjson.ParseBytes(first)
	if !value.IsArray() || len(rest) > 0 {
		return jsonLine
	}
	// An array of texts is a row; one of objects, or of nothing, is the whole list.
	kind := jsonDocument
	value.ForEach(func(_, element gjson.Result) bool {
		if !element.IsObject() && !element.IsArray() && element.Type != gjson.Null {
			kind = jsonLine
		}
		return element.Type == gjson.Null
	})
	return kind
}

// continues says whether a line that is no whole JSON value is the beginning of one that goes on in
// the next lines: "[", "{", "[{", "{"a": 1," and the like.
func continues(line []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(line))
	for tokens := 0; ; tokens++ {
		_, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return tokens > 0
		case err != nil:
			return false
		}
	}
}

// appendJSON appends a text as a JSON string.
func appendJSON(line []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7F || c == '"' || c == '\\' {
			return appendUnusual(line, text)
		}
	}
	line = append(line, '"')
	line = append(line, text...)
	return append(line, '"')
}

// appendUnusual appends a text that needs care.
func appendUnusual(line []byte, text string) []byte {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(strings.ToValidUTF8(text, "\uFFFD")); err != nil {
		return strconv.AppendQuoteToASCII(line, text)
	}
	return append(line, bytes.TrimSuffix(quoted.Bytes(), []byte{'\n'})...)
}
