package news

import (
	"maps"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/store"
	"jobdeck/backend/task"
)

// finding is something that happened by itself and may be worth telling.
type finding struct {
	kind live.NewsKind
	job  *job.Snapshot // nil when it is about a task
	task *task.View
}

// hush is for how long what comes again and again is told once: a pause that ends by itself, the
// failing of a task that fires every minute.
const hush = time.Hour

// watcher finds in states, one after another, what has changed. Of the states in between it needs
// none: a job that is seen running and then completed was completed, whatever was not seen.
type watcher struct {
	jobs  map[job.ID]seenJob
	tasks map[task.ID]store.Told
	quiet map[task.ID]int64 // until when a task's failures are not told again
}

// seenJob is what was seen of a job last.
type seenJob struct {
	active bool  // it was seen with work ahead since it last ended
	ended  int64 // its last ending that was looked at
	paused bool  // the app paused it, and that was looked at
	quiet  int64 // until when pauses that end by themselves are not told again
}

// newWatcher makes a watcher that knows what is at rest already.
func newWatcher(resting []store.AtRest, told map[task.ID]store.Told) watcher {
	w := watcher{jobs: make(map[job.ID]seenJob, len(resting)), tasks: told, quiet: make(map[task.ID]int64)}
	for _, j := range resting {
		w.jobs[j.Job] = seenJob{ended: j.Ended, paused: !j.Status.Ended()}
	}
	return w
}

// state is how a job stands, as far as news is concerned.
type state int

const (
	moving state = iota // it goes on, or a person holds it: nothing is to be told
	halted              // the app paused it
	ended
)

func stateOf(s *job.Snapshot) state {
	switch {
	case s.Status.Ended():
		return ended
	case (s.Status == job.Paused || s.Status == job.Pausing) && unforeseen(s.ReasonKind):
		return halted
	default:
		return moving
	}
}

// unforeseen says whether the app paused a job for a reason that nobody asked for. A time window
// and waiting after a restart are what a person set.
func unforeseen(kind job.PauseKind) bool {
	return kind != job.ByHand && kind != job.ByWindow && kind != job.ByRestart
}

// job looks at a job: what has happened to it, and how it stands.
func (w *watcher) job(s *job.Snapshot, now int64) ([]finding, state) {
	last := w.jobs[s.ID]
	next := last
	var found []finding
	at := stateOf(s)
	switch at {
	case moving:
		next.active, next.paused = true, false
	case halted:
		next.active, next.paused = true, true
		if !last.paused && (s.ResumesAt == 0 || now >= last.quiet) {
			found = []finding{{kind: live.JobAutoPaused, job: s}}
			if s.ResumesAt > 0 {
				next.quiet = now + hush.Milliseconds()
			}
		}
	case ended:
		next = seenJob{ended: s.Ended}
		if last.active || s.Ended != last.ended {
			found = ending(s)
		}
	}
	w.jobs[s.ID] = next
	return found, at
}

// ending is what an ending is worth telling. A person who cancelled, deleted or archived a job
// knows of it.
func ending(s *job.Snapshot) []finding {
	switch {
	case s.Status == job.Cancelled, putAway(s):
		return nil
	case s.Status == job.Failed:
		return []finding{{kind: live.JobFailed, job: s}}
	case s.Failed > 0:
		return []finding{{kind: live.JobWithFailures, job: s}}
	default:
		return []finding{{kind: live.JobCompleted, job: s}}
	}
}

// putAway says that a person has deleted or archived a job.
func putAway(s *job.Snapshot) bool { return s.Deleted > 0 || s.Archived }

// task looks at a task: what has happened to it.
func (w *watcher) task(v *task.View, now int64) []finding {
	var found []finding
	last := w.tasks[v.ID]
	next := last
	if v.MissedFirings.Last > last.Missed {
		next.Missed = v.MissedFirings.Last
		// What ships runs at night, and machines are off at night: its page says so, that is enough.
		if !v.Shipped {
			found = append(found, finding{kind: live.ScheduleMissed, task: v})
		}
	}
	if run := v.LastRun; run != nil && run.ID > last.Run {
		next.Run = run.ID
		if run.Outcome == task.Failed && run.Trigger != task.ByHand && now >= w.quiet[v.ID] {
			found = append(found, finding{kind: live.RunFailed, task: v})
			w.quiet[v.ID] = now + hush.Milliseconds()
		}
	}
	if next != last {
		w.tasks[v.ID] = next
	}
	return found
}

// told is up to where tasks were looked at.
func (w *watcher) told() map[task.ID]store.Told { return maps.Clone(w.tasks) }
