package schedule

import "context"

// Look decides at once what is due, as the watch does by itself a moment later.
func (s *Scheduler) Look(ctx context.Context) { s.pass(ctx, false) }

// Count gives how many times of a schedule there are, for tests against counting one by one.
var (
	Parse  = parse
	Newest = newest
	Jumped = jumped
)
