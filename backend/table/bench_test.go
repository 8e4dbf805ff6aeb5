package table

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

const benchmarkRows = 200_000

// perSecond reports how many rows a second were done.
func perSecond(b *testing.B) {
	b.Helper()
	b.ReportMetric(float64(b.N)*benchmarkRows/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkRead(b *testing.B) {
	path := sampleList(b, benchmarkRows)
	b.Run("table", func(b *testing.B) {
		for b.Loop() {
			reader, err := Open(path, Reading{})
			if err != nil {
				b.Fatal(err)
			}
			rows := 0
			for ; ; rows++ {
				if _, err := reader.Next(); err != nil {
					break
				}
			}
			if rows != benchmarkRows {
				b.Fatalf("%d rows", rows)
			}
			_ = reader.Close()
		}
		perSecond(b)
	})
	b.Run("bare encoding_csv", func(b *testing.B) {
		for b.Loop() {
			file, err := os.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			reader := csv.NewReader(bufio.NewReaderSize(file, 1<<20))
			reader.ReuseRecord = true
			rows := -1
			for ; ; rows++ {
				if _, err := reader.Read(); errors.Is(err, io.EOF) {
					break
				}
			}
			if rows != benchmarkRows {
				b.Fatalf("%d rows", rows)
			}
			_ = file.Close()
		}
		perSecond(b)
	})
}

func BenchmarkWrite(b *testing.B) {
	rows := make([][]string, 1000)
	for i := range rows {
		rows[i] = sampleRow(i)
	}
	for _, ending := range []string{".csv", ".jsonl", ".xlsx"} {
		b.Run("table"+ending, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "out"+ending)
			for b.Loop() {
				writer, err := Create(path, Style{Columns: sampleColumns})
				if err != nil {
					b.Fatal(err)
				}
				for i := range benchmarkRows {
					if err := writer.Write(rows[i%len(rows)]); err != nil {
						b.Fatal(err)
					}
				}
				if err := writer.Close(); err != nil {
					b.Fatal(err)
				}
			}
			perSecond(b)
		})
	}
	b.Run("bare encoding_csv", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "out.csv")
		for b.Loop() {
			file, err := os.Create(path)
			if err != nil {
				b.Fatal(err)
			}
			writer := csv.NewWriter(bufio.NewWriterSize(file, 64<<10))
			_ = writer.Write(sampleColumns)
			for i := range benchmarkRows {
				if err := writer.Write(rows[i%len(rows)]); err != nil {
					b.Fatal(err)
				}
			}
			writer.Flush()
			if err := errors.Join(writer.Error(), file.Sync(), file.Close()); err != nil {
				b.Fatal(err)
			}
		}
		perSecond(b)
	})
}
