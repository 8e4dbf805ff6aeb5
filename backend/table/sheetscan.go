package table

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// sheetFacts are what a sheet's XML says that the library does not tell: which cells are merged, which rows
// hidden, which formulas have no value.
type sheetFacts struct {
	merged []mergedCells
	// hidden are how many rows are hidden, and firstHidden the first of them.
	hidden, firstHidden int64
	// empty are the cells with a formula and no value, at most as many as problems are kept.
	empty []string
	// long says that there are numbers with more digits than the library keeps.
	long bool
}

// mergedCells are cells over several rows that are one: the first row's value counts for all.
type mergedCells struct {
	column      int
	first, last int64
	ref         string
	value       string
}

// mostMerged bounds the memory for merged cells.
const mostMerged = 100_000

var (
	mergeRef  = regexp.MustCompile(`<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"`)
	hiddenRow = regexp.MustCompile(`<(?:\w+:)?row [^>]*hidden="(?:1|true)"[^>]*>`)
	rowNumber = regexp.MustCompile(` r="(\d+)"`)
	// emptyFormula finds a formula behind which there is no value.
	emptyFormula = regexp.MustCompile(`<(?:\w+:)?c [^>]*r="([A-Z]+\d+)"[^>]*><(?:\w+:)?f(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v ?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>`)
	longValue    = regexp.MustCompile(`<v>-?\d{16,}</v>`)
)

// scanAhead is how much of a part is looked at with the block after it, so that nothing is cut in two.
const scanAhead = 64 << 10

// look takes the facts of a stretch of XML. Of what begins in its last part the next stretch tells, unless it is the last.
func (f *sheetFacts) look(text []byte, end int) {
	for _, found := range mergeRef.FindAllSubmatchIndex(text, -1) {
		if found[0] < end && len(f.merged) < mostMerged {
			f.merge(string(text[found[2]:found[3]]), string(text[found[4]:found[5]]), string(text[found[8]:found[9]]), string(text[found[6]:found[7]]))
		}
	}
	for _, found := range hiddenRow.FindAllIndex(text, -1) {
		if found[0] >= end {
			break
		}
		if f.hidden++; f.firstHidden == 0 {
			if number := rowNumber.FindSubmatch(text[found[0]:found[1]]); number != nil {
				f.firstHidden, _ = strconv.ParseInt(string(number[1]), 10, 64) // digits, as they were found
			}
		}
	}
	if bytes.Contains(text, []byte("<f")) || bytes.Contains(text, []byte(":f")) {
		for _, found := range emptyFormula.FindAllSubmatchIndex(text, -1) {
			if found[0] < end && len(f.empty) < keptProblems {
				f.empty = append(f.empty, string(text[found[2]:found[3]]))
			}
		}
	}
	f.long = f.long || longValue.Match(text)
}

// merge notes cells that are merged over several rows.
func (f *sheetFacts) merge(column, first, last, _ string) {
	number, err := excelize.ColumnNameToNumber(column)
	if err != nil {
		return
	}
	from, errFrom := strconv.ParseInt(first, 10, 64)
	to, errTo := strconv.ParseInt(last, 10, 64)
	if errFrom != nil || errTo != nil || to <= from {
		return
	}
	f.merged = append(f.merged, mergedCells{column: number - 1, first: from, last: to, ref: fmt.Sprintf("%s%s:%s%s", column, first, column, last)})
}

// fill gives the rows below their first one the value of merged cells.
func (f *sheetFacts) fill(row int64, cells []string, report func(row int64, what string)) []string {
	for i := range f.merged {
		m := &f.merged[i]
		switch {
		case row == m.first && m.column < len(cells):
			if m.value = cells[m.column]; m.value != "" {
				report(row, "has a cell that is merged with those below it ("+m.ref+"): its value counts for all their rows")
			}
		case row > m.first && row <= m.last && m.value != "":
			for len(cells) <= m.column {
				cells = append(cells, "")
			}
			if cells[m.column] == "" {
				cells[m.column] = m.value
			}
		}
	}
	return cells
}

// tell reports what is hidden, and which formulas have no value.
func (f *sheetFacts) tell(report func(row int64, what string)) {
	switch {
	case f.hidden == 1:
		report(f.firstHidden, "is hidden in the sheet: it is read as the others")
	case f.hidden > 1:
		report(f.firstHidden, fmt.Sprintf("is hidden in the sheet, and so are %d others: they are read as the rest", f.hidden-1))
	}
	for _, cell := range f.empty {
		_, row, err := excelize.SplitCellName(cell)
		if err == nil {
			report(int64(row), "has a formula without a value in "+cell+": open the file in a spreadsheet and save it")
		}
	}
}
