package table

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
)

// workbook is what a zip archive says about the sheets in it, read without trusting it: nothing
// larger than maxPart is held in memory.
type workbook struct {
	archive *zip.Reader
	// path is the part that lists the sheets, "xl/workbook.xml".
	path   string
	sheets []workbookSheet
	// texts and styles are the parts that all sheets share.
	texts, styles string
	// from1904 says that days are counted from 1904 on.
	from1904 bool
	// missing are the sheets that are listed and not there.
	missing []string
}

// workbookSheet is a sheet with rows.
type workbookSheet struct {
	name   string
	part   string // its part of the archive
	hidden bool
}

// maxPart is how large a part of a workbook may be that is read into memory.
const maxPart = 16 << 20

// errNotWorkbook says that an archive has no workbook in it.
type errNotWorkbook struct{}

// Error says it.
func (errNotWorkbook) Error() string { return "there is no workbook in it" }

// readWorkbook reads which sheets there are.
func readWorkbook(archive *zip.Reader) (*workbook, error) {
	book := &workbook{archive: archive, path: "xl/workbook.xml"}
	relations, err := book.relations("_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	for _, relation := range relations {
		if strings.HasSuffix(relation.Type, "/officeDocument") {
			book.path = relation.Target
		}
	}
	if book.part(book.path) == nil || strings.EqualFold(path.Ext(book.path), ".bin") {
		return nil, errNotWorkbook{}
	}
	var content struct {
		XMLName    xml.Name
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []listedSheet `xml:"sheets>sheet"`
	}
	if err := book.decode(book.path, &content); err != nil {
		return nil, err
	}
	if content.XMLName.Local != "workbook" {
		return nil, errNotWorkbook{}
	}
	folder, file := path.Split(book.path)
	relations, err = book.relations(folder+"_rels/"+file+".rels", folder)
	if err != nil {
		return nil, err
	}
	book.from1904 = isTrue(content.Properties.From1904)
	book.texts, book.styles = folder+"sharedStrings.xml", folder+"styles.xml"
	for _, relation := range relations {
		switch {
		case strings.HasSuffix(relation.Type, "/sharedStrings"):
			book.texts = relation.Target
		case strings.HasSuffix(relation.Type, "/styles"):
			book.styles = relation.Target
		}
	}
	return book, book.findSheets(content.Sheets, relations)
}

// listedSheet is a sheet as a workbook lists it.
type listedSheet struct {
	Name  string     `xml:"name,attr"`
	State string     `xml:"state,attr"`
	All   []xml.Attr `xml:",any,attr"`
}

// findSheets finds the parts of the sheets that have rows.
func (b *workbook) findSheets(listed []listedSheet, relations map[string]relation) error {
	if len(listed) > 0 && len(relations) == 0 {
		return errors.New("it doesn't say where its sheets are")
	}
	for _, sheet := range listed {
		for _, attribute := range sheet.All {
			relation, ok := relations[attribute.Value]
			if !ok || attribute.Name.Local != "id" || !strings.HasSuffix(relation.Type, "/worksheet") {
				continue
			}
			if b.part(relation.Target) == nil {
				b.missing = append(b.missing, sheet.Name)
				continue
			}
			hidden := sheet.State != "" && sheet.State != "visible"
			b.sheets = append(b.sheets, workbookSheet{sheet.Name, relation.Target, hidden})
		}
	}
	if len(b.sheets) == 0 && len(b.missing) > 0 {
		return fmt.Errorf("its sheet “%s” is missing", b.missing[0])
	}
	return nil
}

// relation names a part that another one needs.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relations reads what a part needs, by id. Targets are made whole with the folder they start from.
func (b *workbook) relations(part, folder string) (map[string]relation, error) {
	var content struct {
		Relations []relation `xml:"Relationship"`
	}
	if b.part(part) == nil {
		return map[string]relation{}, nil
	}
	if err := b.decode(part, &content); err != nil {
		return nil, err
	}
	relations := make(map[string]relation, len(content.Relations))
	for _, r := range content.Relations {
		r.Target = strings.ReplaceAll(r.Target, `\`, "/")
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join(folder, r.Target)
		}
		r.Target = strings.TrimPrefix(r.Target, "/")
		relations[r.ID] = r
	}
	return relations, nil
}

// part finds a part of the archive, in any case, or nil. Its name may be written as in a web address.
func (b *workbook) part(name string) *zip.File {
	if plain, err := url.PathUnescape(name); err == nil && plain != name {
		if file := b.part(plain); file != nil {
			return file
		}
	}
	for _, file := range b.archive.File {
		if strings.EqualFold(partName(file), name) {
			return file
		}
	}
	return nil
}

func partName(file *zip.File) string {
	return strings.TrimPrefix(strings.ReplaceAll(file.Name, `\`, "/"), "/")
}

// decode reads a small part as XML.
func (b *workbook) decode(name string, into any) error {
	file := b.part(name)
	if file.UncompressedSize64 > maxPart {
		return &tooLarge{fmt.Sprintf("%s in it is %d MB unpacked", name, file.UncompressedSize64>>20)}
	}
	text, err := openText(file)
	if err != nil {
		return err
	}
	defer func() { _ = text.Close() }() // it was only read
	// The archive's word about the size is not trusted.
	if err := newXML(io.LimitReader(text, 2*maxPart)).Decode(into); err != nil {
		return fmt.Errorf("read %s in it: %w", name, err)
	}
	return nil
}

// tooLarge says that a workbook would take more memory or disk than a list can need.
type tooLarge struct{ what string }

// Error is what is too large.
func (t *tooLarge) Error() string { return t.what }
