package job

import "slices"

// Status is where a job stands. Each is a status of its own: paused is never a flag beside
// running, cancelled is never failed.
type Status string

// The statuses of a job.
const (
	Queued     Status = "queued"     // waits for a free slot
	Running    Status = "running"    // works on its items
	Pausing    Status = "pausing"    // starts no item any more; items in flight finish
	Paused     Status = "paused"     // nothing in flight; can go on
	Cancelling Status = "cancelling" // starts no item any more; items in flight are interrupted
	Cancelled  Status = "cancelled"  // stopped for good; finished items are kept
	Completed  Status = "completed"  // every item has an outcome
	Failed     Status = "failed"     // the job itself could not go on; failed items don't cause this
)

// Statuses lists every status in the order in which screens group them.
var Statuses = []Status{Running, Pausing, Cancelling, Queued, Paused, Completed, Cancelled, Failed}

// Active reports whether a job in this status still has work ahead: it must be cancelled before
// it can be deleted.
func (s Status) Active() bool {
	return s == Queued || s == Paused || s.AtWork()
}

// AtWork reports whether a job in this status holds a slot.
func (s Status) AtWork() bool {
	return s == Running || s == Pausing || s == Cancelling
}

// Ended reports whether a job in this status will do nothing more by itself.
func (s Status) Ended() bool {
	return s == Completed || s == Cancelled || s == Failed
}

// Valid reports whether s is one of [Statuses].
func (s Status) Valid() bool {
	return slices.Contains(Statuses, s)
}
