package table

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func encode(t testing.TB, encoding encoding.Encoding, text string) string {
	t.Helper()
	encoded, err := encoding.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

func TestTheEncodingIsFoundByItself(t *testing.T) {
	t.Parallel()
	const text = "Company,Note\nMüller & Söhne,5 € – “gut”\nAcme,x\n"
	want := [][]string{{"Müller & Söhne", "5 € – “gut”"}, {"Acme", "x"}}
	tests := []struct {
		name, content, encoding string
	}{
		{"UTF-8", text, "UTF-8"},
		{"UTF-8 with a mark", "\xef\xbb\xbf" + text, "UTF-8"},
		{"UTF-16 little with a mark", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), text), "UTF-16LE"},
		{"UTF-16 big with a mark", encode(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), text), "UTF-16BE"},
		{"UTF-16 little", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), text), "UTF-16LE"},
		{"UTF-16 big", encode(t, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), text), "UTF-16BE"},
		{"Windows-1252", encode(t, charmap.Windows1252, text), "Windows-1252"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			read := readText(t, "list.csv", test.content)
			if read.layout.Encoding != test.encoding {
				t.Errorf("encoding is %s, want %s", read.layout.Encoding, test.encoding)
			}
			if len(read.problems) > 0 {
				t.Errorf("problems: %+v", read.problems)
			}
			if read.layout.Columns[0] != "Company" {
				t.Errorf("columns are %q", read.layout.Columns)
			}
			sameCells(t, read.cells(), want)
		})
	}
}

func TestForeignLinesInAListAreReadAndReported(t *testing.T) {
	t.Parallel()
	foreign := encode(t, charmap.Windows1252, "Größe GmbH,ü")
	read := readText(t, "list.csv", "Company,Note\nMüller,ä\nSöhne,ö\n"+foreign+"\nÄcme,x\n")
	if read.layout.Encoding != "UTF-8" {
		t.Errorf("encoding is %s", read.layout.Encoding)
	}
	sameCells(t, read.cells(), [][]string{{"Müller", "ä"}, {"Söhne", "ö"}, {"Größe GmbH", "ü"}, {"Äcme", "x"}})
	if len(read.problems) != 1 || read.problems[0].Row != 4 || !strings.Contains(read.problems[0].What, "Windows-1252") {
		t.Errorf("problems: %+v", read.problems)
	}
}

func TestTheEncodingOfALongListIsFoundWhereTheSampleCutsALetter(t *testing.T) {
	t.Parallel()
	for shift := range 4 {
		text := "Company\n" + strings.Repeat("x", shift) + strings.Repeat("日本ü", sampleSize/8+10) + "\n"
		read := readText(t, "list.csv", text)
		if read.layout.Encoding != "UTF-8" || len(read.problems) > 0 {
			t.Errorf("shifted by %d: %s, problems %+v", shift, read.layout.Encoding, read.problems)
		}
	}
}

func TestALongUTF16ListIsReadWhole(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("Company,Note\n")
	for range 100_000 {
		text.WriteString("Müller,\"a\nb\"\n")
	}
	read := readText(t, "list.csv", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), text.String()))
	if len(read.rows) != 100_000 || read.rows[99_999].Number != 200_000 || len(read.problems) > 0 {
		t.Errorf("%d rows, problems %+v", len(read.rows), read.problems)
	}
}
