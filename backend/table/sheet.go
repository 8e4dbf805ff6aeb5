package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	"github.com/xuri/excelize/v2"
)

// maxSheetRows is how many rows a sheet can have, header and all.
const maxSheetRows = 1_048_576

// sheet reads a sheet of an XLSX file, with its cells as they are displayed.
type sheet struct {
	book *excelize.File
	rows *excelize.Rows
	// number is the row that was read last, last the last row of the sheet or 0 when not known.
	number, last int64
	size         int64
	done         *atomic.Int64
	facts        sheetFacts
	report       func(row int64, what string)
}

// read fills in the next row, empty ones too.
func (s *sheet) read(row *Row) error {
	if !s.rows.Next() || s.number >= maxSheetRows {
		// The rows just end where the sheet's XML is damaged.
		if s.number < s.last {
			return fmt.Errorf("the sheet is damaged after row %d", s.number)
		}
		s.done.Store(s.size)
		return io.EOF
	}
	s.number++
	cells, err := s.rows.Columns()
	if err != nil {
		return fmt.Errorf("row %d is damaged: %w", s.number, err)
	}
	if s.last > 0 {
		s.done.Store(s.size * min(s.number, s.last) / s.last)
	}
	for i, cell := range cells {
		if strings.HasPrefix(cell, dateMark) {
			cells[i] = plainDate(cell)
		}
	}
	if len(s.facts.merged) > 0 {
		cells = s.facts.fill(s.number, cells, s.report)
	}
	row.Number, row.Cells = s.number, cells
	return nil
}

func (s *sheet) close() error {
	err := s.rows.Close()
	if closing := s.book.Close(); closing != nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("remove what was unpacked: %w", err)
	}
	return nil
}

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
	source := &sheet{size: r.size, done: &r.read, report: r.report}
	found, err := inspectBook(book, chosen)
	if err != nil {
		return r.refuseArchive(archive, err)
	}
	source.last, source.facts = found.lastRow, found.facts
	if source.book, err = openBook(book, chosen, found.facts.long); err != nil {
		return fmt.Errorf("open the workbook: %w", err)
	}
	if source.rows, err = source.book.Rows(chosen.name); err != nil {
		_ = source.book.Close()
		return fmt.Errorf("open the sheet “%s”: %w", chosen.name, err)
	}
	r.layout.Format, r.layout.Encoding, r.layout.Sheet = "xlsx", utf8Name, chosen.name
	r.short = true
	r.source = source
	source.facts.tell(r.report)
	if err := r.findHeader(options.Header); err != nil {
		_ = source.close()
		return err
	}
	// The file was copied or unpacked where it is needed.
	return file.Close()
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

// inspectBook makes sure that what will be read of a workbook is whole and of a size that lists have.
// It gives what the sheet's XML says.
func inspectBook(book *workbook, chosen workbookSheet) (sheet inspection, err error) {
	for _, file := range book.archive.File {
		switch name := partName(file); {
		case strings.EqualFold(name, chosen.part):
			if sheet, err = inspectPart(file, "row", maxSheet); err != nil {
				return inspection{}, err
			}
			if sheet.lastRow > maxSheetRows {
				return inspection{}, &tooLarge{fmt.Sprintf("the sheet has a row %d", sheet.lastRow)}
			}
		case strings.EqualFold(name, textsPart):
			found, err := inspectPart(file, "si", maxTexts)
			if err != nil {
				return inspection{}, err
			}
			if found.count > maxTextCount {
				return inspection{}, &tooLarge{fmt.Sprintf("it has %d different texts", found.count)}
			}
		case book.needs(file):
			if _, err := inspectPart(file, "", maxPart); err != nil {
				return inspection{}, err
			}
		}
	}
	return sheet, nil
}

// textsPart holds the texts that sheets share.
const textsPart = "xl/sharedStrings.xml"

// needs says whether a part is needed for reading rows, sheets left aside.
func (b *workbook) needs(file *zip.File) bool {
	name := strings.ToLower(partName(file))
	for _, needed := range []string{"[content_types].xml", "xl/styles.xml", "xl/theme/theme1.xml", textsPart, b.path} {
		if strings.EqualFold(name, needed) {
			return true
		}
	}
	return strings.HasSuffix(name, ".rels") && !strings.Contains(name, "worksheets/")
}

// openBook opens a workbook with nothing in it but what is needed to read the chosen sheet: pictures
// and other sheets would only take memory and disk.
func openBook(book *workbook, chosen workbookSheet, long bool) (*excelize.File, error) {
	reader, writer := io.Pipe()
	go func() {
		packed := zip.NewWriter(writer)
		for _, file := range book.archive.File {
			if !book.needs(file) && !strings.EqualFold(partName(file), chosen.part) {
				continue
			}
			if err := packPart(packed, file, chosen, long); err != nil {
				_ = writer.CloseWithError(fmt.Errorf("read %s in it: %w", file.Name, err))
				return
			}
		}
		_ = writer.CloseWithError(packed.Close())
	}()
	opened, err := excelize.OpenReader(reader, excelize.Options{
		UnzipSizeLimit: maxSheet + maxTexts + 16*maxPart,
		// What is larger is unpacked to a file: as objects in memory it would be ten times as large.
		UnzipXMLSizeLimit: 2 << 20,
		// How a date without a fixed form is displayed depends on the reader's country; this one
		// says the same everywhere.
		ShortDatePattern: "yyyy-mm-dd",
	})
	_ = reader.Close()
	return opened, err
}

// packPart packs a part for the library, with plain styles.
func packPart(packed *zip.Writer, file *zip.File, chosen workbookSheet, long bool) error {
	var change func([]byte) []byte
	switch name := partName(file); {
	case strings.EqualFold(name, "xl/styles.xml"):
		change = plainStyles
	case long && strings.EqualFold(name, chosen.part) && file.UncompressedSize64 <= longNumbersSize:
		change = keepLongNumbers
	default:
		return packed.Copy(file)
	}
	content, err := file.Open()
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	text, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	part, err := packed.Create(file.Name)
	if err != nil {
		return err
	}
	_, err = part.Write(change(text))
	return err
}

// longNumbersSize is how large a sheet may be in which numbers with more than 15 digits are kept: it is in memory as a whole.
const longNumbersSize = 64 << 20

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
