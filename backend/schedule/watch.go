package schedule

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/live"
)

// checkEvery is how often the wall clock is looked at, whatever the alarm says: timers stand still
// while the machine sleeps, and know nothing of a changed clock.
const checkEvery = 10 * time.Second

// watch looks for what is due: when the alarm rings, when somebody asks, and every few seconds.
func (s *Scheduler) watch(ctx context.Context, ticker clockwork.Ticker) {
	defer ticker.Stop()
	before := s.clock.Now()
	for {
		select {
		case <-s.wake:
		case <-ticker.Chan():
		case <-ctx.Done():
			return
		}
		now := s.clock.Now()
		s.pass(ctx, jumped(before, now))
		before = now
	}
}

// jumped reports whether the wall clock and the one that timers follow went apart between two
// times: the machine slept, or somebody set the clock.
func jumped(before, now time.Time) bool {
	apart := now.Round(0).Sub(before.Round(0)) - now.Sub(before)
	return apart.Abs() > 2*time.Second
}

// listen wakes the watch when the hold changes.
func (s *Scheduler) listen(ctx context.Context, events *live.Subscription) {
	for {
		batch, err := events.Next(ctx)
		if err != nil || len(batch) == 0 {
			return
		}
		for _, event := range batch {
			if event.Topic == live.HoldChanged {
				s.look()
				break
			}
		}
	}
}

// pass decides everything that is due. It may come at any time and as often as it likes: what was
// decided stays so.
func (s *Scheduler) pass(ctx context.Context, jumped bool) {
	s.passing.Lock()
	defer s.passing.Unlock()
	begun := s.clock.Now()
	for _, c := range s.survey(ctx, jumped) {
		if err := s.catchUp(ctx, c); err != nil && ctx.Err() == nil {
			s.log.WithError(err).WithField("task", c.task.ID).Error("decide what is due: it is tried again in a few seconds")
		}
		s.beginNext(ctx, c)
	}
	s.deciding.Lock()
	s.patience = s.clock.Since(begun)
	s.deciding.Unlock()
}

// survey puts in order what all tasks share, and gives the cards to be looked at: none when
// nothing fires by itself.
func (s *Scheduler) survey(ctx context.Context, jumped bool) []*card {
	s.deciding.Lock()
	defer s.deciding.Unlock()
	if !s.working() {
		return nil
	}
	if jumped {
		s.alarm.again()
	}
	s.started = min(s.started, s.now()) // the clock may have been set back
	s.saveUnsaved(ctx)
	s.noticeHold(ctx)
	if s.byHand {
		return nil
	}
	return slices.Collect(maps.Values(s.cards))
}

// noticeHold follows the global pause. What was due while it lasted is passed over; what waits
// goes on once it is lifted. Callers hold deciding.
func (s *Scheduler) noticeHold(ctx context.Context) {
	now := s.held()
	before := s.hold
	if now.Held == before.Held && now.Since == before.Since {
		return
	}
	for _, c := range s.cards {
		if before.Held {
			if err := s.passOver(ctx, c); err != nil {
				s.log.WithError(err).WithField("task", c.task.ID).Error("pass over what was due while everything was held")
				return // it is tried again: the hold is not noticed yet
			}
		}
	}
	s.hold = now
	for _, c := range s.cards {
		if c.current != nil {
			c.current.gate.turn(holding, now.Held)
		}
		s.tell(c.task.ID)
	}
}
