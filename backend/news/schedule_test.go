package news

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/logging"
	"jobdeck/backend/schedule"
	"jobdeck/backend/task"
)

// schedulerOver makes a scheduler over the desk's store and bus. It has a clock of its own, so that
// the desk waits for nothing but its own time.
func (b *bench) schedulerOver(clock clockwork.Clock) *schedule.Scheduler {
	b.t.Helper()
	s, err := schedule.New(b.t.Context(), schedule.Options{
		Store: b.store, Bus: b.bus, Clock: clock, Log: logging.Discard(), Held: func() job.Hold { return job.Hold{} },
		Works: []task.Work{{Does: "fetch", Label: "Fetch", Interruptible: true, Run: func(context.Context, task.Order) (task.Result, error) {
			return task.Result{}, errors.New("the server is not there")
		}}},
	})
	require.NoError(b.t, err)
	b.Desk.tasks = s.Tasks
	return s
}

func hourly(missed task.MissedPolicy) task.Draft {
	return task.Draft{
		Name: "Fetch leads", Does: "fetch", Missed: missed, Enabled: true, Actor: anna,
		Schedule: task.Schedule{Kind: task.Cron, Cron: "0 * * * *", Zone: "UTC"},
	}
}

func TestWhatARealScheduleMissedIsToldAtTheNextStart(t *testing.T) {
	t.Parallel()
	b := setup(t, t.TempDir())
	clock := clockwork.NewFakeClockAt(time.Date(2026, 11, 22, 9, 10, 0, 0, time.UTC))
	before := b.schedulerOver(clock)
	saved, err := before.Save(t.Context(), hourly(task.SkipMissed))
	require.NoError(t, err)
	before.Close()

	clock.Advance(3 * time.Hour)
	s := b.schedulerOver(clock)
	require.NoError(t, b.Start(t.Context()))
	s.Start()
	t.Cleanup(s.Close)
	b.later(together)
	news := b.next()
	require.Equal(t, live.ScheduleMissed, news.Kind)
	require.Equal(t, saved.ID, news.Task)
	require.Equal(t, "Fetch leads missed its schedule", news.Title)
	require.Contains(t, news.Text, "It was due 3 times")
	require.Contains(t, news.Text, "it was left out")
}

func TestARealRunThatFailsIsToldWhenTheScheduleBeganIt(t *testing.T) {
	t.Parallel()
	b := setup(t, t.TempDir())
	clock := clockwork.NewFakeClockAt(time.Date(2026, 11, 22, 9, 59, 0, 0, time.UTC))
	s := b.schedulerOver(clock)
	saved, err := s.Save(t.Context(), hourly(task.RunOnce))
	require.NoError(t, err)
	require.NoError(t, b.Start(t.Context()))
	s.Start()
	t.Cleanup(s.Close)
	_, err = s.Apply(t.Context(), task.Command{Verb: task.Start, Tasks: []task.ID{saved.ID}, Actor: anna})
	require.NoError(t, err)
	b.ran(1)
	require.NoError(t, clock.BlockUntilContext(t.Context(), 1))
	clock.Advance(time.Minute)
	b.later(together)
	news := b.next()
	require.Equal(t, live.RunFailed, news.Kind)
	require.Equal(t, "Fetch leads failed", news.Title)
	require.Equal(t, "the server is not there", news.Text)
	require.Len(t, b.inbox(), 1, "what a person started is not told")
}

// ran waits until a run has ended.
func (b *bench) ran(id task.RunID) {
	b.t.Helper()
	for {
		events, err := b.heard.Next(b.t.Context())
		require.NoError(b.t, err)
		for _, event := range events {
			if event.Task != nil && event.Task.LastRun != nil && event.Task.LastRun.ID == id {
				return
			}
		}
	}
}
