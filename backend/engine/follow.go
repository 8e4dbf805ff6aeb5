package engine

import "jobdeck/backend/job"

// follow brings the run in step with a change of its job. Callers hold the engine's changing.
func (r *run) follow(j job.Job, verb job.Verb) {
	r.mu.Lock()
	r.sight = j
	r.mu.Unlock()
	switch verb {
	case job.Pause:
		r.gate.shut(pausing)
	case job.PauseNow:
		r.gate.shut(pausing)
		r.gate.interrupt(errPausedNow)
	case job.Cancel:
		r.gate.shut(pausing)
		r.gate.interrupt(errCancelled)
	case job.Resume:
		r.gate.open(pausing)
	}
}

// adjust brings the run in step with changed options.
func (r *run) adjust(j job.Job) {
	r.mu.Lock()
	r.sight.Name, r.sight.Priority, r.sight.Options = j.Name, j.Priority, j.Options
	r.mu.Unlock()
	r.pace.set(j.Options.RatePerMinute)
	r.gate.bound(j.Options.Concurrency)
	r.setCrew(j.Options.Concurrency)
}

func (r *run) seen() job.Job {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sight
}
