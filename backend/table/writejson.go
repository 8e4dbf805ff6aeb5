package table

import (
	"bufio"
	"fmt"
	"os"
)

// jsonFormat writes JSON Lines: in each line an object whose keys are the columns, in their order.
type jsonFormat struct {
	out  *bufio.Writer
	keys [][]byte // each with its quotes and colon
	line []byte
	used *header
}

func beginJSON(_ string, file *os.File, style Style) (format, error) {
	j := &jsonFormat{out: bufio.NewWriterSize(file, 64<<10), used: newHeader()}
	for _, column := range style.Columns {
		j.used.append(j.used.free(column))
		j.key()
	}
	return j, nil
}

// key makes the key of the last column.
func (j *jsonFormat) key() {
	name := j.used.names[len(j.used.names)-1]
	j.keys = append(j.keys, append(appendJSON(nil, name), ':'))
}

func (j *jsonFormat) write(_ int64, cells []string) error {
	for len(j.keys) < len(cells) {
		j.used.addUnnamed()
		j.key()
	}
	j.line = append(j.line[:0], '{')
	for i, key := range j.keys {
		cell := ""
		if i < len(cells) {
			cell = cells[i]
		}
		if i > 0 {
			j.line = append(j.line, ',')
		}
		j.line = append(j.line, key...)
		j.line = appendJSON(j.line, cell)
	}
	j.line = append(j.line, '}', '\n')
	if _, err := j.out.Write(j.line); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

func (j *jsonFormat) finish() error { return j.out.Flush() }

func (j *jsonFormat) discard() {}
