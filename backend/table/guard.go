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

// printable puts what a file can't hold as visible signs: bytes that are no text as "\uFFFD", the
// zero byte, which makes a text file a binary one, as "\u2400", and in a sheet, whose XML has no place
// for them, other control characters as their pictures too.
func printable(cell string, sheet bool) string {
	if !utf8.ValidString(cell) {
		cell = strings.ToValidUTF8(cell, "\uFFFD")
	}
	for i := range len(cell) {
		if cell[i] == 0 || sheet && (cell[i] < ' ' || cell[i] == 0xEF) {
			return strings.Map(func(letter rune) rune { return pictured(letter, sheet) }, cell)
		}
	}
	return cell
}

// pictured is a letter, or a sign for it.
func pictured(letter rune, sheet bool) rune {
	switch {
	case letter == 0:
		return '\u2400'
	case !sheet, letter == '\t', letter == '\n', letter == '\r':
		return letter
	case letter < ' ':
		return '\u2400' + letter
	case letter == 0xFFFE, letter == 0xFFFF:
		return utf8.RuneError
	}
	return letter
}
