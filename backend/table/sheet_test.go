package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbookFile makes an XLSX file as a spreadsheet would.
func workbookFile(t testing.TB, fill func(book *excelize.File), options ...excelize.Options) string {
	t.Helper()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	fill(book)
	path := filepath.Join(t.TempDir(), "list.xlsx")
	if err := book.SaveAs(path, options...); err != nil {
		t.Fatal(err)
	}
	return path
}

// set sets cells of a sheet.
func set(t testing.TB, book *excelize.File, sheet string, cells map[string]any) {
	t.Helper()
	for cell, value := range cells {
		if err := book.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
}

func TestASheetIsReadAsWhatIsInIt(t *testing.T) {
	t.Parallel()
	path := workbookFile(t, func(book *excelize.File) {
		set(t, book, "Sheet1", map[string]any{
			"A2": "Company", "B2": "Founded", "C2": "Staff", "D2": "Phone",
			"A3": "Acme", "B3": time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC), "C3": 1234.5, "D3": 493012345678,
			"A6": "Foo", "C6": true, "F6": "extra",
			"A7": " ", "A8": "Bar",
		})
		day, err := book.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetCellStyle("Sheet1", "B3", "B3", day); err != nil {
			t.Fatal(err)
		}
		if err := book.SetCellFormula("Sheet1", "C8", "1+1"); err != nil {
			t.Fatal(err)
		}
	})
	read := readAll(t, path, Reading{})
	if read.layout.Format != "xlsx" || read.layout.Sheet != "Sheet1" || read.layout.Delimiter != "" {
		t.Errorf("layout is %+v", read.layout)
	}
	sameCells(t, read.cells(), [][]string{
		{"Acme", "1999-12-31", "1234.5", "493012345678"},
		{"Foo", "", "TRUE", "", "", "extra"},
		{"Bar", "", "", "", "", ""},
	})
	if !slices.Equal(read.numbers(), []int64{3, 6, 8}) {
		t.Errorf("numbers are %v", read.numbers())
	}
	if len(read.problems) != 2 || read.problems[0].Row != 8 || read.problems[1].Row != 6 {
		t.Errorf("problems are %+v", read.problems)
	}
}

func TestTheSheetCanBeChosen(t *testing.T) {
	t.Parallel()
	path := workbookFile(t, func(book *excelize.File) {
		for _, sheet := range []string{"Targets", "Old ones"} {
			if _, err := book.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
			set(t, book, sheet, map[string]any{"A1": "Company", "A2": "from " + sheet})
		}
		set(t, book, "Sheet1", map[string]any{"A1": "secret"})
		book.SetActiveSheet(1)
		if err := book.SetSheetVisible("Sheet1", false); err != nil {
			t.Fatal(err)
		}
	})
	for sheet, want := range map[string]string{"": "Targets", "Targets": "Targets", "old ONES": "Old ones"} {
		read := readAll(t, path, Reading{Sheet: sheet})
		sameCells(t, read.cells(), [][]string{{"from " + want}})
		if read.layout.Sheet != want || !slices.Equal(read.layout.Sheets, []string{"Sheet1", "Targets", "Old ones"}) {
			t.Errorf("layout is %+v", read.layout)
		}
	}
	refused(t, path, Reading{Sheet: "None"}, "has no sheet “None”; it has “Sheet1”, “Targets”, “Old ones”")
}

func TestALargeSheetIsReadWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "list.xlsx")
	var rows [][]string
	for i := range 3_000 {
		rows = append(rows, []string{fmt.Sprintf("Company %d", i), "=x", strings.Repeat("the same ", 40)})
	}
	write(t, path, []string{"Company", "Formula", "Note"}, rows)
	sameCells(t, readAll(t, path, Reading{}).cells(), rows)
}

// repacked copies an XLSX file with one part changed, added or left out.
func repacked(t testing.TB, path, part string, content []byte) string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	for _, file := range archive.File {
		if file.Name != part {
			if err := writer.Copy(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	if content != nil {
		out, err := writer.Create(part)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return keep(t, "repacked.xlsx", packed.String())
}

func smallWorkbook(t testing.TB) string {
	t.Helper()
	return workbookFile(t, func(book *excelize.File) {
		set(t, book, "Sheet1", map[string]any{"A1": "Company", "A2": "Acme", "A3": "Foo"})
	})
}

const sheetPart = "xl/worksheets/sheet1.xml"

func TestALyingArchiveIsRefused(t *testing.T) {
	t.Parallel()
	content := readFile(t, smallWorkbook(t))
	archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range archive.File {
		if file.Name != sheetPart {
			continue
		}
		// The size in the directory at the end is made small.
		at := strings.LastIndex(content, sheetPart) - 46 + 24
		lying := []byte(content)
		copy(lying[at:], []byte{10, 0, 0, 0})
		refused(t, keep(t, "lying.xlsx", string(lying)), Reading{}, "is damaged")
		return
	}
	t.Fatal("there is no sheet")
}

func TestADamagedSheetIsNotReadAsAShortOne(t *testing.T) {
	t.Parallel()
	broken := []byte(`<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>Company</v></c></row>` +
		`<row r="2"><c r="A2" t="str"><v>Acme</v></c></row><row r="3"><c r="A3"></wrong></row>` +
		`<row r="4"><c r="A4" t="str"><v>Foo</v></c></row></sheetData></worksheet>`)
	reader, err := Open(repacked(t, smallWorkbook(t), sheetPart, broken), Reading{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	for {
		if _, err = reader.Next(); err != nil {
			break
		}
	}
	if !strings.Contains(err.Error(), "damaged") {
		t.Errorf("the error is %v", err)
	}
}

func TestWorkbooksThatCannotBeReadSayWhy(t *testing.T) {
	t.Parallel()
	protected := workbookFile(t, func(*excelize.File) {}, excelize.Options{Password: "secret"})
	refused(t, protected, Reading{}, "is protected by a password")
	refused(t, keep(t, "old.xls", compoundMagic+strings.Repeat("\x00W\x00o\x00r\x00k", 1000)), Reading{}, "save it as .xlsx")
	refused(t, repacked(t, smallWorkbook(t), "xl/workbook.xml", nil), Reading{}, "is a packed archive, not a list")
	refused(t, repacked(t, smallWorkbook(t), sheetPart, nil), Reading{}, "is damaged: its sheet “Sheet1” is missing")
	refused(t, workbookFile(t, func(*excelize.File) {}), Reading{}, "is empty: there is no header and no row in it")
	content := readFile(t, smallWorkbook(t))
	refused(t, keep(t, "cut.xlsx", content[:len(content)/2]), Reading{}, "is damaged")
}

func TestTooMuchForASheetIsRefusedClearly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out.xlsx")
	writer, err := Create(path, Style{Columns: []string{"Company", "Note"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Write([]string{"Acme", strings.Repeat("x", excelize.TotalCellChars)}); err != nil {
		t.Errorf("a cell of the greatest length: %v", err)
	}
	err = writer.Write([]string{"Foo", strings.Repeat("😀", excelize.TotalCellChars/2+1)})
	if err == nil || !strings.Contains(err.Error(), "row 3, “Note”, has 32768 characters") {
		t.Errorf("the error is %v", err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if read := readAll(t, path, Reading{}); len(read.rows) != 1 || len(read.rows[0].Cells[1]) != excelize.TotalCellChars {
		t.Errorf("%d rows are read", len(read.rows))
	}
	if _, err := Create(path, Style{Columns: make([]string, excelize.MaxColumns+1)}); err == nil || !strings.Contains(err.Error(), "16385 columns") {
		t.Errorf("the error is %v", err)
	}
	format := &sheetFormat{path: path}
	if err := format.write(maxSheetRows, nil); err == nil || !strings.Contains(err.Error(), "can have 1048576 rows") {
		t.Errorf("the error is %v", err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("there are %v, %v", entries, err)
	}
}

func TestNumbersAndDatesAreReadInFull(t *testing.T) {
	t.Parallel()
	values := []struct {
		format string
		value  any
		want   string
	}{
		{"$#,##0", 1234567.89, "1234567.89"},
		{"0%", 0.1234, "0.1234"},
		{"0.00", 3.14159265, "3.14159265"},
		{"0.00E+00", 123456789012.0, "123456789012"},
		{"General", 1234567890123456.0, "1234567890123456"},
		{"00000", 42.0, "00042"},
		{"000-00-0000", 12345678.0, "012-34-5678"},
		{"[<0]\"\";0%", 0.25, "0.25"},
		{";;;", 7.0, "7"},
		{"[Red]0.0", 2.75, "2.75"},
		{"#,##0.0,,\"M\"", 12345678.9, "12345678.9"},
		{"dd/mm/yyyy", 45292.0, "2024-01-01"},
		{"d mmmm yyyy", 45292.0, "2024-01-01"},
		{"dd/mm/yyyy hh:mm", 45292.75, "2024-01-01 18:00:00"},
		{"[$-407]dddd, d. mmmm yyyy", 45292.0, "2024-01-01"},
		{"hh:mm", 0.75, "18:00:00"},
		{"\"Day \"0", 5.0, "5"},
		{"@", "Acme ", "Acme "},
	}
	path := workbookFile(t, func(book *excelize.File) {
		set(t, book, "Sheet1", map[string]any{"A1": "Company", "B1": "Value"})
		for i, v := range values {
			cell := fmt.Sprintf("B%d", i+2)
			style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &v.format})
			if err != nil {
				t.Fatal(err)
			}
			set(t, book, "Sheet1", map[string]any{fmt.Sprintf("A%d", i+2): v.format, cell: v.value})
			if err := book.SetCellStyle("Sheet1", cell, cell, style); err != nil {
				t.Fatal(err)
			}
		}
	})
	for i, cells := range readAll(t, path, Reading{}).cells() {
		if cells[1] != values[i].want {
			t.Errorf("%v under %s is %q, want %q", values[i].value, values[i].format, cells[1], values[i].want)
		}
	}
}

func TestASheetThatIsCutOffIsDamaged(t *testing.T) {
	t.Parallel()
	whole := workbookFile(t, func(book *excelize.File) {
		set(t, book, "Sheet1", map[string]any{"A1": "Company", "A2": "Acme", "A3": "Bolt", "A4": "Cask"})
	})
	for _, part := range []string{"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"} {
		path := filepath.Join(t.TempDir(), "list.xlsx")
		rezip(t, whole, path, func(name string, content []byte) []byte {
			if name == part {
				return content[:len(content)*2/3]
			}
			return content
		})
		refused(t, path, Reading{}, "is damaged")
	}
}

// rezip copies an archive with its parts changed.
func rezip(t *testing.T, from, to string, change func(name string, content []byte) []byte) {
	t.Helper()
	archive, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	file, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	packed := zip.NewWriter(file)
	for _, part := range archive.File {
		content, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		written, err := packed.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := written.Write(change(part.Name, text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(packed.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAWorkbookThatPointsNowhereIsDamagedAndNoPanic(t *testing.T) {
	t.Parallel()
	whole := workbookFile(t, func(book *excelize.File) {
		set(t, book, "Sheet1", map[string]any{"A1": "Company", "A2": "Acme"})
	})
	path := filepath.Join(t.TempDir(), "list.xlsx")
	rezip(t, whole, path, func(name string, content []byte) []byte {
		if name == "xl/worksheets/sheet1.xml" {
			return bytes.ReplaceAll(content, []byte("<v>1</v>"), []byte("<v>-1</v>"))
		}
		return content
	})
	reader, err := Open(path, Reading{})
	for err == nil {
		_, err = reader.Next()
	}
	if reader != nil {
		_ = reader.Close()
	}
	if !strings.Contains(err.Error(), "is damaged") {
		t.Errorf("the error is %v", err)
	}
}

func TestWhatASheetHidesOrMergesIsTold(t *testing.T) {
	t.Parallel()
	path := workbookFile(t, func(book *excelize.File) {
		set(t, book, "Sheet1", map[string]any{
			"A1": "Company", "B1": "Contact", "A2": "Acme", "B2": "Ann", "B3": "Bo", "B4": "Cy", "A5": "Bolt", "B5": "Di", "A6": "Cask",
		})
		if err := errors.Join(book.MergeCell("Sheet1", "A2", "A4"), book.SetRowVisible("Sheet1", 5, false), book.SetRowVisible("Sheet1", 6, false)); err != nil {
			t.Fatal(err)
		}
	})
	read := readAll(t, path, Reading{})
	sameCells(t, read.cells(), [][]string{{"Acme", "Ann"}, {"Acme", "Bo"}, {"Acme", "Cy"}, {"Bolt", "Di"}, {"Cask", ""}})
	if len(read.problems) != 2 || !strings.HasPrefix(read.problems[0].What, "is hidden in the sheet, and so is another") || read.problems[0].Row != 5 ||
		!strings.Contains(read.problems[1].What, "merged") || read.problems[1].Row != 2 {
		t.Errorf("problems are %+v", read.problems)
	}
}

func TestTheFirstSheetWithRowsIsRead(t *testing.T) {
	t.Parallel()
	path := workbookFile(t, func(book *excelize.File) {
		for _, sheet := range []string{"Accounts", "More"} {
			if _, err := book.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
			set(t, book, sheet, map[string]any{"A1": "Company", "A2": "from " + sheet})
		}
	})
	read := readAll(t, path, Reading{})
	if read.layout.Sheet != "Accounts" || len(read.layout.Sheets) != 3 {
		t.Errorf("layout is %+v", read.layout)
	}
	sameCells(t, read.cells(), [][]string{{"from Accounts"}})
}
