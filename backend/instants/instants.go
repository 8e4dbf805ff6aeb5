// Package instants is for tests alone: the instants and places at which whatever turns on a calendar
// has to hold. instants.tsv is the one table of them (what it is, the time zone, the time); the units
// of the window run at the same ones.
package instants

import (
	_ "embed"
	"iter"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // places are known on machines without a list of them too

	"github.com/jonboulle/clockwork"
)

//go:embed instants.tsv
var table string

// All gives the instants, each with its name and a clock that stands there.
func All(t testing.TB) iter.Seq2[string, *clockwork.FakeClock] {
	t.Helper()
	return func(yield func(string, *clockwork.FakeClock) bool) {
		for line := range strings.Lines(table) {
			name, at, err := read(line)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if !yield(name, clockwork.NewFakeClockAt(at)) {
				return
			}
		}
	}
}

func read(line string) (name string, at time.Time, err error) {
	cells := append(strings.Split(strings.TrimSpace(line), "\t"), "", "")
	place, err := time.LoadLocation(cells[1])
	if err != nil {
		return "", at, err
	}
	at, err = time.Parse(time.RFC3339, cells[2])
	return cells[1] + ", " + cells[0], at.In(place), err
}

// Midnight gives the first instant of the day after, found by looking at the wall minute by minute.
func Midnight(after time.Time) time.Time {
	at := after.Truncate(time.Minute)
	for at.Day() == after.Day() {
		at = at.Add(time.Minute)
	}
	return at
}
