package table

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/tidwall/gjson"
)

// lineValues gives the values of a text with one in each line.
type lineValues struct {
	lines    *splitter
	file     io.Closer
	encoding string
	report   func(row int64, what string)
}

func (l *lineValues) next() (int64, string, error) {
	for {
		line, err := l.lines.nextLine()
		if err != nil {
			return 0, "", err
		}
		if l.lines.flaws.tooLong {
			return line, "", &badValue{fmt.Sprintf("is longer than %d MB", maxRow>>20)}
		}
		value := strings.TrimSpace(string(l.lines.raw))
		if value == "" {
			continue
		}
		if !utf8.ValidString(value) {
			value = fromWindows1252(value)
			if l.encoding != windows1252Name {
				l.report(line, "is not UTF-8 as the rest of the file: it is read as Windows-1252")
			}
		}
		if !gjson.Valid(value) {
			return line, "", &badValue{"is not valid JSON"}
		}
		return line, value, nil
	}
}

func (l *lineValues) close() error { return l.file.Close() }
