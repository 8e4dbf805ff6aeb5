package table

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"jobdeck/backend/english"
)

// sheetCell is a cell as it stands in a sheet's XML.
type sheetCell struct {
	ref, style, kind string
	value            []byte // of its value, or of its text that stands in it
	valued           bool   // it has a value, though it may be empty
	inline           bool   // its text stands in it
	formula          bool
	column           int // from 0
	row              int64
}

// name is what a spreadsheet calls the cell.
func (c *sheetCell) name() string { return columnLetters(c.column) + strconv.FormatInt(c.row, 10) }

// readCell reads a cell to its end.
func (c *sheetCell) readCell(part *xmlPart, tag xml.StartElement) error {
	*c = sheetCell{value: c.value[:0]}
	for i := range tag.Attr {
		if tag.Attr[i].Name.Space != "" {
			continue
		}
		switch tag.Attr[i].Name.Local {
		case "r":
			c.ref = tag.Attr[i].Value
		case "s":
			c.style = tag.Attr[i].Value
		case "t":
			c.kind = tag.Attr[i].Value
		}
	}
	depth, taking := len(part.open), false
	for {
		token, err := part.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			taking = false
			if len(part.open) != depth+1 {
				continue
			}
			switch token.Name.Local {
			case "f":
				c.formula = true
			case "v":
				c.valued, taking = true, !c.inline
			case "is":
				c.inline = true
				if c.value, err = part.richText(c.value[:0]); err != nil {
					return err
				}
			}
		case xml.EndElement:
			taking = false
			if len(part.open) < depth {
				return nil
			}
		case xml.CharData:
			if taking {
				c.value = append(c.value, token...)
			}
		}
	}
}

// columnOf is the number of a cell's column, from 0, by the letters before its row.
func columnOf(ref string) (int, error) {
	number, at := 0, 0
	for ; at < len(ref) && ref[at]|' ' >= 'a' && ref[at]|' ' <= 'z' && at < 4; at++ {
		number = number*26 + int(ref[at]|' '-'a') + 1
	}
	row, err := strconv.Atoi(ref[at:])
	if at == 0 || number > maxSheetColumns || err != nil || row < 1 || row > maxSheetRows {
		return 0, fmt.Errorf("it has a cell “%s”", shorten(ref))
	}
	return number - 1, nil
}

// maxSheetColumns is how many columns a sheet can have.
const maxSheetColumns = 16_384

// columnLetters are a column's letters, by its number from 0.
func columnLetters(column int) string {
	letters := ""
	for column++; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters
}

// text gives what is in the cell, and says what is wrong with it, or "".
func (s *sheet) text(c *sheetCell) (text, wrong string, err error) {
	if c.formula && !c.inline && strings.TrimSpace(string(c.value)) == "" && (c.kind != "str" || !c.valued) {
		return "", "has a formula without a value in " + c.name() + ": open the file in a spreadsheet and save it", nil
	}
	if c.inline {
		return string(unescape(c.value, 0)), "", nil
	}
	switch c.kind {
	case "s":
		return s.sharedText(string(c.value))
	case "str", "inlineStr":
		return string(unescape(c.value, 0)), "", nil
	case "b":
		return truth(string(c.value)), "", nil
	case "e":
		if len(c.value) == 0 {
			return "", "", nil
		}
		return "", "has the error " + shorten(string(c.value)) + " in " + c.name() + ", which is taken as empty", nil
	case "d":
		return writtenDate(string(c.value)), "", nil
	}
	if len(c.value) == 0 {
		return "", "", nil
	}
	format, known := s.shared.styles.format(c.style)
	if !known {
		wrong = "has a number in " + c.name() + " whose format is missing: it is read as it stands"
	}
	return s.shared.styles.number(string(c.value), format), wrong, nil
}

// sharedText gives a text by its number as a cell has it.
func (s *sheet) sharedText(number string) (text, wrong string, err error) {
	number = strings.TrimSpace(number)
	if number == "" {
		return "", "", nil
	}
	at, err := strconv.Atoi(number)
	if err != nil {
		return "", "", fmt.Errorf("points to a text “%s”, which is no number", shorten(number))
	}
	text, ok, err := s.shared.texts.text(at)
	if err == nil && !ok {
		err = fmt.Errorf("points to text %d, and the workbook has %s", at, english.Count(len(s.shared.texts.ends), "text"))
	}
	return text, "", err
}

// truth writes what is true or false as spreadsheets show it.
func truth(value string) string {
	switch {
	case strings.TrimSpace(value) == "":
		return ""
	case isTrue(value):
		return "TRUE"
	}
	return "FALSE"
}
