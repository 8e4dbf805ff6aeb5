package table

import (
	"regexp"
	"slices"
	"strings"

	"jobdeck/backend/job"
)

// earlier says which columns of a list come from an export of Jobdeck's own: it is read back as the list that it
// was made from. What became of each row then is left out, for it will be said anew; results stay as
// columns, but no field is looked for in them.
type earlier struct {
	// marks is where the columns stand that say what became of a row, from left to right.
	marks   []int
	results []string
}

var (
	// mark finds the columns that say what became of a row, however they were touched since: a program may have
	// changed their case, and a list that was put together has them twice.
	mark = regexp.MustCompile(`(?i)^(` + job.OutcomeColumn + `|` + job.ReasonColumn + `)( \(\d+\))?$`)
	// knownResult finds the columns that cleaning adds, the first of which is the company's name.
	knownResult = regexp.MustCompile(`(?i)^(company_name|domain|industry|owner|note)( \(result\)( \(\d+\))?)?$`)
	firstResult = regexp.MustCompile(`(?i)^company_name( \(result\)( \(\d+\))?)?$`)
)

// findEarlier looks whether the header is that of an export.
func (r *Reader) findEarlier() {
	names := r.header.names
	for i, name := range names {
		if mark.MatchString(name) {
			r.earlier.marks = append(r.earlier.marks, i)
		}
	}
	marks := r.earlier.marks
	if len(marks) == 0 || len(marks) == len(names) {
		r.earlier.marks = nil // a list of nothing else is what it is
		return
	}
	r.readAhead(headRows)
	last := marks[len(marks)-1]
	r.earlier.results = r.resultsBehind(last+1, last >= len(marks))
	row := r.layout.HeaderRow
	if row == 0 && len(r.waiting) > 0 {
		row = r.waiting[0].Number // objects have no header: their keys stand in the first row
	}
	r.report(row, "is that of an export: what became of the rows then (“"+job.OutcomeColumn+"”, “"+job.ReasonColumn+"”) is left out")
}

// resultsBehind are the results among the columns from one on, behind the marks. Whoever mends an export may add
// columns of their own there: beside those that cleaning adds all others are theirs, and beside none of
// these the ones that hold something in rows that have no results.
func (r *Reader) resultsBehind(from int, ownBefore bool) []string {
	behind := r.header.names[from:]
	at := slices.IndexFunc(behind, firstResult.MatchString)
	if !ownBefore {
		// The marks were moved to the front: the list's own columns stand behind them, and may be called as results.
		if at < 1 || !named(behind[:at]) && matches(behind[:at]) == 0 {
			return nil
		}
	}
	var results []string
	for i, name := range behind {
		if at >= 0 && i >= at && knownResult.MatchString(name) || at < 0 && !r.heldWithoutResult(from+i) {
			results = append(results, name)
		}
	}
	return results
}

// heldWithoutResult says whether a column holds something in a row that failed or was not worked yet.
func (r *Reader) heldWithoutResult(column int) bool {
	outcome := slices.IndexFunc(r.header.names, func(name string) bool { return strings.EqualFold(name, job.OutcomeColumn) })
	for _, row := range r.waiting {
		if outcome < 0 || max(outcome, column) >= len(row.Cells) || strings.TrimSpace(row.Cells[column]) == "" {
			continue
		}
		if was := job.Outcome(strings.ToLower(strings.TrimSpace(row.Cells[outcome]))); was == job.FailedItem || was == job.Pending {
			return true
		}
	}
	return false
}

// without gives a row's cells, or the columns' names, without the marks.
func (e *earlier) without(cells []string) []string {
	for _, at := range slices.Backward(e.marks) {
		if at < len(cells) {
			cells = slices.Delete(cells, at, at+1)
		}
	}
	return cells
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
