package table

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// sampleRow is a row as lists have them.
func sampleRow(i int) []string {
	return []string{
		fmt.Sprintf("Company %d GmbH", i), fmt.Sprintf("company-%d.example.com", i), "Industrial machinery",
		"Ann Miller", fmt.Sprint(i * 7919 % 100_000), "Some words, with a comma, about the company",
	}
}

var sampleColumns = []string{"Account Name", "Website", "Primary Industry", "Account Owner", "Employees", "Notes"}

// heap is the memory in use after cleaning up.
func heap() uint64 {
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	return memory.HeapAlloc
}

// withoutWatch leaves a test to the run without the race detector: make test-go has both.
func withoutWatch(t *testing.T) {
	t.Helper()
	if watched {
		t.Skip("is measured without the race detector")
	}
}

// TestMemoryDoesNotGrowWithTheList writes and reads lists of 200,000 rows, or a sheet of 40,000, and looks at the memory in use
// on the way. It is not parallel: others would be measured with it.
func TestMemoryDoesNotGrowWithTheList(t *testing.T) {
	withoutWatch(t)
	const bound = 12 << 20
	for _, ending := range []string{".csv", ".jsonl", ".xlsx"} {
		t.Run(ending, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "list"+ending)
			before, most := heap(), uint64(0)
			measure := func() { most = max(most, heap()) }
			writer, err := Create(path, Style{Columns: sampleColumns})
			if err != nil {
				t.Fatal(err)
			}
			rows, limit := 200_000, uint64(bound)
			if ending == ".xlsx" {
				// excelize holds up to 16 MB of a sheet before it goes to a file, in a buffer of twice that.
				rows, limit = 40_000, limit+48<<20
			}
			for i := range rows {
				if err := writer.Write(sampleRow(i)); err != nil {
					t.Fatal(err)
				}
				if i%20_000 == 0 {
					measure()
				}
			}
			if err := writer.Close(); err != nil {
				t.Fatal(err)
			}
			if grown := most - min(most, before); grown > limit {
				t.Errorf("writing takes %d MB", grown>>20)
			}

			most = 0
			reader, err := Open(path, Reading{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = reader.Close() }()
			read := 0
			for ; ; read++ {
				if _, err := reader.Next(); err != nil {
					if !errors.Is(err, io.EOF) {
						t.Fatal(err)
					}
					break
				}
				if read%20_000 == 0 {
					measure()
				}
			}
			if read != rows {
				t.Errorf("%d rows are read", read)
			}
			if grown := most - min(most, before); grown > bound {
				t.Errorf("reading takes %d MB", grown>>20)
			}
		})
	}
}

// sampleList writes a list of so many rows without this package.
func sampleList(b *testing.B, rows int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "list.csv")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	out := bufio.NewWriter(file)
	fmt.Fprintln(out, "Account Name,Website,Primary Industry,Account Owner,Employees,Notes")
	for i := range rows {
		row := sampleRow(i)
		fmt.Fprintf(out, "%s,%s,%s,%s,%s,\"%s\"\n", row[0], row[1], row[2], row[3], row[4], row[5])
	}
	if err := errors.Join(out.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
	return path
}
