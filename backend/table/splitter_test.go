package table

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// records splits a whole text, blank lines left out.
func records(t testing.TB, source io.Reader, delimiter byte, buffer int) (found [][]string, lines []int64) {
	t.Helper()
	s := newSplitter(source, make([]byte, buffer))
	s.delimiter = delimiter
	for {
		line, err := s.next()
		if errors.Is(err, io.EOF) {
			return found, lines
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(s.raw) == 0 {
			continue
		}
		found, lines = append(found, s.fields(nil)), append(lines, line)
	}
}

// TestWellFormedTextIsSplitAsByTheStandardLibrary compares with encoding/csv, whatever the cells
// hold, and however little is read at once.
func TestWellFormedTextIsSplitAsByTheStandardLibrary(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(texts(), 1, 5), 0, 20).Draw(rt, "rows")
		for _, row := range rows {
			row[0] = strings.TrimLeft(row[0], "\ufeff") // a mark before a row is nothing
		}
		delimiter := rapid.SampledFrom(delimiters).Draw(rt, "delimiter")
		crlf := rapid.Bool().Draw(rt, "crlf")
		var text strings.Builder
		writer := csv.NewWriter(&text)
		writer.Comma, writer.UseCRLF = rune(delimiter), crlf
		if err := writer.WriteAll(rows); err != nil {
			rt.Fatal(err)
		}
		reader := csv.NewReader(strings.NewReader(text.String()))
		reader.Comma, reader.FieldsPerRecord = rune(delimiter), -1
		var want [][]string
		var wantLines []int64
		for {
			row, err := reader.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				rt.Fatal(err)
			}
			line, _ := reader.FieldPos(0)
			want, wantLines = append(want, row), append(wantLines, int64(line))
		}
		source := iotest.HalfReader(strings.NewReader(text.String()))
		got, lines := records(t, source, delimiter, rapid.IntRange(1, 64).Draw(rt, "buffer"))
		for _, row := range got {
			for i, cell := range row {
				// The standard library changes line ends in cells; here cells stay as they are.
				row[i] = strings.ReplaceAll(cell, "\r\n", "\n")
			}
		}
		if !slices.EqualFunc(got, want, slices.Equal) || !slices.Equal(lines, wantLines) {
			rt.Fatalf("text %q\ngot  %q %v\nwant %q %v", text.String(), got, lines, want, wantLines)
		}
	})
}

func TestAReadingErrorIsNotTakenForTheEnd(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	for _, text := range []string{"a,b\nc", "a,b\n\"c", "a,b\nc,d\n"} {
		s := newSplitter(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), make([]byte, 4))
		s.delimiter = ','
		var err error
		for err == nil {
			_, err = s.next()
		}
		if !errors.Is(err, broken) {
			t.Errorf("%q ends with %v", text, err)
		}
	}
}
