package table

import (
	"bytes"
	"errors"
	"io"
)

const (
	// maxRow is the longest row in bytes: a cell of 10 MB has its place, and memory stays small.
	maxRow = 20 << 20
	// sampleSize is how much of a file is looked at before reading it.
	sampleSize = 1 << 20
	// minReach is how far a quote is looked after at least, once other quotes were never closed.
	minReach = 2 << 10
	// manyLines is how many lines a quoted cell may have before they are looked at closely.
	manyLines = 8
	// maxCellLines is how many lines a quoted cell of a list with one column may have.
	maxCellLines = 1000
)

// splitter cuts delimited text into records and their fields.
//
// It is not encoding/csv because that can't go back: with a quote that is never closed it reads the
// rest of the file into one field, and has consumed what it would need to read the following rows.
// The splitter keeps a record's text until its end is found, so that it can decide that the quote
// was just a letter, and go on with the next line. For text that is well-formed both give the same
// records, except that line ends in quoted fields stay as they are.
type splitter struct {
	source io.Reader
	// delimiter separates fields; 0 means that the text has one column and nothing separates.
	delimiter byte
	// columns is how many fields a row should have, or 0 when that is not known yet.
	columns int
	// escaped says that a quote within a cell is written as \" and not doubled.
	escaped bool

	buffer     []byte
	start, end int // what is read and not yet consumed
	ended      bool
	failure    error // why reading stopped, when it was not the end
	zeroes     bool  // the buffer may hold zero bytes

	line  int64 // lines consumed
	reach int   // how many bytes after an opening quote the closing one is looked for

	text  []byte // the record's fields put together, quotes taken away
	ends  []int  // where each field ends in text
	plain bool   // the record has no quotes: text is not filled, raw is the record
	raw   []byte // the record as it stands, without its line end
	flaws flaws
}

// flaws are what is wrong with a record.
type flaws struct {
	// unclosed is the line of a quote that is never closed, or 0.
	unclosed int64
	// stray says that a quoted field holds a quote that is not doubled.
	stray bool
	// tooLong says that the record is longer than a row may be, and was left out.
	tooLong bool
}

// endOfText is what old programs write behind a text: the sign for its end, and zero bytes to fill a block.
const endOfText = "\x1a\x00"

// withoutFilling takes away what old programs write behind a text, whatever line ends stand among it.
func withoutFilling(text []byte) []byte {
	end := len(bytes.TrimRight(text, endOfText+"\r\n"))
	if filling := bytes.IndexAny(text[end:], endOfText); filling >= 0 {
		return text[:end+filling]
	}
	return text
}

func newSplitter(source io.Reader, buffer []byte) *splitter {
	return &splitter{source: source, buffer: buffer, reach: maxRow}
}

// next finds the next record, blank lines too, and gives the line it begins in. Its parts are in
// raw, text, ends and flaws until next is called again.
func (s *splitter) next() (line int64, err error) {
	s.flaws, s.plain = flaws{}, false
	s.raw, s.text, s.ends = nil, s.text[:0], s.ends[:0]
	length, err := s.markedLength()
	if err != nil {
		return 0, err
	}
	line = s.line + 1
	if length > maxRow {
		return line, s.skipLine()
	}
	record := s.buffer[s.start : s.start+length]
	if bytes.IndexByte(record, '"') < 0 {
		s.plain, s.raw = true, trimLineEnd(record)
		s.start += length
		s.line++
		return line, nil
	}
	for {
		recordLength, complete := s.split(s.buffer[s.start:s.end], length)
		if complete {
			s.raw = trimLineEnd(s.buffer[s.start : s.start+recordLength])
			if recordLength == length {
				s.start += length
				s.line++
			} else {
				s.consume(recordLength)
			}
			return line, nil
		}
		if s.end-s.start > maxRow {
			return line, s.skipLine()
		}
		if err := s.more(); err != nil {
			return 0, err
		}
		length = min(length, s.end-s.start)
	}
}

// markedLength is how long the next line is, behind the marks that it may begin with: files that were put
// together have one before each part, and the sign for the end of a text behind it.
func (s *splitter) markedLength() (int, error) {
	length, err := s.lineLength()
	for err == nil {
		mark := 0
		switch s.buffer[s.start] {
		case endOfText[0]:
			mark = 1
		case utf8Mark[0]:
			if bytes.HasPrefix(s.buffer[s.start:s.start+min(length, s.end-s.start)], utf8Mark) {
				mark = len(utf8Mark)
			}
		}
		if mark == 0 {
			return length, nil
		}
		s.start += mark
		if length -= mark; length == 0 {
			length, err = s.lineLength()
		}
	}
	return 0, err
}

// lineLength is how long the next line is, with its end, or more than maxRow. It is io.EOF when
// there is none.
func (s *splitter) lineLength() (int, error) {
	searched := 0
	for {
		waiting := s.buffer[s.start:s.end]
		if i := bytes.IndexByte(waiting[searched:], '\n'); i >= 0 {
			return searched + i + 1, nil
		}
		searched = len(waiting)
		switch {
		case s.ended && s.failure != nil:
			return 0, s.failure
		case s.ended && searched == 0:
			return 0, io.EOF
		case s.ended, searched > maxRow:
			return searched, nil
		}
		if err := s.more(); err != nil {
			return 0, err
		}
		searched = min(searched, s.end-s.start) // what fills a text's last block is none of it
	}
}

// skipLine leaves out the rest of a line that is too long.
func (s *splitter) skipLine() error {
	s.flaws.tooLong = true
	for {
		waiting := s.buffer[s.start:s.end]
		if i := bytes.IndexByte(waiting, '\n'); i >= 0 {
			s.consume(i + 1)
			return nil
		}
		s.start = s.end
		if s.ended {
			s.line++
			return s.failure
		}
		if err := s.more(); err != nil {
			return err
		}
	}
}

// more reads until the buffer is full, and makes it larger when it is full already. Reading it full
// bounds how often a long record is looked at again.
func (s *splitter) more() error {
	if s.failure != nil {
		return s.failure
	}
	switch {
	case s.start > 0:
		s.end = copy(s.buffer, s.buffer[s.start:s.end])
		s.start = 0
	case s.end == len(s.buffer):
		larger := make([]byte, min(max(2*len(s.buffer), 4096), maxRow+4096))
		copy(larger, s.buffer)
		s.buffer = larger
	}
	n, err := io.ReadFull(s.source, s.buffer[s.end:])
	s.end += n
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		s.ended = true
		s.end = max(s.start, len(withoutFilling(s.buffer[:s.end])))
	case err != nil:
		s.ended, s.failure = true, err
	}
	// Hardly any text has zero bytes: to look once in the buffer saves a look in each row.
	s.zeroes = bytes.IndexByte(s.buffer[:s.end], 0) >= 0
	return nil
}

// consume leaves a record behind. A last line without an end counts as a line.
func (s *splitter) consume(length int) {
	record := s.buffer[s.start : s.start+length]
	s.line += int64(bytes.Count(record, []byte{'\n'}))
	if length > 0 && record[length-1] != '\n' {
		s.line++
	}
	s.start += length
}

// split cuts the record at the beginning of data into text and ends, and says how long it is with
// its line end. It is not complete when its end is not in data. LineEnd is where its first line ends.
func (s *splitter) split(data []byte, lineEnd int) (length int, complete bool) {
	s.text, s.ends, s.flaws = s.text[:0], s.ends[:0], flaws{}
	position := 0
	oneLine := false
	for {
		if lineEnd < position {
			if lineEnd = s.lineEnd(data, position); lineEnd < 0 {
				return 0, false
			}
		}
		next := s.simpleEnd(data[:lineEnd], position)
		if next < 0 {
			field := s.scanQuoted(data, s.openingQuote(data, position), oneLine || data[position] == ' ')
			switch {
			case field.needsMore:
				return 0, false
			case field.closed:
				next = field.after
				s.flaws.stray = s.flaws.stray || field.stray
			default:
				if data[position] == '"' && !oneLine {
					s.flaws.unclosed = s.line + 1 + int64(bytes.Count(data[:position], []byte{'\n'}))
					oneLine = true
				}
				next = s.unquotedEnd(data[:lineEnd], position)
				s.text = append(s.text, data[position:next]...)
			}
		}
		s.ends = append(s.ends, len(s.text))
		switch {
		case next >= len(data):
			return next, true
		case s.delimiter != 0 && data[next] == s.delimiter:
			position = next + 1
		default:
			return next + lineEndLength(data[next:]), true
		}
	}
}

// simpleEnd reads the field at position if it is one of those that nearly all are: without quotes,
// or with one at its beginning and one at its end, in one line, which is the end of data. It appends
// the field to text and says where it ends, or gives -1 for a field that needs a closer look.
func (s *splitter) simpleEnd(data []byte, position int) int {
	if position >= len(data) || data[position] != '"' {
		if s.openingQuote(data, position) >= 0 {
			return -1
		}
		end := s.unquotedEnd(data, position)
		s.text = append(s.text, data[position:end]...)
		return end
	}
	begin := position + 1
	i := bytes.IndexByte(data[begin:], '"')
	after := begin + i + 1
	if i < 0 || after >= len(data) || data[after] != '\n' && (s.delimiter == 0 || data[after] != s.delimiter) {
		return -1
	}
	if s.escaped && data[after-2] == '\\' {
		return -1
	}
	s.text = append(s.text, data[begin:begin+i]...)
	return after
}

// openingQuote is where the field at position opens a quote, spaces before it left aside, or -1.
func (s *splitter) openingQuote(data []byte, position int) int {
	for position < len(data) && data[position] == ' ' {
		position++
	}
	if position < len(data) && data[position] == '"' {
		return position
	}
	return -1
}

// lineEnd is where the line that position is in ends, behind its line end, or -1 when that is not
// in data.
func (s *splitter) lineEnd(data []byte, position int) int {
	if i := bytes.IndexByte(data[position:], '\n'); i >= 0 {
		return position + i + 1
	}
	if s.ended {
		return len(data)
	}
	return -1
}

// unquotedEnd is where the field at position ends: at a delimiter or at the line end, which is the
// end of data.
func (s *splitter) unquotedEnd(data []byte, position int) int {
	if s.delimiter != 0 {
		if i := bytes.IndexByte(data[position:], s.delimiter); i >= 0 {
			return position + i
		}
	}
	return position + len(trimLineEnd(data[position:]))
}

// trimLineEnd takes the line end away: "\n", "\r\n", or "\r" at the end of the text.
func trimLineEnd(record []byte) []byte {
	for _, end := range []byte{'\n', '\r'} {
		if last := len(record) - 1; last >= 0 && record[last] == end {
			record = record[:last]
		}
	}
	return record
}

// lineEndLength is how long the line end at the beginning of data is.
func lineEndLength(data []byte) int {
	switch {
	case bytes.HasPrefix(data, []byte("\r\n")):
		return 2
	case len(data) > 0 && data[0] == '\n', len(data) == 1 && data[0] == '\r':
		return 1
	}
	return 0
}

// nextLine gives the next line as it stands, without its end, in raw.
func (s *splitter) nextLine() (line int64, err error) {
	s.flaws, s.raw = flaws{}, nil
	length, err := s.markedLength()
	if err != nil {
		return 0, err
	}
	line = s.line + 1
	if length > maxRow {
		return line, s.skipLine()
	}
	s.raw = trimLineEnd(s.buffer[s.start : s.start+length])
	s.consume(length)
	return line, nil
}

// rest gives what is not consumed yet, for another reader.
func (s *splitter) rest() io.Reader {
	return io.MultiReader(bytes.NewReader(s.buffer[s.start:s.end]), s.source)
}
