package table

import (
	"fmt"
	"strings"
	"testing"
)

func TestHiddenColumnsAndRowsAreToldAndRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ columns, row, says string }{
		{`<col min="2" max="2" hidden="1"/>`, "", "[{1 has a column that is hidden in the sheet, “Domain” (B): it is read as the others}]"},
		{`<col min="1" max="1" width="9"/><col min='2' max='3' hidden='true'/>`, "", "[{1 has columns that are hidden in the sheet, “Domain” (B), “City” (C): they are read as the others}]"},
		{`<col min="3" max="3" width="0" customWidth="1"/>`, "", "[{1 has a column that is hidden in the sheet, “City” (C): it is read as the others}]"},
		{`<col min="4" max="16384" hidden="1"/>`, "", "[]"},
		{`<col min="2" max="2" hidden="0"/><col min="x" max="2" hidden="1"/>`, "", "[]"},
		{"", `hidden="1"`, "[{2 is hidden in the sheet: it is read as the others}]"},
		{"", `hidden='true'`, "[{2 is hidden in the sheet: it is read as the others}]"},
		{"", `ht="0" customHeight="1"`, "[{2 is hidden in the sheet: it is read as the others}]"},
		{"", `hidden="0" ht="15"`, "[]"},
		{"", `x:hidden="1"`, "[]"},
	} {
		sheet := rawSheet(rawRow(1, "Company", "Domain", "City"), strings.Replace(rawRow(2, "Acme", "acme.com", "Bonn"), "<row ", "<row "+test.row+" ", 1), `<row r="9" hidden="1"/>`)
		sheet = strings.Replace(sheet, "<sheetData>", "<cols>"+test.columns+"</cols><sheetData>", 1)
		read := readAll(t, rawWorkbook(t, map[string]string{sheetPart: sheet}), Reading{})
		sameCells(t, read.cells(), [][]string{{"Acme", "acme.com", "Bonn"}})
		if said := fmt.Sprint(read.problems); said != test.says {
			t.Errorf("%s%s: problems are %s", test.columns, test.row, said)
		}
	}
}
