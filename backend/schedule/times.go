package schedule

import (
	"context"
	"time"
	_ "time/tzdata" // zones are known on machines without a list of them too: on Windows

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// times are the instants at which a schedule fires.
type times interface {
	// next gives the first one after an instant, or the zero time when there is none.
	next(s *search, after time.Time) time.Time
	// count gives how many there are after one instant, up to and with another.
	count(s *search, after, until time.Time) int64
	// words say when it fires, as a sentence; note what may surprise in it, or "".
	words() (words, note string)
}

// Check says what is wrong with a schedule, or nil.
func Check(s task.Schedule) error {
	_, err := parse(s, time.UTC)
	return err
}

// Foretell gives the next times after one at which a schedule fires, at most n, and its words.
// What is wrong with the schedule stands in the answer; the error is ctx's. A line without a time
// zone of its own goes by that of the time it is asked for.
func Foretell(ctx context.Context, s task.Schedule, after time.Time, n int) (task.Firings, error) {
	firings := task.Firings{Times: []int64{}}
	parsed, problem := parse(s, after.Location())
	if problem != nil {
		firings.Problem = problem.Error()
		return firings, ctx.Err()
	}
	firings.Words, firings.Note = parsed.words()
	look := newSearch(ctx)
	for at := parsed.next(look, after); !at.IsZero() && len(firings.Times) < n; at = parsed.next(look, at) {
		firings.Times = append(firings.Times, at.UnixMilli())
	}
	return firings, look.err
}

// parse turns a schedule into its times; here is where a line without a time zone fires. What is
// wrong with it is a [job.UsageError].
func parse(s task.Schedule, here *time.Location) (times, error) {
	switch s.Kind {
	case task.Cron:
		return parseCron(s.Cron, s.Zone, here)
	case task.Every:
		return parseInterval(s)
	case task.Once:
		if s.At <= 0 || s.At > latest {
			return nil, job.Usagef("say when it is to run: a date and a time")
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

func (o once) next(_ *search, after time.Time) time.Time {
	if o.at.After(after) {
		return o.at
	}
	return time.Time{}
}

func (o once) count(_ *search, after, until time.Time) int64 {
	if o.at.After(after) && !o.at.After(until) {
		return 1
	}
	return 0
}

// words leave the time to who shows it, on a clock of their own.
func (o once) words() (words, note string) { return "Once", "" }
