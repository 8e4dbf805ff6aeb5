//go:build unix

package acceptance_test

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// mostMemory is what Jobdeck may take at its peak, however long the list.
const mostMemory = 150 << 20

var columns = []string{"Account Name", "Website", "Primary Industry", "Account Owner", "Note"}

// fate is what becomes of a row of the long lists.
type fate int

const (
	good fate = iota
	double
	bad
)

func fateOf(row int) fate {
	switch {
	case row%97 == 0:
		return bad
	case row%50 == 0 && (row-1)%97 != 0:
		return double // of the row before, which is a good one
	default:
		return good
	}
}

// cells are a row as it is in the file, and as the cleaned list has it.
func cells(row int) (raw, clean []string) {
	n := row
	if fateOf(row) == double {
		n = row - 1
	}
	site := fmt.Sprintf("company-%d.example.com", n)
	note := fmt.Sprintf("note \"%d\", kept", row)
	raw = []string{fmt.Sprintf("  Company   %d ", n), "HTTPS://www." + site + "/about?x=1", "Software", fmt.Sprintf("Owner %d", row%100), note}
	clean = []string{fmt.Sprintf("Company %d", n), site, "Software", fmt.Sprintf("Owner %d", row%100), note}
	if fateOf(row) == bad {
		raw[1] = "company..example.com"
	}
	return raw, clean
}

// writeLong writes a list of so many rows, as CSV or JSON Lines.
func writeLong(t *testing.T, path string, rows int) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	buffer := bufio.NewWriterSize(file, 1<<16)
	write := csvRows(buffer)
	if filepath.Ext(path) == ".jsonl" {
		write = jsonRows(buffer)
	}
	for row := 1; row <= rows; row++ {
		raw, _ := cells(row)
		if err := write(raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(write(nil), buffer.Flush()); err != nil {
		t.Fatal(err)
	}
}

func csvRows(to io.Writer) func([]string) error {
	writer := csv.NewWriter(to)
	_ = writer.Write(columns) // an error comes again at the end
	return func(cells []string) error {
		if cells == nil {
			writer.Flush()
			return writer.Error()
		}
		return writer.Write(cells)
	}
}

func jsonRows(to io.Writer) func([]string) error {
	encoder := json.NewEncoder(to)
	return func(cells []string) error {
		if cells == nil {
			return nil
		}
		return encoder.Encode(map[string]string{
			columns[0]: cells[0], columns[1]: cells[1], columns[2]: cells[2], columns[3]: cells[3], columns[4]: cells[4],
		})
	}
}

func TestALongListIsCleanedInOrderAndInLittleMemory(t *testing.T) {
	for _, test := range []struct {
		name string
		rows int
	}{
		{"a hundred thousand rows.csv", 100_000},
		{"a million rows.csv", 1_000_000},
		{"a million rows.jsonl", 1_000_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() && test.rows > 100_000 {
				t.Skip("a million rows take half a minute")
			}
			t.Parallel()
			cleanLong(t, test.name, test.rows)
		})
	}
}

func cleanLong(t *testing.T, name string, rows int) {
	t.Helper()
	d := newDesk(t)
	list := filepath.Join(d.work, name)
	writeLong(t, list, rows)
	run := d.start("run", list, "--recipe", "preprocess", "--out", "clean.csv", "--json")
	s := run.ends()
	if s.code != 4 {
		t.Fatalf("exit code %d, want 4, as some rows are bad: %s%s", s.code, s.out, s.err)
	}
	var r result
	if err := json.Unmarshal([]byte(s.out), &r); err != nil {
		t.Fatal(err)
	}
	var want [3]int64
	for row := 1; row <= rows; row++ {
		want[fateOf(row)]++
	}
	if r.Status != "completed" || r.Total != int64(rows) || r.Succeeded+r.Failed+r.Skipped != r.Total {
		t.Errorf("the counts do not add up: %+v", r)
	}
	if got := [3]int64{r.Succeeded, r.Skipped, r.Failed}; got != want {
		t.Errorf("succeeded, skipped, failed: %v, want %v", got, want)
	}
	if r.Reasons["duplicate"] != want[double] || r.Reasons["invalid"] != want[bad] {
		t.Errorf("reasons %v", r.Reasons)
	}
	t.Logf("%d rows: peak memory %d MB, active %d ms", rows, s.peak>>20, r.ActiveMS)
	if s.peak > mostMemory {
		t.Errorf("peak memory is %d MB", s.peak>>20)
	}
	checkClean(t, r.Out, rows, name)
}

// checkClean reads the cleaned list: the good rows alone, in the input's order, with all columns.
func checkClean(t *testing.T, path string, rows int, name string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(bufio.NewReaderSize(file, 1<<16))
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		t.Fatal(err)
	}
	place := make([]int, len(columns)) // JSON Lines has its columns in the order it has them
	if len(header) != len(columns) {
		t.Fatalf("columns %q", header)
	}
	for i, column := range columns {
		place[i] = -1
		for j, found := range header {
			if found == column {
				place[i] = j
			}
		}
		if place[i] < 0 || (filepath.Ext(name) == ".csv" && place[i] != i) {
			t.Fatalf("columns %q, want %q", header, columns)
		}
	}
	for row := 1; row <= rows; row++ {
		if fateOf(row) != good {
			continue
		}
		got, err := reader.Read()
		if err != nil {
			t.Fatalf("row %d: %v", row, err)
		}
		_, want := cells(row)
		for i := range want {
			if got[place[i]] != want[i] {
				t.Fatalf("row %d: %q, want %q", row, got, want)
			}
		}
	}
	if more, err := reader.Read(); err != io.EOF {
		t.Errorf("there is more: %q %v", more, err)
	}
}
