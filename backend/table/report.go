package table

import (
	"regexp"
	"slices"
	"strings"
)

// mostBelow is how many rows a report may say below its list.
const mostBelow = 20

// belowList holds back rows that may be what a report says below its list: only the list's end shows it.
type belowList struct {
	held []Row
	// sure says that one of them can't be a row of the list.
	sure bool
	// free are rows that were held and belong to the list after all.
	free []Row
	// rows counts those of the list, and wide those of them that have more than one cell filled.
	rows, wide int
}

// nextListed gives the next row that belongs to the list. The header that comes again, as in files that were
// put together, and what a report says below its rows are told and left out.
func (r *Reader) nextListed() (*Row, error) {
	b := &r.below
	for {
		if len(b.free) > 0 {
			row := &b.free[0]
			b.free = b.free[1:]
			return row, nil
		}
		row, err := r.nextFilled()
		if err != nil {
			if r.endBelow(); len(b.free) > 0 {
				r.failed = err
				continue
			}
			return nil, err
		}
		if !r.framed {
			return row, nil
		}
		if r.repeatsHeader(row.Cells) {
			r.report(row.Number, "repeats the header: it is left out")
			continue
		}
		if len(b.held) == 0 && !row.gap && ordinary(row.Cells) {
			b.rows++
			b.wide++
			return row, nil
		}
		if r.mayBeBelow(*row) {
			row.Cells = slices.Clone(row.Cells)
			b.held = append(b.held, *row)
			continue
		}
		b.rows++
		if filledCells(row.Cells) > 1 {
			b.wide++
		}
		if len(b.held) == 0 {
			return row, nil
		}
		row.Cells = slices.Clone(row.Cells)
		b.held = append(b.held, *row)
		b.free, b.held, b.sure = b.held, nil, false
	}
}

// ordinary says quickly of most rows that they are rows of the list: a second cell begins with a letter.
func ordinary(cells []string) bool {
	if len(cells) < 2 || cells[0] == "" || cells[1] == "" {
		return false
	}
	first, second := cells[0][0], cells[1][0]|' '
	return first > ' ' && second >= 'a' && second <= 'z'
}

// endBelow decides about the rows that were held when the list ends.
func (r *Reader) endBelow() {
	b := &r.below
	if !b.sure {
		b.free, b.held = b.held, nil
		return
	}
	for _, row := range b.held {
		first, _ := firstFilled(row.Cells)
		r.report(row.Number, "stands below the list, as totals and remarks do: it is left out (“"+shorten(first)+"”)")
	}
	b.held = nil
}

// repeatsHeader says whether a row is the header once more. A single word may be a company's name, too.
func (r *Reader) repeatsHeader(cells []string) bool {
	if len(r.named) == 0 || len(cells) == 0 || len(cells[0]) < len(r.named[0]) || beginOtherwise(cells[0], r.named[0]) || !strings.EqualFold(strings.TrimSpace(cells[0]), r.named[0]) {
		return false
	}
	return alikeCells(r.named, cells) && (len(r.named) > 1 || named(r.named) && strings.Contains(squash(r.named[0]), "name"))
}

// beginOtherwise says quickly of most texts that they are not alike: both begin with a plain letter, and not the same.
func beginOtherwise(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	first, other := a[0]|' ', b[0]|' '
	return first != other && first >= 'a' && first <= 'z' && other >= 'a' && other <= 'z'
}

// mayBeBelow says whether a row may belong to what stands below a list: a total, a remark, or after a blank
// row a single cell where rows have more.
func (r *Reader) mayBeBelow(row Row) bool {
	b := &r.below
	if len(b.held) >= mostBelow {
		return false
	}
	first, filled := firstFilled(row.Cells)
	apart := row.gap || len(b.held) > 0
	switch {
	case filled > 1 && !onlyNumbers(row.Cells, first):
		return false
	case isTotal(first):
		if filled > 1 || apart || strings.Contains(first, " ") || strings.HasSuffix(first, ":") {
			b.sure = true
			return true
		}
		return r.width > 1 && b.wide*2 > b.rows
	case filled == 1 && isRemark(first):
		b.sure = true
		return true
	case filled == 1 && apart && r.width > 1 && b.wide*2 > b.rows:
		b.sure = b.sure || len(strings.Fields(first)) > 4 || strings.Contains(first, ": ")
		return true
	}
	return false
}

// firstFilled is the first cell with something in it, and how many there are.
func firstFilled(cells []string) (first string, filled int) {
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			if filled == 0 {
				first = cell
			}
			filled++
		}
	}
	return first, filled
}

// onlyNumbers says whether all cells but one are numbers or empty.
func onlyNumbers(cells []string, but string) bool {
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" && cell != but && !isNumber(cell) {
			return false
		}
	}
	return true
}

var (
	// total finds the word that stands before a sum, alone or with what is summed up.
	total = regexp.MustCompile(`(?i)^((grand|sub|report|overall)[ -]?)?totals?( (number|count|amount|records?|rows?|accounts?|companies|sum)( of \w+)?)?( *[:=(].*)?$|^(sum|count|summe|gesamt(summe)?|zwischensumme|anzahl|total général|somme|suma|razem|итого|всего|合計|合计|总计|小計)( *[:=(].*)?$`)
	// remark finds what reports say about themselves.
	remark = regexp.MustCompile(`(?i)^(©|\(c\) |copyright\b|all rights reserved|generated (by|on|at|from|with)\b|(report|list|data) (generated|run|created|exported|as of)\b|exported (by|on|at|from)\b|created (by|on) .*\d|printed (by|on)\b|as of\b.*\d|source ?:|quelle ?:|stand ?:|notes? ?:|disclaimer\b|confidential\b|end of (report|list|file|document)\b|page \d+ of \d+|filtered by\b|filters? ?:|\d+ (rows?|records?|accounts?|companies|results?|datensätze)( (found|total|exported|selected))?\.?$|---+ ?\w+ ?---+$)`)
)

// beginnings are how totals and remarks begin, by their first letter: nearly all cells can be passed over by it.
var beginnings = func() map[byte][]string {
	sorted := make(map[byte][]string)
	for word := range strings.FieldsSeq(`grand sub report overall total sum count summe gesamt zwischensumme anzahl somme suma razem итого всего 合 总 小
		© (c) copyright all generated list data exported created printed as source quelle stand note disclaimer confidential end page filter ---`) {
		sorted[word[0]] = append(sorted[word[0]], word)
	}
	return sorted
}()

// mayBegin says whether a cell begins as a total or a remark may.
func mayBegin(cell string) bool {
	first := cell[0]
	if first >= 'A' && first <= 'Z' {
		first += 'a' - 'A'
	}
	for _, word := range beginnings[first] {
		if len(cell) >= len(word) && strings.EqualFold(cell[:len(word)], word) {
			return true
		}
	}
	return first >= 0xD0 // Cyrillic and what comes after it has capitals of other bytes
}

// isTotal says whether a cell announces a sum.
func isTotal(cell string) bool {
	return cell != "" && len(cell) <= 60 && mayBegin(cell) && total.MatchString(cell)
}

// isRemark says whether a cell is what a report says of itself.
func isRemark(cell string) bool {
	digit := cell[0] >= '0' && cell[0] <= '9'
	return (digit || mayBegin(cell)) && remark.MatchString(cell)
}

// shorten keeps a message readable whatever stood in the cell.
func shorten(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
