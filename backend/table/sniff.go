package table

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// delimiters are the ones that are found by themselves, the likelier first.
var delimiters = []byte{',', ';', '\t', '|'}

// sniffRecords is how many records are looked at to find the delimiter.
const sniffRecords = 200

// declaredDelimiter reads a first line like "sep=;", by which Excel is told the delimiter. It is 0
// when there is none. Length is how long that line is. A spreadsheet that saved it again has put empty
// cells behind it: "sep=;;;".
func declaredDelimiter(sample []byte) (delimiter byte, length int) {
	line, _, _ := bytes.Cut(sample, []byte{'\n'})
	length = min(len(line)+1, len(sample))
	text := strings.TrimLeft(string(trimLineEnd(line)), `"`)
	if len(text) < 5 || !strings.EqualFold(text[:4], "sep=") || text[4] >= utf8.RuneSelf || text[4] == '"' || unicode.IsLetter(rune(text[4])) || unicode.IsDigit(rune(text[4])) {
		return 0, 0
	}
	if padding := strings.Trim(text[5:], `"`); strings.Trim(padding, text[4:5]) != "" {
		return 0, 0
	}
	return text[4], length
}

// sniffDelimiter finds the delimiter of a text by splitting it with each one and looking which gives
// a header with the most known columns, then rows that fit the header best. It is 0 when nothing
// separates: a list with one column.
func sniffDelimiter(sample []byte) byte {
	best, score := byte(0), 0.0
	for _, delimiter := range delimiters {
		records := sampleRecords(sample, delimiter)
		if len(records) == 0 {
			return 0
		}
		if s := fit(records, delimiter); s > score {
			best, score = delimiter, s
		}
	}
	return best
}

// fit says how well records split by a delimiter look like a list; 0 means not at all.
func fit(records [][]string, delimiter byte) float64 {
	at := headerRow(records)
	header, rows := records[at], records[at+1:]
	width := len(header)
	if width == 1 {
		return fitBelowNarrowHeader(rows, delimiter)
	}
	same := 0
	for _, row := range rows {
		if len(row) == width {
			same++
		}
	}
	steady := 1.0
	switch {
	case len(rows) > 0:
		steady = float64(same) / float64(len(rows))
	case at > 0:
		steady = 0 // a header below which there is nothing, and above it there is
	}
	// A known column is worth more than steadiness, and steadiness more than width.
	return 0.01 + float64(min(matches(header), 4))*2 + steady + float64(min(width, 100))/1000
}

// fitBelowNarrowHeader is for a header in one piece. A delimiter below it counts only when nearly
// every row has as many of them and none is followed by a space: names like "Acme, Inc." are one cell.
func fitBelowNarrowHeader(rows [][]string, delimiter byte) float64 {
	if len(rows) < 2 || len(rows[0]) == 1 {
		return 0
	}
	same := 0
	for _, row := range rows {
		spaced := false
		for _, cell := range row[1:] {
			spaced = spaced || strings.HasPrefix(cell, " ")
		}
		if len(row) == len(rows[0]) && (!spaced || delimiter == '\t') {
			same++
		}
	}
	if same*10 < len(rows)*9 {
		return 0
	}
	return 0.01
}

// sampleRecords splits the beginning of a text. Blank lines and a last record that the sample cuts
// are left out, unless it is all there is.
func sampleRecords(sample []byte, delimiter byte) [][]string {
	s := sampleSplitter(sample, delimiter)
	var records [][]string
	for len(records) < sniffRecords {
		_, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if cells := s.fields(nil); !blank(cells) {
			records = append(records, cells)
		}
	}
	if len(sample) >= sampleSize && len(records) > 1 && s.start == s.end {
		records = records[:len(records)-1]
	}
	return records
}

// sampleSplitter splits the beginning of a text.
func sampleSplitter(sample []byte, delimiter byte) *splitter {
	s := newSplitter(bytes.NewReader(nil), sample)
	s.end, s.ended, s.delimiter = len(sample), true, delimiter
	return s
}

// blank says whether a row has nothing in it.
func blank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}
