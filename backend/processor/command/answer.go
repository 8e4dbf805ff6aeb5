package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"jobdeck/backend/job"
)

// textColumn is the column of an answer that is no JSON object.
const textColumn = "output"

// maxColumns bounds how many columns one answer may bring.
const maxColumns = 1000

var errNotAnObject = errors.New("not a JSON object")

// answer makes output columns of what a program wrote. A JSON object gives a column for each key,
// in its order: text as it is, numbers and booleans as text, null as nothing, what is nested as
// compact JSON. Anything else is text in the column "output"; nothing at all gives no column.
func answer(stdout []byte) ([]job.Cell, error) {
	stdout = bytes.TrimPrefix(stdout, []byte("\uFEFF"))
	cells, err := objectCells(stdout)
	if err == nil || !errors.Is(err, errNotAnObject) {
		return cells, err
	}
	text := readable(string(stdout))
	text = strings.TrimSuffix(text, "\n")
	text = strings.TrimSuffix(text, "\r")
	if text == "" {
		return nil, nil
	}
	return []job.Cell{{Column: textColumn, Value: text}}, nil
}

// objectCells reads a JSON object's keys and values in their order.
func objectCells(text []byte) ([]job.Cell, error) {
	if trimmed := bytes.TrimLeft(text, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' || !json.Valid(text) {
		return nil, errNotAnObject
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	cells := []job.Cell{}
	place := make(map[string]int)
	for decoder.More() {
		key, value, err := member(decoder)
		if err != nil {
			return nil, err
		}
		if i, found := place[key]; found {
			cells[i].Value = value // the last of equal keys wins, as JSON parsers have it
			continue
		}
		if len(cells) == maxColumns {
			return nil, fmt.Errorf("the answer has more than %d keys: each becomes a column", maxColumns)
		}
		place[key] = len(cells)
		cells = append(cells, job.Cell{Column: key, Value: value})
	}
	return cells, nil
}

// member reads one key and its value as a column's name and text.
func member(decoder *json.Decoder) (key, value string, err error) {
	token, err := decoder.Token()
	if err != nil {
		return "", "", fmt.Errorf("read the answer's keys: %w", err)
	}
	key, _ = token.(string)
	key = strings.TrimSpace(readable(key))
	if key == "" {
		key = textColumn
	}
	var raw json.RawMessage
	if err := decoder.Decode(&raw); err != nil && !errors.Is(err, io.EOF) {
		return "", "", fmt.Errorf("read the answer's %s: %w", key, err)
	}
	value, err = valueText(raw)
	return key, value, err
}

func valueText(raw json.RawMessage) (string, error) {
	switch raw[0] {
	case '"':
		var text string
		if err := json.Unmarshal(raw, &text); err != nil {
			return "", fmt.Errorf("read the answer's text: %w", err)
		}
		return readable(text), nil
	case '{', '[':
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			return "", fmt.Errorf("read the answer's nested values: %w", err)
		}
		return readable(compact.String()), nil
	case 'n':
		return "", nil
	default:
		return string(raw), nil
	}
}

// readable makes any bytes text that can be stored and shown: invalid UTF-8 and zero bytes become
// the replacement character.
func readable(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}
