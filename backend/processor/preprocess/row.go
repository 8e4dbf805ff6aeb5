package preprocess

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"jobdeck/backend/job"
)

// row is what cleaning looks at in an item.
type row struct {
	name, domain, industry, owner    string
	hasDomain, hasIndustry, hasOwner bool
	// further are cells of columns that serve a field as a second choice or a later one.
	further []choice
}

type choice struct {
	field job.Field
	cell  string
}

// readRow reads an item's matched cells. A list of a million rows is read twice, so the cells that
// nobody needs are passed over.
func readRow(item *job.Item) (row, error) {
	r, ok := readPlainRow(item)
	if !ok {
		cells, err := item.Cells()
		if err != nil {
			return row{}, err
		}
		r = row{}
		for column, field := range item.List.Mapping {
			if column < len(cells) {
				r.set(field, cells[column])
			}
		}
	}
	r.chooseName()
	return r, nil
}

func (r *row) set(field job.Field, cell string) {
	switch field {
	case job.CompanyName:
		r.name = cell
	case job.Domain:
		r.domain, r.hasDomain = cell, true
	case job.Industry:
		r.industry, r.hasIndustry = cell, true
	case job.Owner:
		r.owner, r.hasOwner = cell, true
	case "":
	default:
		r.further = append(r.further, choice{field, cell})
	}
}

// chooseName takes the name from another column that serves it where the first has none.
func (r *row) chooseName() {
	if len(r.further) == 0 {
		return
	}
	slices.SortStableFunc(r.further, func(a, b choice) int { return a.field.Choice() - b.field.Choice() })
	for _, c := range r.further {
		if c.field.Base() == job.CompanyName && standsForNothing(r.name) {
			r.name = c.cell
		}
	}
}

// domains are the cells that may hold the row's domain, the first choice first.
func (r *row) domains() func(func(string) bool) {
	return func(yield func(string) bool) {
		if !yield(r.domain) {
			return
		}
		for _, c := range r.further {
			if c.field.Base() == job.Domain && !yield(c.cell) {
				return
			}
		}
	}
}

// readPlainRow reads cells that JSON writes as they are. It reports false when there is any doubt:
// an escape, invalid UTF-8 or something unexpected between the cells.
func readPlainRow(item *job.Item) (row, bool) {
	var r row
	input := item.Input
	if len(input) < 2 || input[0] != '[' || input[len(input)-1] != ']' || bytes.IndexByte(input, '\\') >= 0 {
		return r, false
	}
	rest := input[1:]
	for column, field := range item.List.Mapping {
		if len(rest) == 1 {
			r.set(field, "") // the empty cells at a row's end are not stored
			continue
		}
		if column > 0 {
			if rest[0] != ',' {
				return r, false
			}
			rest = rest[1:]
		}
		if rest[0] != '"' {
			return r, false
		}
		end := bytes.IndexByte(rest[1:], '"')
		if end < 0 || end+2 >= len(rest) {
			return r, false
		}
		if field != "" {
			cell := rest[1 : end+1]
			if !utf8.Valid(cell) {
				return r, false
			}
			r.set(field, string(cell))
		}
		rest = rest[end+2:]
	}
	return r, true
}
