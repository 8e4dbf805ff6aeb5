//go:build unix

package acceptance_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// gate is a named pipe from which a script reads one line for each row that may end.
type gate struct {
	t    testing.TB
	pipe *os.File
}

func (d *desk) gate() *gate {
	d.t.Helper()
	path := filepath.Join(d.work, "gate")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		d.t.Fatal(err)
	}
	pipe, err := os.OpenFile(path, os.O_RDWR, 0) // both, so that it never has no reader
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { pipe.Close() })
	return &gate{d.t, pipe}
}

// pass lets so many rows end.
func (g *gate) pass(rows int) {
	g.t.Helper()
	if _, err := g.pipe.WriteString(strings.Repeat("go\n", rows)); err != nil {
		g.t.Fatal(err)
	}
}

// The scripts of command recipes. The first line logs the start: >> opens with O_APPEND.
const (
	quick  = "echo $JOBDECK_SEQ >> starts\necho made of $JOBDECK_SEQ\n"
	waits  = "echo $JOBDECK_SEQ >> starts\nread word < gate\necho made of $JOBDECK_SEQ\n"
	choosy = "echo $JOBDECK_SEQ >> starts\nif [ -e broken ] && [ $((JOBDECK_SEQ % 2)) = 0 ]; then echo no luck >&2; exit 1; fi\necho made of $JOBDECK_SEQ\n"
)
