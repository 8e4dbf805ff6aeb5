package table

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// NoHeader is the [Reading.Header] of a list whose first row is data already.
const NoHeader = -1

const (
	// headRows is how many rows are looked at to find the header, and to compare it with.
	headRows = 50
	// mostAbove is how many rows may stand above a header: a title, a date, remarks.
	mostAbove = 20
)

// headerRow finds the row that names the columns among the first rows: the first with two known names, one of which
// can mean nothing else; or the first with one that has nothing but narrower rows above it, titles and
// remarks; else the first that is as wide as the rows are. It is the first row, when nothing speaks for another.
func headerRow(rows [][]string) int {
	for i, cells := range rows[:min(len(rows), mostAbove+1)] {
		if len(cells) > 1 && named(cells) && matches(cells) > 1 {
			return i
		}
	}
	usual := usualWidth(rows)
	widest := 0
	for i, cells := range rows[:min(len(rows), mostAbove+1)] {
		width := filledCells(cells)
		if i > 0 && (width <= widest && usual > 1 || usual <= 1 && !named(cells)) {
			continue
		}
		if matches(cells) > 0 {
			return i
		}
		widest = max(widest, width)
	}
	for i, cells := range rows[:min(len(rows), mostAbove+1)] {
		if filledCells(cells)*3 >= usual*2 {
			return i
		}
	}
	return 0
}

// usualWidth is how many cells most rows have filled, the more of two.
func usualWidth(rows [][]string) int {
	counts := make(map[int]int)
	usual := 0
	for _, cells := range rows {
		width := filledCells(cells)
		counts[width]++
		if counts[width] > counts[usual] || counts[width] == counts[usual] && width > usual {
			usual = width
		}
	}
	return usual
}

func filledCells(cells []string) int {
	filled := 0
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			filled++
		}
	}
	return filled
}

// named says whether a row has a header that means a field and nothing else.
func named(cells []string) bool {
	return slices.ContainsFunc(cells, func(cell string) bool {
		name := squash(cell)
		return !weak[name] && matches([]string{cell}) > 0
	})
}

// address is a domain, a web address or a mail address, alone in its cell.
var address = regexp.MustCompile(`(?i)^(https?://)?([\w.+-]+@)?([\p{L}\d]([\p{L}\d-]*[\p{L}\d])?\.)+[\p{L}]{2,24}(:\d+)?(/\S*)?$`)

// incorporated finds names that end with a legal form, as companies have and headers don't.
var incorporated = regexp.MustCompile(`(?i)\S[ ,]+(inc|ltd|llc|llp|plc|corp|gmbh|ag|kg|sarl|sas|srl|spa|bv|nv|oy|ab|s\.?a|s\.?l|sp\. z o\.o|pty|pvt|co)\.?$`)

// isHeader says whether a row names the columns. It is careful to say no: only a row without a known name
// is taken as data, when its cells look like those below them: addresses, companies, nothing but
// numbers, or a value that comes again.
func isHeader(first []string, below [][]string) bool {
	if matches(first) > 0 {
		return true
	}
	numbers, filled := 0, 0
	for i, cell := range first {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		filled++
		if isNumber(cell) {
			numbers++
		}
		alike := func(is func(string) bool) bool {
			return is(cell) && (len(below) == 0 || i < len(below[0]) && is(strings.TrimSpace(below[0][i])))
		}
		if alike(address.MatchString) || len(below) > 0 && (alike(incorporated.MatchString) || alike(isValue)) {
			return false
		}
		if comesAgain(i, cell, first, below) {
			return false
		}
	}
	return filled == 0 || numbers < filled
}

// isValue finds numbers that no column is called by: dates, phones, amounts; and not years, or what only counts
// the columns.
func isValue(cell string) bool {
	digits := 0
	for _, r := range cell {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return isNumber(cell) && digits >= 4 && (digits > 4 || len(cell) > 4)
}

// comesAgain says whether a column has a value in a later row too, which does not repeat the whole header.
func comesAgain(column int, cell string, first []string, below [][]string) bool {
	if len([]rune(cell)) < 3 {
		return false
	}
	return slices.ContainsFunc(below, func(cells []string) bool {
		return column < len(cells) && strings.TrimSpace(cells[column]) == cell && !alikeCells(first, cells)
	})
}

// alikeCells says whether two rows hold the same, spaces, case and empty cells at the end left aside.
func alikeCells(a, b []string) bool {
	for i := range max(len(a), len(b)) {
		var left, right string
		if i < len(a) {
			left = strings.TrimSpace(a[i])
		}
		if i < len(b) {
			right = strings.TrimSpace(b[i])
		}
		if !strings.EqualFold(left, right) {
			return false
		}
	}
	return true
}

// isNumber finds numbers, amounts and dates: digits and what stands between and beside them.
func isNumber(cell string) bool {
	digit := false
	for _, r := range cell {
		switch {
		case unicode.IsDigit(r):
			digit = true
		case unicode.IsLetter(r):
			return false
		}
	}
	return digit
}
