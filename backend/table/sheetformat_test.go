package table

import (
	"fmt"
	"html"
	"strings"
	"testing"
)

// formattedCells makes a workbook of numbers, each as it stands in the XML behind the code of its format.
func formattedCells(t testing.TB, properties string, cells [][2]string) string {
	t.Helper()
	var formats, styles strings.Builder
	rows := []string{rawRow(1, "Company", "Value")}
	for i, cell := range cells {
		id := fmt.Sprint(200 + i)
		if builtIn, found := strings.CutPrefix(cell[0], "id "); found {
			id = builtIn
		} else {
			fmt.Fprintf(&formats, `<numFmt numFmtId="%s" formatCode="%s"/>`, id, html.EscapeString(cell[0]))
		}
		fmt.Fprintf(&styles, `<xf numFmtId="%s"/>`, id)
		rows = append(rows, fmt.Sprintf(`<row r="%d"><c r="A%d" t="inlineStr"><is><t>c%d</t></is></c><c r="B%d" s="%d"><v>%s</v></c></row>`, i+2, i+2, i, i+2, i, cell[1]))
	}
	return rawWorkbook(t, map[string]string{
		"xl/workbook.xml": strings.Replace(smallestParts["xl/workbook.xml"], "<sheets>", properties+"<sheets>", 1),
		"xl/styles.xml":   `<styleSheet><numFmts>` + formats.String() + `</numFmts><cellXfs>` + styles.String() + `</cellXfs></styleSheet>`,
		sheetPart:         rawSheet(rows...),
	})
}

// formatted are cells with their formats and what is read of them.
type formatted [3]string

func sameFormatted(t *testing.T, properties string, tests []formatted) {
	t.Helper()
	cells := make([][2]string, len(tests))
	for i, test := range tests {
		cells[i] = [2]string{test[0], test[1]}
	}
	rows := readAll(t, formattedCells(t, properties, cells), Reading{}).cells()
	if len(rows) != len(tests) {
		t.Fatalf("%d rows are read", len(rows))
	}
	for i, test := range tests {
		if got := rows[i][1]; got != test[2] {
			t.Errorf("%s under %s is %q, want %q", test[1], test[0], got, test[2])
		}
	}
}

func TestZerosBeforeANumberAreReadAsTheyAreShown(t *testing.T) {
	t.Parallel()
	sameFormatted(t, "", []formatted{
		{"00000", "42", "00042"},
		{"00000", "123456", "123456"},
		{"00000", "0", "00000"},
		{"00000", "-42", "-00042"},
		{"00000", "42.5", "42.5"},
		{"00000", "4.2E+1", "00042"},
		{"[$-409]00000", "501", "00501"},
		{"[Red]00000", "501", "00501"},
		{"[Blue][>99]00000;[Red]0", "501", "00501"},
		{"[Blue][>99]00000;[Red]0", "42", "42"},
		{"[<=99]000;[<=9999]00000;0", "7", "007"},
		{"[<=99]000;[<=9999]00000;0", "700", "00700"},
		{"[<=99]000;[<=9999]00000;0", "70000", "70000"},
		{"[DBNum1][$-804]00000", "7", "00007"},
		{"000-00-0000", "12345678", "012-34-5678"},
		{"000\\-00\\-0000", "12345678", "012-34-5678"},
		{"000\\ 000\\ 000", "1234567", "001 234 567"},
		{"00 00 00", "1234", "00 12 34"},
		{"(000) 000-0000", "12345678", "(001) 234-5678"},
		{`"0"###`, "123", "0123"},
		{`"0"### ### ####`, "1234567890", "0123 456 7890"},
		{`\0#`, "49", "049"},
		{`"0"0`, "7", "07"},
		{`"+49 0"#`, "301234", "+49 0301234"},
		{`"ID-"00000`, "42", "ID-00042"},
		{`"ID-"00000_)`, "42", "ID-00042"},
		{`00000" (alt)"`, "42", "00042 (alt)"},
		{`*-00000`, "42", "00042"},
		{`00000;00000;00000;@`, "0", "00000"},
		{`00000;(00000)`, "-42", "(00042)"},
		{`00000;"none"`, "42", "00042"},
		{`000000"/"00`, "123456", "001234/56"},
		{`000,000`, "1234", "001234"},
		{`#00`, "7", "07"},
		{`?00`, "7", "07"},
	})
}

func TestNumbersAreNoneOfTheirPictures(t *testing.T) {
	t.Parallel()
	sameFormatted(t, "", []formatted{
		{"General", "42", "42"},
		{"0", "42", "42"},
		{"0.00", "5", "5"},
		{"00.00", "5.5", "5.5"},
		{"0%", "0.1234", "0.1234"},
		{"00%", "0.05", "0.05"},
		{"id 9", "0.25", "0.25"},
		{"# ?/?", "0.25", "0.25"},
		{"# ??/??", "1.5", "1.5"},
		{"00E+00", "12345", "12345"},
		{"##0.0E+0", "12345", "12345"},
		{"00,", "12345678", "12345678"},
		{`0.0,,"M"`, "12345678.9", "12345678.9"},
		{`#,##0 "Std"`, "1234", "1234"},
		{"#,##0 USD", "1234", "1234"},
		{"0 days", "12", "12"},
		{"0.00 h", "12.5", "12.5"},
		{`"Day "0`, "5", "5"},
		{`0 "m2"`, "5", "5"},
		{`0" of 100"`, "5", "5"},
		{`[$€-407] #,##0.00`, "1234.5", "1234.5"},
		{`[<=9999999]###\-####;\(###\)\ ###\-####`, "5551234", "5551234"},
		{";;;", "7", "7"},
		{"@", "7", "7"},
		{`"text"`, "7", "7"},
		{"[Red]", "7", "7"},
		{"[", "7", "7"},
		{`"`, "7", "7"},
		{`\`, "7", "7"},
		{"", "7", "7"},
		{"[>x]0", "7", "7"},
	})
}

func TestDatesAreReadAsISOWritesThem(t *testing.T) {
	t.Parallel()
	tests := []formatted{
		{"id 14", "45292", "2024-01-01"},
		{"id 22", "45292.75", "2024-01-01 18:00:00"},
		{"id 31", "45292", "2024-01-01"},
		{"id 32", "0.75", "18:00:00"},
		{"id 57", "45292", "2024-01-01"},
		{"id 46", "1.5", "36:00:00"},
		{"id 21", "0.75", "18:00:00"},
		{"dd/mm/yyyy", "45292.75", "2024-01-01 18:00:00"},
		{"dd/mm/yyyy", "45292.3333333333", "2024-01-01 08:00:00"},
		{"dd/mm/yyyy hh:mm:ss.000", "45292.000002893519", "2024-01-01 00:00:00.250"},
		{"yyyy\\-mm\\-dd;@", "45292", "2024-01-01"},
		{"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "45292", "2024-01-01"},
		{"[$-407]d. MMMM yyyy", "45292", "2024-01-01"},
		{`yyyy"年"m"月"d"日"`, "45292", "2024-01-01"},
		{"[$-411]ge.m.d", "45292", "2024-01-01"},
		{"mmm", "45292", "2024-01-01"},
		{"mm", "45292", "2024-01-01"},
		{"[Red]d.m.yy", "45292", "2024-01-01"},
		{`[>40000]d.m.yy;0`, "45292", "2024-01-01"},
		{`[>40000]d.m.yy;0`, "42", "42"},
		{"h:mm AM/PM", "0.75", "18:00:00"},
		{"mm:ss", "0.5", "12:00:00"},
		{"h:mm", "45292.75", "2024-01-01 18:00:00"},
		{"[h]:mm", "1.25", "30:00:00"},
		{"[mm]:ss", "0.5", "12:00:00"},
		{"id 14", "1", "1900-01-01"},
		{"id 14", "59", "1900-02-28"},
		{"id 14", "60", "1900-02-29"},
		{"id 14", "61", "1900-03-01"},
		{"id 14", "2958465", "9999-12-31"},
		{"id 14", "2958466", "2958466"},
		{"id 14", "0", "0"},
		{"id 14", "-5", "-5"},
		{"h:mm", "-0.5", "-0.5"},
		{"id 14", "20240101", "20240101"},
	}
	sameFormatted(t, "", tests)
	sameFormatted(t, `<workbookPr date1904="1"/>`, []formatted{
		{"id 14", "43830", "2024-01-01"},
		{"dd/mm/yyyy", "43830.75", "2024-01-01 18:00:00"},
		{"id 14", "0", "1904-01-01"},
		{"h:mm", "43830.75", "2024-01-01 18:00:00"},
		{"h:mm", "0.75", "18:00:00"},
		{"[h]:mm", "1.25", "30:00:00"},
		{"0", "43830", "43830"},
	})
	sameFormatted(t, `<workbookPr date1904="false"/>`, []formatted{{"id 14", "45292", "2024-01-01"}})
}

func TestCellsOfOtherKindsAreReadAsWhatIsInThem(t *testing.T) {
	t.Parallel()
	row := `<row r="2"><c r="A2" t="str"><v>Acme</v></c>`
	for _, kind := range [][2]string{
		{"b", "1"},
		{"b", "0"},
		{"b", "true"},
		{"b", ""},
		{"d", "2024-01-01"},
		{"d", "2024-01-01T18:00:00"},
		{"d", "2024-01-01T00:00:00.000Z"},
		{"d", "T18:00:00"},
		{"n", "abc"},
		{"unknown", "5"},
	} {
		row += `<c t="` + kind[0] + `"><v>` + kind[1] + `</v></c>`
	}
	read := readRaw(t, rawRow(1, "Company"), row+`</row>`)
	sameCells(t, read.cells(), [][]string{{"Acme", "TRUE", "FALSE", "TRUE", "", "2024-01-01", "2024-01-01 18:00:00", "2024-01-01", "18:00:00", "abc", "5"}})
}

func TestErrorsInASheetAreToldAndAreNoNames(t *testing.T) {
	t.Parallel()
	read := readRaw(t, rawRow(1, "Company", "Domain"),
		`<row r="2"><c r="A2" t="e"><f>NA()</f><v>#N/A</v></c><c r="B2" t="str"><v>acme.com</v></c></row>`,
		`<row r="3"><c r="A3" t="str"><v>Bolt</v></c><c r="B3" t="e"><v>#REF!</v></c></row>`,
		`<row r="4"><c r="A4" t="str"><v>100% #1 Inc</v></c><c r="B4" t="e"><v/></c></row>`,
		`<row r="5"><c r="A5" t="inlineStr"><is><t>#N/A</t></is></c></row>`)
	sameCells(t, read.cells(), [][]string{{"", "acme.com"}, {"Bolt", ""}, {"100% #1 Inc", ""}, {"#N/A", ""}})
	said := fmt.Sprint(read.problems)
	if strings.Contains(said, "B4") {
		t.Errorf("an error without a name is told: %s", said)
	}
	for _, what := range []string{"2 has the error #N/A in A2", "3 has the error #REF! in B3"} {
		if !strings.Contains(said, what) {
			t.Errorf("problems are %s", said)
		}
	}
}
