package table

import "bytes"

// quotedField is what was found behind an opening quote.
type quotedField struct {
	// after is where the delimiter or line end behind the field stands.
	after int
	// closed says that the field was ended by a quote; only then its text was appended.
	closed bool
	// stray says that there was a quote in it that is not doubled.
	stray bool
	// needsMore says that data ends too early to tell.
	needsMore bool
}

// scanQuoted reads the field whose opening quote is at open and appends it to text. A quote
// inside that is not doubled is taken as a letter, as spreadsheets do. The quote counts as never
// closed when nothing closes it within reach, or in its line when oneLine, or when what follows in
// the next lines is plainly further rows: see [splitter.swallowsRows].
func (s *splitter) scanQuoted(data []byte, open int, oneLine bool) quotedField {
	if oneLine {
		if end := bytes.IndexByte(data[open:], '\n'); end >= 0 {
			data = data[:open+end+1]
		} else if !s.ended {
			return quotedField{needsMore: true}
		}
	}
	before := len(s.text)
	give := func(field quotedField) quotedField {
		if !field.closed {
			s.text = s.text[:before]
		}
		return field
	}
	stray := false
	lines := 0
	position := open + 1
	for {
		i := bytes.IndexByte(data[position:], '"')
		if i < 0 && !oneLine && !s.ended && len(data)-open <= s.reach && len(data) <= maxRow {
			return give(quotedField{needsMore: true})
		}
		if oneLine && i < 0 {
			return give(quotedField{})
		}
		if i < 0 || position+i-open > s.reach {
			// Files with many such quotes would otherwise be looked through again for each of them.
			s.reach = max(s.reach/2, minReach)
			return give(quotedField{})
		}
		part := data[position : position+i]
		lines += bytes.Count(part, []byte{'\n'})
		s.text = append(s.text, part...)
		quote := position + i
		position = quote + 1
		switch after, ends, known := s.fieldEnd(data, position); {
		case s.escaped && isEscaped(data[open+1:quote]):
			s.text[len(s.text)-1] = '"'
		case position < len(data) && data[position] == '"':
			s.text = append(s.text, '"')
			position++
		case !known:
			return give(quotedField{needsMore: true})
		case ends && (s.swallowsRows(data[open+1:quote], lines) || stray && lines > 0 && s.fillsLine(data[open:quote])):
			return give(quotedField{})
		case ends:
			if lines > 0 {
				s.reach = min(2*s.reach, maxRow)
			}
			return give(quotedField{after: after, closed: true, stray: stray})
		case lines > 0 && s.opensField(data, quote):
			return give(quotedField{})
		default:
			s.text = append(s.text, '"')
			stray = true
		}
	}
}

// fieldEnd says whether a field that ends at position, spaces left aside, really ends there: at a
// delimiter, a line end or the end of the text; and where. It is not known when data ends first.
func (s *splitter) fieldEnd(data []byte, position int) (after int, ends, known bool) {
	for position < len(data) && data[position] == ' ' {
		position++
	}
	rest := data[position:]
	switch {
	case len(rest) == 0:
		return position, true, s.ended
	case rest[0] == '\r' && len(rest) == 1:
		return position, s.ended, s.ended
	case s.delimiter != 0 && rest[0] == s.delimiter:
		return position, true, true
	}
	return position, lineEndLength(rest) > 0, true
}

// opensField says whether the quote stands where a field begins.
func (s *splitter) opensField(data []byte, quote int) bool {
	previous := data[quote-1]
	return previous == '\n' || s.delimiter != 0 && previous == s.delimiter
}

// isEscaped says whether a quote behind a text is one of its letters: an odd number of backslashes stands
// before it, for two of them are one.
func isEscaped(text []byte) bool {
	backslashes := len(text) - len(bytes.TrimRight(text, `\`))
	return backslashes%2 == 1
}

// fillsLine says whether the record has all its cells in the line in which a field opens its quote: one
// behind whose closing quote letters follow, as in "Acme"x, does not end in a later row.
func (s *splitter) fillsLine(field []byte) bool {
	line, _, _ := bytes.Cut(field, []byte{'\n'})
	return s.delimiter != 0 && s.columns > 1 && len(s.ends)+1+bytes.Count(line, []byte{s.delimiter}) == s.columns
}

// swallowsRows says whether the text of a quoted field is not one cell but rows of the list, between
// a quote that is never closed and the next stray one: nearly all its lines have as many delimiters
// as the list's rows. In a list with one column only their number can tell.
func (s *splitter) swallowsRows(field []byte, lines int) bool {
	switch {
	case lines < manyLines || s.columns == 0:
		return false
	case s.columns == 1 || s.delimiter == 0:
		return lines > maxCellLines
	}
	alike, all := 0, 0
	for line := range bytes.Lines(field[bytes.IndexByte(field, '\n')+1:]) {
		if line[len(line)-1] != '\n' {
			break
		}
		all++
		if bytes.Count(line, []byte{s.delimiter}) == s.columns-1 {
			alike++
		}
	}
	return alike*10 >= all*9
}

// escapesQuotes says whether a text writes a quote within a quoted cell as \" and not twice: it has such
// quotes where no cell can end, or fewer that are wrong then.
func escapesQuotes(sample []byte, delimiter byte) bool {
	doubtful := false
	for rest := sample; ; {
		i := bytes.Index(rest, []byte(`\"`))
		if i < 0 || i+2 >= len(rest) {
			break
		}
		switch next := rest[i+2]; next {
		case delimiter, '\n', '\r':
		case '"':
			doubtful = true
		default:
			return true
		}
		rest = rest[i+2:]
	}
	return doubtful && badQuotes(sample, delimiter, true) < badQuotes(sample, delimiter, false)
}

// badQuotes counts the records of a text whose quotes are wrong.
func badQuotes(sample []byte, delimiter byte, escaped bool) int {
	s := sampleSplitter(sample, delimiter)
	s.escaped = escaped
	bad := 0
	for range sniffRecords {
		if _, err := s.next(); err != nil {
			break
		}
		if s.flaws != (flaws{}) {
			bad++
		}
	}
	return bad
}
