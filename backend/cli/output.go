package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"
)

// output writes results. A reader that has seen enough ("| head") is no error: what follows is
// thrown away. Any other error is kept, and ends the program with a message.
type output struct {
	to io.Writer
	// left says that nobody reads any more.
	left bool
	err  error
}

// Write never fails: see err.
func (o *output) Write(text []byte) (int, error) {
	if o.over() {
		return len(text), nil
	}
	o.keep(o.to.Write(text))
	return len(text), nil
}

func (o *output) keep(_ int, err error) {
	switch {
	case err == nil:
	case isBrokenPipe(err):
		o.left = true
	default:
		o.err = fmt.Errorf("write the output: %w", err)
	}
}

// over reports whether writing more makes no sense.
func (o *output) over() bool { return o.left || o.err != nil }

// say writes a line to the person who runs a command: to the output, or beside it when that
// holds a JSON document.
func (p *program) say(format string, args ...any) {
	var to io.Writer = p.out
	if p.json {
		to = p.streams.Err
	}
	fmt.Fprintln(to, plain(fmt.Sprintf(format, args...)))
}

// note writes a line about the work to the error output.
func (p *program) note(format string, args ...any) {
	fmt.Fprintln(p.streams.Err, plain(fmt.Sprintf(format, args...)))
}

// document writes the one JSON document of a command.
func (p *program) document(value any) {
	p.answered = true
	encoder := json.NewEncoder(p.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil && p.out.err == nil {
		p.out.err = fmt.Errorf("write the output: %w", err)
	}
}

// answer gives a command's result: as a document to scripts, in words to people.
func (p *program) answer(value any, words func()) {
	if p.json {
		p.document(value)
		return
	}
	words()
}

// list is never null in a document.
func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}

// table aligns rows in columns.
type table struct {
	writer *tabwriter.Writer
}

func newTable(to io.Writer, headers ...string) *table {
	t := &table{tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)}
	if len(headers) > 0 {
		t.row(headers...)
	}
	return t
}

func (t *table) row(cells ...string) {
	for i, cell := range cells {
		cells[i] = strings.NewReplacer("\n", " ", "\t", " ").Replace(plain(cell))
	}
	fmt.Fprintln(t.writer, strings.TrimRight(strings.Join(cells, "\t"), "\t"))
}

func (t *table) end() { t.writer.Flush() }

// plain takes out what would steer a terminal: names and cells come from files.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		default:
			return r
		}
	}, text)
}
