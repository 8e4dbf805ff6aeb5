package schedule

import (
	"context"
	"time"

	"jobdeck/backend/task"
)

// Look decides at once what is due, as the watch does by itself a moment later.
func (s *Scheduler) Look(ctx context.Context) { s.pass(ctx, false) }

// Times are the times of a schedule, to be tested one by one.
type Times struct{ times }

// Parse gives the times of a schedule.
func Parse(s task.Schedule) (Times, error) {
	parsed, err := parse(s, time.UTC)
	return Times{parsed}, err
}

// Next gives the first one after an instant.
func (t Times) Next(after time.Time) time.Time {
	return t.next(newSearch(context.Background()), after)
}

// Count counts them over a span.
func (t Times) Count(after, until time.Time) int64 {
	return t.count(newSearch(context.Background()), after, until)
}

// Newest gives the last ones of a span.
func (t Times) Newest(after, until time.Time, n int) []time.Time {
	return newest(newSearch(context.Background()), t.times, after, until, n)
}

// Search looks for all that a decision needs.
func (t Times) Search(ctx context.Context, after, until time.Time, n int) (int64, error) {
	found, err := find(ctx, t.times, after, until, n)
	return found.total, err
}

// Next gives the next times after one at which a schedule fires, at most n.
func Next(s task.Schedule, after time.Time, n int) []time.Time {
	parsed, err := parse(s, after.Location())
	if err != nil {
		return nil
	}
	look, all := newSearch(context.Background()), []time.Time(nil)
	for at := parsed.next(look, after); !at.IsZero() && len(all) < n; at = parsed.next(look, at) {
		all = append(all, at)
	}
	return all
}

// endless are times that no search comes to the end of.
type endless struct {
	times

	begun   chan<- struct{} // told when a search begins, when somebody listens
	patient bool            // the search has no bound but its context
}

func (e endless) count(s *search, _, _ time.Time) (n int64) {
	if e.patient {
		s.left = 1 << 62
	}
	select {
	case e.begun <- struct{}{}:
	default:
	}
	for s.goesOn() {
		n++
	}
	return n
}

// SearchForEver lets searches for the due firings of a task never come to an end of their own;
// those that are patient not even to their bound.
func (s *Scheduler) SearchForEver(id task.ID, patient bool) (begun <-chan struct{}) {
	s.deciding.Lock()
	defer s.deciding.Unlock()
	told := make(chan struct{}, 1)
	c := s.cards[id]
	s.mu.Lock()
	c.plan.times = endless{times: c.plan.times, begun: told, patient: patient}
	s.mu.Unlock()
	return told
}
