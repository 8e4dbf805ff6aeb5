package table

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// list is what a test reads of a file.
type list struct {
	layout   Layout
	rows     []Row
	problems []Problem
}

// cells are the rows' cells alone.
func (l list) cells() [][]string {
	var cells [][]string
	for _, row := range l.rows {
		cells = append(cells, row.Cells)
	}
	return cells
}

// numbers are the rows' numbers alone.
func (l list) numbers() []int64 {
	var numbers []int64
	for _, row := range l.rows {
		numbers = append(numbers, row.Number)
	}
	return numbers
}

// keep writes a file into a folder of the test's own.
func keep(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll reads a whole file.
func readAll(t testing.TB, path string, options Reading) list {
	t.Helper()
	reader, err := Open(path, options)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	defer func() {
		if err := reader.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	var read list
	for {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("next: %v", err)
		}
		row.Cells = slices.Clone(row.Cells)
		read.rows = append(read.rows, row)
	}
	if got, size := reader.BytesRead(), reader.Size(); got != size {
		t.Errorf("at the end %d of %d bytes are read", got, size)
	}
	read.layout, read.problems = reader.Layout(), reader.Problems()
	return read
}

// readText reads a text as if it were a file.
func readText(t testing.TB, name, content string) list {
	t.Helper()
	return readAll(t, keep(t, name, content), Reading{})
}

// sameCells compares cells.
func sameCells(t testing.TB, got, want [][]string) {
	t.Helper()
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
