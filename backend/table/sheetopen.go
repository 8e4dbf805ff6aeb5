package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// findSheet finds out about an XLSX file, chooses its sheet and reads the header.
func (r *Reader) findSheet(file *os.File, options Reading) error {
	archive, err := zip.NewReader(file, r.size)
	if err != nil {
		return &Refusal{Path: r.path, Cause: err, What: "is damaged: it begins like an XLSX file or another packed file but can't be unpacked"}
	}
	book, err := readWorkbook(archive)
	if err != nil {
		return r.refuseArchive(archive, err)
	}
	chosen, err := r.chooseSheet(book, options.Sheet)
	if err != nil {
		return r.refuseArchive(archive, err)
	}
	source, err := r.openSheet(book, chosen)
	if err != nil {
		return r.refuseArchive(archive, err)
	}
	source.file = file
	r.layout.Format, r.layout.Encoding, r.layout.Sheet = "xlsx", utf8Name, chosen.name
	r.short = true
	r.source = source
	source.facts.tell(r.report)
	if err := r.findHeader(options.Header); err != nil {
		source.file = nil // who opened it closes it
		source.texts.close()
		_ = source.close()
		return err
	}
	return nil
}

// openSheet makes sure that what will be read of a workbook is whole and of a size that lists have, and begins to read
// the sheet.
func (r *Reader) openSheet(book *workbook, chosen workbookSheet) (*sheet, error) {
	file := book.part(chosen.part)
	found, err := inspectPart(file, "row", maxSheet)
	if err != nil {
		return nil, err
	}
	source := &sheet{facts: found.facts, report: r.report, size: r.size, length: found.size, done: &r.read}
	if source.styles, err = readStyles(book); err != nil {
		return nil, err
	}
	if source.texts, err = readTexts(book); err != nil {
		return nil, err
	}
	if source.part, err = openXMLPart(file); err != nil {
		source.texts.close()
		return nil, err
	}
	return source, nil
}

// chooseSheet chooses the sheet of a name, in any case, or the first one with rows that is not hidden.
func (r *Reader) chooseSheet(book *workbook, name string) (workbookSheet, error) {
	var names []string
	var chosen []workbookSheet
	for _, sheet := range book.sheets {
		names = append(names, sheet.name)
		if name == "" && !sheet.hidden || sheet.name == name {
			chosen = append(chosen, sheet)
		}
	}
	for _, sheet := range book.sheets {
		if strings.EqualFold(sheet.name, name) || name == "" {
			chosen = append(chosen, sheet)
		}
	}
	r.layout.Sheets = names
	switch {
	case len(names) == 0:
		return workbookSheet{}, refuse(r.path, "has no sheet with rows")
	case len(chosen) == 0:
		return workbookSheet{}, refuse(r.path, "has no sheet “%s”; it has “%s”", name, strings.Join(names, "”, “"))
	case name != "" || len(chosen) == 1:
		return chosen[0], nil
	}
	for _, sheet := range chosen {
		found, err := inspectPart(book.part(sheet.part), "row", maxSheet)
		if err != nil {
			return workbookSheet{}, err
		}
		if found.count > 0 {
			return sheet, nil
		}
	}
	return chosen[0], nil
}

// refuseArchive says what a packed file is that can't be read as a workbook.
func (r *Reader) refuseArchive(archive *zip.Reader, err error) error {
	var large *tooLarge
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return refusal
	case errors.As(err, &large):
		return &Refusal{Path: r.path, Cause: err, What: "is refused, because unpacking it could fill memory or disk: " +
			large.what + ". If the list is really that large, save it as .csv"}
	case !errors.Is(err, errNotWorkbook{}):
		return &Refusal{Path: r.path, Cause: err, What: "is damaged: " + err.Error()}
	}
	book := &workbook{archive: archive}
	switch {
	case book.part("xl/workbook.bin") != nil:
		return refuse(r.path, "is a binary workbook (.xlsb): save it as .xlsx")
	case book.part("content.xml") != nil && book.part("META-INF/manifest.xml") != nil:
		return refuse(r.path, "is an OpenDocument file: save it as .xlsx or .csv")
	case book.part("Index/Document.iwa") != nil:
		return refuse(r.path, "is a Numbers file: export it as .xlsx or .csv")
	case book.part("word/document.xml") != nil:
		return refuse(r.path, "is a Word document, not a list: save its table as .xlsx or .csv")
	}
	return refuse(r.path, "is a packed archive, not a list: unpack it first")
}

// compoundMagic is how old Office files begin, and new ones that are protected by a password.
const compoundMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// refuseCompound tells the two apart.
func (r *Reader) refuseCompound(file io.Reader) error {
	var wide []byte
	for _, letter := range []byte("EncryptedPackage") {
		wide = append(wide, letter, 0)
	}
	protected, err := contains(file, wide)
	switch {
	case err != nil:
		return err
	case protected:
		return refuse(r.path, "is protected by a password: save it without one first")
	}
	return refuse(r.path, "is in an old Excel format: save it as .xlsx")
}

// contains looks for a short text in a file.
func contains(file io.Reader, wanted []byte) (bool, error) {
	block := make([]byte, 256<<10)
	for kept := 0; ; {
		n, err := file.Read(block[kept:])
		if bytes.Contains(block[:kept+n], wanted) {
			return true, nil
		}
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("look into it: %w", err)
		}
		tail := block[max(0, kept+n-len(wanted)+1) : kept+n]
		kept = copy(block, tail)
	}
}
