package engine

import (
	"fmt"

	"jobdeck/backend/job"
)

const (
	rateOver = 100 // the share of errors is reckoned over the last so many items
	// fewestForRate is how many there must be before the share means anything.
	fewestForRate = 20
)

// errorRate knows which of the last items failed. The recorder's lock guards it.
type errorRate struct {
	last   [rateOver]bool
	next   int
	filled int
	failed int
}

func (r *errorRate) add(outcome job.Outcome) {
	if outcome == job.Pending {
		return
	}
	if r.filled == rateOver && r.last[r.next] {
		r.failed--
	}
	r.last[r.next] = outcome == job.FailedItem
	if r.last[r.next] {
		r.failed++
	}
	r.next = (r.next + 1) % rateOver
	r.filled = min(r.filled+1, rateOver)
}

func (r *errorRate) share() (share float64, of int) {
	if r.filled == 0 {
		return 0, 0
	}
	return float64(r.failed) / float64(r.filled), r.filled
}

// pauseAtErrors pauses the job when more items fail than it may.
func (rec *recorder) pauseAtErrors() {
	limit := rec.run.options().MaxErrorRate
	if limit <= 0 {
		return
	}
	rec.mu.Lock()
	share, of := rec.errors.share()
	over := of >= fewestForRate && share > limit
	if over {
		rec.errors = errorRate{}
	}
	rec.mu.Unlock()
	if over {
		rec.run.pauseItself(job.ByErrorRate,
			fmt.Sprintf("%.0f %% of the last %d items failed; the limit is %.0f %%", share*100, of, limit*100), 0)
	}
}
