package job

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// AppendCells appends a row's cells as a JSON array of strings: how rows are stored.
func AppendCells(text []byte, cells []string) []byte {
	text = append(text, '[')
	for i, cell := range cells {
		if i > 0 {
			text = append(text, ',')
		}
		text = AppendString(text, cell)
	}
	return append(text, ']')
}

// AppendString appends a JSON string. Plain ASCII, which most cells are, is copied; the library
// does the rest.
func AppendString(text []byte, value string) []byte {
	for i := range len(value) {
		if c := value[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return appendEscaped(text, value)
		}
	}
	text = append(text, '"')
	text = append(text, value...)
	return append(text, '"')
}

func appendEscaped(text []byte, value string) []byte {
	var escaped bytes.Buffer
	encoder := json.NewEncoder(&escaped)
	encoder.SetEscapeHTML(false) // readable in the database; screens never take it for HTML
	if err := encoder.Encode(value); err != nil {
		panic(fmt.Sprintf("job: encode a string: %v", err)) // no string can't be encoded
	}
	return append(text, bytes.TrimSuffix(escaped.Bytes(), []byte("\n"))...)
}

// ParseCells reads a JSON array of strings. The cells of a row without escapes, which most are,
// share the text's memory; the library reads the others.
func ParseCells(text string) ([]string, error) {
	if cells, ok := splitCells(text); ok {
		return cells, nil
	}
	var cells []string
	if err := json.Unmarshal([]byte(text), &cells); err != nil {
		return nil, fmt.Errorf("read the cells of a row: %w", err)
	}
	return cells, nil
}

// splitCells reads what [AppendCells] wrote, when nothing in it is escaped.
func splitCells(text string) ([]string, bool) {
	if len(text) < 2 || text[0] != '[' || text[len(text)-1] != ']' || strings.IndexByte(text, '\\') >= 0 {
		return nil, false
	}
	rest := text[1 : len(text)-1]
	if rest == "" {
		return []string{}, true
	}
	cells := make([]string, 0, 8)
	for {
		if rest == "" || rest[0] != '"' {
			return nil, false
		}
		end := strings.IndexByte(rest[1:], '"')
		if end < 0 {
			return nil, false
		}
		cells = append(cells, rest[1:1+end])
		if rest = rest[end+2:]; rest == "" {
			return cells, true
		}
		if rest[0] != ',' {
			return nil, false
		}
		rest = rest[1:]
	}
}
