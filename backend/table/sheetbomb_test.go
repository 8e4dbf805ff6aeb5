package table

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"strings"
	"testing"
)

// repeated is a part that is as large as it says, and packed without packing it: what is in the middle of it is packed once.
type repeated struct {
	head, unit, tail string
	times            int
}

// packInto writes the part into an archive.
func (r repeated) packInto(t *testing.T, archive *zip.Writer, name string) {
	t.Helper()
	var packed bytes.Buffer
	sum := crc32.NewIEEE()
	size := 0
	for _, piece := range []struct {
		text  string
		times int
	}{{r.head, 1}, {strings.Repeat(r.unit, max(1<<20/len(r.unit), 1)), r.times * len(r.unit) >> 20}, {r.tail, 1}} {
		if piece.text == "" {
			continue
		}
		var once bytes.Buffer
		writer, err := flate.NewWriter(&once, flate.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := writer.Write([]byte(piece.text)); err != nil {
			t.Fatal(err)
		}
		if err := writer.Flush(); err != nil {
			t.Fatal(err)
		}
		for range piece.times {
			packed.Write(once.Bytes())
			_, _ = sum.Write([]byte(piece.text)) // a hash takes everything
			size += len(piece.text)
		}
	}
	packed.Write([]byte{1, 0, 0, 0xFF, 0xFF}) // the last block, with nothing in it
	header := &zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(size),
	}
	part, err := archive.CreateRaw(header)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(packed.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// TestABombIsRefusedBeforeItGoesOff builds archives that would fill memory or disk.
func TestABombIsRefusedBeforeItGoesOff(t *testing.T) {
	withoutWatch(t)
	t.Parallel()
	const begin, end = `<worksheet><sheetData>`, `</sheetData></worksheet>`
	row := `<row r="1"><c r="A1" t="inlineStr"><is><t>Company</t></is></c></row>`
	cell := `<c t="str"><v>a</v></c>`
	tests := []struct {
		name, part string
		content    repeated
		says       string
	}{
		{"rows without end", sheetPart, repeated{begin, row, end, 2 * freeSize / len(row)}, sheetPart + " in it is packed more than"},
		{"one giant cell", sheetPart, repeated{begin, "x", end, 2 * maxPiece}, sheetPart + " in it has a cell of more than"},
		{"one giant row", sheetPart, repeated{begin + `<row r="1">`, cell, `</row>` + end, 5 * maxElement / 4 / len(cell)}, ""},
		{"giant shared texts", "xl/sharedStrings.xml", repeated{`<sst>`, `<si><t>a</t></si>`, `</sst>`, 2 * freeSize / 17}, "xl/sharedStrings.xml in it is packed more than"},
		{"one giant shared text", "xl/sharedStrings.xml", repeated{`<sst><si><t>`, `a`, `</t></si></sst>`, 2 * maxPiece}, "xl/sharedStrings.xml in it has a cell of more than"},
		{"giant styles", "xl/styles.xml", repeated{`<styleSheet>`, " ", `</styleSheet>`, maxPart}, "xl/styles.xml in it is 16 MB unpacked"},
		{"a giant workbook", "xl/workbook.xml", repeated{`<workbook>`, " ", `</workbook>`, maxPart}, "xl/workbook.xml in it is 16 MB unpacked"},
		{
			"a row beyond a sheet", sheetPart,
			repeated{begin + `<row r="1"><c r="A1"><v>1</v></c></row><row r="900000000"><c><v>1</v></c></row>`, " ", end, 1 << 20},
			"the sheet has a row 900000000",
		},
		{"a giant comment", sheetPart, repeated{begin + row + `<!--`, "<x ", `-->` + end, 3 << 20}, sheetPart + " in it has a cell of more than"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var packed bytes.Buffer
			archive := zip.NewWriter(&packed)
			whole, err := zip.OpenReader(smallWorkbook(t))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = whole.Close() }()
			for _, file := range whole.File {
				if file.Name == test.part {
					continue
				}
				if err := archive.Copy(file); err != nil {
					t.Fatal(err)
				}
			}
			test.content.packInto(t, archive, test.part)
			if err := archive.Close(); err != nil {
				t.Fatal(err)
			}
			refused(t, keep(t, "bomb.xlsx", packed.String()), Reading{}, "is refused, because unpacking it could fill memory or disk: "+test.says)
		})
	}
}

func TestARowWithoutEndIsRefusedHoweverItIsPacked(t *testing.T) {
	t.Parallel()
	scan := partScan{element: "row"}
	block := bytes.Repeat([]byte(`<c><v>`+strings.Repeat("1", 1000)+`</v></c>`), 300)
	err := scan.block([]byte(`<x:row r="7">`))
	size := 0
	for ; err == nil && size <= 2*maxElement; size += len(block) {
		err = scan.block(block)
	}
	if err == nil || size > maxElement+2*len(block) || scan.row != 7 {
		t.Errorf("after %d bytes in row %d the error is %v", size, scan.row, err)
	}
}
