package table

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// refused expects that a file is refused with a sentence that names it.
func refused(t testing.TB, path string, options Reading, says string) {
	t.Helper()
	reader, err := Open(path, options)
	if err == nil {
		_ = reader.Close()
		t.Errorf("%s is opened, but should be refused: %s", path, says)
		return
	}
	var refusal *Refusal
	if !errors.As(err, &refusal) || !strings.HasPrefix(err.Error(), path+" ") || !strings.Contains(err.Error(), says) {
		t.Errorf("the error is %q, want one that says %q", err, says)
	}
}

func TestFilesThatAreNoListsSayWhy(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, content, says string }{
		{"empty.csv", "", "is empty"},
		{"blank.csv", " \n\r\n\t\n", "is empty: there is no header and no row in it"},
		{"mark.csv", "\xef\xbb\xbf", "is empty: there is no header and no row in it"},
		{"wide.csv", "\xff\xfe", "is empty: there is no header and no row in it"},
		{"sep.csv", "sep=;\n", "is empty: there is no header and no row in it"},
		{"picture.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is a picture"},
		{"document.pdf", "%PDF-1.7\n", "is a PDF"},
		{"list.csv.gz", "\x1f\x8b\x08\x00", "unpack it first"},
		{"binary.csv", "Company\x00\x01\x02,x\nAcme,y\n", "is a binary file"},
		{"noise.bin", strings.Repeat("\x00\x01\x02\x03\x00\xff\xfe", 5000), "is a binary file"},
		{"archive.zip", "PK\x03\x04" + strings.Repeat("x", 100), "is damaged"},
		{"nothing.zip", "PK\x05\x06" + strings.Repeat("\x00", 18), "is a packed archive"},
		{"empty.jsonl", "\n\n", "is empty"},
		{"scalars.jsonl", "1\n2\n", "there is no JSON object in it"},
		{"nothing.json", "[]", "there is no JSON object in it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			refused(t, keep(t, test.name, test.content), Reading{}, test.says)
		})
	}
}

func TestFilesThatCannotBeOpenedSayWhy(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	refused(t, folder, Reading{}, "is a folder")
	missing := filepath.Join(folder, "missing.csv")
	refused(t, missing, Reading{}, "does not exist")
	if _, err := Open(missing, Reading{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
	if got := refuseSystem("a.csv", fs.ErrPermission).Error(); got != "a.csv can't be opened: you have no permission for it" {
		t.Errorf("the error is %q", got)
	}
	refused(t, keep(t, "list.csv", "Company\nAcme\n"), Reading{Sheet: "Sheet1"}, "has no sheets")
	refused(t, "/dev/null", Reading{}, "is not an ordinary file")
}

func TestAListThatIsDeletedWhileItIsReadIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	text := "Company\n" + strings.Repeat("Acme\n", 1_000_000)
	path := keep(t, "list.csv", text)
	reader, err := Open(path, Reading{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	if err := os.Remove(path); err != nil {
		t.Skipf("an open file can't be deleted here: %v", err)
	}
	rows := 0
	for {
		if _, err := reader.Next(); err != nil {
			if !errors.Is(err, io.EOF) {
				t.Fatal(err)
			}
			break
		}
		rows++
	}
	if rows != 1_000_000 {
		t.Errorf("%d rows are read", rows)
	}
}

func TestProblemsAreAllCountedAndTheFirstOnesKept(t *testing.T) {
	t.Parallel()
	reader, err := Open(keep(t, "list.csv", "Company,Website\n"+strings.Repeat("Acme\n", 2500)), Reading{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	for err == nil {
		_, err = reader.Next()
	}
	if kept, all := len(reader.Problems()), reader.ProblemCount(); kept != 1000 || all != 2500 {
		t.Errorf("%d problems are kept, %d counted", kept, all)
	}
	if last := reader.Problems()[999].Row; last != 1001 {
		t.Errorf("the last one kept is in row %d", last)
	}
}
