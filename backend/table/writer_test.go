package table

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write writes a whole list.
func write(t testing.TB, path string, columns []string, rows [][]string) {
	t.Helper()
	writer, err := Create(path, columns)
	if err != nil {
		t.Fatalf("create: %v", err)
	}
	for _, row := range rows {
		if err := writer.Write(row); err != nil {
			t.Fatalf("write: %v", err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestTheMarkStandsBeforeAListWithMoreThanASCII(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", markHold+100)
	tests := []struct {
		name  string
		cells []string
		mark  bool
	}{
		{"plain", []string{"Acme"}, false},
		{"plain and long", []string{long, long}, false},
		{"early", []string{"Müller", "Acme"}, true},
		{"late", []string{long, long, long, "Müller"}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "out.csv")
			var rows [][]string
			for _, cell := range test.cells {
				rows = append(rows, []string{cell, "b"})
			}
			write(t, path, []string{"Company", "Note"}, rows)
			content := readFile(t, path)
			rest := strings.TrimPrefix(content, string(utf8Mark))
			if (len(rest) != len(content)) != test.mark {
				t.Errorf("the mark is there: %v", !test.mark)
			}
			if want := "Company,Note\n" + strings.Join(test.cells, ",b\n") + ",b\n"; rest != want {
				t.Errorf("got %d bytes, want %d", len(rest), len(want))
			}
			sameCells(t, readAll(t, path, Options{}).cells(), rows)
		})
	}
}
