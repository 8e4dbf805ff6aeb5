package table

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"jobdeck/backend/job"
)

// sheetChoice is a sheet that is read, and what was found out on the way to it.
type sheetChoice struct {
	workbookSheet

	found *inspection // or nil, when it was not looked at
	// rank says how much its rows look like a list, and passed that others with rows come before it; unknown is what
	// was in the way of looking at one.
	rank    sheetRank
	passed  bool
	unknown []string
}

// sheetRank is how much a sheet looks like the list that a workbook is made for.
type sheetRank int

const (
	noRows     sheetRank = iota
	hiddenRows           // and no others
	someRows
	knownColumns // which are no company's name nor domain
	hiddenList
	aList
)

// chooseSheet chooses the sheet of a name, in any case, or the first one that looks like a list and is not hidden; where
// none does, the first with rows.
func (r *Reader) chooseSheet(shared *sharedParts, name string) (sheetChoice, error) {
	var names []string
	var visible, hidden []workbookSheet
	for _, sheet := range shared.book.sheets {
		names = append(names, sheet.name)
		if sheet.hidden {
			hidden = append(hidden, sheet)
		} else {
			visible = append(visible, sheet)
		}
	}
	r.layout.Sheets = names
	if len(names) == 0 {
		return sheetChoice{}, refuse(r.path, "has no sheet with rows")
	}
	if name != "" {
		return r.namedSheet(shared.book.sheets, names, name)
	}
	if len(names) == 1 {
		return sheetChoice{workbookSheet: shared.book.sheets[0]}, nil
	}
	chosen, err := r.likeliestSheet(shared, visible)
	if err == nil && chosen.rank == noRows {
		chosen, err = r.likeliestSheet(shared, hidden)
	}
	if err == nil && chosen.rank == noRows {
		chosen = sheetChoice{workbookSheet: append(visible, hidden...)[0]}
	}
	return chosen, err
}

// namedSheet is the sheet of a name.
func (r *Reader) namedSheet(sheets []workbookSheet, names []string, name string) (sheetChoice, error) {
	at := slices.Index(names, name)
	if at < 0 {
		at = slices.IndexFunc(names, func(other string) bool { return strings.EqualFold(other, name) })
	}
	if at < 0 {
		return sheetChoice{}, refuse(r.path, "has no sheet “%s”; it has “%s”", name, strings.Join(names, "”, “"))
	}
	return sheetChoice{workbookSheet: sheets[at]}, nil
}

// likeliestSheet is the first of the sheets that look most like a list.
func (r *Reader) likeliestSheet(shared *sharedParts, sheets []workbookSheet) (best sheetChoice, err error) {
	var unknown []string
	first := ""
	for _, sheet := range sheets {
		if best.rank == aList {
			break
		}
		choice, err := r.rankSheet(shared, sheet)
		switch {
		case err != nil && best.rank == noRows:
			return sheetChoice{}, err // what would be passed over may be the list
		case err != nil:
			unknown = append(unknown, fmt.Sprintf("“%s” can't be looked at (%s)", sheet.name, whatIsWrong(err)))
			continue
		case choice.rank == noRows:
			continue
		case choice.rank > best.rank:
			best = choice
		}
		if first == "" {
			first = sheet.name
		}
	}
	best.unknown, best.passed = unknown, first != best.name
	return best, nil
}

// whatIsWrong says what is wrong with a sheet, without the file's name.
func whatIsWrong(err error) string {
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		return refusal.What
	}
	return err.Error()
}

// rankSheet looks at the first rows of a sheet.
func (r *Reader) rankSheet(shared *sharedParts, sheet workbookSheet) (sheetChoice, error) {
	choice := sheetChoice{workbookSheet: sheet}
	found, err := inspectPart(shared.book.part(sheet.part), "row", maxSheet)
	if err != nil {
		return choice, err
	}
	choice.found = &found
	look := &Reader{path: r.path, size: r.size, header: newHeader(), short: true}
	source, err := shared.open(choice, look)
	if err != nil {
		return choice, err
	}
	defer func() { _ = source.part.text.Close() }() // it was only read
	look.source = source
	look.readAhead(headRows)
	if len(look.waiting) == 0 {
		if errors.Is(look.failed, io.EOF) {
			return choice, nil
		}
		return choice, look.failed
	}
	if err := look.findHeader(0); err != nil {
		return choice, err
	}
	choice.rank, err = look.rank()
	if found.facts.hidden == found.filled {
		choice.rank = choice.rank.allHidden()
	}
	return choice, err
}

// allHidden is the rank of a sheet all rows of which are hidden.
func (r sheetRank) allHidden() sheetRank {
	if r == aList {
		return hiddenList
	}
	return hiddenRows
}

// rank says how much rows look like a list whose header was found.
func (r *Reader) rank() (sheetRank, error) {
	matching, err := r.Match()
	if err != nil {
		return noRows, err
	}
	if r.layout.HeaderRow == 0 || r.isCover() {
		return someRows, nil
	}
	rank := someRows
	for _, field := range matching.Fields {
		switch kind := field.Base(); {
		case kind == job.CompanyName || kind == job.Domain:
			return aList, nil
		case kind != "":
			rank = knownColumns
		}
	}
	return rank, nil
}

const (
	// mostOfCover is how many rows a cover sheet may have, and coverWidth how many cells they have filled.
	mostOfCover, coverWidth = 20, 2
)

// coverLine finds what stands in a cover sheet before what it says of its report.
var coverLine = regexp.MustCompile(`(?i)^(?:(?:prepared|created|compiled|generated|exported|written|approved|reviewed|updated|last updated|erstellt|geprüft)(?: (?:by|for|on|from|at|von|am|für))?|` +
	`(?:(?:report|start|end|issue|project|document|file) )?(?:report|version|date|author|title|name|subject|period|status|confidential|department|project|purpose|description|notes?|source|contents?|contact|currency|filters?)|` +
	`table of contents|(?:bericht|stand|datum|verfasser|titel|zeitraum|abteilung|projekt|quelle|inhalt))\b`)

// isCover says whether all rows are those of a cover sheet, which may name a company too: a few lines of what a report
// says of itself.
func (r *Reader) isCover() bool {
	rows := [][]string{r.named}
	for _, row := range r.waiting {
		rows = append(rows, row.Cells)
	}
	if len(rows) > mostOfCover || !errors.Is(r.failed, io.EOF) {
		return false
	}
	lines := 0
	for _, cells := range rows {
		first, filled := firstFilled(cells)
		if filled > coverWidth {
			return false
		}
		if isCoverLine(first, filled) {
			lines++
		}
	}
	return lines > 1
}

// isCoverLine says whether a row's first cell is that of a cover sheet: alone it may go on, before another it
// is a word for that.
func isCoverLine(first string, filled int) bool {
	line := coverLine.FindString(first)
	if filled == coverWidth {
		return strings.HasSuffix(first, ":") || line != "" && strings.TrimSpace(first) == line
	}
	return line != "" || isRemark(first)
}

// tellChoice names the sheets that were passed over for the one that is read, and those that are missing.
func (r *Reader) tellChoice(chosen sheetChoice, missing []string) {
	var what []string
	if chosen.passed {
		others := slices.DeleteFunc(slices.Clone(r.layout.Sheets), func(name string) bool { return name == chosen.name })
		why := "the first whose columns are known"
		if chosen.rank < knownColumns {
			why = "the first with rows that are not hidden"
		}
		what = append(what, why+": the others are “"+strings.Join(others, "”, “")+"”")
	}
	if chosen.hidden {
		what = append(what, "which is hidden: no other has rows")
	}
	what = append(what, chosen.unknown...)
	for _, name := range missing {
		what = append(what, "“"+name+"” is missing in the file")
	}
	if len(what) == 0 {
		return
	}
	r.report(r.firstRow(), "begins the list in the sheet “"+chosen.name+"”, "+strings.Join(what, "; "))
}
