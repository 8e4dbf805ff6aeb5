package deck

import (
	"fmt"
	"slices"
	"strings"

	"jobdeck/backend/job"
	"jobdeck/backend/processor/registry"
)

// exportShape is how an item becomes a row of an exported list.
type exportShape struct {
	columns []string
	// delimiter is that of the list: a semicolon list comes out with semicolons.
	delimiter string
	row       func(ItemView) []string
}

// shape is how a request wants a job's items.
func (r *ExportRequest) shape(j *job.Job) (exportShape, error) {
	if r.Cleaned {
		return cleanedColumns(j)
	}
	return allColumns(j), nil
}

// allColumns is the list's own columns, what became of each item, and the columns the results brought. A
// result that the list has from an earlier export already takes its place.
func allColumns(j *job.Job) exportShape {
	own := ownColumns(&j.List)
	columns := newHeadings(own.of(j.List.Columns))
	columns.add(job.OutcomeColumn, job.OutcomeColumn)
	columns.add(job.ReasonColumn, job.ReasonColumn)
	for _, column := range j.OutputColumns {
		columns.add(column, column+" (result)")
	}
	left := own.left(&j.List, columns.names)
	for _, column := range left {
		columns.add(j.List.Columns[column], j.List.Columns[column]+" (before)")
	}
	width := len(j.List.Columns)
	return exportShape{
		columns:   columns.names,
		delimiter: j.List.Delimiter,
		row: func(item ItemView) []string {
			all := fit(item.Cells, width)
			cells := append(own.of(all), string(item.Outcome), item.Error)
			for _, column := range j.OutputColumns {
				cells = append(cells, item.Output[column])
			}
			for _, column := range left {
				cells = append(cells, all[column])
			}
			return cells
		},
	}
}

// cleanedColumns is the list's own columns, with what the processor made of those it knows in
// their places.
func cleanedColumns(j *job.Job) (exportShape, error) {
	spec, err := registry.Find(j.Options.Processor)
	if err != nil {
		return exportShape{}, job.Usagef("%v", err)
	}
	if !spec.Cleans {
		return exportShape{}, job.Usagef("%s does not clean its list: export all rows instead", spec.Label)
	}
	own := ownColumns(&j.List)
	return exportShape{
		columns:   own.of(j.List.Columns),
		delimiter: j.List.Delimiter,
		row: func(item ItemView) []string {
			cells := fit(item.Cells, len(j.List.Columns))
			for i, field := range j.List.Mapping {
				if value, cleaned := item.Output[string(field)]; cleaned && field != "" {
					cells[i] = value
				}
			}
			return own.of(cells)
		},
	}, nil
}

// chosenColumns are some columns of a list, by their places.
type chosenColumns []int

// ownColumns are the columns that a list had before any export of it.
func ownColumns(list *job.List) chosenColumns {
	var own chosenColumns
	for i, name := range list.Columns {
		if !slices.Contains(list.Results, name) {
			own = append(own, i)
		}
	}
	return own
}

// of takes the chosen cells of a row.
func (c chosenColumns) of(cells []string) []string {
	chosen := make([]string, 0, len(cells)+8)
	for _, column := range c {
		chosen = append(chosen, cells[column])
	}
	return chosen
}

// left are the columns of an earlier export in whose place no new result stands.
func (c chosenColumns) left(list *job.List, names []string) chosenColumns {
	var left chosenColumns
	for i, name := range list.Columns {
		if slices.Contains(list.Results, name) && !slices.ContainsFunc(names, func(other string) bool { return plainHeading(other) == plainHeading(name) }) {
			left = append(left, i)
		}
	}
	return left
}

// fit gives a row as many cells as the list has columns.
func fit(cells []string, width int) []string {
	fitted := make([]string, width, width+8)
	copy(fitted, cells)
	return fitted
}

// headings are the columns of an export. The list's own keep their names; what is added gets one
// that no other has, also for programs to which upper and lower case are the same.
type headings struct {
	names []string
	taken map[string]bool
}

func newHeadings(own []string) *headings {
	h := &headings{names: slices.Clone(own), taken: make(map[string]bool, len(own))}
	for _, name := range own {
		h.taken[plainHeading(name)] = true
	}
	return h
}

// add adds a column under its name, or when that is taken under another one, with a number when
// that is taken too.
func (h *headings) add(name, other string) {
	for n := 1; h.taken[plainHeading(name)]; n++ {
		name = other
		if n > 1 {
			name = fmt.Sprintf("%s (%d)", other, n)
		}
	}
	h.taken[plainHeading(name)] = true
	h.names = append(h.names, name)
}

// plainHeading is what two headings have in common that can be taken for each other.
func plainHeading(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ToValidUTF8(name, "\uFFFD")), " "))
}
