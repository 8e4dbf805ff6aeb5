package schedule

import (
	"errors"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"

	"jobdeck/backend/task"
)

// alarm says when to look. It is gocron with a job for each task that rings once and is set anew
// after each firing: left to itself, gocron would step over what a sleeping machine missed.
// Nothing is done in its callbacks, so nothing is lost when a job is replaced. The nil alarm never
// rings. Holders of deciding use it.
type alarm struct {
	cron  gocron.Scheduler
	clock clockwork.Clock
	log   *logrus.Entry
	ring  func()
	jobs  map[task.ID]ringing
}

// ringing is a job with the time it rings at.
type ringing struct {
	job gocron.Job
	at  time.Time
}

func newAlarm(clock clockwork.Clock, log *logrus.Entry, ring func()) (*alarm, error) {
	cron, err := gocron.NewScheduler(gocron.WithClock(clock), gocron.WithLocation(time.UTC))
	if err != nil {
		return nil, err
	}
	cron.Start()
	return &alarm{cron: cron, clock: clock, log: log, ring: ring, jobs: make(map[task.ID]ringing)}, nil
}

// set makes the alarm ring for a task at a time, and no more at the one that was set before. The
// zero time: not at all.
func (a *alarm) set(id task.ID, at time.Time) {
	if a == nil || a.jobs[id].at.Equal(at) {
		return
	}
	if before := a.jobs[id].job; before != nil {
		if err := a.cron.RemoveJob(before.ID()); err != nil && !errors.Is(err, gocron.ErrJobNotFound) {
			a.log.WithError(err).Warn("take back an alarm")
		}
	}
	delete(a.jobs, id)
	if at.IsZero() {
		return
	}
	if !at.After(a.clock.Now()) {
		a.ring()
		return
	}
	job, err := a.cron.NewJob(gocron.OneTimeJob(gocron.OneTimeJobStartDateTime(at)), gocron.NewTask(a.ring))
	switch {
	case errors.Is(err, gocron.ErrOneTimeJobStartDateTimePast):
		a.ring() // it came meanwhile
	case err != nil:
		a.log.WithError(err).Warn("set an alarm: the firing is found by the check every few seconds")
	default:
		a.jobs[id] = ringing{job, at}
	}
}

// renew sets a task's alarm to the same time once more.
func (a *alarm) renew(id task.ID) {
	if a == nil {
		return
	}
	at := a.jobs[id].at
	a.set(id, time.Time{})
	a.set(id, at)
}

// again sets all alarms anew: gocron counts a duration, which is wrong once the clock was changed
// or the machine slept.
func (a *alarm) again() {
	if a == nil {
		return
	}
	for id := range a.jobs {
		a.renew(id)
	}
}

func (a *alarm) close() {
	if a == nil {
		return
	}
	if err := a.cron.Shutdown(); err != nil {
		a.log.WithError(err).Warn("end the alarm clock")
	}
}
