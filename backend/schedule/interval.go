package schedule

import (
	"fmt"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// interval fires at its anchor and every so often before and after it, in absolute time: a night
// of 25 hours has 25 of its hours.
type interval struct{ every, anchor int64 } // ms

const (
	shortestInterval = 1000
	longestInterval  = 100 * 366 * 24 * 3600 * 1000
)

func parseInterval(s task.Schedule) (times, error) {
	switch {
	case s.EveryMS < shortestInterval:
		return nil, job.Usagef("an interval is at least a second")
	case s.EveryMS > longestInterval:
		return nil, job.Usagef("an interval is at most a hundred years")
	case s.Anchor < -latest || s.Anchor > latest:
		return nil, job.Usagef("the time that intervals are counted from is out of range")
	}
	return interval{s.EveryMS, s.Anchor}, nil
}

// before counts the times up to an instant, from the anchor on; those before it count down.
func (i interval) before(at time.Time) int64 {
	since := at.UnixMilli() - i.anchor
	n := since / i.every
	if since%i.every < 0 {
		n--
	}
	return n
}

func (i interval) next(_ *search, after time.Time) time.Time {
	return time.UnixMilli(i.anchor + (i.before(after)+1)*i.every)
}

func (i interval) count(_ *search, after, until time.Time) int64 {
	return max(0, i.before(until)-i.before(after))
}

// words implements times.
func (i interval) words() (words, note string) {
	for _, unit := range []struct {
		ms   int64
		name string
	}{{7 * 24 * 3600_000, "week"}, {24 * 3600_000, "day"}, {3600_000, "hour"}, {60_000, "minute"}, {1000, "second"}, {1, "millisecond"}} {
		switch n := i.every / unit.ms; {
		case i.every%unit.ms != 0:
		case n == 1:
			return "Every " + unit.name, ""
		default:
			return fmt.Sprintf("Every %d %ss", n, unit.name), ""
		}
	}
	return "", ""
}
