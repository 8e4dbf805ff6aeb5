package table

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// separators are where another program may begin a new cell within one: it splits by its own country's
// delimiter, and a cell that is broken over lines when it knows no quotes.
const separators = ",;\t\r\n"

// guardSign is what guard puts before a formula.
const guardSign = '\''

// guard makes harmless what a spreadsheet would run as a formula, at a cell's beginning or where another program
// may begin one: it puts an apostrophe before it. That is also put before what looks guarded already,
// so that [unguard] gives back exactly what there was. What nothing runs stays as it is: numbers,
// "+1-555-123-4567", "@acme", "-".
func guard(cell string) string {
	if !mayRun(cell) {
		return cell
	}
	var guarded strings.Builder
	for part, behind := range parts(cell) {
		if runs(strings.TrimLeft(part, " '")) {
			guarded.WriteByte(guardSign)
		}
		guarded.WriteString(part)
		guarded.WriteString(behind)
	}
	return guarded.String()
}

// unguard takes away the apostrophes that guard put into a cell.
func unguard(cell string) string {
	if strings.IndexByte(cell, guardSign) < 0 || !mayRun(cell) {
		return cell
	}
	var bare strings.Builder
	for part, behind := range parts(cell) {
		if part != "" && part[0] == guardSign && runs(strings.TrimLeft(part, " '")) {
			part = part[1:]
		}
		bare.WriteString(part)
		bare.WriteString(behind)
	}
	return bare.String()
}

// mayRun says quickly whether a part of a cell begins with a sign with which a formula begins.
func mayRun(cell string) bool {
	begins := true
	for i := range len(cell) {
		switch c := cell[i]; {
		case c == ',' || c == ';' || c == '\t' || c == '\r' || c == '\n':
			begins = true
		case !begins || c == ' ' || c == '\'':
		case c == '=' || c == '+' || c == '-' || c == '@' || c == 0xEF: // the last begins the wide forms
			return true
		default:
			begins = false
		}
	}
	return false
}

// parts gives the parts of a cell, each with the separator behind it.
func parts(cell string) func(func(part, behind string) bool) {
	return func(yield func(part, behind string) bool) {
		for {
			i := strings.IndexAny(cell, separators)
			if i < 0 {
				yield(cell, "")
				return
			}
			if !yield(cell[:i], cell[i:i+1]) {
				return
			}
			cell = cell[i+1:]
		}
	}
}

// reckons finds what runs behind another sign than "=": a call of a function, a cell of another sheet, or
// a command for another program.
var reckons = regexp.MustCompile(`\p{L}[\p{L}\d_.]*\(|[^ ]![$A-Za-z]|\|.*!`)

// runs says whether a spreadsheet would run a part as a formula: by its first letter, as OWASP lists them,
// wide forms among them, and by what follows.
func runs(part string) bool {
	if part == "" {
		return false
	}
	first, size := utf8.DecodeRuneInString(part)
	switch first {
	case '=', '＝':
		return len(part) > size
	case '+', '-', '@', '＋', '－', '＠':
		return reckons.MatchString(part)
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
