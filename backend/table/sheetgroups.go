package table

import (
	"slices"
	"strings"

	"jobdeck/backend/job"
)

// A sheet may name its columns in two rows: above there are words for several columns, in cells that are merged, and
// below them the columns' own names. The lower row is the header then.

// groupRow is a row with words that stand over several columns.
type groupRow struct {
	over  []string // for each column the word over it
	alone []string // for each column the word in a cell of its own
	// title says that there is nothing but one word, from the first column on: it may be the list's title.
	title bool
}

// groupsIn gives the words of a row that waits that stand over several columns, when the row below it names them.
func (r *Reader) groupsIn(at int) (groupRow, bool) {
	source, ok := r.source.(*sheet)
	if !ok || len(source.facts.groups) == 0 || at < 0 || at+1 >= len(r.waiting) {
		return groupRow{}, false
	}
	row, below := r.waiting[at], r.waiting[at+1]
	g := groupRow{over: make([]string, len(below.Cells)), alone: slices.Clone(row.Cells)}
	named, last, firstColumn := 0, row.Number, len(below.Cells)
	for _, m := range source.facts.groups {
		if m.first != row.Number || m.column >= len(row.Cells) || strings.TrimSpace(row.Cells[m.column]) == "" {
			continue
		}
		until := min(m.lastColumn+1, len(below.Cells))
		for column := m.column; column < until; column++ {
			g.over[column] = strings.TrimSpace(row.Cells[m.column])
		}
		if m.column < until {
			named = max(named, filledCells(below.Cells[m.column:until]))
			firstColumn = min(firstColumn, m.column)
		}
		g.alone[m.column] = ""
		last = max(last, m.last)
	}
	_, filled := firstFilled(row.Cells)
	g.title = filled == 1 && blank(below.Cells[:firstColumn])
	return g, named > 1 && below.Number <= last+1 && r.namesGroups(at, &g)
}

// namesGroups says whether the row below one with groups names their columns, and is no data yet.
func (r *Reader) namesGroups(at int, g *groupRow) bool {
	row, below := r.waiting[at].Cells, r.waiting[at+1].Cells
	tall, apart, beside := false, false, false
	for column, cell := range g.alone {
		switch {
		case strings.TrimSpace(cell) == "":
		case column >= len(below) || strings.TrimSpace(below[column]) == "":
			apart = true
		case cell == below[column]:
			tall = true // the cell is merged with the one below it
		default:
			beside = true
		}
	}
	switch {
	case tall:
		return true
	case beside && matches(row) > 0:
		return false
	case matches(below)+matches(g.joined(below)) > 0:
		return true
	}
	return apart && !beside && onlyWords(below) && at+2 < len(r.waiting) && g.goesOn(r.waiting[at+2].Cells)
}

// onlyWords says whether a row's cells may be names of columns: none has a digit or is an address.
func onlyWords(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool {
		return strings.ContainsAny(cell, "0123456789@") || address.MatchString(strings.TrimSpace(cell))
	})
}

// goesOn says whether a row holds something in a column whose name stands in the upper row.
func (g *groupRow) goesOn(cells []string) bool {
	for column, cell := range g.alone {
		if strings.TrimSpace(cell) != "" && column < len(cells) && strings.TrimSpace(cells[column]) != "" {
			return true
		}
	}
	return false
}

// joined puts the words over the columns before their names.
func (g *groupRow) joined(names []string) []string {
	joined := make([]string, max(len(names), len(g.alone)))
	copy(joined, names)
	for column, name := range joined {
		name = strings.TrimSpace(name)
		over, alone := "", ""
		if column < len(g.over) {
			over = g.over[column]
		}
		if column < len(g.alone) {
			alone = g.alone[column]
		}
		switch {
		case name == "" && alone != "":
			joined[column] = alone
		case name != "" && over != "" && !strings.Contains(fold(name), fold(over)):
			joined[column] = over + " " + name
		}
	}
	return joined
}

// namesWithGroups gives the names of the columns of a header that waits, with the words over them in the rows above. A
// column keeps its own name where that is known and none is with the words before it.
func (r *Reader) namesWithGroups(at int) []string {
	names := slices.Clone(r.waiting[at].Cells)
	for above := at - 1; above >= 0; above-- {
		g, ok := r.groupsIn(above)
		if !ok {
			break
		}
		joined := g.joined(names)
		names = append(names, make([]string, len(joined)-len(names))...)
		for _, field := range job.Fields {
			g.keepKnown(field, names, joined)
		}
		for column, name := range names {
			if g.title && meaning(joined[column]) == "" {
				joined[column] = name
			}
		}
		names = joined
	}
	return names
}

// keepKnown gives columns back their own names, of which the first means a field, when no joined one does. Those of
// another group mean something else.
func (g *groupRow) keepKnown(field job.Field, names, joined []string) {
	means := func(name string) bool { return meaning(name) == field }
	if slices.ContainsFunc(joined, means) {
		return
	}
	first := slices.IndexFunc(names, means)
	for column := max(first, 0); first >= 0 && column < len(names) && column < len(g.over) && g.over[column] == g.over[first]; column++ {
		if means(names[column]) {
			joined[column] = names[column]
		}
	}
}

// meaning is the field that a name means and nothing else, or "".
func meaning(name string) job.Field {
	if weak[squash(name)] {
		return ""
	}
	return Match([]string{name}, nil).Fields[0].Base()
}
