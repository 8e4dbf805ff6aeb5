package table

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sheetFacts are what a sheet's XML says elsewhere than in its cells: which cells are merged, and which rows and
// columns hidden.
type sheetFacts struct {
	merged []mergedCells // over several rows, by the first one
	groups []mergedCells // over several columns
	// hidden are how many rows are hidden, and firstHidden the first of them.
	hidden, firstHidden int64

	// begun are those of the merged cells that the rows have come to.
	begun  []mergedCells
	sorted bool
}

// mergedCells are cells that are one: the value of the first counts for all.
type mergedCells struct {
	column, lastColumn int
	first, last        int64
	value              string
}

// ref is what a spreadsheet calls the first column of them.
func (m *mergedCells) ref() string {
	letters := columnLetters(m.column)
	return fmt.Sprintf("%s%d:%s%d", letters, m.first, letters, m.last)
}

const (
	// mostMerged bounds the memory for merged cells.
	mostMerged = 100_000
	// mostHidden bounds it for columns that are hidden.
	mostHidden = 1000
)

// merge notes cells that are merged.
func (f *sheetFacts) merge(ref string) {
	from, to, found := strings.Cut(ref, ":")
	column, err := columnOf(from)
	lastColumn, errLast := columnOf(to)
	if !found || err != nil || errLast != nil {
		return
	}
	m := mergedCells{column: column, lastColumn: lastColumn, first: rowOf(from), last: rowOf(to)}
	if m.last > m.first && len(f.merged) < mostMerged {
		f.merged = append(f.merged, m)
	}
	if m.lastColumn > m.column && len(f.groups) < mostMerged {
		f.groups = append(f.groups, m)
	}
}

// rowOf is the row of a cell whose name is known to be one.
func rowOf(ref string) int64 {
	number, _ := strconv.ParseInt(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), 10, 64)
	return number
}

// hide notes a row that is hidden.
func (f *sheetFacts) hide(row int64) {
	if f.hidden++; f.firstHidden == 0 {
		f.firstHidden = row
	}
}

// fill gives the rows below their first one the value of merged cells. A row that has nothing else stays empty.
func (f *sheetFacts) fill(row int64, cells []string, report func(row int64, what string)) []string {
	if !f.sorted {
		slices.SortStableFunc(f.merged, func(a, b mergedCells) int { return cmp.Compare(a.first, b.first) })
		f.sorted = true
	}
	for len(f.merged) > 0 && f.merged[0].first <= row {
		if m := f.merged[0]; m.first == row && m.column < len(cells) && cells[m.column] != "" {
			m.value = cells[m.column]
			f.begun = append(f.begun, m)
			report(row, "has a cell that is merged with those below it ("+m.ref()+"): its value counts for all their rows")
		}
		f.merged = f.merged[1:]
	}
	f.begun = slices.DeleteFunc(f.begun, func(m mergedCells) bool { return m.last < row })
	if len(f.begun) == 0 || blank(cells) {
		return cells
	}
	for i := range f.begun {
		m := &f.begun[i]
		for len(cells) <= m.column {
			cells = append(cells, "")
		}
		if row > m.first && cells[m.column] == "" {
			cells[m.column] = m.value
		}
	}
	return cells
}

// tell reports what is hidden.
func (f *sheetFacts) tell(report func(row int64, what string)) {
	switch {
	case f.hidden == 1:
		report(f.firstHidden, "is hidden in the sheet: it is read as the others")
	case f.hidden == 2:
		report(f.firstHidden, "is hidden in the sheet, and so is another: they are read as the rest")
	case f.hidden > 2:
		report(f.firstHidden, fmt.Sprintf("is hidden in the sheet, and so are %d others: they are read as the rest", f.hidden-1))
	}
}

// columnRange are columns beside each other, from 0.
type columnRange struct{ first, last int }

// hide notes columns that are hidden.
func (s *sheet) hide(tag xml.StartElement) {
	if !isTrue(attribute(tag, "hidden")) && !isZero(attribute(tag, "width")) || len(s.hidden) >= mostHidden {
		return
	}
	first, err := strconv.Atoi(attribute(tag, "min"))
	last, errLast := strconv.Atoi(attribute(tag, "max"))
	if err == nil && errLast == nil && first > 0 {
		s.hidden = append(s.hidden, columnRange{first - 1, last - 1})
	}
}

// tellHidden names the columns that are hidden. Those beyond the list are none of it.
func (r *Reader) tellHidden(s *sheet) {
	var names []string
	for column, name := range r.header.names {
		if slices.ContainsFunc(s.hidden, func(c columnRange) bool { return column >= c.first && column <= c.last }) {
			names = append(names, "“"+shorten(name)+"” ("+columnLetters(column)+")")
		}
	}
	const most = 10
	more := ""
	if len(names) > most {
		more = fmt.Sprintf(" and %d others", len(names)-most)
		names = names[:most]
	}
	switch {
	case len(names) == 1:
		r.report(r.firstRow(), "has a column that is hidden in the sheet, "+names[0]+": it is read as the others")
	case len(names) > 1:
		r.report(r.firstRow(), "has columns that are hidden in the sheet, "+strings.Join(names, ", ")+more+": they are read as the others")
	}
}

// firstRow is the row with which a list begins: its header, or the first row below none.
func (r *Reader) firstRow() int64 {
	if r.layout.HeaderRow == 0 && len(r.waiting) > 0 {
		return r.waiting[0].Number
	}
	return r.layout.HeaderRow
}
