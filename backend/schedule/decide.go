package schedule

import (
	"fmt"
	"time"

	"jobdeck/backend/task"
)

const (
	// onTime is how late a firing may be found and still be on time.
	onTime = 30 * time.Second
	// mostMissedRows is how many missed firings get a row of their own when they are left out.
	mostMissedRows = 100
	// mostWaiting is how many runs of a task may wait for their turn.
	mostWaiting = 100
)

// sight is what a decision about due times depends on, beside the task.
type sight struct {
	now      time.Time
	started  time.Time     // when Jobdeck was there from
	patience time.Duration // how long it was busy with other firings
	free     bool          // a run could begin at once
	busy     bool          // a run is at work
	waiting  int           // runs that wait
}

// firings are what a task's due times come to.
type firings struct {
	runs   []task.Run
	missed task.Missed
	newest int64 // the last due time that was decided, 0 when none was due
}

// decide says what becomes of the firings since the last decision. The newest is on time when
// Jobdeck was there; those before it, or all of them, were missed, and the task's policy says what
// becomes of them. It takes what was found for as many of the newest as [rows] asks for.
func decide(t *task.Task, found findings, see sight) firings {
	if found.total == 0 || len(found.newest) == 0 {
		return firings{}
	}
	last := found.newest[len(found.newest)-1]
	made := firings{newest: last.UnixMilli()}
	prompt := !last.Before(see.started) && see.now.Sub(last) <= onTime+see.patience
	if !prompt && found.total == 1 && made.newest <= t.Decided {
		return made // it comes again, the clock was set back; and nobody was there
	}
	missed, span := found.total, found.newest
	if prompt {
		missed--
		span = span[:len(span)-1]
	}
	d := decider{task: t, see: see, made: &made}
	if missed > 0 {
		span = span[max(0, len(span)-rows(t)):]
		made.missed = task.Missed{Count: missed, First: found.first.UnixMilli(), Last: span[len(span)-1].UnixMilli()}
		d.makeUp(span, missed, prompt)
	}
	if prompt {
		standsFor := int64(1)
		if t.Missed == task.RunOnce {
			standsFor = found.total
		}
		d.fire(last, task.BySchedule, standsFor, missed > 0 && t.Missed == task.RunAll)
	}
	if n := len(made.runs); t.Missed == task.RunOnce && n > 0 && made.runs[n-1].Outcome != task.Skipped {
		made.missed.MadeUp = made.missed.Count
	}
	return made
}

// rows is how many of the newest missed firings have to be known one by one.
func rows(t *task.Task) int {
	switch t.Missed {
	case task.SkipMissed:
		return mostMissedRows
	case task.RunAll:
		return t.MissedCap + 1
	default:
		return 1
	}
}

type decider struct {
	task *task.Task
	see  sight
	made *firings
}

// makeUp does with missed firings what the task's policy says. span are the newest of them.
func (d *decider) makeUp(span []time.Time, missed int64, prompt bool) {
	switch d.task.Missed {
	case task.SkipMissed:
		beyond := missed - int64(len(span))
		for i, due := range span {
			standsFor := int64(1)
			if i == 0 {
				standsFor += beyond
			}
			d.leaveOut(due, task.MissedRun, task.ByMissed, missedWords(standsFor), standsFor)
		}
	case task.RunAll:
		made := min(int64(len(span)), missed, int64(d.task.MissedCap))
		if beyond := missed - made; beyond > 0 {
			d.leaveOut(span[int64(len(span))-made-1], task.MissedRun, task.ByMissed, missedWords(beyond)+", more than are made up for", beyond)
		}
		for _, due := range span[int64(len(span))-made:] {
			d.fire(due, task.ByMissed, 1, true)
		}
		d.made.missed.MadeUp = made
	default:
		if !prompt { // else the one on time stands for them
			d.fire(span[len(span)-1], task.ByMissed, missed, false)
		}
	}
}

func missedWords(n int64) string {
	if n == 1 {
		return "was due while Jobdeck was closed or asleep"
	}
	return fmt.Sprintf("%d firings were due while Jobdeck was closed or asleep", n)
}

// fire makes a run of a due time: at work when nothing is in its way, waiting or skipped when
// something is, as the task says. Several that make up for missed ones take turns in any case.
func (d *decider) fire(due time.Time, trigger task.Trigger, standsFor int64, takesTurns bool) {
	run := d.run(due, trigger, standsFor)
	switch {
	case !d.see.busy && d.see.waiting == 0 && d.see.free:
		d.see.busy = true
		run.Outcome, run.Started = task.AtWork, d.see.now.UnixMilli()
	case d.see.busy && !takesTurns && d.task.Overlap == task.SkipOverlap:
		d.leaveOut(due, task.Skipped, trigger, "the run before it was still at work", standsFor)
		return
	case !takesTurns && d.see.waiting > 0 && d.task.Overlap == task.SkipOverlap:
		d.leaveOut(due, task.Skipped, trigger, "a run before it still waited", standsFor)
		return
	case !takesTurns && d.see.waiting >= mostWaiting:
		d.leaveOut(due, task.Skipped, trigger, fmt.Sprintf("%d runs waited already", d.see.waiting), standsFor)
		return
	default:
		d.see.waiting++
		run.Outcome = task.Queued
	}
	d.made.runs = append(d.made.runs, run)
}

// leaveOut makes the row of a firing that does not run.
func (d *decider) leaveOut(due time.Time, outcome task.Outcome, trigger task.Trigger, why string, standsFor int64) {
	run := d.run(due, trigger, standsFor)
	run.Outcome, run.Message, run.Ended = outcome, why, d.see.now.UnixMilli()
	d.made.runs = append(d.made.runs, run)
}

func (d *decider) run(due time.Time, trigger task.Trigger, standsFor int64) task.Run {
	return task.Run{
		Task: d.task.ID, Name: d.task.Name, Due: due.UnixMilli(), Rewound: d.task.Rewound, Trigger: trigger,
		Who: itself.Who, Origin: itself.From, StandsFor: standsFor,
	}
}
