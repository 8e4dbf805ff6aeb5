package table

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"
	"unicode/utf16"
)

// endOf reads a file to what ends it: the error of the opening, of a row, or io.EOF.
func endOf(path string) (rows int, err error) {
	reader, err := Open(path, Reading{})
	if err != nil {
		return 0, err
	}
	defer func() { _ = reader.Close() }()
	for {
		if _, err := reader.Next(); err != nil {
			return rows, err
		}
		rows++
	}
}

func TestAWorkbookThatIsDamagedSaysWhereAndNeverPanics(t *testing.T) {
	t.Parallel()
	shared := func(number string) map[string]string {
		return map[string]string{
			"xl/sharedStrings.xml": `<sst><si><t>Company</t></si><si><t>Acme</t></si></sst>`,
			sheetPart:              rawSheet(`<row><c t="s"><v>0</v></c></row>`, `<row><c t="s"><v>`+number+`</v></c></row>`),
		}
	}
	cells := func(cell string) map[string]string {
		return map[string]string{sheetPart: rawSheet(rawRow(1, "Company"), `<row r="2">`+cell+`</row>`)}
	}
	without := func(parts map[string]string, part string) map[string]string {
		parts[part] = ""
		return parts
	}
	tests := []struct {
		name  string
		parts map[string]string
		says  string
	}{
		{"a text that isn't there", shared("2"), "row 2 is damaged: A2 points to text 2, and the workbook has 2 texts"},
		{"a text far away", shared("99999999999"), "A2 points to text 99999999999"},
		{"a negative text", shared("-1"), "A2 points to text -1"},
		{"no number of a text", shared("NaN"), "A2 points to a text “NaN”"},
		{"no whole number of a text", shared("1.5"), "A2 points to a text “1.5”"},
		{"a number beyond all numbers", shared(strings.Repeat("9", 40)), "A2 points to a text"},
		{"no shared texts", without(shared("1"), "xl/sharedStrings.xml"), "A1 points to text 0, and the workbook has 0 texts"},
		{"shared texts that are none", map[string]string{"xl/sharedStrings.xml": `<html></html>`}, "not what the workbook says it is, but a <html>"},
		{"shared texts that end in the middle", map[string]string{"xl/sharedStrings.xml": `<sst><si><t>Company</t></si>`}, "ends in the middle"},
		{"a cell beyond the last column", cells(`<c r="XFE2" t="str"><v>x</v></c>`), "a cell “XFE2”"},
		{"a cell without a row", cells(`<c r="B" t="str"><v>x</v></c>`), "a cell “B”"},
		{"a cell without a column", cells(`<c r="2" t="str"><v>x</v></c>`), "a cell “2”"},
		{"a cell in row 0", cells(`<c r="B0" t="str"><v>x</v></c>`), "a cell “B0”"},
		{"too many cells", cells(strings.Repeat(`<c/>`, 16_385)), "more than 16384 cells"},
		{"a tag that closes another", cells(`<c r="B2"></row>`), "ends what did not begin"},
		{"an unknown letter", cells(`<c r="B2" t="str"><v>&nope;</v></c>`), "row 2 is damaged"},
		{"tags without end", cells(strings.Repeat("<a>", 300) + strings.Repeat("</a>", 300)), "stand inside each other"},
		{"a sheet that is none", map[string]string{sheetPart: `<chartsheet></chartsheet>`}, "not what the workbook says it is, but a <chartsheet>"},
		{"a sheet with nothing in it", map[string]string{sheetPart: ` `}, "ends in the middle"},
		{"a workbook in the middle", map[string]string{"xl/workbook.xml": `<workbook><sheets>`}, "is damaged: read xl/workbook.xml in it"},
		{"relations that are none", map[string]string{"xl/_rels/workbook.xml.rels": `<Relation`}, "is damaged: read xl/_rels/workbook.xml.rels in it"},
		{"no relations of the workbook", map[string]string{"xl/_rels/workbook.xml.rels": ""}, "is damaged: it doesn't say where its sheets are"},
		{"a sheet that isn't there", map[string]string{sheetPart: ""}, "is damaged: its sheet “List” is missing"},
		{"styles in the middle", map[string]string{"xl/styles.xml": `<styleSheet><cellXfs>`}, "is damaged: read xl/styles.xml in it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.parts[sheetPart] == "" {
				if _, found := test.parts[sheetPart]; !found {
					test.parts[sheetPart] = rawSheet(rawRow(1, "Company"), rawRow(2, "Acme"))
				}
			}
			_, err := endOf(rawWorkbook(t, test.parts))
			if _, ok := errors.AsType[*Refusal](err); !ok || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "damaged") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestAStyleThatIsMissingIsToldAndTheNumberStays(t *testing.T) {
	t.Parallel()
	for _, style := range []string{"1", "99", "-1", "x", "99999999999999999999"} {
		for _, styles := range []string{`<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`, ""} {
			path := rawWorkbook(t, map[string]string{
				"xl/styles.xml": styles,
				sheetPart:       rawSheet(rawRow(1, "Company", "Founded"), `<row r="2"><c t="str" s="`+style+`"><v>Acme</v></c><c s="`+style+`"><v>45292</v></c></row>`),
			})
			read := readAll(t, path, Reading{})
			sameCells(t, read.cells(), [][]string{{"Acme", "45292"}})
			if said := fmt.Sprint(read.problems); said != "[{2 has a number in B2 whose format is missing: it is read as it stands}]" {
				t.Errorf("style %s: problems are %s", style, said)
			}
		}
	}
}

func TestCellsComeInTheirColumnsHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	read := readRaw(t, rawRow(1, "Company", "Domain", "City"),
		`<row r="3"><c r="C3" t="str"><v>Bonn</v></c><c r="A3" t="str"><v>Acme</v></c><c r="B3" t="str"><v>acme.com</v></c></row>`,
		`<row r="2"><c r="b2" t="str"><v>bolt.com</v></c><c t="str"><v>Ulm</v></c><c r="A2" t="str"><v>Bolt</v></c></row>`,
		`<row r="5"><c r="A5" t="str"><v>Cask</v></c><c r="A5" t="str"><v>Dune</v></c><c r="A5" s="3"/></row>`)
	sameCells(t, read.cells(), [][]string{{"Acme", "acme.com", "Bonn"}, {"Bolt", "bolt.com", "Ulm"}, {"Cask", "", ""}})
	if said := fmt.Sprint(read.problems); said != "[{5 has the cell A5 more than once: “Dune” is left out}]" {
		t.Errorf("problems are %s", said)
	}
}

func TestATextIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		`Acme`: "Acme", ` Acme `: " Acme ", `A &amp; B &#x26; C`: "A & B & C", `<![CDATA[A < B]]>`: "A < B", `Ac<!-- no -->me`: "Acme",
		`Acme_x000D_`: "Acme\r", `Acme_x000D_` + "\n" + `Inc`: "Acme\r\nInc", `_x0041_cme`: "Acme", `a_x005F_x0041_b`: "a_x0041_b", `_x004`: "_x004", `_x00g1_`: "_x00g1_",
		`_X0041_`: "_X0041_", `_x0041`: "_x0041", `snake_x_case`: "snake_x_case", `_xD83D__xDE00_`: "😀", `_xD83D_`: "\uFFFD", `_xDE00__xD83D_`: "\uFFFD\uFFFD", `__x0041__`: "_A_",
		`_x0009_tab`: "\ttab", `😀`: "😀", `東京`: "東京",
	} {
		for _, cell := range []string{
			`<c r="B2" t="inlineStr"><is><t xml:space="preserve">` + written + `</t></is></c>`,
			`<c r="B2" t="str"><v xml:space="preserve">` + written + `</v></c>`,
			`<c r="B2" t="s"><v>0</v></c>`,
			`<c r="B2" t="inlineStr"><is><r><t>` + written + `</t></r><rPh sb="0" eb="1"><t>no</t></rPh><phoneticPr fontId="1"/></is></c>`,
		} {
			path := rawWorkbook(t, map[string]string{
				"xl/sharedStrings.xml": `<sst><si><t>` + written + `</t><rPh sb="0" eb="1"><t>no</t></rPh></si></sst>`,
				sheetPart:              rawSheet(rawRow(1, "Company", "Text"), `<row r="2"><c r="A2" t="str"><v>Acme</v></c>`+cell+`</row>`),
			})
			if cells := readAll(t, path, Reading{}).cells(); cells[0][1] != want {
				t.Errorf("%s is %q, want %q", cell, cells[0][1], want)
			}
		}
	}
}

// inUTF16 writes a text in UTF-16, with or without the mark at its beginning.
func inUTF16(order binary.ByteOrder, text string, mark bool) string {
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xFEFF}, units...)
	}
	var bytes []byte
	for _, unit := range units {
		pair := make([]byte, 2)
		order.PutUint16(pair, unit)
		bytes = append(bytes, pair...)
	}
	return string(bytes)
}

// TestPartsAreReadInEveryEncodingThatXMLMayBeIn has all parts in an encoding.
func TestPartsAreReadInEveryEncodingThatXMLMayBeIn(t *testing.T) {
	t.Parallel()
	parts := map[string]string{
		"xl/sharedStrings.xml": `<sst><si><t>Company</t></si><si><t>Müller</t></si></sst>`,
		"xl/styles.xml":        `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		sheetPart: strings.Replace(rawSheet(`<row r="1"><c t="s"><v>0</v></c><c t="inlineStr"><is><t>Founded</t></is></c></row>`,
			`<row r="2" hidden="1"><c t="s"><v>1</v></c><c s="1"><v>45292</v></c></row>`, `<row r="3"><c r="B3" s="1"><v>45293</v></c></row>`),
			"</sheetData>", `</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>`, 1),
	}
	maps.Copy(parts, smallestParts)
	for name, encode := range map[string]func(text string) string{
		"UTF-8":               func(text string) string { return `<?xml version="1.0" encoding="utf-8"?>` + text },
		"UTF-8 with its mark": func(text string) string { return "\ufeff" + text },
		"UTF-16LE": func(text string) string {
			return inUTF16(binary.LittleEndian, `<?xml version="1.0" encoding="UTF-16"?>`+text, true)
		},
		"UTF-16BE": func(text string) string {
			return inUTF16(binary.BigEndian, `<?xml version="1.0" encoding="utf-16"?>`+text, true)
		},
		"UTF-16LE without its mark": func(text string) string {
			return inUTF16(binary.LittleEndian, `<?xml version="1.0" encoding="UTF-16LE"?>`+text, false)
		},
		"UTF-16BE without more": func(text string) string { return inUTF16(binary.BigEndian, text, false) },
		"Latin-1": func(text string) string {
			return `<?xml version="1.0" encoding="ISO-8859-1"?>` + strings.ReplaceAll(text, "ü", "\xfc")
		},
		"Windows-1252, in one quote": func(text string) string {
			return `<?xml version='1.0' encoding='windows-1252'?>` + strings.ReplaceAll(text, "ü", "\xfc")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			encoded := make(map[string]string)
			for name, part := range parts {
				encoded[name] = encode(part)
			}
			read := readAll(t, rawWorkbook(t, encoded), Reading{})
			sameCells(t, read.cells(), [][]string{{"Müller", "2024-01-01"}, {"Müller", "2024-01-02"}})
			if said := fmt.Sprint(read.problems); !strings.Contains(said, "2 is hidden") || !strings.Contains(said, "(A2:A3)") {
				t.Errorf("problems are %s", said)
			}
		})
	}
	for _, unknown := range []string{`<?xml version="1.0" encoding="x-nobody"?>`, "\x4c\x6f\xa7\x94"} {
		refused(t, rawWorkbook(t, map[string]string{sheetPart: unknown + rawSheet(rawRow(1, "Company"), rawRow(2, "Acme"))}), Reading{}, "damaged")
	}
}

func TestPartsAreFoundHoweverTheyAreNamed(t *testing.T) {
	t.Parallel()
	const relation = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	const strict = `http://purl.oclc.org/ooxml/officeDocument/relationships`
	sheet := rawSheet(`<row><c t="s"><v>0</v></c></row>`, `<row><c t="s"><v>1</v></c></row>`)
	texts := `<sst><si><t>Company</t></si><si><t>Acme</t></si></sst>`
	for name, test := range map[string]struct{ kinds, sheet, texts, sheetAt, textsAt string }{
		"beside the workbook":      {relation, "worksheets/sheet1.xml", "sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"},
		"from the root":            {relation, "/xl/worksheets/sheet1.xml", "/xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"},
		"with backslashes":         {relation, `worksheets\sheet1.xml`, `\xl\sharedStrings.xml`, `xl\worksheets\sheet1.xml`, `xl\sharedStrings.xml`},
		"with a root in the file":  {relation, "/xl/worksheets/sheet1.xml", "/xl/sharedStrings.xml", "/xl/worksheets/sheet1.xml", "/xl/sharedStrings.xml"},
		"with dots":                {relation, "./worksheets/../worksheets/sheet1.xml", "../xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"},
		"in another case":          {relation, "Worksheets/Sheet1.xml", "SharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/sharedstrings.xml"},
		"with signs for letters":   {relation, "worksheets/sheet%201.xml", "sharedStrings.xml", "xl/worksheets/sheet 1.xml", "xl/sharedStrings.xml"},
		"with letters as signs":    {relation, "worksheets/Bl%C3%A4tter.xml", "sharedStrings.xml", "xl/worksheets/Blätter.xml", "xl/sharedStrings.xml"},
		"in folders of their own":  {relation, "/data/s.xml", "/data/t.xml", "data/s.xml", "data/t.xml"},
		"by the strict standard":   {strict, "worksheets/sheet1.xml", "sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"},
		"texts that nothing names": {relation, "worksheets/sheet1.xml", "", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			relations := `<Relationships><Relationship Id="rId1" Type="` + test.kinds + `/worksheet" Target="` + test.sheet + `"/>`
			if test.texts != "" {
				relations += `<Relationship Id="rId2" Type="` + test.kinds + `/sharedStrings" Target="` + test.texts + `"/>`
			}
			path := rawWorkbook(t, map[string]string{
				"_rels/.rels":                strings.ReplaceAll(smallestParts["_rels/.rels"], relation, test.kinds),
				"xl/workbook.xml":            strings.ReplaceAll(smallestParts["xl/workbook.xml"], relation, test.kinds),
				"xl/_rels/workbook.xml.rels": relations + `</Relationships>`,
				test.sheetAt:                 sheet,
				test.textsAt:                 texts,
			})
			sameCells(t, readAll(t, path, Reading{}).cells(), [][]string{{"Acme"}})
		})
	}
}

func TestAStrictWorkbookIsReadAsTheOthers(t *testing.T) {
	t.Parallel()
	path := rawWorkbook(t, map[string]string{
		"xl/workbook.xml": strings.Replace(smallestParts["xl/workbook.xml"], "<workbook ", `<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" conformance="strict" `, 1),
		sheetPart: `<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:cols><x:col min="1" max="1"/></x:cols><x:sheetData>` +
			`<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Company</x:t></x:is></x:c><x:c r="B1" t="str"><x:v>Founded</x:v></x:c></x:row>` +
			`<x:row r="2" x:hidden="1"><x:c r="A2" t="str"><x:v>Acme</x:v></x:c><x:c r="B2" t="d"><x:v>2024-01-01T00:00:00</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
	})
	sameCells(t, readAll(t, path, Reading{}).cells(), [][]string{{"Acme", "2024-01-01"}})
}

func TestPartsThatHaveNothingInThemAreWhole(t *testing.T) {
	t.Parallel()
	for _, texts := range []string{`<?xml version="1.0"?><sst xmlns="x" count="0" uniqueCount="0"/>`, `<sst/>`, `<sst></sst>`, "<x:sst\n/>"} {
		path := rawWorkbook(t, map[string]string{
			"xl/sharedStrings.xml": texts, "xl/styles.xml": `<styleSheet/>`,
			sheetPart: rawSheet(rawRow(1, "Company"), rawRow(2, "Acme")) + "<!-- the end -->\r\n\x00",
		})
		sameCells(t, readAll(t, path, Reading{}).cells(), [][]string{{"Acme"}})
	}
	refused(t, rawWorkbook(t, map[string]string{sheetPart: "<worksheet/>"}), Reading{}, "is empty: there is no header and no row in it")
}

func TestAnArchiveIsRefusedWhereverItIsDamaged(t *testing.T) {
	t.Parallel()
	whole := []byte(readFile(t, rawWorkbook(t, map[string]string{
		"xl/sharedStrings.xml": `<sst><si><t>Company</t></si><si><t>Acme</t></si></sst>`,
		sheetPart:              rawSheet(`<row><c t="s"><v>0</v></c></row>`, strings.Repeat(`<row><c t="s"><v>1</v></c></row>`, 50)),
	})))
	if _, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole))); err != nil {
		t.Fatal(err)
	}
	for at := 4; at < len(whole); at += 7 {
		damaged := bytes.Clone(whole)
		damaged[at] ^= 0x55
		rows, err := endOf(keep(t, "damaged.xlsx", string(damaged)))
		if _, ok := errors.AsType[*Refusal](err); !ok && !(errors.Is(err, io.EOF) && rows == 50) {
			t.Errorf("byte %d: %d rows, %v", at, rows, err)
		}
	}
	for length := 4; length < len(whole); length += 50 {
		if rows, err := endOf(keep(t, "cut.xlsx", string(whole[:length]))); errors.Is(err, io.EOF) {
			t.Errorf("of %d bytes %d rows are read", length, rows)
		}
	}
}

func TestWhatIsNoWorkbookIsNamed(t *testing.T) {
	t.Parallel()
	relations := smallestParts["_rels/.rels"]
	other := func(part, content string) string {
		return rawWorkbook(t, map[string]string{
			"_rels/.rels": strings.ReplaceAll(relations, "xl/workbook.xml", part), "xl/workbook.xml": "", "xl/_rels/workbook.xml.rels": "", part: content,
		})
	}
	refused(t, other("xl/workbook.bin", "\x83\x01\x00"), Reading{}, "is a binary workbook (.xlsb): save it as .xlsx")
	refused(t, other("word/document.xml", `<w:document xmlns:w="w"><w:body/></w:document>`), Reading{}, "is a Word document")
	refused(t, other("ppt/presentation.xml", `<p:presentation xmlns:p="p"/>`), Reading{}, "is a presentation")
	refused(t, other("content.xml", `<office:document xmlns:office="o"/>`), Reading{}, "is a packed archive, not a list")
}

// TestNoRoomForTextsIsNotTheFilesFault can't be parallel: it takes the folder for temporary files away.
func TestNoRoomForTextsIsNotTheFilesFault(t *testing.T) {
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, keep(t, "no-folder", ""))
	}
	path := rawWorkbook(t, map[string]string{
		"xl/sharedStrings.xml": `<sst>` + strings.Repeat(`<si><t>`+strings.Repeat("long ", 5000)+`</t></si>`, 100) + `</sst>`,
		sheetPart:              rawSheet(rawRow(1, "Company"), rawRow(2, "Acme")),
	})
	_, err := Open(path, Reading{})
	if refusal, ok := errors.AsType[*Refusal](err); !ok || refusal.Final() || strings.Contains(err.Error(), "damaged") {
		t.Errorf("the error is %v", err)
	}
}
