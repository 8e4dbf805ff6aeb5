package schedule

import (
	"time"
	_ "time/tzdata" // zones are known on machines without a list of them too: on Windows

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// times are the instants at which a schedule fires.
type times interface {
	// next gives the first one after an instant, or the zero time when there is none.
	next(after time.Time) time.Time
	// count gives how many there are after one instant, up to and with another.
	count(after, until time.Time) int64
}

// Check says what is wrong with a schedule, or nil.
func Check(s task.Schedule) error {
	_, err := parse(s, time.UTC)
	return err
}

// Next gives the next times after one at which a schedule fires, at most n. A line without a time
// zone of its own goes by that of the time it is asked for.
func Next(s task.Schedule, after time.Time, n int) []time.Time {
	parsed, err := parse(s, after.Location())
	if err != nil {
		return nil
	}
	var all []time.Time
	for at := parsed.next(after); !at.IsZero() && len(all) < n; at = parsed.next(at) {
		all = append(all, at)
	}
	return all
}

// parse turns a schedule into its times; here is where a line without a time zone fires. What is wrong with it is a [job.UsageError].
func parse(s task.Schedule, here *time.Location) (times, error) {
	switch s.Kind {
	case task.Cron:
		return parseCron(s.Cron, s.Zone, here)
	case task.Every:
		return parseInterval(s)
	case task.Once:
		if s.At <= 0 || s.At > latest {
			return nil, job.Usagef("say when it shall run: a date and a time")
		}
		return once{time.UnixMilli(s.At)}, nil
	default:
		return nil, job.Usagef("a schedule is %q, %q or %q, not %q", task.Cron, task.Every, task.Once, s.Kind)
	}
}

// latest is the end of the year 9999, beyond which dates have no agreed form.
const latest = 253402300799999

// once is a single time.
type once struct{ at time.Time }

func (o once) next(after time.Time) time.Time {
	if o.at.After(after) {
		return o.at
	}
	return time.Time{}
}

func (o once) count(after, until time.Time) int64 {
	if o.at.After(after) && !o.at.After(until) {
		return 1
	}
	return 0
}

// newest gives the last n times after one instant, up to and with another, oldest first. It looks
// back from the end, twice as far each time, so that it finds three of a hundred million quickly.
func newest(t times, after, until time.Time, n int) []time.Time {
	for back := time.Hour; ; back *= 2 {
		from, whole := until.Add(-back), false
		if !from.After(after) || back > horizon {
			from, whole = after, true
		}
		found := lastOf(t, from, until, n)
		if whole || len(found) == n {
			return found
		}
	}
}

// horizon is how far newest looks back in doubled steps: a duration has room for some 290 years.
const horizon = 100 * 366 * 24 * time.Hour

// lastOf goes through all times of a span and keeps the last n.
func lastOf(t times, from, until time.Time, n int) []time.Time {
	var kept []time.Time
	for at := t.next(from); !at.IsZero() && !at.After(until); at = t.next(at) {
		if len(kept) == 2*n { // half of it goes at once: no shifting at every step
			kept = append(kept[:0], kept[n:]...)
		}
		kept = append(kept, at)
	}
	return kept[max(0, len(kept)-n):]
}
