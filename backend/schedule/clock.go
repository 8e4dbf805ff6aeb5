package schedule

import (
	"context"
	"time"

	"jobdeck/backend/task"
)

// wrongClock is how far the cursor may be ahead of the clock at the most: beyond it the clock that
// it was set by was wrong, and not one that was set back by an hour.
const wrongClock = 25 * time.Hour

// upTo moves a task's cursor to an instant: what was due until then is done with.
//
// A clock that was set back lets due times come again. One alone has had its run, and gets no other.
// But where several would have to be waited for, or one in the far future, the task would be silent
// for as long as the clock was wrong: they count anew, each when its time comes.
func upTo(look *search, t *task.Task, times times, now time.Time) {
	until := time.UnixMilli(t.HandledUntil)
	if until.After(now) {
		if times == nil || until.Sub(now) <= wrongClock && !several(look, times, now, until) {
			return
		}
		t.Decided = max(t.Decided, t.HandledUntil)
		t.Rewound++
	}
	t.HandledUntil = now.UnixMilli()
}

// several reports whether a schedule has more than one time after one instant, up to and with another.
func several(look *search, times times, after, until time.Time) bool {
	first := times.next(look, after)
	if first.IsZero() {
		return false
	}
	second := times.next(look, first)
	return !second.IsZero() && !second.After(until)
}

// comeAgain leaves out of a question what was decided before the clock was set back, and passed
// unnoticed since: when several of those are found at once, nobody was there for them, or the clock
// was put forward again.
func (q *question) comeAgain(ctx context.Context, t *task.Task) error {
	decided, look := time.UnixMilli(t.Decided), newSearch(ctx)
	if !decided.After(q.after) || !several(look, q.times, q.after, q.until) {
		return look.err
	}
	q.again, q.after = true, decided
	if q.until.Before(decided) {
		if several(look, q.times, q.until, decided) {
			q.after = q.until
		} else {
			q.until = decided // one alone is not repeated here either
		}
	}
	return look.err
}

const (
	whileHeld    = "was due while everything was held"
	whilePaused  = "was due while it was paused"
	whileDeleted = "was due while it was deleted"
)

// lapse gives the row of the one time of a task, when it came after one instant and nothing may
// fire up to now; and disables the task, which has no other. It would be gone without a word else.
func (s *Scheduler) lapse(t *task.Task, after int64, why string) []task.Run {
	if at := t.Schedule.At; t.Schedule.Kind != task.Once || !t.Enabled || at <= after || at > t.HandledUntil {
		return nil
	}
	t.Enabled = false
	return []task.Run{{
		Task: t.ID, Name: t.Name, Due: t.Schedule.At, Rewound: t.Rewound, Trigger: task.BySchedule, Who: itself.Who, Origin: itself.From,
		StandsFor: 1, Outcome: task.Skipped, Message: why, Ended: s.now(),
	}}
}
