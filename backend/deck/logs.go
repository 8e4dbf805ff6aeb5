package deck

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/logging"
)

// moreLines is how many lines a page may have beyond its limit, so that it does not end among
// lines of the same millisecond: the next page begins before it.
const moreLines = 1000

// Logs answers the question of its name.
func (l *Local) Logs(ctx context.Context, query LogQuery) (LogPage, error) {
	query.Text = strings.TrimSpace(query.Text)
	switch {
	case query.Limit < 1 || query.Limit > mostLines:
		return LogPage{}, job.Usagef("%d lines were asked for: it must be 1 to %d", query.Limit, mostLines)
	case query.Level != "" && !slices.Contains(logging.Levels, query.Level):
		return LogPage{}, job.Usagef("there is no log level %q; there is %s", query.Level, strings.Join(logging.Levels, ", "))
	case query.Before < 0:
		return LogPage{}, job.Usagef("a time can't be negative")
	}
	if err := checkText(query.Text); err != nil {
		return LogPage{}, err
	}
	text := strings.ToLower(query.Text)
	reader := logReader{query: query, text: text, sure: longestPlain(text), levels: quotedLevels(query.Level), page: LogPage{Lines: []LogLine{}, Folder: l.options.LogDir}}
	if l.options.LogDir == "" {
		return reader.page, nil
	}
	before := time.Time{}
	if query.Before > 0 {
		before = time.UnixMilli(query.Before)
	}
	err := logging.Backwards(ctx, l.options.LogDir, before, reader.take)
	return reader.page, err
}

// logReader collects the lines of one page.
type logReader struct {
	query LogQuery
	text  string // to look for, in small letters
	// sure is a part of text, and levels some words, that stand in a line as it is written.
	sure   string
	levels [][]byte
	page   LogPage
	// newer is the time of the line before this one, which is a newer one; 0: there was none.
	newer int64
}

// take takes a line into the page when it fits, and reports whether there is room for more.
func (r *logReader) take(raw []byte, written time.Time) bool {
	if r.cannotMatch(raw) {
		return true
	}
	line := logging.ParseLine(raw)
	at := r.newer
	switch {
	case !line.Time.IsZero():
		at = line.Time.UnixMilli()
	case at == 0:
		at = written.UnixMilli()
	}
	r.newer = at
	if r.query.Before > 0 && at >= r.query.Before || !logging.AtLeast(line.Level, r.query.Level) || !r.has(&line) {
		return true
	}
	lines := r.page.Lines
	if n := len(lines); n >= r.query.Limit && (at != lines[n-1].At || n >= r.query.Limit+moreLines) {
		r.page.More = true
		return false
	}
	r.page.Lines = append(r.page.Lines, logLine(&line, at))
	return true
}

// cannotMatch tells most lines that are not looked for without taking them apart, which takes ten
// times as long: letters and digits stand in JSON as they are, and a level in its quotes.
func (r *logReader) cannotMatch(raw []byte) bool {
	if r.sure != "" && !bytes.Contains(bytes.ToLower(raw), []byte(r.sure)) {
		return true
	}
	return len(r.levels) > 0 && !slices.ContainsFunc(r.levels, func(level []byte) bool { return bytes.Contains(raw, level) })
}

// longestPlain is the longest part of a text that is nothing but small letters and digits.
func longestPlain(text string) string {
	longest := ""
	for part := range strings.FieldsFuncSeq(text, func(letter rune) bool {
		return (letter < 'a' || letter > 'z') && (letter < '0' || letter > '9')
	}) {
		if len(part) > len(longest) {
			longest = part
		}
	}
	return longest
}

// quotedLevels are the levels that are at least another one, in their quotes.
func quotedLevels(least string) (quoted [][]byte) {
	if least == "" {
		return nil
	}
	for _, level := range logging.From(least) {
		quoted = append(quoted, []byte(`"`+level+`"`))
	}
	return quoted
}

// has reports whether the text stands in the message, or in a field as "name=value".
func (r *logReader) has(line *logging.Line) bool {
	if r.text == "" || strings.Contains(strings.ToLower(line.Message), r.text) {
		return true
	}
	for name, value := range line.Fields {
		if strings.Contains(strings.ToLower(name+"="+logging.Text(value)), r.text) {
			return true
		}
	}
	return false
}

func logLine(line *logging.Line, at int64) LogLine {
	fields := make(map[string]string, len(line.Fields))
	for name, value := range line.Fields {
		fields[name] = logging.Text(value)
	}
	return LogLine{At: at, Level: line.Level, Message: strings.ToValidUTF8(line.Message, "\uFFFD"), Fields: fields}
}
