package table

import (
	"bytes"
	"strings"

	"golang.org/x/text/transform"
)

// lineEnds makes one "\n" of the line ends of old and odd programs: of "\r\r\n", which a text gets that was
// changed for Windows twice, of "\n\r", and, where returns alone end rows, of "\r", as old Macs write it and
// Excel in "CSV (Macintosh)".
type lineEnds struct {
	transform.NopResetter
	// alone says that a return alone ends a row.
	alone bool
	// fed says that the byte before was a line feed.
	fed bool
}

// mostReturns is how many returns before a line feed belong to it.
const mostReturns = 16

// Transform changes the line ends within a text.
func (l *lineEnds) Transform(dst, src []byte, atEnd bool) (written, read int, err error) {
	for read < len(src) {
		run := bytes.IndexByte(src[read:], '\r')
		if run != 0 {
			if run < 0 {
				run = len(src) - read
			}
			n := copy(dst[written:], src[read:read+run])
			written, read = written+n, read+n
			if n < run {
				return written, read, transform.ErrShortDst
			}
			l.fed = src[read-1] == '\n'
			continue
		}
		returns := 1
		for returns < mostReturns && read+returns < len(src) && src[read+returns] == '\r' {
			returns++
		}
		ends := read+returns == len(src)
		if ends && !atEnd && returns < mostReturns {
			return written, read, transform.ErrShortSrc
		}
		kept := l.kept(returns, !ends && src[read+returns] == '\n')
		if len(dst)-written < len(kept) {
			return written, read, transform.ErrShortDst
		}
		written, read = written+copy(dst[written:], kept), read+returns
	}
	return written, read, nil
}

// kept is what stays of so many returns.
func (l *lineEnds) kept(returns int, beforeFeed bool) string {
	fed := l.fed
	l.fed = false
	switch {
	case beforeFeed, fed && !l.alone:
		return ""
	case l.alone:
		return strings.Repeat("\n", returns)
	}
	return strings.Repeat("\r", returns)
}

// oddLineEnds says how the line ends of a text have to be changed, or gives nil when it has none but usual ones.
func oddLineEnds(sample []byte) *lineEnds {
	if bytes.IndexByte(sample, '\r') < 0 {
		return nil
	}
	counted := countLineEnds(sample)
	switch {
	case counted.endWithReturns(sample):
		return &lineEnds{alone: true}
	case counted.odd > 0:
		return &lineEnds{}
	}
	return nil
}

// lineEndCount is how many line ends a text has outside of quoted cells, of each kind.
type lineEndCount struct {
	feeds   int // line feeds, with a return before them or without
	returns int // returns that stand alone
	odd     int // several returns before a line feed, or one behind it
}

func countLineEnds(sample []byte) lineEndCount {
	var c lineEndCount
	quoted, waiting, fed := false, 0, false
	for _, b := range sample {
		switch {
		case b == '\r' && !quoted:
			waiting++
			continue
		case b == '\n' && !quoted:
			c.feeds++
			if waiting > 1 {
				c.odd++
			}
		default:
			c.returns += waiting
			if waiting > 0 && fed {
				c.odd++
			}
			if b == '"' {
				quoted = !quoted
			}
		}
		waiting, fed = 0, b == '\n' && !quoted
	}
	return c
}

// endWithReturns says whether rows end with "\r" alone. Line feeds may stand within quoted cells there, as
// returns do in other lists, and a text that was put together has both: then what gives rows that fit
// a list better is right.
func (c lineEndCount) endWithReturns(sample []byte) bool {
	if c.returns == 0 || c.feeds == 0 {
		return c.returns > 0
	}
	changed, _, err := transform.Bytes(&lineEnds{alone: true}, sample)
	return err == nil && steadiness(changed) > steadiness(sample)
}

// steadiness is how well a text reads as a list, by its likeliest delimiter.
func steadiness(sample []byte) float64 {
	best := 0.0
	for _, delimiter := range delimiters {
		if records := sampleRecords(sample, delimiter); len(records) > 0 {
			best = max(best, fit(records, delimiter))
		}
	}
	return best
}

// mostControls is how many signs a text may have that no text has, in so many bytes.
const mostControls, amongBytes = 1, 1000

// isBinary says whether a sample is no text: zero bytes that some program left in its cells are no reason to
// refuse a list, but a picture or a program has other signs with them, or hardly anything else.
func isBinary(sample []byte) bool {
	sample = withoutFilling(sample)
	if bytes.IndexByte(sample, 0) < 0 {
		return false
	}
	zeroes, others := 0, 0
	for _, b := range sample {
		switch {
		case b == 0:
			zeroes++
		case b < '\t', b > '\r' && b < ' ' && b != endOfText[0] && b != '\x1b':
			others++
		}
	}
	return others > mostControls+len(sample)/amongBytes || 2*zeroes > len(sample)
}
