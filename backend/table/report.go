package table

import (
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
	// sums are those of the columns, as long as the list is short.
	sums []float64
	// before are the first cells of the last row of the list, by which a group is called whose sum may follow.
	before [2]string
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
		if r.repeatsAbove(row.Cells) {
			r.report(row.Number, "repeats what stands above the header: it is left out")
			continue
		}
		if len(b.held) == 0 && !row.gap && ordinary(row.Cells) {
			b.count(row.Cells, 2)
			return row, nil
		}
		if b.rows == 0 && isRuler(row.Cells) {
			r.report(row.Number, "is a line of signs: it is left out")
			continue
		}
		if b.isPartTotal(row.Cells) {
			r.leaveOut(*row)
			continue
		}
		if r.mayBeBelow(*row) {
			row.Cells = slices.Clone(row.Cells)
			b.held = append(b.held, *row)
			continue
		}
		b.count(row.Cells, filledCells(row.Cells))
		if len(b.held) == 0 {
			return row, nil
		}
		row.Cells = slices.Clone(row.Cells)
		b.held = append(b.held, *row)
		b.free, b.held, b.sure = b.held, nil, false
	}
}

// count notes a row that belongs to the list.
func (b *belowList) count(cells []string, filled int) {
	b.rows++
	if filled > 1 {
		b.wide++
	}
	b.before = [2]string{}
	copy(b.before[:], cells)
	if b.rows <= mostSummed {
		b.addUp(cells)
	}
}

// ordinary says quickly of most rows that they are rows of the list: the second cell begins with a letter, and
// does not end with a digit.
func ordinary(cells []string) bool {
	if len(cells) < 2 || cells[0] == "" || cells[1] == "" {
		return false
	}
	first, second, last := cells[0][0], cells[1][0]|' ', cells[1][len(cells[1])-1]
	return first > ' ' && second >= 'a' && second <= 'z' && (last < '0' || last > '9')
}

// endBelow decides about the rows that were held when the list ends.
func (r *Reader) endBelow() {
	b := &r.below
	if !b.sure {
		b.free, b.held = b.held, nil
		return
	}
	for _, row := range b.held {
		r.leaveOut(row)
	}
	b.held = nil
}

func (r *Reader) leaveOut(row Row) {
	first, _ := firstFilled(row.Cells)
	what := "stands below the list, as totals and remarks do: it is left out (“" + shorten(first) + "”)"
	if r.below.isPartTotal(row.Cells) {
		what = "is a sum of the rows before it: it is left out (“" + shorten(first) + "”)"
	}
	r.report(row.Number, what)
}

// repeatsHeader says whether a row is the header once more. A single word may be a company's name, too.
func (r *Reader) repeatsHeader(cells []string) bool {
	if len(r.named) == 0 || len(cells) == 0 || len(cells[0]) < len(r.named[0]) || beginOtherwise(cells[0], r.named[0]) || !strings.EqualFold(strings.TrimSpace(cells[0]), r.named[0]) {
		return false
	}
	return alikeCells(r.named, cells) && (len(r.named) > 1 || named(r.named) && strings.Contains(squash(r.named[0]), "name"))
}

// repeatsAbove says whether a row says once more what stands above the header, as in files that were put together:
// the line that tells the delimiter, or a title.
func (r *Reader) repeatsAbove(cells []string) bool {
	if len(cells) > 0 && len(cells[0]) == len("sep=") && strings.EqualFold(cells[0], "sep=") && r.declared && filledCells(cells) == 1 {
		return true
	}
	for _, above := range r.above {
		if len(cells) > 0 && len(above) > 0 && !beginOtherwise(cells[0], above[0]) && alikeCells(above, cells) {
			return true
		}
	}
	return false
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
	case isRuler(row.Cells):
		return true
	case filled > 1 && !onlyNumbers(row.Cells, first):
		return false
	case isTotal(first):
		if filled > 1 && !apart && isWord(first) && !b.isSum(row.Cells) {
			return false // a company may be called so
		}
		if filled > 1 || apart || strings.Contains(first, " ") || strings.HasSuffix(first, ":") {
			b.sure = true
			return true
		}
		return r.width > 1 && b.wide*2 > b.rows
	case b.sure && filled > 1 && statistic.MatchString(first):
		return true
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

// shorten keeps a message readable whatever stood in the cell.
func shorten(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
