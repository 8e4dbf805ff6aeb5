package engine

import "time"

const (
	tellAtMost  = 100 * time.Millisecond // how often progress is told while items finish
	tellAtLeast = time.Second            // and while they don't: time left and steps move on
)

// keepTelling publishes the run's progress until it ends.
func (r *run) keepTelling() {
	for r.rest(tellAtMost, nil) && r.rest(tellAtLeast-tellAtMost, r.recorder.news) {
		r.tell()
	}
}

// tell publishes the run's progress, unless it has ended.
func (r *run) tell() {
	r.engine.mu.Lock()
	defer r.engine.mu.Unlock()
	if r.engine.runs[r.id] == r {
		j := r.seen()
		r.engine.publish(&j, r)
	}
}

// rest waits for a while, or until there is news. False says that the run has ended.
func (r *run) rest(most time.Duration, news <-chan struct{}) bool {
	over := r.engine.clock.NewTimer(most)
	defer over.Stop()
	select {
	case <-over.Chan():
		return true
	case <-news:
		return true
	case <-r.ctx.Done():
		return false
	}
}
