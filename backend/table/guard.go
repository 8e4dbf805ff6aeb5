package table

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// plainNumber is what may begin with a sign and still not be a formula: numbers with their usual
// separators, percent and exponent, and phone numbers as "+49 (30) 123 45". With a second operator,
// as in "+49-30-123", a spreadsheet would reckon.
var plainNumber = regexp.MustCompile(`^[+-][ \x{A0}]?\(?\.?\d[\d .,'()\x{A0}\x{202F}]*([eE][+-]?\d+)?[ \x{A0}]?%?$`)

// guard makes a cell harmless that a spreadsheet would run as a formula: it puts an apostrophe
// before it. That is also put before a cell that looks guarded already, so that [unguard] gives back
// exactly what there was. Plain numbers stay as they are.
func guard(cell string) string {
	if cell == "" || cell[0] > '@' && cell[0] < utf8.RuneSelf {
		return cell
	}
	bare := strings.TrimLeft(cell, "'")
	if !startsFormula(bare) {
		return cell
	}
	if len(bare) == len(cell) && plainNumber.MatchString(cell) {
		return cell
	}
	return "'" + cell
}

// unguard takes away the apostrophe that guard put before a cell.
func unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && startsFormula(strings.TrimLeft(cell, "'")) {
		return cell[1:]
	}
	return cell
}

// startsFormula says whether a spreadsheet may take a cell for a formula: by its first letter, as
// OWASP lists them, wide forms among them.
func startsFormula(cell string) bool {
	if cell == "" {
		return false
	}
	switch cell[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return true
	}
	switch first, _ := utf8.DecodeRuneInString(cell); first {
	case '＝', '＋', '－', '＠':
		return true
	}
	return false
}
