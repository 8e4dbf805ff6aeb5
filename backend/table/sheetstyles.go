package table

import (
	"strconv"
	"strings"
)

// A cell is read as what is in it, and not as its picture: numbers in full, dates as ISO writes them. Only leading
// zeros are as they are shown, for they are part of a postcode or a number of a register.

// sheetStyles say how the cells of a workbook show numbers.
type sheetStyles struct {
	cells    []int // the format's number of each style
	codes    map[int]string
	formats  map[int]*numberFormat // those that were used
	from1904 bool
}

// readStyles reads the styles of a workbook, which may have none.
func readStyles(book *workbook) (*sheetStyles, error) {
	styles := &sheetStyles{codes: make(map[int]string), formats: make(map[int]*numberFormat), from1904: book.from1904}
	if book.part(book.styles) == nil {
		return styles, nil
	}
	var content struct {
		Formats []struct {
			ID   string `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format string `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := book.decode(book.styles, &content); err != nil {
		return nil, err
	}
	for _, format := range content.Formats {
		if id, err := strconv.Atoi(format.ID); err == nil {
			styles.codes[id] = format.Code
		}
	}
	for _, cell := range content.Cells {
		id, err := strconv.Atoi(cell.Format)
		if err != nil {
			id = 0 // as a style that says nothing about it
		}
		styles.cells = append(styles.cells, id)
	}
	return styles, nil
}

// format gives the format of a style; known is false when there is no such style.
func (s *sheetStyles) format(style string) (format *numberFormat, known bool) {
	if style == "" {
		style = "0"
	}
	at, err := strconv.Atoi(style)
	if err != nil || at < 0 || at >= len(s.cells) {
		return &numberFormat{}, at == 0 && err == nil
	}
	id := s.cells[at]
	if format := s.formats[id]; format != nil {
		return format, true
	}
	code, own := s.codes[id]
	parsed := builtInFormat(id)
	if own {
		parsed = parseFormat(code)
	}
	s.formats[id] = &parsed
	return &parsed, true
}

// builtInFormat is a format that every workbook knows, some of them in the languages of one country only.
func builtInFormat(id int) numberFormat {
	kind := plainKind
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 36, id >= 50 && id <= 58, id >= 71 && id <= 74, id == 77, id == 81:
		kind = dateKind
	case id >= 18 && id <= 21, id == 45, id == 47, id == 75, id == 76, id == 78, id == 80:
		kind = clockKind
	case id == 46, id == 79:
		kind = elapsedKind
	}
	return numberFormat{sections: []formatSection{{kind: kind}}}
}

// number writes what a number of a cell means.
func (s *sheetStyles) number(text string, format *numberFormat) string {
	number, isNumber := fullNumber(text)
	if !isNumber || len(format.sections) == 0 || len(format.sections) == 1 && format.sections[0].kind == plainKind {
		return number
	}
	value, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return number
	}
	section, signed := format.section(value)
	written := ""
	switch section.kind {
	case dateKind:
		written = dateText(value, s.from1904)
	case clockKind, elapsedKind:
		written = timeText(value, s.from1904, section.kind == elapsedKind)
	case paddedKind:
		written = paddedNumber(section, number, signed)
	case plainKind:
	}
	if written == "" {
		return number
	}
	return written
}

// paddedNumber writes a whole number with the zeros that are shown before it; it is empty when the number has parts.
func paddedNumber(section *formatSection, number string, signed bool) string {
	digits, negative := strings.CutPrefix(number, "-")
	if strings.ContainsAny(digits, ".E") {
		return ""
	}
	if digits == "0" {
		digits = ""
	}
	written := section.padded(digits)
	if negative && !signed {
		written = "-" + written
	}
	return written
}
