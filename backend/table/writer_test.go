package table

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// write writes a whole list.
func write(t testing.TB, path string, columns []string, rows [][]string) {
	t.Helper()
	writer, err := Create(path, Style{Columns: columns})
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
			sameCells(t, readAll(t, path, Reading{}).cells(), rows)
		})
	}
}

// only expects that a folder holds these files and nothing else.
func only(t testing.TB, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	if !slices.Equal(found, names) {
		t.Errorf("the folder holds %q, want %q", found, names)
	}
}

func TestNobodyFindsHalfAList(t *testing.T) {
	t.Parallel()
	for _, ending := range []string{".csv", ".tsv", ".jsonl", ".xlsx"} {
		t.Run(ending, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			path := filepath.Join(folder, "out"+ending)
			if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
				t.Fatal(err)
			}
			begin := func() *Writer {
				writer, err := Create(path, Style{Columns: []string{"Company"}})
				if err != nil {
					t.Fatal(err)
				}
				for range 10_000 {
					if err := writer.Write([]string{"Acme"}); err != nil {
						t.Fatal(err)
					}
				}
				return writer
			}
			aborted := begin()
			if got := readFile(t, path); got != "before" {
				t.Errorf("while it is written the file holds %d bytes", len(got))
			}
			if err := aborted.Abort(); err != nil {
				t.Errorf("abort: %v", err)
			}
			if got := readFile(t, path); got != "before" {
				t.Errorf("after giving up the file holds %d bytes", len(got))
			}
			only(t, folder, "out"+ending)
			if err := aborted.Write([]string{"Foo"}); err == nil {
				t.Error("a list that was given up can be written")
			}
			if err := aborted.Close(); err != nil {
				t.Errorf("close after abort: %v", err)
			}
			if got := readFile(t, path); got != "before" {
				t.Errorf("closing after giving up writes %d bytes", len(got))
			}

			finished := begin()
			if err := finished.Close(); err != nil {
				t.Fatal(err)
			}
			if err := finished.Abort(); err != nil {
				t.Errorf("abort after close: %v", err)
			}
			if err := finished.Close(); err != nil {
				t.Errorf("close again: %v", err)
			}
			only(t, folder, "out"+ending)
			if rows := readAll(t, path, Reading{}).rows; len(rows) != 10_000 {
				t.Errorf("%d rows are read", len(rows))
			}
		})
	}
}

func TestListsThatCannotBeWrittenSayWhy(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "folder.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		"out.pdf":         "its ending says the format",
		"out":             "its ending says the format",
		"missing/out.csv": "there is no folder",
		"folder.csv":      "it is a folder",
	} {
		path = filepath.Join(folder, path)
		_, err := Create(path, Style{Columns: []string{"Company"}})
		if err == nil || !strings.HasPrefix(err.Error(), path+" ") || !strings.Contains(err.Error(), says) {
			t.Errorf("the error is %v, want one that says %q", err, says)
		}
	}
	only(t, folder, "folder.csv")
}

func TestMissingCellsAreEmptyAndExtraOnesAreWritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.csv")
	write(t, path, []string{"a", "b"}, [][]string{{"1"}, {"1", "2", "3"}, {"\x00\xff", "\x1b"}})
	if got, want := readFile(t, path), "\xef\xbb\xbfa,b\n1,\n1,2,3\n␀\uFFFD,\x1b\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
