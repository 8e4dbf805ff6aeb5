package table

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// sharedSheet is the XML of a sheet, and of the texts it shares, as spreadsheets write them.
func sharedSheet(rows int) (sheet, texts string) {
	var cells, shared strings.Builder
	cells.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	shared.WriteString(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
	known := make(map[string]int)
	for row := range rows {
		values := sampleColumns
		if row > 0 {
			values = sampleRow(row - 1)
		}
		fmt.Fprintf(&cells, `<row r="%d" spans="1:6">`, row+1)
		for column, value := range values {
			at, found := known[value]
			if !found {
				at = len(known)
				known[value] = at
				fmt.Fprintf(&shared, `<si><t>%s</t></si>`, value)
			}
			fmt.Fprintf(&cells, `<c r="%s%d" s="0" t="s"><v>%d</v></c>`, columnLetters(column), row+1, at)
		}
		cells.WriteString(`</row>`)
	}
	return cells.String() + `</sheetData></worksheet>`, shared.String() + `</sst>`
}

func BenchmarkReadSheet(b *testing.B) {
	const rows = 50_000
	inline := filepath.Join(b.TempDir(), "list.xlsx")
	written := make([][]string, rows)
	for i := range written {
		written[i] = sampleRow(i)
	}
	write(b, inline, sampleColumns, written)
	sheet, texts := sharedSheet(rows + 1)
	shared := rawWorkbook(b, map[string]string{sheetPart: sheet, "xl/sharedStrings.xml": texts})
	for name, path := range map[string]string{"inline": inline, "shared": shared} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				reader, err := Open(path, Reading{})
				if err != nil {
					b.Fatal(err)
				}
				read := 0
				for ; ; read++ {
					if _, err = reader.Next(); err != nil {
						break
					}
				}
				if !errors.Is(err, io.EOF) || read != rows {
					b.Fatalf("%d rows are read, %v", read, err)
				}
				_ = reader.Close()
			}
			b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
