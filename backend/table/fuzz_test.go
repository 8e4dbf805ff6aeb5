package table

import (
	"errors"
	"html"
	"io"
	"slices"
	"strings"
	"testing"
)

// FuzzDelimited holds that no text makes the reader panic or stop, that row numbers rise, and that
// nothing is lost: every letter or digit of the text stands in a header, in a cell, or in a row that
// is reported as left out.
func FuzzDelimited(f *testing.F) {
	for _, seed := range []string{
		"Company,Website\nAcme,acme.com\n", "a;b\n\"c\nd\";e\n", "a,b\n\"c,d\ne,\"f\ng,h\n", "sep=|\na|b\n1|2\n3\n",
		"\"", "\"\"\"", "\"\n\"", "a\r\nb\r", "a\rb\rc", "\xff\xfea\x00,\x00b\x00\n\x00", "\xef\xbb\xbfa,b\n\xe4,\xc3\xa4\n",
		",,,\n1,2,3,4,5,6\n", "a, \"b\" ,c\n \"d, e\" ,f\n", "x\n{\"a\":1}\n", "[\"a\"]\n[1]\n", "'=1,'-2\n''@,'\n",
		"3m.com\nacme.com\n", "a,a,a (2),\n1,2,3,4\n", "a\n\"b\n\"c\n\"d\n", "1\tb\"c\t\"d\"e\"\n\"f\tg\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reader, err := Open(keep(t, "list.csv", text), Reading{})
		if err != nil {
			if _, ok := errors.AsType[*Refusal](err); !ok {
				t.Errorf("the error %v is no refusal", err)
			}
			return
		}
		defer func() { _ = reader.Close() }()
		if reader.Layout().Format != "csv" || !strings.HasPrefix(reader.Layout().Encoding, "UTF-8") {
			for err == nil {
				_, err = reader.Next()
			}
			return
		}
		var read strings.Builder
		last, lines := int64(0), int64(strings.Count(text, "\n")+strings.Count(text, "\r")+1)
		for {
			row, err := reader.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if row.Number <= last || row.Number > lines {
				t.Errorf("row %d follows row %d of %d lines", row.Number, last, lines)
			}
			last = row.Number
			if len(row.Cells) < reader.width || blank(row.Cells) {
				t.Errorf("row %d is %q, of %d columns", row.Number, row.Cells, reader.width)
			}
			read.WriteString(strings.Join(row.Cells, ""))
		}
		if slices.ContainsFunc(reader.Problems(), func(p Problem) bool { return strings.Contains(p.What, "left out") }) {
			return
		}
		all := strings.Join(reader.Layout().Columns, "") + read.String()
		if declared, length := declaredDelimiter([]byte(strings.TrimPrefix(text, string(utf8Mark)))); declared != 0 {
			text = strings.TrimPrefix(text, string(utf8Mark))[length:]
		}
		for _, letter := range "abcdefghijklmnopqrstuvwxyz0123456789" {
			// Names made unique have letters and digits of their own.
			if in, out := strings.Count(text, string(letter)), strings.Count(all, string(letter)); out < in {
				t.Errorf("of %d %q only %d are read: %q becomes %q", in, letter, out, text, all)
			}
		}
	})
}

// FuzzJSON holds that no text makes the reader panic or go on for ever.
func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		"{\"a\":1}\n", "[{\"a\":1},{\"b\":[1,{}]}]", "{\n\"a\":1\n}", "[[1,2],[3]]", "[\"a\"]\n[1]\n", "{\"a\":1}\nx\n[1]\n",
		"[", "[{", "[{}", "{\"\":\"\",\"\":1}", "[1,2", "{\"a\":\"\\ud800\"}\n", "[]x", "[{\"a\":1}]{\"b\":2}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reader, err := Open(keep(t, "list.json", text), Reading{})
		for rows := 0; err == nil; rows++ {
			if _, err = reader.Next(); rows > len(text) {
				t.Fatalf("%q gives more rows than letters", text)
			}
		}
		if reader != nil {
			_ = reader.Close()
		}
	})
}

// FuzzSheet holds that no sheet makes the reader panic or go on for ever, and that what ends it is said.
func FuzzSheet(f *testing.F) {
	for _, seed := range [][2]string{
		{rawSheet(rawRow(1, "Company"), rawRow(2, "Acme")), `<sst><si><t>a</t></si></sst>`},
		{`<worksheet><sheetData><row r="2"><c r="B2" s="1" t="s"><v>0</v></c><c t="e"><v>#N/A</v></c><c><f>1</f></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, `<sst/>`},
		{`<worksheet><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row hidden="1"><c t="d"><v>2024-01-01</v></c><c s="2"><v>1E5</v></c></row></sheetData></worksheet>`, `<sst><si><r><t>_x0041_</t></r><rPh><t>b</t></rPh></si></sst>`},
	} {
		f.Add(seed[0], seed[1], `[>0]"a"00;@`)
	}
	f.Fuzz(func(t *testing.T, sheet, texts, format string) {
		path := rawWorkbook(t, map[string]string{
			sheetPart: sheet, "xl/sharedStrings.xml": texts,
			"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="` + html.EscapeString(format) + `"/></numFmts><cellXfs><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		})
		rows, err := endOf(path)
		if _, ok := errors.AsType[*Refusal](err); !ok && !errors.Is(err, io.EOF) || rows > len(sheet) || err != nil && strings.Contains(err.Error(), "broke down") {
			t.Errorf("%d rows, %v", rows, err)
		}
	})
}
