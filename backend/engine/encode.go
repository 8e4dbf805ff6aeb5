package engine

import (
	"bytes"
	"encoding/json"
	"fmt"

	"jobdeck/backend/job"
)

// encodeOutput writes output columns as a JSON object, in order; nothing as "".
func encodeOutput(cells []job.Cell) string {
	if len(cells) == 0 {
		return ""
	}
	text := append(make([]byte, 0, 128), '{')
	for i, cell := range cells {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendString(text, cell.Column)
		text = append(text, ':')
		text = appendString(text, cell.Value)
	}
	return string(append(text, '}'))
}

// encodeCells writes a row's cells as a JSON array.
func encodeCells(buffer []byte, cells []string) []byte {
	buffer = append(buffer[:0], '[')
	for i, cell := range cells {
		if i > 0 {
			buffer = append(buffer, ',')
		}
		buffer = appendString(buffer, cell)
	}
	return append(buffer, ']')
}

// appendString writes a JSON string. Plain ASCII, which most cells are, is copied; the library
// does the rest.
func appendString(text []byte, value string) []byte {
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
	encoder.SetEscapeHTML(false) // nothing here is ever put into HTML as text
	if err := encoder.Encode(value); err != nil {
		panic(fmt.Sprintf("engine: encode a string: %v", err))
	}
	return append(text, bytes.TrimSuffix(escaped.Bytes(), []byte("\n"))...)
}

func encodeSteps(steps []job.Step) string {
	text, err := json.Marshal(steps)
	if err != nil {
		panic(fmt.Sprintf("engine: encode steps: %v", err))
	}
	return string(text)
}
