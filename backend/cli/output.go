package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"
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
	encoded, err := encode(value, "  ")
	if err != nil && p.out.err == nil {
		p.out.err = fmt.Errorf("write the output: %w", err)
		return
	}
	fmt.Fprintf(p.out, "%s\n", encoded)
}

// encode makes JSON that means what it says wherever it is read: what would steer a terminal, or turn
// the direction of the text around it, is written as an escape.
func encode(value any, indent string) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	encoded := bytes.TrimSuffix(text.Bytes(), []byte("\n"))
	// Outside of strings JSON is ASCII, and inside of them the encoder escapes what is below a space.
	harmful := func(r rune) bool { return r >= unicode.MaxASCII && steers(r) }
	if bytes.IndexFunc(encoded, harmful) < 0 {
		return encoded, nil
	}
	escaped := make([]byte, 0, len(encoded)+64)
	for _, r := range string(encoded) {
		if harmful(r) {
			escaped = fmt.Appendf(escaped, `\u%04x`, r)
		} else {
			escaped = utf8.AppendRune(escaped, r)
		}
	}
	return escaped, nil
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
		case steers(r):
			return -1
		default:
			return r
		}
	}, text)
}

// steers reports whether a rune moves a cursor, changes colours, or turns the direction of text.
func steers(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
