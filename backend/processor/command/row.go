package command

import (
	"bytes"
	"encoding/json"
	"fmt"

	"jobdeck/backend/job"
)

// rowKey is the key of the row's number in the JSON that a program gets.
const rowKey = "_row"

// encodeRow writes the row as a program reads it: one JSON object in one line, with
//   - every column's cell under its header, in the file's order, as text;
//   - the matched fields under their own names (company_name, domain, industry, owner), unless a
//     column has that header;
//   - the row's number in the file as _row, unless a column has that header.
func encodeRow(item *job.Item) ([]byte, error) {
	cells, err := item.Cells()
	if err != nil {
		return nil, err
	}
	object := objectWriter{taken: make(map[string]bool, len(cells)+5)}
	object.buffer.WriteByte('{')
	for i, header := range item.List.Columns {
		object.add(header, cells[i])
	}
	for _, field := range job.Fields {
		if value, served := item.List.Value(field, cells); served {
			object.add(string(field), value)
		}
	}
	object.add(rowKey, item.Row)
	object.buffer.WriteString("}\n")
	if object.err != nil {
		return nil, fmt.Errorf("write row %d as JSON: %w", item.Row, object.err)
	}
	return object.buffer.Bytes(), nil
}

// objectWriter writes a JSON object whose keys keep their order; the first of equal keys wins.
type objectWriter struct {
	buffer bytes.Buffer
	taken  map[string]bool
	err    error
}

func (w *objectWriter) add(key string, value any) {
	if w.taken[key] {
		return
	}
	w.taken[key] = true
	if w.buffer.Len() > 1 {
		w.buffer.WriteByte(',')
	}
	w.encode(key)
	w.buffer.WriteByte(':')
	w.encode(value)
}

func (w *objectWriter) encode(value any) {
	encoder := json.NewEncoder(&w.buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil && w.err == nil {
		w.err = err
	}
	w.buffer.Truncate(w.buffer.Len() - 1) // Encode ends with a newline
}
