package table

import (
	"fmt"
	"strings"
	"testing"
)

// rawSheets makes a workbook of several sheets: their rows' XML by their names, with "!" before one that is hidden, "!!" before
// one that is very hidden, and "chart:" before one that has no rows at all.
func rawSheets(t testing.TB, sheets ...[]string) string {
	t.Helper()
	parts := make(map[string]string)
	var list, relations strings.Builder
	for i, sheet := range sheets {
		name, state, kind := sheet[0], "", "worksheet"
		if hidden, found := strings.CutPrefix(name, "!"); found {
			name, state = hidden, ` state="hidden"`
		}
		if hidden, found := strings.CutPrefix(name, "!"); found {
			name, state = hidden, ` state="veryHidden"`
		}
		if chart, found := strings.CutPrefix(name, "chart:"); found {
			name, kind = chart, "chartsheet"
		}
		part := fmt.Sprintf("%ss/sheet%d.xml", kind, i+1)
		parts["xl/"+part] = rawSheet(sheet[1:]...)
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, name, i+1, state, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Target="%s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s"/>`, i+1, part, kind)
	}
	parts["xl/workbook.xml"] = `<workbook xmlns:r="r"><sheets>` + list.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships>` + relations.String() + `</Relationships>`
	return rawWorkbook(t, parts)
}

// hiddenRow is a row that is hidden.
func hiddenRow(number int, texts ...string) string {
	return strings.Replace(rawRow(number, texts...), "<row ", `<row hidden="1" `, 1)
}

func TestTheSheetThatLooksLikeAListIsRead(t *testing.T) {
	t.Parallel()
	cover := []string{"Cover", rawRow(1, "Report 2024"), rawRow(3, "Prepared by Ann Miller"), rawRow(4, "For internal use")}
	named := []string{"About", rawRow(1, "Company", "Miller Research"), rawRow(2, "Prepared by", "Ann"), rawRow(3, "Date", "2024-05-01")}
	labels := []string{"Info", rawRow(1, "Title:", "Customers"), rawRow(2, "Website:", "miller.com")}
	narrow := []string{"Title", rawRow(1, "Company"), rawRow(2, "Report for the board"), rawRow(3, "Version 3")}
	list := []string{"Accounts", rawRow(1, "Company", "Domain"), rawRow(2, "Acme", "acme.com")}
	reports := []string{"Press", rawRow(1, "Company", "City"), rawRow(2, "Contact Energy", "Wellington"), rawRow(3, "Project Management Institute", "Newtown"), rawRow(4, "Report Inc", "Bonn")}
	more := []string{"More", rawRow(1, "Company", "Domain"), rawRow(2, "Bolt", "bolt.com")}
	other := []string{"Codes", rawRow(1, "Code", "Meaning"), rawRow(2, "A", "first"), rawRow(3, "B", "second")}
	sectors := []string{"Sectors", rawRow(1, "Industry", "Head"), rawRow(2, "Food", "12")}
	blankRows := []string{"Blank", `<row r="1" s="1" customFormat="1"><c r="A1" s="1"/></row>`}
	short := []string{"Short", rawRow(1, "Company"), rawRow(2, "Acme")}
	empty := []string{"Empty"}
	hidden := []string{"!!Old", rawRow(1, "Company"), rawRow(2, "Gone")}
	filtered := []string{"Filtered", hiddenRow(1, "Company"), hiddenRow(2, "Dim")}
	chart := []string{"chart:Sales"}
	tests := []struct {
		name   string
		sheets [][]string
		want   string
		says   string
	}{
		{"a cover sheet first", [][]string{cover, list, more}, "Accounts", "begins the list in the sheet “Accounts”, the first whose columns are known: the others are “Cover”, “More”"},
		{"a cover sheet that names a company", [][]string{named, list}, "Accounts", "the others are “About”"},
		{"labels with values", [][]string{labels, list}, "Accounts", "the others are “Info”"},
		{"a narrow cover sheet", [][]string{narrow, more}, "More", "the others are “Title”"},
		{"a sheet of codes first", [][]string{other, cover, list}, "Accounts", "the others are “Codes”, “Cover”"},
		{"a sheet of known columns that are no companies", [][]string{sectors, list}, "Accounts", "the others are “Sectors”"},
		{"only such", [][]string{other, sectors}, "Sectors", "the others are “Codes”"},
		{"nothing that matches", [][]string{empty, other, cover}, "Codes", ""},
		{"two lists", [][]string{list, more}, "Accounts", ""},
		{"a short list first", [][]string{short, list}, "Short", ""},
		{"companies that are called as a cover's lines", [][]string{reports, list}, "Press", ""},
		{"nothing but blank rows first", [][]string{blankRows, more}, "More", ""},
		{"a very hidden sheet first", [][]string{hidden, list}, "Accounts", ""},
		{"a hidden list and a cover sheet", [][]string{hidden, cover}, "Cover", ""},
		{"nothing else but a hidden sheet", [][]string{empty, hidden}, "Old", "the sheet “Old”, which is hidden: no other has rows"},
		{"a chart first", [][]string{chart, list}, "Accounts", ""},
		{"all rows hidden and another list", [][]string{filtered, list}, "Accounts", "the others are “Filtered”"},
		{"all rows hidden and no other list", [][]string{other, filtered}, "Filtered", "is hidden in the sheet, and so is another"},
		{"all rows hidden alone", [][]string{filtered}, "Filtered", "is hidden in the sheet, and so is another"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			read := readAll(t, rawSheets(t, test.sheets...), Reading{})
			if read.layout.Sheet != test.want {
				t.Errorf("the sheet is %s", read.layout.Sheet)
			}
			if said := fmt.Sprint(read.problems); !strings.Contains(said, test.says) || test.says == "" && strings.Contains(said, "the sheet “") {
				t.Errorf("problems are %s", said)
			}
		})
	}
}

func TestASheetThatIsNamedIsReadWhateverItLooksLike(t *testing.T) {
	t.Parallel()
	path := rawSheets(t, []string{"Cover", rawRow(1, "Report 2024"), rawRow(2, "Prepared by Ann")}, []string{"List", rawRow(1, "Company"), rawRow(2, "Acme")})
	for _, name := range []string{"Cover", "cover"} {
		if read := readAll(t, path, Reading{Sheet: name}); read.layout.Sheet != "Cover" || strings.Contains(fmt.Sprint(read.problems), "the sheet “") {
			t.Errorf("the sheet is %s, problems are %v", read.layout.Sheet, read.problems)
		}
	}
}

func TestADamagedSheetIsNotPassedOverSilently(t *testing.T) {
	t.Parallel()
	damaged := []string{"Damaged", `<row r="1"><c r="A1"`}
	list := []string{"List", rawRow(1, "Company"), rawRow(2, "Acme")}
	other := []string{"Codes", rawRow(1, "Code"), rawRow(2, "A")}
	refused(t, rawSheets(t, damaged, list), Reading{}, "is damaged")
	sameCells(t, readAll(t, rawSheets(t, list, damaged), Reading{}).cells(), [][]string{{"Acme"}})
	read := readAll(t, rawSheets(t, other, damaged), Reading{})
	if said := fmt.Sprint(read.problems); read.layout.Sheet != "Codes" || !strings.Contains(said, "“Damaged” can't be looked at") {
		t.Errorf("the sheet is %s, problems are %s", read.layout.Sheet, said)
	}
	missing := repacked(t, rawSheets(t, other, list), "xl/worksheets/sheet1.xml", nil)
	if said := fmt.Sprint(readAll(t, missing, Reading{}).problems); !strings.Contains(said, "“Codes” is missing in the file") {
		t.Errorf("problems are %s", said)
	}
}
