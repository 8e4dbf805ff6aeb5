package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
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
	shared, err := readShared(book)
	if err != nil {
		return r.refuseArchive(archive, err)
	}
	if err := r.findRows(shared, options); err != nil {
		shared.texts.close()
		return r.refuseArchive(archive, err)
	}
	shared.file = file
	return nil
}

// findRows chooses the sheet and reads its header.
func (r *Reader) findRows(shared *sharedParts, options Reading) error {
	chosen, err := r.chooseSheet(shared, options.Sheet)
	if err != nil {
		return err
	}
	source, err := shared.open(chosen, r)
	if err != nil {
		return err
	}
	r.layout.Format, r.layout.Encoding, r.layout.Sheet = "xlsx", utf8Name, chosen.name
	r.short = true
	r.source = source
	source.facts.tell(r.report)
	if err := r.findHeader(options.Header); err != nil {
		_ = source.part.text.Close() // it was only read
		return err
	}
	r.tellHidden(source)
	if options.Sheet == "" {
		r.tellChoice(chosen, shared.book.missing)
	}
	return nil
}

// sharedParts are what the sheets of a workbook share.
type sharedParts struct {
	book   *workbook
	texts  *sharedTexts
	styles *sheetStyles
	file   *os.File
}

func readShared(book *workbook) (*sharedParts, error) {
	styles, err := readStyles(book)
	if err != nil {
		return nil, err
	}
	texts, err := readTexts(book)
	if err != nil {
		return nil, err
	}
	return &sharedParts{book: book, texts: texts, styles: styles}, nil
}

// open makes sure that a sheet is whole and of a size that lists have, unless that was done, and begins to read it.
func (s *sharedParts) open(chosen sheetChoice, r *Reader) (*sheet, error) {
	file := s.book.part(chosen.part)
	found := chosen.found
	if found == nil {
		inspected, err := inspectPart(file, "row", maxSheet)
		if err != nil {
			return nil, err
		}
		found = &inspected
	}
	part, err := openXMLPart(file)
	if err != nil {
		return nil, err
	}
	return &sheet{shared: s, part: part, facts: found.facts, report: r.report, size: r.size, length: found.size, done: &r.read}, nil
}

// refuseArchive says what a packed file is that can't be read as a workbook.
func (r *Reader) refuseArchive(archive *zip.Reader, err error) error {
	var large *tooLarge
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return refusal
	case !(&Refusal{Cause: err}).Final():
		return err // something stands in the way, and not the file
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
	case book.part("ppt/presentation.xml") != nil:
		return refuse(r.path, "is a presentation, not a list: save its table as .xlsx or .csv")
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
