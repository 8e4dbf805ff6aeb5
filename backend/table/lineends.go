package table

import (
	"bytes"
	"io"
)

// lineEnds makes "\n" of every line end: of "\r", as old Macs write it and Excel in "CSV (Macintosh)",
// and of "\r\n" in the same text.
type lineEnds struct {
	source io.Reader
	// after says that the last byte was "\r".
	after bool
}

// Read reads the text with its line ends changed.
func (l *lineEnds) Read(p []byte) (int, error) {
	for {
		n, err := l.source.Read(p)
		kept := l.change(p[:n])
		if kept > 0 || err != nil || len(p) == 0 {
			return kept, err
		}
	}
}

// change changes the line ends within a text, and says how long it is then.
func (l *lineEnds) change(text []byte) int {
	kept := 0
	for _, b := range text {
		if b == '\n' && l.after {
			l.after = false
			continue
		}
		if l.after = b == '\r'; l.after {
			b = '\n'
		}
		text[kept] = b
		kept++
	}
	return kept
}

// endsWithReturns says whether rows end with "\r" alone. Line feeds may stand within quoted cells there, as
// returns do in other lists, and a text that was put together has both: then what gives rows that fit
// a list better is right.
func endsWithReturns(sample []byte) bool {
	if bytes.IndexByte(sample, '\r') < 0 {
		return false
	}
	returns, feeds := outsideQuotes(sample)
	if returns == 0 {
		return false
	}
	if feeds == 0 {
		return true
	}
	changed := bytes.Clone(sample)
	changed = changed[:(&lineEnds{}).change(changed)]
	return steadiness(changed) > steadiness(sample)
}

// outsideQuotes counts returns that stand alone, and line feeds, outside of quoted cells.
func outsideQuotes(sample []byte) (returns, feeds int) {
	quoted := false
	for i, b := range sample {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '\n':
			feeds++
		case b == '\r' && i+1 < len(sample) && sample[i+1] != '\n':
			returns++
		}
	}
	return returns, feeds
}

// steadiness is how well a text reads as a list, by its likeliest delimiter.
func steadiness(sample []byte) float64 {
	best := 0.0
	for _, delimiter := range delimiters {
		if records := sampleRecords(bytes.Clone(sample), delimiter); len(records) > 0 {
			best = max(best, fit(records, delimiter))
		}
	}
	return best
}

// escapesQuotes says whether a text writes a quote within a quoted cell as \" and not twice: it has such
// quotes where no cell can end.
func escapesQuotes(sample []byte, delimiter byte) bool {
	escaped := 0
	for rest := sample; ; {
		i := bytes.Index(rest, []byte(`\"`))
		if i < 0 || i+2 >= len(rest) {
			return escaped > 0
		}
		if next := rest[i+2]; next != delimiter && next != '\n' && next != '\r' && next != '"' {
			escaped++
		}
		rest = rest[i+2:]
	}
}

// mostZeroes is how many zero bytes a text may have, in so many bytes: one bad cell is no reason to refuse the rest.
const mostZeroes, amongBytes = 3, 10_000

// isBinary says whether a sample has more zero bytes than a text has by mistake.
func isBinary(sample []byte) bool {
	if bytes.IndexByte(sample, 0) < 0 {
		return false
	}
	zeroes, others := 0, 0
	for _, b := range bytes.TrimRight(sample, endOfText) {
		switch {
		case b == 0:
			zeroes++
		case b < '\t':
			others++
		}
	}
	return zeroes > mostZeroes+len(sample)/amongBytes || zeroes > 0 && others > 0
}
