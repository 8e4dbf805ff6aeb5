package engine

import (
	"context"
	"maps"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

// shownFlights is how many items in flight a snapshot carries: it stays under 4 KB.
const shownFlights = 8

// snapshot joins what is stored of a job with what its run knows. The run may end in between: then
// the stored counters, which are never ahead of it, are shown.
func (e *Engine) snapshot(j *job.Job, r *run) job.Snapshot {
	s := job.Snapshot{
		ID: j.ID, Name: j.Name, Recipe: j.Recipe, Processor: j.Options.Processor, Source: j.List.Source,
		Status: j.Status, Reason: j.Reason, ReasonKind: j.ReasonKind, ResumesAt: j.ResumesAt,
		Created: j.Created, Started: j.Started, Ended: j.Ended, Archived: j.Archived, Deleted: j.Deleted,
		Priority: j.Priority, Concurrency: j.Options.Concurrency, RatePerMinute: j.Options.RatePerMinute, Retries: j.Options.Retries,
		ETAMS: -1, Flights: []job.Flight{}, Verbs: allowed(j),
	}
	counts, reasons, active, held := j.Counts, j.Reasons, j.ActiveMS, false
	if r != nil && j.Status.AtWork() {
		progress := r.board.progress()
		counts, reasons, active = progress.counts, progress.reasons, progress.activeMS
		s.Doing = progress.doing
		shut := r.gate.shutNow()
		held = shut&holding != 0
		if shut == 0 { // else nobody can say how fast it goes, nor when it is done
			s.Rate, s.ETAMS = progress.rate, progress.etaMS
		}
		var flown int
		s.Flights, flown = r.gate.flights(shownFlights)
		s.InFlight = int64(flown)
	}
	s.Total, s.Succeeded, s.Failed, s.Skipped = counts.Total, counts.Succeeded, counts.Failed, counts.Skipped
	s.Reasons, s.ActiveMS = maps.Clone(reasons), active
	// An item that is worked and not recorded yet is in flight; its worker may hold the next one
	// already only after the recorder took it, so the sum can't pass the total. Kept all the same.
	s.InFlight = min(s.InFlight, s.Total-counts.Done())
	s.Pending = s.Total - counts.Done() - s.InFlight
	s.Standing = job.StandingOf(&s, held)
	return s
}

// allowed lists what a person can do to a job now. It is what [Engine.Apply] would accept.
func allowed(j *job.Job) []job.Verb {
	verbs := []job.Verb{}
	for _, verb := range job.Allowed(j.Status) {
		if refuse(j, cause{verb: verb}) == nil {
			verbs = append(verbs, verb)
		}
	}
	return verbs
}

// tell publishes how a job stands after a change. Callers hold e.changing, or what they tell may be
// overtaken by a change, and be the last that is heard of the job.
func (e *Engine) tell(j *job.Job) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.publish(j, e.runs[j.ID])
}

// tellNew publishes jobs that have just been made, as they are: one may have begun already.
func (e *Engine) tellNew(ctx context.Context, ids []job.ID) error {
	e.changing.Lock()
	defer e.changing.Unlock()
	jobs, err := e.store.Jobs(ctx, ids)
	for i := range jobs {
		e.tell(&jobs[i])
	}
	return err
}

// publish publishes a job's snapshot. Callers hold e.mu, so that what was seen first is told first.
func (e *Engine) publish(j *job.Job, r *run) {
	s := e.snapshot(j, r)
	e.bus.Publish(live.Event{Topic: live.JobChanged, Key: key(j.ID), At: e.now(), Job: &s})
}

// tellList publishes that which jobs there are, or their order, changed, or many jobs at once.
func (e *Engine) tellList() {
	e.bus.Publish(live.Event{Topic: live.JobsChanged, At: e.now()})
}
