package table

import (
	"slices"

	"jobdeck/backend/job"
)

// earlier says which columns of a list come from an export of Jobdeck's own: it is read back as the list that it
// was made from. What became of each row then is left out, for it will be said anew; results stay as
// columns, but no field is looked for in them.
type earlier struct {
	// marks is where the two columns stand that say what became of a row, or -1.
	marks   int
	results []string
}

// knownResults are the columns that earlier versions wrote before the marks.
var knownResults = []string{string(job.CompanyName), string(job.Domain), string(job.Industry), string(job.Owner), "note"}

// findEarlier looks whether the header is that of an export.
func (r *Reader) findEarlier() {
	names := r.header.names
	r.earlier.marks = slices.Index(names, job.OutcomeColumn)
	at := r.earlier.marks
	if at < 1 || at+1 >= len(names) || names[at+1] != job.ReasonColumn {
		r.earlier.marks = -1
		return
	}
	r.earlier.results = slices.Clone(names[at+2:])
	if len(r.earlier.results) == 0 {
		first := at
		for first > 1 && slices.Contains(knownResults, names[first-1]) {
			first--
		}
		r.earlier.results = slices.Clone(names[first:at])
	}
	r.report(r.layout.HeaderRow, "is that of an export: what became of the rows then (“"+job.OutcomeColumn+"”, “"+job.ReasonColumn+"”) is left out")
}

// without gives a row's cells, or the columns' names, without the marks.
func (e *earlier) without(cells []string) []string {
	if e.marks < 0 || e.marks+2 > len(cells) {
		return cells
	}
	return slices.Delete(cells, e.marks, e.marks+2)
}

// own gives the columns as they are matched: those of an earlier export mean nothing.
func (e *earlier) own(columns []string) []string {
	own := slices.Clone(columns)
	for i, name := range own {
		if slices.Contains(e.results, name) {
			own[i] = ""
		}
	}
	return own
}
