package schedule

import (
	"context"
	"errors"
	"time"
)

// mostSteps bounds a search: counting a line for every second over twenty years takes a third of it.
const mostSteps = 10_000_000

// errEndless says that a search came to its bound, which no schedule that passes the check lets it.
var errEndless = errors.New("its next firing can't be found: give it another schedule")

// search is one look for times. It ends with its context and after a number of steps, and finds
// nothing any more then; err says so in the end.
type search struct {
	ended func() error
	left  int
	err   error
}

func newSearch(ctx context.Context) *search {
	return &search{ended: ctx.Err, left: mostSteps, err: ctx.Err()}
}

// goesOn counts a step, and reports whether it may be taken.
func (s *search) goesOn() bool {
	if s.err != nil {
		return false
	}
	if s.left--; s.left < 0 {
		s.err = errEndless
	} else if s.left%1024 == 0 {
		s.err = s.ended()
	}
	return s.err == nil
}

// findings are the times of a schedule in a span, as far as a decision about them needs them.
type findings struct {
	total  int64
	first  time.Time
	newest []time.Time // the last of them, oldest first
	next   time.Time   // the first one behind the span, or the zero time
}

// find looks for what a schedule has after one instant, up to and with another: how many, and the
// last n of them.
func find(ctx context.Context, t times, after, until time.Time, n int) (findings, error) {
	s := newSearch(ctx)
	found := findings{total: t.count(s, after, until), first: t.next(s, after), next: t.next(s, until)}
	if found.total > 0 {
		found.newest = newest(s, t, after, until, int(min(int64(n), found.total)))
	}
	return found, s.err
}

// newest gives the last n times after one instant, up to and with another, oldest first. It looks
// back from the end, twice as far each time, so that it finds three of a hundred million quickly.
func newest(s *search, t times, after, until time.Time, n int) []time.Time {
	for back := time.Hour; ; back *= 2 {
		from, whole := until.Add(-back), false
		if !from.After(after) || back > horizon {
			from, whole = after, true
		}
		found := lastOf(s, t, from, until, n)
		if whole || len(found) == n || s.err != nil {
			return found
		}
	}
}

// horizon is how far newest looks back in doubled steps: a duration has room for some 290 years.
const horizon = 100 * 366 * 24 * time.Hour

// lastOf goes through all times of a span and keeps the last n.
func lastOf(s *search, t times, from, until time.Time, n int) []time.Time {
	var kept []time.Time
	for at := t.next(s, from); !at.IsZero() && !at.After(until) && s.goesOn(); at = t.next(s, at) {
		if len(kept) == 2*n { // half of it goes at once: no shifting at every step
			kept = append(kept[:0], kept[n:]...)
		}
		kept = append(kept, at)
	}
	return kept[max(0, len(kept)-n):]
}
