package preprocess

import (
	"bytes"
	"unicode/utf8"

	"jobdeck/backend/job"
)

// row is what cleaning looks at in an item.
type row struct {
	name, domain, industry, owner    string
	hasDomain, hasIndustry, hasOwner bool
}

// readRow reads an item's matched cells. A list of a million rows is read twice, so the cells that
// nobody needs are passed over.
func readRow(item *job.Item) (row, error) {
	if r, ok := readPlainRow(item); ok {
		return r, nil
	}
	cells, err := item.Cells()
	if err != nil {
		return row{}, err
	}
	var r row
	for column, field := range item.List.Mapping {
		if column < len(cells) {
			r.set(field, cells[column])
		}
	}
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
