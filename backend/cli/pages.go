package cli

import (
	"fmt"
	"io"
)

// pages reads page after page until there are no more, or as many rows as asked for, or nobody
// reads any more. next shows a page of at most so many rows, and gives how many it had and whether
// there are more.
func (p *program) pages(limit int, next func(size int) (rows int, more bool, err error)) (more bool, err error) {
	for shown := 0; ; {
		size := pageOfHistory
		if limit > 0 {
			size = min(size, limit-shown)
		}
		rows, more, err := next(size)
		if err != nil {
			return false, err
		}
		shown += rows
		if !more || rows == 0 || p.out.over() || limit > 0 && shown >= limit {
			return more, nil
		}
	}
}

// listDocument writes one JSON document with a list in it, without holding it in memory.
type listDocument struct {
	to    io.Writer
	name  string
	begun bool
}

// addAll writes rows of the list.
func addAll[T any](d *listDocument, rows []T) error {
	for _, row := range rows {
		encoded, err := encode(row, "")
		if err != nil {
			return fmt.Errorf("write %s: %w", d.name, err)
		}
		between := ",\n"
		if !d.begun {
			d.begun = true
			between = fmt.Sprintf("{%q: [\n", d.name)
		}
		fmt.Fprintf(d.to, "%s%s", between, encoded)
	}
	return nil
}

// end ends the document, and says whether there are further rows.
func (d *listDocument) end(more bool) {
	if !d.begun {
		fmt.Fprintf(d.to, "{%q: [", d.name)
	}
	fmt.Fprintf(d.to, "\n], \"more\": %t}\n", more)
}
