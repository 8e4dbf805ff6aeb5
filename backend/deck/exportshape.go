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
	row     func(ItemView) []string
}

// shape is how a request wants a job's items.
func (r *ExportRequest) shape(j *job.Job) (exportShape, error) {
	if r.Cleaned {
		return cleanedColumns(j)
	}
	return allColumns(j), nil
}

// The columns that an export adds, named so that no list has them by chance.
const (
	outcomeColumn = "jobdeck_outcome"
	reasonColumn  = "jobdeck_reason"
)

// allColumns is the list's own columns, those the results brought, and what became of each item.
func allColumns(j *job.Job) exportShape {
	columns := newHeadings(j.List.Columns)
	for _, column := range j.OutputColumns {
		columns.add(column, column+" (result)")
	}
	columns.add(outcomeColumn, outcomeColumn)
	columns.add(reasonColumn, reasonColumn)
	width := len(j.List.Columns)
	return exportShape{
		columns: columns.names,
		row: func(item ItemView) []string {
			cells := fit(item.Cells, width)
			for _, column := range j.OutputColumns {
				cells = append(cells, item.Output[column])
			}
			return append(cells, string(item.Outcome), item.Error)
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
	return exportShape{
		columns: j.List.Columns,
		row: func(item ItemView) []string {
			cells := fit(item.Cells, len(j.List.Columns))
			for i, field := range j.List.Mapping {
				if value, cleaned := item.Output[string(field)]; cleaned && field != "" {
					cells[i] = value
				}
			}
			return cells
		},
	}, nil
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
