package preprocess

import "jobdeck/backend/job"

// row is what cleaning looks at in an item.
type row struct {
	name, domain, industry, owner    string
	hasDomain, hasIndustry, hasOwner bool
}

func readRow(item *job.Item) (row, error) {
	cells, err := item.Cells()
	if err != nil {
		return row{}, err
	}
	var r row
	for column, field := range item.List.Mapping {
		if column >= len(cells) {
			break
		}
		switch field {
		case job.CompanyName:
			r.name = cells[column]
		case job.Domain:
			r.domain, r.hasDomain = cells[column], true
		case job.Industry:
			r.industry, r.hasIndustry = cells[column], true
		case job.Owner:
			r.owner, r.hasOwner = cells[column], true
		}
	}
	return r, nil
}
