package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// The parts of a workbook with one sheet, as small as they can be.
var smallestParts = map[string]string{
	"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="xl/workbook.xml" ` +
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>`,
	"xl/workbook.xml": `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
		`<sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>`,
	"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml" ` +
		`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>`,
}

// rawWorkbook packs parts, with the smallest in place of those that are not given. An empty one is left out.
func rawWorkbook(t testing.TB, parts map[string]string) string {
	t.Helper()
	all := maps.Clone(smallestParts)
	maps.Copy(all, parts)
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if all[name] == "" {
			continue
		}
		part, err := writer.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(all[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return keep(t, "list.xlsx", packed.String())
}

// rawSheet makes a sheet of its rows' XML.
func rawSheet(rows ...string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + strings.Join(rows, "") + `</sheetData></worksheet>`
}

// rawRow makes a row of texts; an empty one is no cell.
func rawRow(number int, texts ...string) string {
	var row strings.Builder
	fmt.Fprintf(&row, `<row r="%d">`, number)
	for column, text := range texts {
		if text != "" {
			fmt.Fprintf(&row, `<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>`, columnLetters(column), number, text)
		}
	}
	return row.String() + `</row>`
}

// readRaw reads a sheet of its rows' XML.
func readRaw(t testing.TB, rows ...string) list {
	t.Helper()
	return readAll(t, rawWorkbook(t, map[string]string{sheetPart: rawSheet(rows...)}), Reading{})
}

func TestARichTextIsReadWithoutItsLooks(t *testing.T) {
	t.Parallel()
	texts := `<sst><si><r><rPr><b/></rPr><t>Ac</t></r><r><t xml:space="preserve">me </t></r></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si></sst>`
	path := rawWorkbook(t, map[string]string{
		"xl/sharedStrings.xml": texts,
		sheetPart: rawSheet(rawRow(1, "Company", "City"), `<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>`,
			`<row><c t="inlineStr"><is><r><t>Bo</t></r><r><t>lt</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c></row>`),
	})
	sameCells(t, readAll(t, path, Reading{}).cells(), [][]string{{"Acme ", "東京"}, {"Bolt", ""}})
}

// TestManySharedTextsAreReadAgain has more of them than are kept in memory, and cells that use them in no order.
func TestManySharedTextsAreReadAgain(t *testing.T) {
	t.Parallel()
	const many = 600
	long := strings.Repeat("long ", 20_000)
	var shared, rows strings.Builder
	want := make([][]string, 0, many)
	for i := range many {
		fmt.Fprintf(&shared, "<si><t>%d %s</t></si>", i, long[:4000])
		at := i * 7 % many
		fmt.Fprintf(&rows, `<row><c t="s"><v>%d</v></c></row>`, at)
		want = append(want, []string{fmt.Sprintf("%d %s", at, long[:4000])})
	}
	path := rawWorkbook(t, map[string]string{
		"xl/sharedStrings.xml": "<sst>" + shared.String() + "<si><t>" + long + "</t></si></sst>",
		sheetPart:              rawSheet(rawRow(1, "Company"), rows.String(), fmt.Sprintf(`<row><c t="s"><v>%d</v></c></row>`, many)),
	})
	reader, err := Open(path, Reading{})
	if err != nil {
		t.Fatal(err)
	}
	texts := reader.source.(*sheet).shared.texts
	if texts.file == nil || texts.all != "" || cap(texts.waits) > 2*textsInMemory {
		t.Errorf("the texts are in memory")
	}
	if err := reader.Close(); err != nil || texts.file != nil {
		t.Errorf("the texts' file is left open, %v", err)
	}
	sameCells(t, readAll(t, path, Reading{}).cells(), append(want, []string{long}))
}

func TestRowsAndCellsNeedNoNumbers(t *testing.T) {
	t.Parallel()
	read := readRaw(t, `<row><c t="str"><v>Company</v></c><c t="str"><v>City</v></c></row>`, `<row><c t="str"><v>Acme</v></c></row>`,
		`<row r="9"><c t="str"><v>Bolt</v></c><c/><c t="str"><v>x</v></c></row>`, `<row><c r="B7" t="str"><v>Bonn</v></c><c r="A7" t="str"><v>Cask</v></c></row>`)
	sameCells(t, read.cells(), [][]string{{"Acme", ""}, {"Bolt", "", "x"}, {"Cask", "Bonn", ""}})
	if fmt.Sprint(read.numbers()) != "[2 9 10]" {
		t.Errorf("numbers are %v", read.numbers())
	}
}
